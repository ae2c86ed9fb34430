import { memorySaid } from "../../study/memory_said.ts";
import { kendallTauB } from "../../statistics/kendall.ts";
import type { Claims } from "../../study/claims.ts";
import { GIB } from "../../study/memory.ts";
import { type Decide, decided, FEWEST, insufficient } from "../finding.ts";
import type { Point } from "../points.ts";

/** A band of memory and the groups expected in it: from `least` up to, not including, `below`. */
interface Band {
  readonly from: number;
  readonly to: number;
  readonly least: number;
  readonly below: number;
  readonly name: string;
}

/** What a median group of a band is taken over: its memory on a logarithmic scale, or the frontier points in it. */
type Over = "memory" | "points";

/** Part c: whether on the frontier groups grow with memory, and their medians lie in the claimed bands. */
export function groups(
  points: readonly Point[],
  frontier: (accuracy: Float64Array) => readonly Point[],
  { groupBands = [] }: Claims,
  over: Over,
): Decide {
  if (groupBands.length === 0) {
    return () => insufficient("the study claims no bands of groups");
  }
  const sizes = new Set(points.map(({ measurement }) => measurement.group));
  const bands = groupBands.map((band) => bandOf(band, sizes));
  const dearest = Math.max(
    ...points.map(({ measurement }) => measurement.totalBytes),
  );
  return ({ accuracy }) => {
    const members = frontier(accuracy).map(({ measurement: m }) => m);
    const scarce = bands.find((band) => inBand(members, band).length === 0);
    if (members.length < FEWEST || scarce) {
      return insufficient(
        `${members.length} frontier points, ${
          scarce ? `none in ${scarce.name}, ` : ""
        }we ask for ${FEWEST} and one in every band`,
      );
    }
    const tau = kendallTauB(
      members.map(({ group }) => group),
      members.map(({ totalBytes }) => totalBytes),
    );
    const medians = bands.map((band) => {
      switch (over) {
        case "memory":
          return medianOverMemory(members, band, dearest);
        case "points":
          return medianOfPoints(inBand(members, band));
      }
    });
    return decided(
      tau > 0 &&
        bands.every(({ least, below }, i) =>
          medians[i]! >= least && medians[i]! < below
        ),
      `${
        Number.isNaN(tau) ? "all groups are alike" : `tau ${tau.toFixed(2)}`
      }; median group ${
        bands.map(({ name }, i) => `${medians[i]} in ${name}`).join(", ")
      }`,
    );
  };
}

function bandOf(
  { fromGiB, toGiB, groups }: NonNullable<Claims["groupBands"]>[number],
  sizes: ReadonlySet<number>,
): Band {
  const largest = Math.max(...groups);
  return {
    from: fromGiB * GIB,
    to: (toGiB ?? Infinity) * GIB,
    least: Math.min(...groups),
    // A median may lie between two sizes: up to the next that was voted on.
    below: Math.min(...[...sizes].filter((size) => size > largest)),
    name: toGiB === null
      ? `${memorySaid(fromGiB)} and more`
      : memorySaid([fromGiB, toGiB], "-"),
  };
}

function inBand(members: readonly Point["measurement"][], { from, to }: Band) {
  return members.filter(({ totalBytes }) =>
    totalBytes >= from && totalBytes < to
  );
}

function medianOfPoints(members: readonly Point["measurement"][]): number {
  const sorted = members.map(({ group }) => group).sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

/** The smallest group that, with those below it, votes for the best accuracy affordable in half of a band's memory. */
function medianOverMemory(
  members: readonly Point["measurement"][],
  { from, to }: Band,
  dearest: number,
): number {
  const stretches = members.flatMap(({ group, totalBytes }, i) => {
    const start = Math.max(from, totalBytes);
    const end = Math.min(to, members[i + 1]?.totalBytes ?? dearest);
    return end > start ? [{ group, length: Math.log(end / start) }] : [];
  }).sort((a, b) => a.group - b.group);
  const half = stretches.reduce((sum, { length }) => sum + length, 0) / 2;
  let reached = 0;
  return stretches.find(({ length }) => (reached += length) >= half)?.group ??
    members.at(-1)!.group;
}
