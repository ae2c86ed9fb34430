/** Which scenarios of a data set a reader has chosen, and their frontier. */
import { undominated } from "../../pipeline/frontier.ts";
import { memoryUnit } from "../../pipeline/figures/unit.ts";
import { kvName } from "../../pipeline/study/kv_strategy.ts";
import type { Measurement } from "../../pipeline/study/measurement.ts";
import { floorOf } from "../../pipeline/study/study.ts";
import type { DataSet } from "./data_set.ts";

/** What a reader chooses. */
export interface Choice {
  readonly benchmark: string;
  readonly batch: number;
  readonly group: number;
  readonly caches: readonly string[];
}

const of = ({ measurements }: DataSet, benchmark: string) =>
  measurements.filter((m) => m.benchmark.name === benchmark);

/** Group sizes a benchmark was voted on with. */
export function groupsOf(data: DataSet, benchmark: string): number[] {
  return [...new Set(of(data, benchmark).map(({ group }) => group))];
}

/** KV strategies of a benchmark. */
export function cachesOf(data: DataSet, benchmark: string): string[] {
  return [...new Set(of(data, benchmark).map(({ kv }) => kvName(kv)))];
}

/** Bytes of a generation whose weights a batch shares. */
export function costOf(
  { weightBytes, kvBytes }: Measurement,
  batch: number,
): number {
  return weightBytes / batch + kvBytes;
}

/** Scenarios a reader chose, and those of them nothing dominates. */
export interface Picked {
  readonly benchmark: string;
  readonly scenarios: readonly Measurement[];
  readonly frontier: readonly Measurement[];
}

/** The scenarios of a choice; compressed caches have no votes, so they stand alone. */
export function pickedFrom(
  data: DataSet,
  { benchmark, batch, group, caches }: Choice,
): Picked {
  const scenarios = of(data, benchmark).filter((m) =>
    caches.includes(kvName(m.kv)) &&
    m.group === (m.kv.kind === "full" ? group : 1)
  );
  return {
    benchmark,
    scenarios,
    frontier: undominated(
      scenarios,
      floorOf(data.study, benchmark),
      (m) => costOf(m, batch),
    ),
  };
}

/** The frontier of one sample of a benchmark, whatever the cache. */
export function frontierOfOne(
  data: DataSet,
  benchmark: string,
): readonly Measurement[] {
  const caches = cachesOf(data, benchmark);
  return pickedFrom(data, { benchmark, batch: 1, group: 1, caches }).frontier;
}

/** The frontier as a table. */
export function frontierRows(
  { study }: DataSet,
  { frontier }: Picked,
  batch: number,
) {
  const { name, bytes } = memoryUnit(study);
  return frontier.map((m) => ({
    model: m.model.label,
    weights: `${m.bits}-bit`,
    cache: kvName(m.kv),
    tokens: m.budget,
    samples: m.group,
    [`memory, ${name}`]: Number((costOf(m, batch) / bytes).toFixed(2)),
    "accuracy, %": Number((100 * m.accuracy).toFixed(1)),
    "from, %": Number((100 * m.lower).toFixed(1)),
    "to, %": Number((100 * m.upper).toFixed(1)),
  }));
}

/** The frontier over one sample or all votes, with the full cache. */
export function frontierOver(
  data: DataSet,
  { benchmark, batch, votes }: {
    readonly benchmark: string;
    readonly batch: number;
    readonly votes: boolean;
  },
): readonly Measurement[] {
  const scenarios = of(data, benchmark).filter((m) =>
    m.kv.kind === "full" && (votes || m.group === 1)
  );
  return undominated(
    scenarios,
    floorOf(data.study, benchmark),
    (m) => costOf(m, batch),
  );
}
