/** What figures say of where their speeds come from. */
import type { Benchmark } from "../study/benchmark.ts";
import { type LentSpeeds, shapesTimed } from "../study/lent_speeds.ts";
import type { Results } from "../study/results.ts";
import type { TimedOn } from "../study/timed_on.ts";
import { undisturbed } from "../study/timing.ts";
import { kindSaid } from "./origin.ts";
import { counted, listSaid } from "./said.ts";
import { budgetSpan } from "./unit.ts";

/** "NVIDIA H100 80GB HBM3, vllm 0.26.0, driver 580.159.04"; empty where nobody says. */
export function timedOnSaid({ gpus, engines, drivers }: TimedOn): string {
  return [
    ...gpus,
    ...engines,
    ...drivers.map((driver) => `driver ${driver}`),
  ].join(", ");
}

/** Whose accuracy and whose speed a figure shows, for its subtitle, or in full for its caption. */
export function timedSaid(
  { study }: Results,
  lent: LentSpeeds | null,
  inFull: boolean,
): string {
  if (!lent) {
    return study.timingFrom
      ? `accuracy ${study.kind}, speed of data set ${study.timingFrom}`
      : `speed ${study.kind}`;
  }
  const { timed, planned } = shapesTimed(lent.measurements);
  const on = timedOnSaid(
    inFull ? lent.timedOn : { ...lent.timedOn, drivers: [] },
  );
  return `${kindSaid(study)} accuracy, ${
    kindSaid(lent)
  } speed of ${lent.dataSet}${on && ` (${on})`}, ${timed} of ${planned} shapes`;
}

/** How many scenarios lent speeds leave out, a sentence behind a space; empty where none. */
export function leftOutSaid(
  { measurements }: LentSpeeds,
  benchmark: Benchmark,
): string {
  const left =
    measurements.filter((m) =>
      m.benchmark.name === benchmark.name && m.latencySeconds === null
    ).length;
  return left > 0
    ? ` ${counted(left, "scenario")} without a timing ${
      left === 1 ? "is" : "are"
    } left out.`
    : "";
}

/** Which lent speeds were not measured; empty where all were. */
export function fittedSaid(
  { timings }: LentSpeeds,
  budgets: readonly number[],
): string {
  const isFitted = new Set(
    undisturbed(timings).filter(({ method }) => method === "fitted")
      .map(({ budget }) => budget),
  );
  const fitted = budgets.filter((budget) => isFitted.has(budget));
  return fitted.length > 0
    ? `speeds at ${
      budgetSpan(fitted)
    } tokens are fitted to those of shorter generations, not measured`
    : "";
}

/** GPUs whose speeds the source of a study prints: "A100 80 GB"; empty where it prints none. */
export function publishedGpus({ study }: Results): string {
  const gpus = new Set(study.publishedSpeeds?.map(({ gpu }) => gpu));
  return gpus.size > 0 ? listSaid([...gpus]) : "";
}
