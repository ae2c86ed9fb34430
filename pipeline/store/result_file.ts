/** Result files, one per run, as they are read. */
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
import type { LightTable } from "./light_table.ts";
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
  const { metadata, generations } = visitResult(bytes, file, limits);
  return { metadata, generations: kept(generations) };
}

/** Generations that outlive the file they were visited in. */
export function kept(generations: Generations): Generations {
  return {
    ...generations,
    problem: generations.problem.slice(),
    sample: generations.sample.slice(),
    budget: generations.budget.slice(),
    answer: generations.answer.slice(),
    thinkingTokens: generations.thinkingTokens.slice(),
    naturalEnd: generations.naturalEnd.slice(),
    waits: generations.waits.slice(),
    seed: generations.seed.slice(),
  };
}

/** `readResult` whose columns are good until the next file is read: they stand where it will. */
export function visitResult(
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
  table: LightTable,
  { kind }: Pick<RunMetadata, "kind">,
): Generations {
  const problem = codedText(table, "problem");
  const answer = codedText(table, "answer");
  return {
    rows: table.numRows,
    problems: problem.words,
    problem: problem.codes,
    sample: numbers(table, "sample", Uint8Array),
    budget: numbers(table, "budget", Int32Array),
    answers: answer.words,
    answer: answer.codes,
    thinkingTokens: numbers(table, "thinking_tokens", Int32Array),
    naturalEnd: numbers(table, "natural_end", Int32Array),
    waits: numbers(table, "waits", Uint16Array),
    seed: kind === "imported"
      ? numbers(table, "seed", Float64Array)
      : numbers(table, "seed", Uint32Array),
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
