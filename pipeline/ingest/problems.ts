/** What is wrong with the files of a data set, gathered file by file. */
import { unreadable } from "../store/data_set.ts";
import { type DataProblem, DataProblems } from "../study/data_problems.ts";

/** Refuses a data set with problems. */
export function refuse(folder: string, problems: readonly DataProblem[]): void {
  if (problems.length === 0) return;
  throw new DataProblems(`Cannot use data set ${folder}`, problems);
}

/** Goes on after a failure with a file, keeping what it said; a file already told of is left alone. */
export async function attempt(
  problems: DataProblem[],
  file: string,
  step: () => unknown,
): Promise<void> {
  if (isTold(problems, file)) return;
  try {
    await step();
  } catch (error) {
    problems.push(...problemsOf(error, file));
  }
}

/** Whether something is said of a file already. */
export function isTold(
  problems: readonly DataProblem[],
  file: string,
): boolean {
  return problems.some((known) => known.file === file);
}

/** What an error says of a file; an error that does not speak of one is thrown on. */
export function problemsOf(
  error: unknown,
  file: string,
): readonly DataProblem[] {
  if (error instanceof DataProblems) return error.problems;
  const problem = error instanceof TypeError
    ? withoutFile(error.message, file)
    : unreadable(error);
  if (problem === null) throw error;
  return [{ file, row: null, problem }];
}

/** What a message says behind "Cannot read ‹file›: ". */
function withoutFile(message: string, file: string): string {
  const front = [`Cannot read ${file}: `, `Cannot use ${file}: `]
    .find((each) => message.startsWith(each)) ?? "";
  return message.slice(front.length);
}
