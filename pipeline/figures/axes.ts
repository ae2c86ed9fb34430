/** Axes: their domains, their ticks, and the marks that draw them. */
import * as Plot from "@observablehq/plot";
import { GRID } from "./style.ts";

/** One axis of a panel. */
export interface Axis {
  /** Empty: its numbers stand alone, a neighbour says what they are. */
  readonly label: string;
  readonly domain: readonly [number, number];
  /** "rows" has a tick at every whole number. */
  readonly scale: "log" | "linear" | "percent" | "rows";
  /** What is said at a tick; the number itself when absent. */
  readonly said?: (tick: number) => string;
}

/** Pixels between two ticks of a logarithmic axis whose numbers stay apart. */
const LEAST_GAP = 28;
/** Pixels a tick is wanted for, and how many are wanted at least. */
const WANTED_GAP = 110;
const WANTED = 3;

const tenths = (by: number) =>
  Array.from({ length: 90 / by }, (_, i) => (10 + by * i) / 10);

/** What a decade is divided at, the coarsest first. */
const DIVISIONS: readonly (readonly number[])[] = [
  [1],
  [1, 3],
  [1, 2, 5],
  [1, 2, 3, 5],
  [1, 1.5, 2, 3, 5, 7],
  [1, 1.5, 2, 3, 4, 5, 6, 8],
  [1, 1.2, 1.5, 2, 3, 4, 5, 6, 7, 8, 9],
  tenths(5),
  tenths(2),
  tenths(1),
];

/** Round numbers inside the domain of a logarithmic axis so many pixels long: enough of them, and none too close. */
export function logTicks(
  domain: readonly [number, number],
  pixels: number,
): number[] {
  const perLog = pixels / Math.log(domain[1] / domain[0]);
  const wanted = Math.max(WANTED, Math.round(pixels / WANTED_GAP));
  const apart = DIVISIONS.map((division) => inside(division, domain))
    .filter((ticks) =>
      ticks.every((tick, i) =>
        i === 0 || Math.log(tick / ticks[i - 1]!) * perLog >= LEAST_GAP
      )
    );
  const most = Math.max(...apart.map(({ length }) => length));
  return apart.find(({ length }) => length >= Math.min(wanted, most)) ?? [];
}

function inside(
  division: readonly number[],
  [from, to]: readonly [number, number],
): number[] {
  const ticks: number[] = [];
  const last = Math.ceil(Math.log10(to));
  for (let power = Math.floor(Math.log10(from)); power <= last; power++) {
    ticks.push(...division.map((step) => Number(`${step}e${power}`)));
  }
  return ticks.filter((tick) => tick >= from && tick <= to);
}

/** Room beside the outermost values of a logarithmic axis: least and most, a factor. */
const ROOM = { least: 1.01, most: 1.12, power: 0.06 };

/** A little more than what the values span, for a logarithmic axis. */
export function logDomain(values: readonly number[]): [number, number] {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const room = most > least
    ? Math.min(
      ROOM.most,
      Math.max(ROOM.least, (most / least) ** ROOM.power),
    )
    : ROOM.most;
  return [least / room, most * room];
}

/** 0 to the ten per cent that nothing reaches beyond. */
export function percentDomain(shares: readonly number[]): [number, number] {
  const most = Math.max(...shares, 0);
  return [0, Math.min(100, Math.max(10, 10 * Math.ceil(10 * most - 1e-9)))];
}

/** Pixels about between two ticks of another linear axis. */
const LINEAR_GAP = 50;
/** Pixels between two ticks of an axis of per cent. */
const PERCENT_GAP = 26;

/** Multiples of the finest of 2, 5, 10 and 20 per cent that leave room. */
export function percentTicks(
  [from, to]: readonly [number, number],
  pixels: number,
): number[] {
  const step =
    [2, 5, 10, 20].find((step) =>
      (pixels * step) / (to - from) >= PERCENT_GAP && (to - from) / step <= 10
    ) ?? 20;
  return Array.from(
    { length: Math.floor((to - from) / step + 1e-9) + 1 },
    (_, i) => from + i * step,
  );
}

function wholeTicks([from, to]: readonly [number, number]): number[] {
  const first = Math.ceil(from);
  return Array.from(
    { length: Math.floor(to) - first + 1 },
    (_, i) => first + i,
  );
}

/** A little more than what the values span, from zero, for a linear axis. */
export function linearDomain(values: readonly number[]): [number, number] {
  return [0, Math.max(...values) * 1.06];
}

/** Grid, ticks and labels of a panel whose frame has a size in pixels. */
export function axisMarks(
  x: Axis,
  y: Axis,
  { width, height }: { readonly width: number; readonly height: number },
): Plot.Markish[] {
  const said = ({ said = String }: Axis) => ({
    // tickFormat would leave out some of a logarithmic axis.
    text: (tick: number) => said(tick),
  });
  const named = ({ label }: Axis, labelOffset: number) => ({
    label: label === "" ? null : label,
    labelAnchor: "center",
    labelArrow: "none",
    labelOffset,
  } as const);
  const ticks = ({ scale, domain }: Axis, pixels: number) => {
    switch (scale) {
      case "log":
        return [logTicks(domain, pixels)];
      case "percent":
        return [percentTicks(domain, pixels)];
      case "rows":
        return [wholeTicks(domain)];
      case "linear":
        return [];
    }
  };
  const number = ({ scale }: Axis, pixels: number) =>
    scale === "linear" ? { ticks: Math.round(pixels / LINEAR_GAP) } : {};
  const line = { stroke: GRID, strokeOpacity: 1 };
  return [
    Plot.gridY(...ticks(y, height), { ...line, ...number(y, height) }),
    Plot.gridX(...ticks(x, width), { ...line, ...number(x, width) }),
    Plot.axisX(...ticks(x, width), {
      ...said(x),
      ...number(x, width),
      ...named(x, 38),
      tickSize: 5,
    }),
    Plot.axisY(...ticks(y, height), {
      ...said(y),
      ...number(y, height),
      ...named(y, 48),
      tickSize: 5,
    }),
  ];
}
