import type { Column } from "./column.ts";

/** Version of the result file's columns and metadata. */
export const RESULT_SCHEMA = 1;

/** The columns of a result file: one row per generation and budget, sorted by problem, sample, budget. */
export const GENERATION_COLUMNS = [
  { name: "problem", type: "text", meaning: "id in the benchmark file" },
  { name: "sample", type: "uint8", meaning: "0 .. samples - 1" },
  { name: "budget", type: "int32", meaning: "token budget" },
  {
    name: "answer",
    type: "text",
    nullable: true,
    meaning:
      "text after the final prompt, untouched; null: the server sent none",
  },
  {
    name: "thinking_tokens",
    type: "int32",
    meaning:
      "tokens in the thinking part when the answer was forced, waits included",
  },
  {
    name: "natural_end",
    type: "int32",
    nullable: true,
    meaning:
      "token at which the model first wanted to stop; null: not before this budget",
  },
  {
    name: "waits",
    type: "uint16",
    meaning: "times the wait text had been appended",
  },
  {
    name: "seed",
    type: "uint32",
    meaning: "of the trajectory, the same on all its budgets",
  },
] as const satisfies readonly Column[];

const UNTOLD: readonly string[] = ["thinking_tokens", "seed"];

/**
 * The columns of a result file that was imported. `thinking_tokens` are all
 * tokens generated, as the tool counts them; they and `seed` are null where
 * nobody told. `natural_end` is null where it is not told that the model
 * stopped by itself.
 */
export const IMPORTED_COLUMNS: readonly Column[] = GENERATION_COLUMNS.map((
  column,
) => UNTOLD.includes(column.name) ? { ...column, nullable: true } : column);

/** One answer to one problem at one budget, as the server sent it. */
export interface Generation {
  readonly problem: string;
  readonly sample: number;
  readonly budget: number;
  readonly answer: string | null;
  /** Null in an import only. */
  readonly thinkingTokens: number | null;
  readonly naturalEnd: number | null;
  readonly waits: number;
  /** Null in an import only. */
  readonly seed: number | null;
}

/** The generations of a run as columns, equally long; texts as codes into a list. */
export interface Generations {
  readonly rows: number;
  readonly problems: readonly string[];
  readonly problem: Int32Array;
  readonly sample: Uint8Array;
  readonly budget: Int32Array;
  readonly answers: readonly string[];
  /** -1: none was sent. */
  readonly answer: Int32Array;
  /** -1: nobody told, in an import only. */
  readonly thinkingTokens: Int32Array;
  /** -1: no natural end before the budget. */
  readonly naturalEnd: Int32Array;
  readonly waits: Uint16Array;
  /** -1: nobody told, in an import only. */
  readonly seed: Uint32Array | Float64Array;
}
