/** Finding 1: small models should spend memory on weights, large ones on tokens. */
import { frontier } from "../statistics/pareto.ts";
import type { Claims } from "../study/claims.ts";
import { GIB, weightBytes } from "../study/memory.ts";
import type { Measurement } from "../study/measurement.ts";
import { modelOf, type Study } from "../study/study.ts";
import {
  decided,
  type Decision,
  FEWEST,
  type Finding,
  insufficient,
} from "./finding.ts";

/** Shares that count as mostly and as rarely; the text says "often". */
const MOSTLY = 0.8;
const RARELY = 0.2;
const SLACK = 1e-12;

/** A serial full-cache measurement and its place among the accuracies. */
interface Point {
  readonly at: number;
  readonly measurement: Measurement;
}

/** The budgets of one model at one precision, rising. */
interface Configuration {
  readonly weightBytes: number;
  readonly points: readonly Point[];
}

export const weightsOrTokens: Finding = {
  name: "finding-1",
  claim:
    "Below the effective size of the scale pivot memory is better spent on weights, " +
    "from it on it is better spent on tokens, until accuracy saturates.",
  parts: (study, measurements) => {
    const { claims } = study;
    const math = study.benchmarks.find(({ task }) => task === "math")?.name;
    const serial = measurements
      .map((measurement, at) => ({ at, measurement }))
      .filter(({ measurement: m }) =>
        m.benchmark.name === math && m.kv.kind === "full" && m.group === 1
      );
    const floor = claims.frontierFloor?.[math ?? ""] ?? 0;
    const pivot = pivotBytes(study);
    const configurations = byConfiguration(serial);
    const above = claims.regimes?.tokensAbove;
    const below = claims.regimes?.weightsBelow;
    const long = claims.longBudget;
    return [
      {
        part: "a",
        statement: `On the frontier above ${
          above ?? "?"
        } GiB budgets are long (${long ?? "?"} tokens or more).`,
        deciding: true,
        decide: (accuracy) =>
          longBudgets(distinctFrontier(serial, accuracy, floor), claims),
      },
      {
        part: "b",
        statement:
          `On the frontier below ${
            below ?? "?"
          } GiB most accuracy is gained by steps ` +
          "to more weights.",
        deciding: false,
        decide: (accuracy) =>
          weightSteps(
            distinctFrontier(serial, accuracy, floor),
            accuracy,
            claims,
          ),
      },
      {
        part: "c",
        statement:
          "Saturated small configurations are mostly dominated by larger weights, " +
          "saturated large ones rarely.",
        deciding: true,
        decide: (accuracy) =>
          saturated(configurations, accuracy, pivot, claims),
      },
      {
        part: "d",
        statement: "The scenarios named in the text compare as it says.",
        deciding: true,
        decide: (accuracy) => namedPairs(serial, accuracy, claims),
      },
      {
        part: "e",
        statement:
          "The size that best divides the dominated from the others is the scale " +
          "pivot's, to one neighbouring size.",
        deciding: true,
        decide: (accuracy) =>
          threshold(configurations, accuracy, pivot, claims),
      },
    ];
  },
};

function pivotBytes(study: Study): number | undefined {
  const pivot = study.claims.scalePivot;
  return pivot && weightBytes(modelOf(study, pivot.model), pivot.bits);
}

function byConfiguration(serial: readonly Point[]): Configuration[] {
  const groups = Map.groupBy(
    serial,
    ({ measurement: { model, bits } }) => `${model.name} ${bits}`,
  );
  return [...groups.values()].map((points) => ({
    weightBytes: points[0]!.measurement.weightBytes,
    points: points.toSorted((a, b) =>
      a.measurement.budget - b.measurement.budget
    ),
  }));
}

function distinctFrontier(
  serial: readonly Point[],
  accuracy: Float64Array,
  floor: number,
): Point[] {
  const members = frontier(
    serial.filter(({ at }) => accuracy[at]! >= floor).map((point) => ({
      id: String(point.at).padStart(8, "0"),
      cost: point.measurement.totalBytes,
      value: Math.round(accuracy[point.at]! / SLACK),
      point,
    })),
  );
  return members
    .filter(({ cost, value }, i) =>
      i === 0 || cost !== members[i - 1]!.cost ||
      value !== members[i - 1]!.value
    )
    .map(({ point }) => point);
}

function longBudgets(
  members: readonly Point[],
  { regimes, longBudget }: Claims,
): Decision {
  if (regimes?.tokensAbove === undefined || longBudget === undefined) {
    return insufficient("the study claims no memory or no budget for it");
  }
  const border = regimes.tokensAbove * GIB;
  const budgets = members.map(({ measurement }) => measurement)
    .filter(({ totalBytes }) => totalBytes > border)
    .map(({ budget }) => budget).sort((a, b) => a - b);
  if (budgets.length < FEWEST) {
    return insufficient(
      `${budgets.length} frontier points lie above ${regimes.tokensAbove} GiB, we ask for ${FEWEST}`,
    );
  }
  const median =
    (budgets[(budgets.length - 1) >> 1]! + budgets[budgets.length >> 1]!) / 2;
  const share = budgets.filter((budget) => budget >= longBudget).length /
    budgets.length;
  return decided(
    median >= longBudget && share >= MOSTLY,
    `median budget ${median}, ${
      percent(share)
    } of ${budgets.length} points are long`,
  );
}

function weightSteps(
  members: readonly Point[],
  accuracy: Float64Array,
  { regimes }: Claims,
): Decision {
  if (regimes?.weightsBelow === undefined) {
    return insufficient("the study claims no memory for it");
  }
  const border = regimes.weightsBelow * GIB;
  const inside = members.filter(({ measurement }) =>
    measurement.totalBytes < border
  );
  if (inside.length < FEWEST) {
    return insufficient(
      `${inside.length} frontier points lie below ${regimes.weightsBelow} GiB, we ask for ${FEWEST}`,
    );
  }
  const gain = (to: number) =>
    accuracy[inside[to]!.at]! - accuracy[inside[to - 1]!.at]!;
  const steps = inside.keys().drop(1).toArray();
  const grows = (to: number) =>
    inside[to]!.measurement.weightBytes >
      inside[to - 1]!.measurement.weightBytes;
  const sum = (all: readonly number[]) =>
    all.reduce((total, to) => total + gain(to), 0);
  const share = sum(steps.filter(grows)) / sum(steps);
  return decided(share > 0.5, `${percent(share)} of the accuracy gained`);
}

/** Whether the smallest budget within epsilon of a configuration's best is dominated by larger weights. */
function isDominated(
  configuration: Configuration,
  all: readonly Configuration[],
  accuracy: Float64Array,
  epsilon: number,
  tolerance: number,
): boolean {
  const best = Math.max(...configuration.points.map(({ at }) => accuracy[at]!));
  const point = configuration.points.find(({ at }) =>
    accuracy[at]! >= best - epsilon
  )!;
  const cost = point.measurement.totalBytes;
  const value = accuracy[point.at]!;
  return all.some(({ weightBytes, points }) =>
    weightBytes > configuration.weightBytes &&
    points.some(({ at, measurement }) =>
      measurement.totalBytes <= cost * (1 + tolerance) &&
      accuracy[at]! >= value &&
      (measurement.totalBytes < cost || accuracy[at]! > value + SLACK)
    )
  );
}

function dominatedOf(
  configurations: readonly Configuration[],
  accuracy: Float64Array,
  { epsilon, memoryTolerance }: Claims,
): boolean[] | null {
  if (!epsilon || memoryTolerance === undefined) return null;
  return configurations.map((configuration) =>
    isDominated(
      configuration,
      configurations,
      accuracy,
      epsilon.full,
      memoryTolerance,
    )
  );
}

function saturated(
  configurations: readonly Configuration[],
  accuracy: Float64Array,
  pivot: number | undefined,
  claims: Claims,
): Decision {
  const dominated = dominatedOf(configurations, accuracy, claims);
  if (pivot === undefined || !dominated) {
    return insufficient(
      "the study claims no scale pivot, epsilon or memory tolerance",
    );
  }
  const of = (isSmall: boolean) =>
    dominated.filter((_, i) =>
      (configurations[i]!.weightBytes < pivot) === isSmall
    );
  const [small, large] = [of(true), of(false)];
  if (small.length < FEWEST || large.length < FEWEST) {
    return insufficient(
      `${small.length} small and ${large.length} large configurations, we ask for ${FEWEST} of each`,
    );
  }
  const share = (list: readonly boolean[]) =>
    list.filter(Boolean).length / list.length;
  return decided(
    share(small) >= MOSTLY && share(large) <= RARELY,
    `${percent(share(small))} of ${small.length} small and ${
      percent(share(large))
    } of ` +
      `${large.length} large ones are dominated`,
  );
}

function namedPairs(
  serial: readonly Point[],
  accuracy: Float64Array,
  { namedPairs: pairs = [] }: Claims,
): Decision {
  if (pairs.length === 0) return insufficient("the study names no pairs");
  const find = (named: typeof pairs[number]["better"]) =>
    serial.find(({ measurement: m }) =>
      m.benchmark.name === named.benchmark && m.model.name === named.model &&
      m.bits === named.bits && m.budget === named.budget
    );
  const gaps = pairs.flatMap(({ better, worse }) => {
    const [a, b] = [find(better), find(worse)];
    return a && b ? [accuracy[a.at]! - accuracy[b.at]!] : [];
  });
  if (gaps.length < pairs.length) {
    return insufficient(
      `${
        pairs.length - gaps.length
      } of ${pairs.length} pairs were not measured`,
    );
  }
  return decided(
    gaps.every((gap) => gap > SLACK),
    `differences of ${
      gaps.map((gap) => (100 * gap).toFixed(1)).join(", ")
    } points`,
  );
}

function threshold(
  configurations: readonly Configuration[],
  accuracy: Float64Array,
  pivot: number | undefined,
  claims: Claims,
): Decision {
  const dominated = dominatedOf(configurations, accuracy, claims);
  if (pivot === undefined || !dominated) {
    return insufficient(
      "the study claims no scale pivot, epsilon or memory tolerance",
    );
  }
  if (configurations.length < FEWEST) {
    return insufficient(
      `${configurations.length} configurations, we ask for ${FEWEST}`,
    );
  }
  const sizes = [
    ...new Set(configurations.map(({ weightBytes }) => weightBytes)),
  ]
    .sort((a, b) => a - b);
  const agreeing = sizes.map((size) =>
    dominated.filter((is, i) => is === (configurations[i]!.weightBytes < size))
      .length
  );
  const most = Math.max(...agreeing);
  const best = sizes.filter((_, i) => agreeing[i] === most);
  const lower = sizes.findLast((size) => size < pivot) ?? -Infinity;
  const upper = sizes.find((size) => size > pivot) ?? Infinity;
  return decided(
    best.some((size) => size >= lower && size <= upper),
    `best at ${
      best.map((size) => (size / GIB).toPrecision(3)).join(", ")
    } GiB, right for ` +
      `${most} of ${dominated.length}`,
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
