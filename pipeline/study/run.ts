import * as v from "valibot";
import type { Benchmark } from "./benchmark.ts";
import { FORCING, SAMPLING } from "./forcing.ts";
import { KV_STRATEGY, kvName, type KvStrategy } from "./kv_strategy.ts";
import type { Model } from "./model.ts";
import { COUNT, NAME } from "./names.ts";
import { samplesOf, type Study } from "./study.ts";
import { WEIGHT_BITS, type WeightBits } from "./weights.ts";

/** One benchmark answered by one model at one precision under one KV strategy; one result file. */
export interface Run {
  readonly benchmark: Benchmark;
  readonly model: Model;
  readonly bits: WeightBits;
  readonly kv: KvStrategy;
}

/** The run in messages and seeds: `aime25/qwen3-4b-w8-full`. */
export function runName({ benchmark, model, bits, kv }: Run): string {
  return `${benchmark.name}/${model.name}-w${bits}-${kvName(kv)}`;
}

/** The run's result file inside its data set's folder. */
export function runFile(run: Run): string {
  return `${runName(run)}.arrow`;
}

/** Every run a study plans, in its own order. */
export function plannedRuns(study: Study): Run[] {
  return study.benchmarks.flatMap((benchmark) =>
    study.kvStrategies
      .filter((kv) => benchmark.kvStrategies?.includes(kvName(kv)) ?? true)
      .flatMap((kv) =>
        study.models.flatMap((model) =>
          study.weightBits.map((bits) => ({ benchmark, model, bits, kv }))
        )
      )
  );
}

const TEXT = v.string();

/** A machine that generated a part of a run. */
const MACHINE = v.strictObject({
  gpu: v.nullable(TEXT),
  driver: v.nullable(TEXT),
  cpu: v.nullable(TEXT),
});

/** What a result file says of its origin, in its schema metadata. */
export const RUN_METADATA = v.strictObject({
  dataSet: NAME,
  kind: v.picklist(["measured", "simulated"]),
  benchmark: NAME,
  model: NAME,
  weightBits: WEIGHT_BITS,
  kv: KV_STRATEGY,
  samples: COUNT,
  sampling: SAMPLING,
  forcing: FORCING,
  /** SHA-256 over the token ids of all prompts and injected texts. */
  promptHash: TEXT,
  /** SHA-256 over the token ids the server's chat template makes of one known message; absent where prompts are whole texts. */
  templateHash: v.optional(TEXT),
  /** Program that generated, "vllm" or "simulator", and its version. */
  engine: TEXT,
  engineVersion: TEXT,
  /** The server's settings as far as it tells them. */
  flags: v.record(TEXT, v.union([TEXT, v.number(), v.boolean(), v.null()])),
  /** Where the weights came from and the SHA-256 of their file or files. */
  weights: v.strictObject({ source: TEXT, digest: v.nullable(TEXT) }),
  machines: v.array(MACHINE),
});

/** What a result file says of its origin. */
export type RunMetadata = Readonly<v.InferOutput<typeof RUN_METADATA>>;

/** What of a run's origin its study has decided. */
export function plannedMetadata(dataSet: string, study: Study, run: Run) {
  return {
    dataSet,
    kind: study.kind,
    benchmark: run.benchmark.name,
    model: run.model.name,
    weightBits: run.bits,
    kv: run.kv,
    samples: samplesOf(study, run.kv),
    sampling: study.sampling,
    forcing: study.forcing,
  } satisfies Partial<RunMetadata>;
}
