/** Result files, one per run, as they are read. */
import type * as arrow from "apache-arrow";
import * as v from "valibot";
import {
  type Generations,
  IMPORTED_COLUMNS,
  RESULT_SCHEMA,
} from "../study/generation.ts";
import { columnsOf, RUN_METADATA, type RunMetadata } from "../study/run.ts";
import type { Limits } from "./arrow_walk.ts";
import { codedText, numbers } from "./column_values.ts";
import { refuseNulls } from "./empty_rows.ts";
import { readLight } from "./light_versioned.ts";

/** What a result file holds: its generations as columns, and where they came from. */
interface ResultFile {
  readonly generations: Generations;
  readonly metadata: RunMetadata;
}

/** Reads the bytes of a result file; damage and foreign schemas are TypeErrors naming the file. */
export function readResult(
  bytes: Uint8Array,
  file: string,
  limits?: Limits,
): ResultFile {
  const table = readLight(
    bytes,
    IMPORTED_COLUMNS,
    RESULT_SCHEMA,
    file,
    limits,
  );
  const parsed = v.safeParse(
    RUN_METADATA,
    json(table.schema.metadata.get("run"), file),
  );
  if (!parsed.success) {
    throw new TypeError(
      `Cannot read ${file}: its run metadata: ${v.summarize(parsed.issues)}`,
    );
  }
  refuseNulls(table, columnsOf(parsed.output), file);
  try {
    return {
      metadata: parsed.output,
      generations: generationsOf(table, parsed.output),
    };
  } catch (cause) {
    // A column does not know whose it is.
    const problem = (cause as Error).message.replace(/^Cannot read /, "");
    throw new TypeError(`Cannot read ${file}: ${problem}`, { cause });
  }
}

function generationsOf(
  table: arrow.Table,
  { kind }: Pick<RunMetadata, "kind">,
): Generations {
  const problem = codedText(table, "problem");
  const answer = codedText(table, "answer");
  return {
    rows: table.numRows,
    problems: problem.words,
    problem: problem.codes,
    sample: numbers(table, "sample", (n) => new Uint8Array(n)),
    budget: numbers(table, "budget", (n) => new Int32Array(n)),
    answers: answer.words,
    answer: answer.codes,
    thinkingTokens: numbers(table, "thinking_tokens", (n) => new Int32Array(n)),
    naturalEnd: numbers(table, "natural_end", (n) => new Int32Array(n)),
    waits: numbers(table, "waits", (n) => new Uint16Array(n)),
    seed: kind === "imported"
      ? numbers(table, "seed", (n) => new Float64Array(n))
      : numbers(table, "seed", (n) => new Uint32Array(n)),
  };
}

function json(text: string | undefined, file: string): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch (cause) {
    throw new TypeError(`Cannot read ${file}: its run metadata are not JSON`, {
      cause,
    });
  }
}
