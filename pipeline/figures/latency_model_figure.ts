/** Ours: do the bytes a step reads say how long it takes? */
import * as Plot from "@observablehq/plot";
import type { Results } from "../study/results.ts";
import type { StepTime } from "../study/step_time.ts";
import { type Axis, logDomain } from "./axes.ts";
import type { Drawing, Figure } from "./figure.ts";
import {
  GB,
  modelSaid,
  stepLine,
  type StepModel,
  stepModels,
  stepResidual,
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
/** Above and below the largest residuals, per cent. */
const ROOM = 5;

export const latencyModelFigure: Figure = { name: NAME, title: TITLE, draw };

function draw(results: Results): Drawing {
  const { study, steps, timedOn } = results;
  const models = stepModels(results);
  if (models.length === 0) {
    return drawWords(results, {
      name: NAME,
      title: TITLE,
      why: "Not drawn: too few batches of one were measured.",
    });
  }
  const on = timedOnSaid(timedOn);
  return drawSheet(results, {
    name: NAME,
    title: TITLE,
    subtitle: `One generation alone, full cache${on && `; ${on}`}`,
    shows:
      "Milliseconds of a decoding step of one generation against the bytes it reads (both logarithmic), with " +
      "the fitted line and what the simulator says of the paper's A100; then by how much measured steps differ " +
      `from ${models.length} models.`,
    says: models.map((model) => modelSaid(model, steps)).join(" "),
    benchmark: null,
    legend: [...scalingLegend(study, budgetsOf(steps)), lineEntries(results)],
    intervals: null,
    columns: 2,
    frameHeight: FRAME_HEIGHT,
  }, [timesPanel(results), ...residualPanels(results, models)]);
}

const budgetsOf = (steps: readonly StepTime[]) => [
  ...new Set(steps.map(({ budget }) => budget)),
];

const isSimulated = ({ simulated }: StepTime) => simulated !== null;

function lineEntries(results: Results): LegendGroup {
  return {
    heading: "Lines",
    entries: [
      ...(stepLine(results)
        ? [{ swatch: "line", label: "fitted", colour: INK } as const]
        : []),
      ...(results.steps.some(isSimulated)
        ? [
          {
            swatch: "line",
            label: "simulated A100, by bits",
            colour: FAINT,
            dash: REFERENCE_DASH,
          } as const,
        ]
        : []),
    ],
  };
}

function bytesAxis({ steps }: Results): Axis {
  return {
    label: "Bytes read a step, parameters and KV cache (GB)",
    scale: "log",
    domain: logDomain(steps.map(({ bytes }) => bytes / GB)),
  };
}

const gigabytes = ({ bytes }: StepTime) => bytes / GB;

/** Steps as dots at some height. */
function stepDots(
  { study, steps }: Results,
  height: (step: StepTime) => number | null,
): Plot.Markish {
  const budgets = budgetsOf(steps);
  return Plot.dot(steps.filter((step) => height(step) !== null), {
    x: gigabytes,
    y: height,
    r: ({ budget }: StepTime) => budgetRadius(budgets, budget),
    symbol: ({ bits }: StepTime) => bitsSymbol(bits),
    fill: ({ model }: StepTime) => modelColour(study.models, model.name),
    stroke: "white",
    strokeWidth: 0.5,
  });
}

function timesPanel(results: Results): Panel {
  const { steps } = results;
  const line = stepLine(results);
  const x = bytesAxis(results);
  const [from, to] = x.domain;
  const along = Array.from(
    { length: PLACES + 1 },
    (_, i) => from * (to / from) ** (i / PLACES),
  );
  const simulated = steps.filter(isSimulated)
    .toSorted((a, b) => a.bytes - b.bytes);
  return {
    title: "Measured",
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
        x: gigabytes,
        y: "simulated",
        z: "bits",
        stroke: FAINT,
        strokeDasharray: REFERENCE_DASH,
      }),
      ...(line
        ? [
          Plot.line(along, {
            x: (each: number) => each,
            y: (each: number) => line.fixed + line.slope * each * GB,
            stroke: INK,
            strokeWidth: 1.4,
          }),
        ]
        : []),
      stepDots(results, ({ milliseconds }) => milliseconds),
    ],
  };
}

/** A panel a model, all on one axis: by how much measured steps differ from it. */
function residualPanels(
  results: Results,
  models: readonly StepModel[],
): Panel[] {
  const percent = (model: StepModel) => (step: StepTime) => {
    const share = stepResidual(model, step);
    return share === null ? null : 100 * share;
  };
  const all = models.flatMap((model) => results.steps.map(percent(model)))
    .filter((each) => each !== null);
  return models.map((model) => ({
    title: model.title,
    x: bytesAxis(results),
    y: {
      label: "Measured against it (%)",
      scale: "linear",
      domain: [Math.min(0, ...all) - ROOM, Math.max(0, ...all) + ROOM],
      said: (tick) => `${tick > 0 ? "+" : ""}${tick}`,
    },
    marks: () => [
      Plot.ruleY([0], { stroke: INK, strokeWidth: 1 }),
      stepDots(results, percent(model)),
    ],
  }));
}
