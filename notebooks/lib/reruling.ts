/** The findings ruled on anew in the browser, by the pipeline's own code: with other resamples, or under other choices. */
import * as Plot from "@observablehq/plot";
import { LEVEL } from "../../pipeline/findings/ruling.ts";
import {
  tiedOnce,
  type Variant,
  withoutFloor,
} from "../../pipeline/findings/variants.ts";
import {
  type Resampling,
  RULING_DRAWS,
  rulingDraws,
} from "../../pipeline/statistics/resample.ts";
import type { Measurement } from "../../pipeline/study/measurement.ts";
import { type Ruling, SAYS } from "../../pipeline/study/ruling.ts";
import type { Study } from "../../pipeline/study/study.ts";
import type { DataSet } from "./data_set.ts";
import { following, type Progress } from "./following.ts";
import type { Rulings } from "./ruled.ts";

/** What a thread is sent. */
export interface RulingTask {
  readonly study: Study;
  readonly measurements: readonly Measurement[];
  readonly resampling: Resampling;
}

/** Rulings by the name of what they were made with. */
export type Reruled = Progress<readonly Ruling[]>;

const startRuling = () =>
  new Worker(new URL("./ruling_worker.ts", import.meta.url), {
    type: "module",
  });

/** Rulings of a data set that were made on this page. */
const made = new WeakMap<DataSet, Map<string, readonly Ruling[]>>();

function knownOf(data: DataSet) {
  const known = made.get(data) ?? new Map<string, readonly Ruling[]>();
  made.set(data, known);
  return known;
}

/** Rules with so many other seeds of the resamples. */
export function reseeding(
  data: DataSet,
  seeds: number,
): ReturnType<typeof following<RulingTask, readonly Ruling[]>> {
  const { study, measurements } = data;
  return following(
    Array.from({ length: seeds }, (_, i) => ({
      key: `seed ${i + 1}`,
      task: { study, measurements, resampling: rulingDraws(i + 1) },
    })),
    startRuling,
    knownOf(data),
  );
}

const pOf = (rulings: readonly Pick<Ruling, "finding" | "adjustedP">[]) =>
  rulings.flatMap(({ finding, adjustedP }) =>
    adjustedP === null ? [] : [{ finding, p: adjustedP }]
  );

/** The adjusted p values of every finding: a tick for each seed, a dot for the one on record; left of the line a finding that passes is supported. */
export function seedsPlot(
  { findings }: Rulings,
  { done }: Reruled,
  width: number,
) {
  const least = findings.length / (RULING_DRAWS.draws + 1);
  return Plot.plot({
    width,
    height: 60 + 34 * findings.length,
    marginLeft: 80,
    marginBottom: 42,
    ariaLabel: "Adjusted p values by finding and seed",
    x: {
      type: "log",
      domain: [least / 1.1, 1.1],
      label: "Adjusted p",
    },
    y: { domain: findings.map(({ finding }) => finding), label: null },
    marks: [
      // As text: a log scale leaves out some of its ticks' labels.
      Plot.axisX([0.01, LEVEL, 0.1, 0.5, 1], { text: String }),
      Plot.ruleX([LEVEL], { stroke: "currentColor", strokeDasharray: "4,3" }),
      Plot.tickX([...done.values()].flatMap(pOf), {
        x: "p",
        y: "finding",
        stroke: "currentColor",
        strokeOpacity: 0.45,
        inset: 3,
      }),
      Plot.dot(pOf(findings), {
        x: "p",
        y: "finding",
        r: 5,
        fill: "var(--theme-foreground-focus)",
        tip: true,
      }),
    ],
  });
}

/** What every finding is called on record and with other seeds. */
export function seedRows({ findings }: Rulings, { done }: Reruled) {
  const all = [...done.values()].flat();
  return findings.map(({ finding, says, adjustedP }) => {
    const its = all.filter((each) => each.finding === finding);
    const p = pOf(its).map(({ p }) => p);
    return {
      finding,
      "on record": says,
      "p on record": inThousandths(adjustedP),
      ...Object.fromEntries(
        SAYS.map((each) => [
          each,
          its.filter(({ says }) => says === each).length,
        ]),
      ),
      "p from": inThousandths(p.length > 0 ? Math.min(...p) : null),
      "p to": inThousandths(p.length > 0 ? Math.max(...p) : null),
    };
  });
}

const inThousandths = (p: number | null) =>
  p === null ? null : Number(p.toFixed(3));

/** In how many findings another seed said another word, in a sentence. */
export function seedsSaid({ findings }: Rulings, { done }: Reruled): string {
  if (done.size === 0) {
    return `The dots are on record: ${
      RULING_DRAWS.draws.toLocaleString("en-US")
    } resamples of one seed. Ask for other seeds.`;
  }
  const differ = (rulings: readonly Ruling[]) =>
    findings.filter(({ finding, says }) =>
      rulings.some((each) => each.finding === finding && each.says !== says)
    ).map(({ finding }) => finding);
  const others = [...done.values()].map(differ)
    .filter(({ length }) => length > 0);
  return others.length === 0
    ? "All say of every finding what is on record."
    : `${others.length} of ${done.size} say something else of ${
      [...new Set(others.flat())].toSorted().join(", ")
    }.`;
}

/** What a reader declares otherwise. */
export interface Choices {
  readonly variants: readonly Variant[];
  /** How many times epsilon, the difference that counts as none. */
  readonly epsilon: number;
}

/** Declared choices that leave something to choose in a data set. */
export function variantsOf(data: DataSet): Variant[] {
  return [tiedOnce, withoutFloor].filter(({ applied }) =>
    applied(data) !== null
  );
}

/** Rules under other choices, with the resamples on record. */
export function choosing(
  data: DataSet,
  { variants, epsilon }: Choices,
): ReturnType<typeof following<RulingTask, readonly Ruling[]>> {
  const { study, measurements } = variants.reduce(
    (ruled: Pick<DataSet, "study" | "measurements">, { applied }) =>
      applied(ruled) ?? ruled,
    data,
  );
  const { epsilon: declared, ...claims } = study.claims;
  const times = {
    ...study,
    claims: {
      ...claims,
      ...(declared
        ? {
          epsilon: {
            full: epsilon * declared.full,
            compressed: epsilon * declared.compressed,
          },
        }
        : {}),
    },
  };
  const key = [`epsilon ${epsilon}`, ...variants.map((v) => v.statement)];
  return following(
    [{
      key: key.join(", "),
      task: { study: times, measurements, resampling: RULING_DRAWS },
    }],
    startRuling,
    knownOf(data),
  );
}

/** What every finding is called on record and under the choices; empty until that is known. */
export function choiceRows({ findings }: Rulings, { done }: Reruled) {
  const [chosen] = done.values();
  return findings.map(({ finding, says, adjustedP }) => {
    const its = chosen?.find((each) => each.finding === finding);
    return {
      finding,
      "on record": says,
      "p on record": inThousandths(adjustedP),
      "so chosen": its?.says ?? "…",
      "p so chosen": inThousandths(its?.adjustedP ?? null),
      because: its?.because ?? "",
    };
  });
}
