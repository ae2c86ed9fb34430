/** Worlds in which findings are false, drawn in the browser, and how often the rules support a finding in them. */
import {
  NULL_WORLDS,
  SWITCHED_WORLDS,
} from "../../pipeline/simulate/worlds/mod.ts";
import { PERMUTATIONS } from "../../pipeline/simulate/worlds/permuted.ts";
import type { Claimed } from "../../pipeline/simulate/worlds/world.ts";
import { clopperPearson } from "../../pipeline/statistics/clopper_pearson.ts";
import type { Fate } from "../../pipeline/trials/fates.ts";
import { nullCells } from "../../pipeline/trials/null_suite.ts";
import { shortName } from "../../pipeline/trials/report.ts";
import type { Task } from "../../pipeline/trials/task.ts";
import {
  countOf,
  startWorker,
  type Tried,
} from "../../pipeline/trials/trial.ts";
import { findings } from "../../pipeline/findings/mod.ts";
import type { DataSet } from "./data_set.ts";
import { following, type Named, type Progress } from "./following.ts";

/** The first seed of worlds drawn here: not one that rules were chosen or tried on. */
const FIRST_SEED = 50_001;
/** Orders of names a task tries. */
const ORDERS = 10;

/** The worlds that can be made of a data set: of a simulated one all, of a measured one those that mix up its names. */
export function worldsOf({ study }: DataSet): readonly Claimed[] {
  return study.kind === "simulated"
    ? [...NULL_WORLDS, ...SWITCHED_WORLDS, ...PERMUTATIONS]
    : PERMUTATIONS;
}

/** Problems of each kind, as many as the data set's. */
function problemsOf({ study, measurements }: DataSet) {
  const of = (task: "math" | "knowledge") => {
    const name = study.benchmarks.find((each) => each.task === task)?.name;
    return measurements.find(({ benchmark }) => benchmark.name === name)
      ?.problems ?? 0;
  };
  return { math: of("math"), knowledge: of("knowledge") };
}

/** What a reader asks for. */
export interface Asked {
  /** Of which worlds. */
  readonly worlds: readonly Claimed[];
  /** How often each is drawn. */
  readonly times: number;
  /** Times as many mathematical problems as the data set has. */
  readonly problems: number;
}

/** Fates by task. */
export type Drawn = Progress<readonly (readonly Fate[])[]>;

const isPermuted = ({ name }: Claimed) =>
  PERMUTATIONS.some((each) => each.name === name);

/** Worlds and orders that were tried on this page. */
const made = new WeakMap<DataSet, Map<string, readonly (readonly Fate[])[]>>();

const keyOf = (world: Claimed, problems: number, at: number) =>
  isPermuted(world)
    ? `${world.name} ${at}`
    : `${world.name} of ${problems}, ${at}`;

/** Draws worlds, or mixes up names, and rules on each. */
export function drawing(
  data: DataSet,
  { worlds, times, problems }: Asked,
): ReturnType<typeof following<Task, readonly (readonly Fate[])[]>> {
  const { study, measurements } = data;
  const known = made.get(data) ?? new Map();
  made.set(data, known);
  const { math, knowledge } = problemsOf(data);
  // Draw by draw, so that all worlds grow alike.
  const tasks = Array.from(
    { length: times },
    (_, at) =>
      worlds.map((world): Named<Task> => ({
        key: keyOf(world, problems, at),
        task: {
          name: world.name,
          study,
          seed: FIRST_SEED + at,
          problems: { math: problems * math, knowledge },
          permutations: isPermuted(world) ? ORDERS : null,
          ...(isPermuted(world) ? { measurements } : {}),
        },
      })),
  ).flat();
  return following(tasks, startWorker, known);
}

/** What was tried of every world. */
function triedOf(
  data: DataSet,
  { worlds, times, problems }: Asked,
  { done }: Drawn,
): Tried[] {
  return worlds.map((world) => ({
    world,
    trial: {
      study: data.study,
      worlds: times,
      firstSeed: FIRST_SEED,
      problems: problemsOf(data),
    },
    findings: findings.map(({ name }) => name),
    fates: Array.from(
      { length: times },
      (_, at) => done.get(keyOf(world, problems, at)) ?? [],
    ).flat(),
  }));
}

type Html = (
  strings: TemplateStringsArray,
  ...values: readonly unknown[]
) => HTMLElement;

/** Every world with the number of draws in which each finding is supported; marked where it is false. */
export function worldsTable(
  data: DataSet,
  asked: Asked,
  drawn: Drawn,
  html: Html,
): HTMLElement {
  const cell = (tried: Tried, finding: string) => {
    const supported = countOf(tried, finding, "supported");
    const open = countOf(tried, finding, "insufficient");
    const text = tried.fates.length === 0
      ? ""
      : open > 0
      ? `${supported}, ${open} i`
      : `${supported}`;
    return tried.world.refutes.includes(finding)
      ? html`<td class="false">${text}</td>`
      : html`<td>${text}</td>`;
  };
  const heads = ["world", "what is true", "drawn"]
    .concat(findings.map(({ name }) => shortName(name)));
  const rows = triedOf(data, asked, drawn).map((tried) => {
    const { world: { name, idea }, fates } = tried;
    const words = [name, idea, fates.length].map((each) =>
      html`<td>${each}</td>`
    );
    return html`<tr>${words}${
      tried.findings.map((finding) => cell(tried, finding))
    }</tr>`;
  });
  return html`
    <table id="worlds">
      <thead>
        <tr>${heads.map((head) => html`<th>${head}</th>`)}</tr>
      </thead>
      <tbody>${rows}</tbody>
    </table>
  `;
}

/** How large the worlds are, and how often a finding was supported in those in which it is false. */
export function falseSaid(data: DataSet, asked: Asked, drawn: Drawn): string {
  const cells = nullCells(
    triedOf(data, asked, drawn).filter(({ fates }) => fates.length > 0),
  );
  const rulings = cells.reduce((sum, { worlds }) => sum + worlds, 0);
  if (rulings === 0) {
    const { math, knowledge } = problemsOf(data);
    return `Nothing was drawn yet; it will be ${
      asked.problems * math
    } problems of mathematics and ${knowledge} of knowledge each time.`;
  }
  const supported = cells.reduce((sum, each) => sum + each.supported, 0);
  const worst = cells.toSorted((a, b) =>
    b.supported / b.worlds - a.supported / a.worlds
  )[0]!;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const most = Math.max(...cells.map(({ worlds }) => worlds));
  return `False positives: ${supported.toLocaleString("en-US")} of ${
    rulings.toLocaleString("en-US")
  } rulings on findings that are false there (${percent(supported / rulings)})${
    supported > 0
      ? `, most often ${worst.finding} in ${worst.world}: ${worst.supported} of ${worst.worlds}`
      : ""
  }. A finding supported in none of ${most} may still be in ${
    percent(clopperPearson(0, most).upper)
  } of them (Clopper-Pearson, 97.5 % sure).`;
}
