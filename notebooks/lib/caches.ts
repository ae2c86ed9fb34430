/** Compressed caches of one model at the same memory. */
import * as Plot from "@observablehq/plot";
import { familyColour } from "../../pipeline/figures/style.ts";
import { memoryUnit } from "../../pipeline/figures/unit.ts";
import { pairedDifference } from "../../pipeline/statistics/paired.ts";
import {
  INTERVAL_DRAWS,
  problemDraws,
} from "../../pipeline/statistics/resample.ts";
import { kvName } from "../../pipeline/study/kv_strategy.ts";
import { onPage } from "./colours.ts";
import type { DataSet } from "./data_set.ts";
import { named } from "./chart.ts";

const FAMILIES = {
  full: "full cache",
  rkv: "R-KV",
  streaming: "StreamingLLM",
  hqq: "HQQ",
} as const;

/** What a reader chooses. */
interface Choice {
  readonly benchmark: string;
  readonly model: string;
  readonly bits: number;
}

/** Benchmarks in which caches were compressed. */
export function compressedBenchmarks({ study, measurements }: DataSet) {
  return study.benchmarks.filter(({ name }) =>
    measurements.some((m) => m.benchmark.name === name && m.kv.kind !== "full")
  );
}

/** One sample of each strategy. */
function scenarios(
  { measurements }: DataSet,
  { benchmark, model, bits }: Choice,
) {
  return measurements.filter((m) =>
    m.benchmark.name === benchmark && m.model.name === model &&
    m.bits === bits && m.group === 1
  );
}

/** A curve for each strategy, coloured by its family. */
export function cachesChart(
  data: DataSet,
  { intervals, width, ...chosen }: Choice & {
    readonly intervals: boolean;
    readonly width: number;
  },
) {
  const { name, bytes } = memoryUnit(data.study);
  const dots = scenarios(data, chosen).map((m) => ({
    family: FAMILIES[m.kv.kind],
    strategy: kvName(m.kv),
    cost: m.totalBytes / bytes,
    accuracy: 100 * m.accuracy,
    lower: 100 * m.lower,
    upper: 100 * m.upper,
    named: named(m),
  }));
  const ends = [...Map.groupBy(dots, ({ strategy }) => strategy)]
    .map(([, its]) => its.at(-1)!);
  const kinds = Object.keys(FAMILIES) as (keyof typeof FAMILIES)[];
  return Plot.plot({
    width,
    height: Math.min(520, Math.max(320, 0.6 * width)),
    marginRight: 90,
    marginBottom: 42,
    grid: true,
    ariaLabel: "Accuracy against memory by KV cache strategy",
    color: {
      legend: true,
      domain: kinds.map((kind) => FAMILIES[kind]),
      range: kinds.map((kind) => onPage(familyColour(kind))),
    },
    x: { label: `Total memory, ${name}` },
    y: { label: "Accuracy, %", zero: true },
    marks: [
      Plot.ruleY([0]),
      intervals
        ? Plot.ruleX(dots, {
          x: "cost",
          y1: "lower",
          y2: "upper",
          stroke: "family",
          strokeOpacity: 0.35,
        })
        : null,
      Plot.line(dots, {
        x: "cost",
        y: "accuracy",
        z: "strategy",
        stroke: "family",
      }),
      Plot.dot(dots, { x: "cost", y: "accuracy", fill: "family", r: 3 }),
      // To both sides: the ends of two families often meet.
      ...(["start", "end"] as const).map((textAnchor) =>
        Plot.text(
          ends.filter(({ family }) =>
            (family === FAMILIES.hqq) === (textAnchor === "end")
          ),
          {
            x: "cost",
            y: "accuracy",
            text: "strategy",
            textAnchor,
            dx: textAnchor === "start" ? 6 : -6,
          },
        )
      ),
      Plot.tip(
        dots,
        Plot.pointer({ x: "cost", y: "accuracy", title: "named" }),
      ),
    ],
  });
}

/** Every strategy against the full cache at the longest budget, problem by problem. */
export function cacheRows(
  data: DataSet,
  chosen: Choice,
) {
  const all = scenarios(data, chosen);
  const longest = Math.max(...all.map(({ budget }) => budget));
  const at = all.filter(({ budget }) => budget === longest);
  const full = at.find(({ kv }) => kv.kind === "full");
  if (!full) return [];
  const { draws, seed } = INTERVAL_DRAWS;
  const drawn = problemDraws(full.problems, draws, seed);
  const { name, bytes } = memoryUnit(data.study);
  const points = (share: number) => Number((100 * share).toFixed(1));
  return at.filter((m) => m !== full).map((m) => {
    const { mean, lower, upper } = pairedDifference(
      m.perProblem.right,
      full.perProblem.right,
      drawn,
    );
    return {
      strategy: kvName(m.kv),
      [`cache, ${name}`]: Number((m.kvBytes / bytes).toFixed(2)),
      "accuracy, %": points(m.accuracy),
      "against full, points": points(mean),
      from: points(lower),
      to: points(upper),
    };
  });
}
