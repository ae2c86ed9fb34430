import * as v from "valibot";
import type { Benchmark } from "./benchmark.ts";
import type { Column } from "./column.ts";
import { FORCING, SAMPLING } from "./forcing.ts";
import { GENERATION_COLUMNS, IMPORTED_COLUMNS } from "./generation.ts";
import { LOG, READING } from "./imported.ts";
import { KV_STRATEGY, kvName, type KvStrategy } from "./kv_strategy.ts";
import type { Model } from "./model.ts";
import { COUNT, NAME } from "./names.ts";
import {
  type GeneratedStudy,
  type ImportedStudy,
  samplesOf,
  type Study,
} from "./study.ts";
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

const RUN = {
  benchmark: NAME,
  model: NAME,
  weightBits: WEIGHT_BITS,
  kv: KV_STRATEGY,
  samples: COUNT,
};

/** What it says of a run that our runner or our simulator made. */
export const GENERATED_METADATA = v.strictObject({
  dataSet: NAME,
  kind: v.picklist(["measured", "simulated"]),
  ...RUN,
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

const IMPORTED = v.strictObject({
  dataSet: NAME,
  kind: v.literal("imported"),
  ...RUN,
  reading: READING,
  /** One entry a log, by budget and in the order given. */
  logs: v.pipe(v.array(LOG), v.minLength(1, "an import needs a log")),
});

/** What a result file says of its origin, in its schema metadata. */
export const RUN_METADATA = v.variant("kind", [GENERATED_METADATA, IMPORTED]);

/** What a result file says of its origin. */
export type RunMetadata = Readonly<v.InferOutput<typeof RUN_METADATA>>;

/** The same of a run that our runner or our simulator made. */
export type GeneratedMetadata = Readonly<
  v.InferOutput<typeof GENERATED_METADATA>
>;

/** The same of a run that another tool made and logged. */
export type ImportedMetadata = Readonly<v.InferOutput<typeof IMPORTED>>;

/** The columns of a run's result file. */
export function columnsOf(
  { kind }: Pick<RunMetadata, "kind">,
): readonly Column[] {
  return kind === "imported" ? IMPORTED_COLUMNS : GENERATION_COLUMNS;
}

function ofRun(dataSet: string, study: Study, run: Run) {
  return {
    dataSet,
    benchmark: run.benchmark.name,
    model: run.model.name,
    weightBits: run.bits,
    kv: run.kv,
    samples: samplesOf(study, run.kv),
  };
}

/** What of a run's origin its study has decided. */
export function plannedMetadata(
  dataSet: string,
  study: GeneratedStudy,
  run: Run,
) {
  const { kind, sampling, forcing } = study;
  return {
    ...ofRun(dataSet, study, run),
    kind,
    sampling,
    forcing,
  } satisfies Partial<GeneratedMetadata>;
}

/** The same of a run that is imported. */
export function plannedImport(dataSet: string, study: ImportedStudy, run: Run) {
  const { kind, reading } = study;
  return {
    ...ofRun(dataSet, study, run),
    kind,
    reading,
  } satisfies Partial<ImportedMetadata>;
}
