/** Ours: at which size does memory become worth more as tokens than as weights, and how sure is that? */
import * as Plot from "@observablehq/plot";
import { GIB, weightBytes } from "../study/memory.ts";
import type { Estimated } from "../study/ruling.ts";
import type { Results } from "../study/results.ts";
import { modelOf } from "../study/study.ts";
import { weightLabel } from "../study/weights.ts";
import { logDomain } from "./axes.ts";
import { benchmarkOf } from "./curves.ts";
import type { Drawing, Figure } from "./figure.ts";
import { borderMarks } from "./marks.ts";
import { placing } from "./panel.ts";
import { memorySaid } from "./said.ts";
import { modelEntries } from "./scaling_legend.ts";
import { drawSheet, drawWords } from "./sheet.ts";
import { bitsSymbol, INK, modelColour } from "./style.ts";
import { type MemoryUnit, memoryUnit } from "./unit.ts";

const NAME = "threshold";
const TITLE = "The size from which memory is better spent on tokens";
const ROW = 46;

export const threshold: Figure = { name: NAME, title: TITLE, draw };

function draw(results: Results): Drawing {
  const { study, rulings } = results;
  const benchmark = benchmarkOf(study, "math");
  const [estimate] = rulings.flatMap(({ estimates }) => estimates)
    .filter((each) => each.unit === "GiB");
  if (!estimate || !benchmark) {
    return drawWords(results, {
      name: NAME,
      title: TITLE,
      why:
        "Not drawn: the data divide no models at a size; three configurations are the least.",
    });
  }
  const unit = memoryUnit(study);
  const inUnit = (gib: number) => gib * GIB / unit.bytes;
  const rows = study.weightBits.toReversed();
  const weights = study.models.flatMap((model) =>
    study.weightBits.map((bits) => ({
      bits,
      row: rows.indexOf(bits) + 1,
      size: weightBytes(model, bits) / unit.bytes,
      colour: modelColour(study.models, model.name),
    }))
  );
  const { scalePivot } = study.claims;
  const pivot = scalePivot && {
    at: weightBytes(modelOf(study, scalePivot.model), scalePivot.bits) /
      unit.bytes,
    name: `claimed: ${weightLabel(scalePivot.bits)} ${
      modelOf(study, scalePivot.model).label
    }`,
  };
  const span = { from: inUnit(estimate.lower), to: inUnit(estimate.upper) };
  const value = inUnit(estimate.value);
  const x = {
    label: `Effective size, weights (${unit.name})`,
    scale: "log",
    domain: logDomain([
      ...weights.map(({ size }) => size),
      span.from,
      span.to,
    ]),
  } as const;
  const y = {
    label: "",
    scale: "rows",
    domain: [0.4, rows.length + 0.6],
    said: (row: number) => weightLabel(rows[row - 1]!),
  } as const;
  return drawSheet(results, {
    name: NAME,
    title: TITLE,
    subtitle:
      `${benchmark.label}, one sample, full cache; estimate (line) and the middle 95 % of the resamples (band)`,
    shows:
      `The weights of every model and precision (${unit.name}, logarithmic), and the size that ` +
      `best divides the configurations worth more weights from those worth more tokens.`,
    says: said(estimate, unit, pivot?.at),
    benchmark: benchmark.name,
    legend: [modelEntries(study)],
    intervals: "band: the middle 95 % of joint resamples of the problems",
    columns: 1,
    frameHeight: Math.max(150, ROW * rows.length),
  }, [{
    title: "",
    x,
    y,
    marks: (frame) => [
      Plot.rect([span], {
        x1: "from",
        x2: "to",
        fill: INK,
        fillOpacity: 0.1,
      }),
      Plot.ruleX([value], { stroke: INK, strokeWidth: 1.8 }),
      ...borderMarks(pivot ? [pivot] : [], placing({ x, y }, frame), frame),
      ...[...Map.groupBy(weights, ({ bits }) => bits).values()].map((own) =>
        Plot.dot(own, {
          x: "size",
          y: "row",
          r: 5,
          symbol: bitsSymbol(own[0]!.bits),
          fill: (each: typeof own[number]) => each.colour,
          stroke: "white",
        })
      ),
    ],
  }]);
}

function said(
  { value, lower, upper }: Estimated,
  unit: MemoryUnit,
  pivot: number | undefined,
): string {
  const gib = (size: number) => memorySaid(size * GIB, unit);
  const claimed = pivot === undefined
    ? ""
    : ` The study claims ${pivot.toFixed(2)} ${unit.name}.`;
  return `It lies at ${gib(value)}; 95 % of the resamples put it between ${
    gib(lower)
  } and ${gib(upper)}.${claimed}`;
}
