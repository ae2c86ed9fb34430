/** How long a decoding step takes by the bytes it reads: measured, fitted, simulated. */
import { type Line, lineFit, residual } from "../statistics/line_fit.ts";
import { memoryBandwidth } from "../study/gpu.ts";
import type { Results } from "../study/results.ts";
import type { StepTime } from "../study/step_time.ts";
import { listSaid } from "./said.ts";

/** 10^9 bytes, as bandwidths are told in. */
export const GB = 1e9;

/** Measured steps beside two models of them. */
export interface LatencyModel {
  readonly steps: readonly StepTime[];
  /** Milliseconds by bytes; null where there are fewer than two different ones. */
  readonly line: Line | null;
  /** Measured over simulated, geometric mean: what one factor between the two GPUs is; null where nothing is simulated. */
  readonly factor: number | null;
}

/** The steps of a study's timings and what was fitted to them; null where there are none. */
export function latencyModel({ steps }: Results): LatencyModel | null {
  if (steps.length === 0) return null;
  const places = steps.map(({ bytes, milliseconds }) => ({
    x: bytes,
    y: milliseconds,
  }));
  const logs = steps.flatMap(({ milliseconds, simulated }) =>
    simulated === null ? [] : [Math.log(milliseconds / simulated)]
  );
  return {
    steps,
    line: lineFit(places),
    factor: logs.length > 0
      ? Math.exp(logs.reduce((sum, log) => sum + log, 0) / logs.length)
      : null,
  };
}

/** By what share a measured step differs from the fitted line; null where there is none. */
export function fitResidual(
  { line }: LatencyModel,
  { bytes, milliseconds }: StepTime,
): number | null {
  return line && residual(line, { x: bytes, y: milliseconds });
}

/** By what share a measured step differs from the simulated one, times the factor between the two GPUs. */
export function simulatedResidual(
  { factor }: LatencyModel,
  { milliseconds, simulated }: StepTime,
): number | null {
  return factor === null || simulated === null
    ? null
    : milliseconds / (simulated * factor) - 1;
}

/** A share with its sign, in per cent: "+3.1 %". */
export function shareSaid(share: number): string {
  const percent = (100 * share).toFixed(1);
  return `${share > 0 ? "+" : ""}${percent} %`;
}

/** The line and the factor in words, with their residuals. */
export function modelSaid(
  { timedOn }: Results,
  model: LatencyModel,
): string {
  const { line, factor, steps } = model;
  const gpu = timedOn.gpus.length === 1 ? timedOn.gpus[0]! : null;
  return [
    line
      ? `Fitted: ${line.fixed.toFixed(2)} ms and ${
        readSaid(line, gpu)
      }; measured steps differ by ${
        spread(steps.map((step) => fitResidual(model, step)))
      }.`
      : "All steps read as many bytes, no line is fitted.",
    factor
      ? `The simulator's A100 takes ${
        (1 / factor).toFixed(2)
      } times as long in the geometric mean; with that factor measured steps differ by ${
        spread(steps.map((step) => simulatedResidual(model, step)))
      }.`
      : "The simulator knows none of these models.",
  ].join(" ");
}

function readSaid({ slope }: Line, gpu: string | null): string {
  if (slope === 0) return "no more for more bytes";
  const bandwidth = 1000 / slope;
  const most = gpu === null ? null : memoryBandwidth(gpu);
  return `the bytes at ${
    Math.round(bandwidth / GB).toLocaleString("en-US")
  } GB/s${
    most === null
      ? ""
      : `, ${(100 * bandwidth / most).toFixed(0)} % of the ${
        most / 1e12
      } TB/s that the memory of ${gpu} moves at most`
  }`;
}

/** "-11.0 % to +12.4 %, by 4.2 % in the median"; nulls are passed over. */
function spread(shares: readonly (number | null)[]): string {
  const known = shares.filter((share) => share !== null);
  const sizes = known.map(Math.abs).sort((a, b) => a - b);
  const half = sizes.length / 2;
  const median = (sizes[Math.ceil(half) - 1]! + sizes[Math.floor(half)]!) / 2;
  return listSaid([
    `${shareSaid(Math.min(...known))} to ${shareSaid(Math.max(...known))}`,
    `by ${(100 * median).toFixed(1)} % in the median`,
  ]);
}
