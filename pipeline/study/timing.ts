import type { Column } from "./column.ts";
import { kvName } from "./kv_strategy.ts";
import { allBudgets, type Study } from "./study.ts";

/** Version of the timing and memory files' columns. */
export const TIMING_SCHEMA = 1;

/** The columns of `timing.arrow`: one row per attempt. */
export const TIMING_COLUMNS = [
  { name: "model", type: "text", meaning: "model" },
  { name: "weight_bits", type: "uint8", meaning: "bits a weight" },
  { name: "kv", type: "text", meaning: "KV strategy" },
  { name: "budget", type: "int32", meaning: "decoded tokens" },
  { name: "concurrency", type: "int32", meaning: "generations at once" },
  { name: "latency_seconds", type: "float64", meaning: "mean over the batch" },
  {
    name: "requests_per_second",
    type: "float64",
    meaning: "finished generations a second",
  },
  {
    name: "output_tokens_per_second",
    type: "float64",
    meaning: "decoded tokens a second",
  },
  {
    name: "kv_tokens",
    type: "int64",
    meaning: "tokens the server's cache holds",
  },
  {
    name: "preemptions",
    type: "int32",
    meaning: "requests that lost their cache",
  },
  {
    name: "out_of_memory",
    type: "bool",
    meaning: "the attempt ended without memory",
  },
  {
    name: "method",
    type: "text",
    meaning: "measured, or fitted as the metadata say",
  },
] as const satisfies readonly Column[];

/** One attempt to time a batch. */
export interface Timing {
  readonly model: string;
  readonly weightBits: number;
  readonly kv: string;
  readonly budget: number;
  readonly concurrency: number;
  readonly latencySeconds: number;
  readonly requestsPerSecond: number;
  readonly outputTokensPerSecond: number;
  readonly kvTokens: number;
  readonly preemptions: number;
  readonly outOfMemory: boolean;
  readonly method: "measured" | "fitted";
}

/** The attempts without preemption that did not run out of memory, smallest batch first. */
export function undisturbed(attempts: readonly Timing[]): Timing[] {
  return attempts.filter((t) => !t.outOfMemory && t.preemptions === 0)
    .toSorted((a, b) => a.concurrency - b.concurrency);
}

/** The attempts that speak for a budget: batch 1 for latency, the largest undisturbed batch for throughput. */
export function speedOf(
  attempts: readonly Timing[],
): { latencySeconds: number | null; requestsPerSecond: number | null } {
  const sound = undisturbed(attempts);
  return {
    latencySeconds: sound.find((t) => t.concurrency === 1)?.latencySeconds ??
      null,
    requestsPerSecond: sound.at(-1)?.requestsPerSecond ?? null,
  };
}

/** What is wrong with timings of a study's models, row by row. An attempt that ended without memory has no speed to check. */
export function timingProblems(
  study: Study,
  timings: readonly Timing[],
): { row: number; problem: string }[] {
  const models = new Set(study.models.map(({ name }) => name));
  const weightBits = new Set<number>(study.weightBits);
  const kvs = new Set(study.kvStrategies.map(kvName));
  const budgets = new Set(allBudgets(study));
  const isCount = (value: number, least: number) =>
    Number.isSafeInteger(value) && value >= least;
  const isSpeed = (value: number) => value > 0 && value < Infinity;
  const rowOf = new Map<string, number>();
  return timings.flatMap((t, row) => {
    const wrong: string[] = [];
    const expect = (holds: boolean, problem: string) => {
      if (!holds) wrong.push(problem);
    };
    expect(models.has(t.model), `no model is called ${t.model}`);
    expect(
      weightBits.has(t.weightBits),
      `the study has no ${t.weightBits}-bit weights`,
    );
    expect(kvs.has(t.kv), `no KV strategy is called ${t.kv}`);
    expect(
      budgets.has(t.budget),
      `the study has no budget of ${t.budget} tokens`,
    );
    expect(
      isCount(t.concurrency, 1),
      `its concurrency is ${t.concurrency}, not 1 or more`,
    );
    expect(isCount(t.kvTokens, 0), `its kv_tokens are ${t.kvTokens}`);
    expect(isCount(t.preemptions, 0), `its preemptions are ${t.preemptions}`);
    expect(
      t.method === "measured" || t.method === "fitted",
      `its method is ${JSON.stringify(t.method)}, not measured or fitted`,
    );
    const speeds = {
      latency_seconds: t.latencySeconds,
      requests_per_second: t.requestsPerSecond,
      output_tokens_per_second: t.outputTokensPerSecond,
    };
    for (const [name, value] of Object.entries(speeds)) {
      expect(
        t.outOfMemory || isSpeed(value),
        `its ${name} are ${value}, not a number above 0`,
      );
    }
    const attempt =
      `${t.model} ${t.weightBits}-bit ${t.kv}, budget ${t.budget}, concurrency ${t.concurrency}`;
    const twin = rowOf.get(attempt);
    expect(
      twin === undefined,
      `${attempt} stands in row ${twin} already`,
    );
    rowOf.set(attempt, twin ?? row);
    return wrong.map((problem) => ({ row, problem }));
  });
}
