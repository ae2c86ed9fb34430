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

/** Whose accuracy and whose speed a figure shows, for its subtitle and caption. */
export function timedSaid(
  { study }: Results,
  lent: LentSpeeds | null,
): string {
  if (!lent) {
    return study.timingFrom
      ? `accuracy ${study.kind}, speed of data set ${study.timingFrom}`
      : `speed ${study.kind}`;
  }
  const { timed, planned } = shapesTimed(lent.measurements);
  const on = timedOnSaid(lent.timedOn);
  return `${kindSaid(study)} accuracy, ${
    kindSaid(lent)
  } speed of ${lent.dataSet}${on && ` (${on})`}, ${timed} of ${planned} shapes`;
}

/** What of lent speeds is missing, and which of them were not measured: sentences for the caption, each behind a space. */
export function lentSaid(
  { measurements, timings }: LentSpeeds,
  benchmark: Benchmark,
): string {
  const own = measurements.filter((m) => m.benchmark.name === benchmark.name);
  const left =
    own.filter(({ latencySeconds }) => latencySeconds === null).length;
  const asked = new Set(own.map(({ budget }) => budget));
  const fitted = [
    ...new Set(
      undisturbed(timings).filter(({ method }) => method === "fitted")
        .map(({ budget }) => budget).filter((budget) => asked.has(budget)),
    ),
  ];
  return (left > 0
    ? ` ${counted(left, "scenario")} without a timing ${
      left === 1 ? "is" : "are"
    } left out.`
    : "") +
    (fitted.length > 0
      ? ` Speeds at ${
        budgetSpan(fitted)
      } tokens are fitted to those of shorter generations, not measured.`
      : "");
}

/** GPUs whose speeds the source of a study prints: "A100 80 GB"; empty where it prints none. */
export function publishedGpus({ study }: Results): string {
  const gpus = new Set(study.publishedSpeeds?.map(({ gpu }) => gpu));
  return gpus.size > 0 ? listSaid([...gpus]) : "";
}
