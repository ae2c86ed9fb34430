import { visible } from "./visible.ts";

/** One thing wrong with data: where it is and what is wrong there. */
export interface DataProblem {
  readonly file: string;
  /** Zero-based row, or null where the whole file is meant. */
  readonly row: number | null;
  readonly problem: string;
}

const SHOWN = 50;

/** Everything wrong with some data, found in one pass. */
export class DataProblems extends Error {
  override readonly name = "DataProblems";

  constructor(
    /** What could not be done, "Cannot use data set nano". */
    what: string,
    readonly problems: readonly DataProblem[],
  ) {
    const lines = problems.slice(0, SHOWN).map(({ file, row, problem }) =>
      `  - ${file}${row === null ? "" : `, row ${row}`}: ${problem}`
    );
    const more = problems.length - lines.length;
    if (more > 0) lines.push(`  - and ${more} more`);
    const count = problems.length === 1
      ? "1 problem"
      : `${problems.length} problems`;
    // Files say what they like: their names and words are printed as text.
    super(`${what}: ${count}\n${lines.map(visible).join("\n")}`);
  }
}
