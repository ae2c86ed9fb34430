/** How long a decoding step takes by the bytes it reads: measured, and by three models. */
import { type Line, lineFit } from "../statistics/line_fit.ts";
import { memoryBandwidth } from "../study/gpu.ts";
import type { Results } from "../study/results.ts";
import type { StepTime } from "../study/step_time.ts";
import { listSaid } from "./said.ts";

/** 10^9 bytes, as bandwidths are told in. */
export const GB = 1e9;

/** A rule that says how long a step takes. */
export interface StepModel {
  /** "fixed": the beginning of its columns. */
  readonly name: string;
  readonly title: string;
  /** Milliseconds; null for a step it cannot tell. */
  readonly of: (step: StepTime) => number | null;
  /** Its constants, in words. */
  readonly constants: string;
}

/** The models of measured steps that there are; none without steps. */
export function stepModels(results: Results): StepModel[] {
  return [fixedModel(results), layerModel(results), simulatedModel(results)]
    .filter((model) => model !== null);
}

/** Milliseconds by bytes: the line through all steps; null where all read as many. */
export function stepLine({ steps }: Results): Line | null {
  return lineFit(
    steps.map(({ bytes, milliseconds }) => ({ x: bytes, y: milliseconds })),
  );
}

function fixedModel(results: Results): StepModel | null {
  const line = stepLine(results);
  return line && {
    name: "fixed",
    title: "A fixed time and the bytes read, fitted",
    of: ({ bytes }) => line.fixed + line.slope * bytes,
    constants: `${line.fixed.toFixed(2)} ms${readSaid(line, results)}`,
  };
}

/** A share of a step's error is the same for one layer of it, so the line is one of layers. */
function layerModel(results: Results): StepModel | null {
  const line = lineFit(
    results.steps.map(({ bytes, milliseconds, model: { layers } }) => ({
      x: bytes / layers,
      y: milliseconds / layers,
    })),
  );
  return line && {
    name: "layers",
    title: "A time a layer and the bytes read, fitted",
    of: ({ bytes, model }) => line.fixed * model.layers + line.slope * bytes,
    constants: `${(1000 * line.fixed).toFixed(0)} µs a layer${
      readSaid(line, results)
    }`,
  };
}

/** The simulator's rule times one factor, the geometric mean of what is measured over what is simulated. */
function simulatedModel({ steps }: Results): StepModel | null {
  const logs = steps.flatMap(({ milliseconds, simulated }) =>
    simulated === null ? [] : [Math.log(milliseconds / simulated)]
  );
  if (logs.length === 0) return null;
  const factor = Math.exp(logs.reduce((sum, log) => sum + log) / logs.length);
  return {
    name: "simulated",
    title: "The simulator's A100 times one factor",
    of: ({ simulated }) => simulated && factor * simulated,
    constants: `the factor is ${factor.toFixed(3)}`,
  };
}

function readSaid({ slope }: Line, { timedOn: { gpus } }: Results): string {
  if (slope === 0) return ", no more for more bytes";
  const bandwidth = 1000 / slope;
  const most = gpus.length === 1 ? memoryBandwidth(gpus[0]!) : null;
  const read = `, and the bytes at ${
    Math.round(bandwidth / GB).toLocaleString("en-US")
  } GB/s`;
  if (most === null) return read;
  const peak = `the ${most / 1e12} TB/s that ${gpus[0]} can move`;
  return bandwidth > most
    ? `${read}, more than ${peak}`
    : `${read}, ${(100 * bandwidth / most).toFixed(0)} % of ${peak}`;
}

/** By what share a measured step differs from a model's; null for a step it cannot tell. */
export function stepResidual(
  model: StepModel,
  step: StepTime,
): number | null {
  const told = model.of(step);
  return told === null ? null : step.milliseconds / told - 1;
}

/** A model in words: its constants, and by how much measured steps differ from it. */
export function modelSaid(
  model: StepModel,
  steps: readonly StepTime[],
): string {
  const shares = steps.map((step) => stepResidual(model, step))
    .filter((share) => share !== null);
  const sizes = shares.map(Math.abs).sort((a, b) => a - b);
  const half = sizes.length / 2;
  const median = (sizes[Math.ceil(half) - 1]! + sizes[Math.floor(half)]!) / 2;
  const ends = [Math.min(...shares), Math.max(...shares)].map((share) =>
    `${share > 0 ? "+" : ""}${(100 * share).toFixed(1)} %`
  );
  return `${model.title} (${model.constants}): measured steps differ by ${
    listSaid([
      ends.join(" to "),
      `by ${(100 * median).toFixed(1)} % in the median`,
    ])
  }.`;
}
