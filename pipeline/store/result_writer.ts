/** Door to disk: result files, one per run, as they are written. */
import { join } from "./paths.ts";
import * as v from "valibot";
import { type Generation, RESULT_SCHEMA } from "../study/generation.ts";
import { columnsOf, RUN_METADATA, type RunMetadata } from "../study/run.ts";
import { type Cell, tableBytes } from "./arrow.ts";
import { writeAtomically } from "./atomic.ts";

const FIELDS: readonly ((g: Generation) => Cell)[] = [
  (g) => g.problem,
  (g) => g.sample,
  (g) => g.budget,
  (g) => g.answer,
  (g) => g.thinkingTokens,
  (g) => g.naturalEnd,
  (g) => g.waits,
  (g) => g.seed,
];

/** The bytes of a result file; rows in the order given. */
export function resultBytes(
  generations: readonly Generation[],
  metadata: RunMetadata,
): Uint8Array {
  return tableBytes(
    columnsOf(metadata),
    {
      rows: generations.length,
      cell: (column, row) => FIELDS[column]!(generations[row]!),
    },
    {
      schema: String(RESULT_SCHEMA),
      run: JSON.stringify(v.parse(RUN_METADATA, metadata)),
    },
  );
}

/** Writes a run's result file inside a data set's folder. */
export async function writeResultFile(
  folder: string,
  path: string,
  generations: readonly Generation[],
  metadata: RunMetadata,
): Promise<void> {
  await writeAtomically(join(folder, path), resultBytes(generations, metadata));
}
