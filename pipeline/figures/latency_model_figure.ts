/** Ours: do the bytes a step reads say how long it takes? */
import * as Plot from "@observablehq/plot";
import type { Results } from "../study/results.ts";
import type { StepTime } from "../study/step_time.ts";
import { allBudgets } from "../study/study.ts";
import { type Axis, logDomain } from "./axes.ts";
import type { Drawing, Figure } from "./figure.ts";
import {
  fitResidual,
  GB,
  type LatencyModel,
  latencyModel,
  modelSaid,
  simulatedResidual,
} from "./latency_model.ts";
import type { LegendGroup } from "./legend.ts";
import { REFERENCE_DASH } from "./marks.ts";
import type { Panel } from "./panel.ts";
import { scalingLegend } from "./scaling_legend.ts";
import { drawSheet, drawWords } from "./sheet.ts";
import { bitsSymbol, budgetRadius, FAINT, INK, modelColour } from "./style.ts";
import { timedOnSaid } from "./timed_said.ts";

const NAME = "latency";
const TITLE = "Time of a decoding step against the bytes it reads";
const FRAME_HEIGHT = 250;
/** Places along the fitted line. */
const PLACES = 60;

export const latencyModelFigure: Figure = { name: NAME, title: TITLE, draw };

function draw(results: Results): Drawing {
  const { study, steps, timedOn } = results;
  const model = latencyModel(results);
  if (!model) {
    return drawWords(results, {
      name: NAME,
      title: TITLE,
      why: "Not drawn: no batch of one was measured.",
    });
  }
  const on = timedOnSaid(timedOn);
  const budgets = [...new Set(steps.map(({ budget }) => budget))];
  const x: Axis = {
    label: "Bytes read a step, parameters and KV cache (GB)",
    scale: "log",
    domain: logDomain(steps.map(({ bytes }) => bytes / GB)),
  };
  return drawSheet(results, {
    name: NAME,
    title: TITLE,
    subtitle: `One generation alone, full cache${on && `; ${on}`}`,
    shows:
      "Milliseconds of a decoding step of one generation against the bytes it reads (both logarithmic), below " +
      "by how much measured steps differ from two models: a line fitted to them, and the simulator's rule for " +
      "the A100 of the paper, times one factor.",
    says: modelSaid(results, model),
    benchmark: null,
    legend: [...scalingLegend(study, budgets), modelEntries(model)],
    intervals: null,
    columns: 1,
    frameHeight: FRAME_HEIGHT,
  }, [timesPanel(results, model, x), residualsPanel(results, model, x)]);
}

/** What is measured, fitted and simulated. */
function modelEntries({ line, factor }: LatencyModel): LegendGroup {
  return {
    heading: "Models",
    entries: [
      ...(line
        ? [{ swatch: "line", label: "fitted", colour: INK } as const]
        : []),
      ...(factor === null ? [] : [
        {
          swatch: "line",
          label: "simulated A100",
          colour: FAINT,
          dash: REFERENCE_DASH,
        },
        {
          swatch: "dot",
          label: "simulated",
          symbol: "circle",
          radius: 4,
          colour: "white",
          ring: FAINT,
        },
      ] as const),
    ],
  };
}

/** Steps as marks at some height: filled in the colour of their model, or hollow. */
function stepDots(
  { study }: Results,
  { steps }: LatencyModel,
  height: (step: StepTime) => number | null,
  isHollow: boolean,
): Plot.Markish {
  const budgets = allBudgets(study);
  const colour = ({ model }: StepTime) => modelColour(study.models, model.name);
  return Plot.dot(steps.filter((step) => height(step) !== null), {
    x: ({ bytes }: StepTime) => bytes / GB,
    y: height,
    r: ({ budget }: StepTime) => budgetRadius(budgets, budget) + 0.8,
    symbol: ({ bits }: StepTime) => bitsSymbol(bits),
    fill: isHollow ? "white" : colour,
    stroke: isHollow ? FAINT : "white",
    strokeWidth: isHollow ? 0.9 : 0.5,
  });
}

function timesPanel(
  results: Results,
  model: LatencyModel,
  x: Axis,
): Panel {
  const { steps, line } = model;
  const [from, to] = x.domain;
  const along = Array.from(
    { length: PLACES + 1 },
    (_, i) => from * (to / from) ** (i / PLACES),
  );
  const simulated = steps.filter((step) => step.simulated !== null)
    .toSorted((a, b) => a.bytes - b.bytes);
  return {
    title: "Measured, fitted, simulated",
    x,
    y: {
      label: "Step (ms)",
      scale: "log",
      domain: logDomain(
        steps.flatMap(({ milliseconds, simulated }) =>
          simulated === null ? [milliseconds] : [milliseconds, simulated]
        ),
      ),
    },
    marks: () => [
      Plot.line(simulated, {
        x: ({ bytes }: StepTime) => bytes / GB,
        y: "simulated",
        z: "bits",
        stroke: FAINT,
        strokeDasharray: REFERENCE_DASH,
      }),
      ...(line
        ? [Plot.line(along, {
          x: (gigabytes: number) => gigabytes,
          y: (gigabytes: number) => line.fixed + line.slope * gigabytes * GB,
          stroke: INK,
          strokeWidth: 1.4,
        })]
        : []),
      stepDots(results, model, ({ simulated }) => simulated, true),
      stepDots(results, model, ({ milliseconds }) => milliseconds, false),
    ],
  };
}

function residualsPanel(
  results: Results,
  model: LatencyModel,
  x: Axis,
): Panel {
  const percent = (share: number | null) => share === null ? null : 100 * share;
  const fitted = (step: StepTime) => percent(fitResidual(model, step));
  const scaled = (step: StepTime) => percent(simulatedResidual(model, step));
  const shown = model.steps.flatMap((step) => [fitted(step), scaled(step)])
    .filter((each) => each !== null);
  const room = 5;
  return {
    title:
      "Measured against fitted (filled) and against simulated times one factor (hollow)",
    x,
    y: {
      label: "Difference (%)",
      scale: "linear",
      domain: [Math.min(0, ...shown) - room, Math.max(0, ...shown) + room],
      said: (tick) => `${tick > 0 ? "+" : ""}${tick}`,
    },
    marks: () => [
      Plot.ruleY([0], { stroke: INK, strokeWidth: 1 }),
      stepDots(results, model, scaled, true),
      stepDots(results, model, fitted, false),
    ],
  };
}
