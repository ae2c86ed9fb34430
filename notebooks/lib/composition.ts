/** What the scenarios of a frontier spend their memory on. */
import * as Plot from "@observablehq/plot";
import { memoryUnit } from "../../pipeline/figures/unit.ts";
import type { Measurement } from "../../pipeline/study/measurement.ts";
import { onPage } from "./colours.ts";
import type { DataSet } from "./data_set.ts";
import { named } from "./chart.ts";

const PARTS = ["weights", "cache"] as const;
const COLOURS = ["#4269d0", "#efb118"];

/** A bar for each member, cheapest at the left: the weights' share of a batch, and the caches. */
export function composition(
  { study }: DataSet,
  members: readonly Measurement[],
  { batch, width }: { readonly batch: number; readonly width: number },
) {
  const { name, bytes } = memoryUnit(study);
  const bars = members.flatMap((m, at) =>
    PARTS.map((part) => ({
      at: at + 1,
      part,
      size: (part === "weights" ? m.weightBytes / batch : m.kvBytes) / bytes,
      named: named(m),
    }))
  );
  const tops = members.map((m, at) => ({
    at: at + 1,
    size: (m.weightBytes / batch + m.kvBytes) / bytes,
    label: `${m.model.label} ${m.bits}b`,
    accuracy: `${(100 * m.accuracy).toFixed(0)} %`,
  }));
  return Plot.plot({
    width,
    height: 420,
    marginTop: 40,
    marginBottom: 74,
    ariaLabel: "Memory of the scenarios of the frontier",
    color: { domain: [...PARTS], range: COLOURS.map(onPage), legend: true },
    x: { label: null, tickFormat: () => "", tickSize: 0 },
    y: { label: `Memory, ${name}`, grid: true },
    marks: [
      Plot.barY(bars, {
        x: "at",
        y: "size",
        fill: "part",
        title: "named",
        tip: true,
      }),
      Plot.text(tops, { x: "at", y: "size", text: "accuracy", dy: -8 }),
      Plot.text(tops, {
        x: "at",
        text: "label",
        frameAnchor: "bottom",
        rotate: -45,
        textAnchor: "end",
        dy: 10,
      }),
      Plot.ruleY([0]),
    ],
  });
}
