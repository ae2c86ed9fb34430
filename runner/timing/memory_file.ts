/** What servers counted as one memory file. */
import { join } from "node:path";
import * as v from "valibot";
import {
  MEMORY_FILE,
  memoryOrigin,
  readMemory,
} from "../../pipeline/store/speed_files.ts";
import { memoryBytes } from "../../pipeline/store/speed_writer.ts";
import { kvName } from "../../pipeline/study/kv_strategy.ts";
import type { CountedMemory } from "../../pipeline/study/counted_memory.ts";
import { TENSOR_GROUP } from "./counted_tensors.ts";
import type { TimedWeights, TimingJournals } from "./timing_journal.ts";

/** What the metadata say of one row. */
const WEIGHTS = v.looseObject({
  model: v.string(),
  weightBits: v.number(),
  loaded: v.array(TENSOR_GROUP),
  kept: v.array(TENSOR_GROUP),
});
const ORIGIN = v.looseObject({ weights: v.array(WEIGHTS) });

/** A row, and what the metadata say of it. */
interface Counted {
  readonly row: CountedMemory;
  readonly weights: v.InferOutput<typeof WEIGHTS>;
}

/**
 * The bytes and rows of `memory.arrow`, or null where no journal counts
 * anything. Weights that none counts stay as they were `sealed`, in a file
 * whose bytes that gives, null where there is none.
 */
export function madeMemory(
  folder: string,
  { planned, found }: TimingJournals,
  sealed: () => Uint8Array | null,
): { bytes: Uint8Array; rows: number } | null {
  const counted = new Map(
    [...found].flatMap(([name, its]) => {
      const made = countedBy(its);
      return made ? [[name, made]] : [];
    }),
  );
  if (counted.size === 0) return null;
  const earlier = earlierOf(sealed(), join(folder, MEMORY_FILE));
  const all = [...planned].flatMap(([name, { model, weightBits }]) => {
    const its = counted.get(name) ??
      earlier.find(({ row }) =>
        row.model === model && row.weightBits === weightBits &&
        name.endsWith(`-${row.kv}`)
      );
    return its ? [its] : [];
  });
  const origin = {
    kind: "measured",
    how:
      "parameter_bytes: every parameter once as a checkpoint holds it (loaded), before the server lays it out for its kernels (kept); server_reported_bytes: what its worker says the model takes",
    weights: all.map(({ weights }) => weights),
  };
  return {
    bytes: memoryBytes(all.map(({ row }) => row), origin),
    rows: all.length,
  };
}

function countedBy({ settings, timed }: TimedWeights): Counted | null {
  const { memory } = timed;
  if (!memory) return null;
  const { model, weightBits, kv, engine, engineVersion, machine } = settings;
  return {
    row: {
      model,
      weightBits,
      kv: kvName(kv),
      parameterBytes: memory.parameterBytes,
      serverReportedBytes: memory.reportedBytes,
      kvBytesPerToken: memory.kvBytesPerToken,
    },
    weights: {
      model,
      weightBits,
      engine,
      engineVersion,
      machine,
      loaded: memory.loaded,
      kept: memory.kept,
    },
  };
}

function earlierOf(bytes: Uint8Array | null, file: string): Counted[] {
  if (!bytes) return [];
  const { weights } = v.parse(ORIGIN, memoryOrigin(bytes, file));
  return readMemory(bytes, file).flatMap((row) => {
    const its = weights.find((each) =>
      each.model === row.model && each.weightBits === row.weightBits
    );
    return its ? [{ row, weights: its }] : [];
  });
}
