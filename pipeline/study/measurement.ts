import type { Column } from "./column.ts";
import { kvName, kvSize } from "./kv_strategy.ts";
import type { Scenario } from "./scenario.ts";

/** How one scenario did. */
export interface Measurement extends Scenario {
  /** Problems answered, and samples of each. */
  readonly problems: number;
  readonly samples: number;
  /** Mean over problems, 0-1: pass@1 for one sample, the expected majority vote for a group. */
  readonly accuracy: number;
  /** 95 % interval for new problems. */
  readonly lower: number;
  readonly upper: number;
  /** Standard error for fresh samples of the same problems; null: the samples do not tell. */
  readonly rerunError: number | null;
  /** Share of generations without a readable answer. */
  readonly missingShare: number;
  /** Of these the share with an answer that cannot be read; the others sent none. */
  readonly unreadableShare: number;
  readonly weightBytes: number;
  readonly kvBytes: number;
  readonly totalBytes: number;
  readonly latencySeconds: number | null;
  readonly requestsPerSecond: number | null;
  /** Accuracy, right share and missing share of every problem, in the order of the benchmark file. */
  readonly perProblem: {
    readonly accuracy: Float64Array;
    readonly right: Float64Array;
    readonly missing: Float64Array;
    /** Right share of the first samples, as many as a compressed cache has; absent where there are no more. */
    readonly matched?: Float64Array;
  };
}

/** Keys of a scenario in our output tables. */
const KEYS = [
  { name: "benchmark", type: "text", meaning: "benchmark" },
  { name: "model", type: "text", meaning: "model" },
  { name: "weight_bits", type: "uint8", meaning: "bits a weight" },
  { name: "kv", type: "text", meaning: "family of the KV strategy" },
  {
    name: "kv_size",
    type: "int32",
    nullable: true,
    meaning: "retained tokens or bits",
  },
  { name: "budget", type: "int32", meaning: "token budget" },
  { name: "group", type: "int32", meaning: "samples that vote" },
] as const satisfies readonly Column[];

/** The columns of `measurements.arrow` and `.csv`. */
export const MEASUREMENT_COLUMNS = [
  ...KEYS,
  { name: "problems", type: "int32", meaning: "problems answered" },
  { name: "samples", type: "int32", meaning: "generations of each problem" },
  { name: "accuracy", type: "float64", meaning: "mean over problems, 0-1" },
  { name: "lower", type: "float64", meaning: "95 % interval, new problems" },
  { name: "upper", type: "float64", meaning: "95 % interval, new problems" },
  {
    name: "rerun_error",
    type: "float64",
    nullable: true,
    meaning: "standard error, same problems",
  },
  {
    name: "missing_share",
    type: "float64",
    meaning: "generations without a readable answer",
  },
  { name: "weight_bytes", type: "float64", meaning: "bytes of the weights" },
  { name: "kv_bytes", type: "float64", meaning: "bytes of the KV cache" },
  { name: "total_bytes", type: "float64", meaning: "bytes of both" },
  {
    name: "latency_seconds",
    type: "float64",
    nullable: true,
    meaning: "seconds at batch 1",
  },
  {
    name: "requests_per_second",
    type: "float64",
    nullable: true,
    meaning: "largest throughput",
  },
] as const satisfies readonly Column[];

/** The columns of `per-problem.arrow`. */
export const PER_PROBLEM_COLUMNS = [
  ...KEYS,
  { name: "problem", type: "text", meaning: "id in the benchmark file" },
  { name: "right_share", type: "float64", meaning: "right samples / samples" },
  {
    name: "missing_share",
    type: "float64",
    meaning: "samples without a readable answer",
  },
  {
    name: "accuracy",
    type: "float64",
    meaning: "expected majority vote of the group",
  },
  {
    name: "matched_share",
    type: "float64",
    nullable: true,
    meaning:
      "right share of the first samples, as many as a compressed cache has; null where there are no more",
  },
] as const satisfies readonly Column[];

function keys({ benchmark, model, bits, kv, budget, group }: Scenario) {
  return {
    benchmark: benchmark.name,
    model: model.name,
    weight_bits: bits,
    kv: kv.kind,
    kv_size: kvSize(kv),
    budget,
    group,
  };
}

/** The measurement as a row of `measurements.csv`. */
export function measurementRow(m: Measurement) {
  return {
    ...keys(m),
    problems: m.problems,
    samples: m.samples,
    accuracy: m.accuracy,
    lower: m.lower,
    upper: m.upper,
    rerun_error: m.rerunError,
    missing_share: m.missingShare,
    weight_bytes: m.weightBytes,
    kv_bytes: m.kvBytes,
    total_bytes: m.totalBytes,
    latency_seconds: m.latencySeconds,
    requests_per_second: m.requestsPerSecond,
  };
}

/** A row of `measurements.csv`. */
export type MeasurementRow = ReturnType<typeof measurementRow>;

/** The measurement as rows of `per-problem.arrow`, one per problem. */
export function perProblemRows(m: Measurement, problems: readonly string[]) {
  return problems.map((problem, i) => ({
    ...keys(m),
    problem,
    right_share: m.perProblem.right[i] ?? NaN,
    missing_share: m.perProblem.missing[i] ?? NaN,
    accuracy: m.perProblem.accuracy[i] ?? NaN,
    matched_share: m.perProblem.matched?.[i] ?? null,
  }));
}

/** A row of `per-problem.arrow`. */
export type PerProblemRow = ReturnType<typeof perProblemRows>[number];

/** A scenario's name in messages: `aime25/qwen3-4b-w8-full@10000x4`. */
export function scenarioName(
  { benchmark, model, bits, kv, budget, group }: Scenario,
): string {
  return `${benchmark.name}/${model.name}-w${bits}-${
    kvName(kv)
  }@${budget}x${group}`;
}
