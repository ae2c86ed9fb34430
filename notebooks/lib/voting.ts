/** Accuracy by the number of samples that vote. */
import * as Plot from "@observablehq/plot";
import { modelColour } from "../../pipeline/figures/style.ts";
import { memoryUnit } from "../../pipeline/figures/unit.ts";
import { pairedDifference } from "../../pipeline/statistics/paired.ts";
import {
  INTERVAL_DRAWS,
  problemDraws,
} from "../../pipeline/statistics/resample.ts";
import type { Measurement } from "../../pipeline/study/measurement.ts";
import { budgetsOf } from "../../pipeline/study/study.ts";
import { onPage } from "./colours.ts";
import type { DataSet } from "./data_set.ts";

/** What a reader chooses. */
interface Choice {
  readonly benchmark: string;
  readonly bits: number;
  readonly budget: number;
}

const voted = ({ measurements }: DataSet, benchmark: string) =>
  measurements.filter((m) =>
    m.benchmark.name === benchmark && m.kv.kind === "full"
  );

/** Benchmarks in which more than one sample votes. */
export function votedBenchmarks(data: DataSet) {
  return data.study.benchmarks.filter(({ name }) =>
    voted(data, name).some(({ group }) => group > 1)
  );
}

/** Precisions of the study, rising. */
export function bitsOf({ study }: DataSet): number[] {
  return [...study.weightBits];
}

/** Token budgets of a benchmark, rising. */
export function budgetsIn({ study }: DataSet, benchmark: string): number[] {
  return [...budgetsOf(study, benchmark)];
}

const chosen = (data: DataSet, { benchmark, bits, budget }: Choice) =>
  voted(data, benchmark).filter((m) => m.bits === bits && m.budget === budget);

/** A line for each model, with its intervals. */
export function votesChart(data: DataSet, choice: Choice, width: number) {
  const { study } = data;
  const dots = chosen(data, choice).map((m) => ({
    model: m.model.label,
    group: m.group,
    accuracy: 100 * m.accuracy,
    lower: 100 * m.lower,
    upper: 100 * m.upper,
  }));
  return Plot.plot({
    width,
    height: 420,
    grid: true,
    ariaLabel: "Accuracy by the number of samples that vote",
    color: {
      legend: true,
      domain: study.models.map(({ label }) => label),
      range: study.models.map(({ name }) =>
        onPage(modelColour(study.models, name))
      ),
    },
    x: {
      label: "Samples that vote",
      type: "log",
      base: 2,
      ticks: [...new Set(dots.map(({ group }) => group))],
      tickFormat: "d",
    },
    y: { label: "Accuracy, %", zero: true },
    marks: [
      Plot.ruleY([0]),
      Plot.areaY(dots, {
        x: "group",
        y1: "lower",
        y2: "upper",
        fill: "model",
        fillOpacity: 0.08,
      }),
      Plot.line(dots, { x: "group", y: "accuracy", stroke: "model" }),
      Plot.dot(dots, {
        x: "group",
        y: "accuracy",
        fill: "model",
        tip: true,
      }),
    ],
  });
}

/** What the largest vote gains on one sample, problem by problem, and what its caches take. */
export function voteRows(data: DataSet, choice: Choice) {
  const all = chosen(data, choice);
  const { name, bytes } = memoryUnit(data.study);
  const { draws, seed } = INTERVAL_DRAWS;
  return data.study.models.flatMap(({ name: model, label }) => {
    const its = all.filter((m) => m.model.name === model);
    const [one, largest] = [its[0], its.at(-1)] as [Measurement?, Measurement?];
    if (!one || !largest || one === largest) return [];
    const { mean, lower, upper } = pairedDifference(
      largest.perProblem.accuracy,
      one.perProblem.accuracy,
      problemDraws(one.problems, draws, seed),
    );
    const points = (share: number) => Number((100 * share).toFixed(1));
    return [{
      model: label,
      samples: largest.group,
      "one sample, %": points(one.accuracy),
      "vote, %": points(largest.accuracy),
      "gain, points": points(mean),
      from: points(lower),
      to: points(upper),
      [`more memory, ${name}`]: Number(
        ((largest.kvBytes - one.kvBytes) / bytes).toFixed(2),
      ),
    }];
  });
}
