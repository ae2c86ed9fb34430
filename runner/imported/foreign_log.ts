import * as v from "valibot";
import {
  type DataProblem,
  DataProblems,
} from "../../pipeline/study/data_problems.ts";
import type { Log } from "../../pipeline/study/imported.ts";
import { told } from "../../pipeline/study/schema_issue.ts";

/** One response of a model as a log has it. */
export interface LoggedResponse {
  readonly text: string;
  /** All tokens generated, as the tool counts them; null: not told. */
  readonly tokens: number | null;
  /** Whether it is told that the model stopped by itself. */
  readonly stopped: boolean;
}

/** The responses to one problem that stand in one place of a log. */
export interface LoggedProblem {
  /** "line 12", "row 3", "sample 7, epoch 2". */
  readonly place: string;
  /** What the tool's data set calls it; null: nothing. */
  readonly id: string | null;
  /** Its place in that data set, from 0; null: not told. */
  readonly position: number | null;
  /** What the tool expects as answer; null: nothing, or no single text. */
  readonly target: string | null;
  readonly responses: readonly LoggedResponse[];
  /** The tool's own score, where it is one of a single response that is right or not. */
  readonly score: { readonly metric: string; readonly right: boolean } | null;
}

/** A log of another tool, read. */
export interface ForeignLog {
  /** What it says of itself; null: it does not say. */
  readonly toolVersion: string | null;
  readonly budget: number | null;
  readonly seed: number | null;
  /** What else it says of how it was made. */
  readonly told: Log["told"];
  readonly problems: readonly LoggedProblem[];
}

/** One value of a log and where it stands. */
export interface Placed {
  readonly place: string;
  readonly value: unknown;
}

/** Refuses a log with problems. */
export function refuseLog(file: string, problems: readonly string[]): void {
  if (problems.length === 0) return;
  throw new DataProblems(
    `Cannot import ${file}`,
    problems.map((problem): DataProblem => ({ file, row: null, problem })),
  );
}

/** Every value of a log as a schema has it; DataProblems with all that are not. */
export function shaped<const S extends v.GenericSchema>(
  schema: S,
  values: readonly Placed[],
  file: string,
): { readonly place: string; readonly value: v.InferOutput<S> }[] {
  const problems: string[] = [];
  const good = values.flatMap(({ place, value }) => {
    const { success, output, issues } = v.safeParse(schema, value);
    if (success) return [{ place, value: output as v.InferOutput<S> }];
    problems.push(...issues.flatMap(told).map((each) => `${place}: ${each}`));
    return [];
  });
  if (values.length === 0) problems.push("it holds no response");
  refuseLog(file, problems);
  return good;
}

/** The one value that all places have; null where none has one. DataProblems where they differ. */
export function agreed<T extends string | number | boolean>(
  what: string,
  values: readonly { readonly place: string; readonly value: T | null }[],
  file: string,
): T | null {
  const first = values[0];
  const other = values.find(({ value }) => value !== first?.value);
  if (first && other) {
    refuseLog(file, [
      `${other.place}: its ${what} is ${other.value}, ${first.place} has ${first.value}`,
    ]);
  }
  return first?.value ?? null;
}

/** A number or truth value as right or wrong; null for anything between. */
export function rightOrWrong(value: unknown): boolean | null {
  if (value === 1 || value === true) return true;
  return value === 0 || value === false ? false : null;
}
