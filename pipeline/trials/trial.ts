/** What the rules say of the same world drawn again and again. */
import { findings as delivered } from "../findings/mod.ts";
import type { Claimed } from "../simulate/worlds/world.ts";
import type { Study } from "../study/study.ts";
import type { Fate } from "./fates.ts";
import { inParallel } from "./pool.ts";
import type { Task } from "./task.ts";

/** What a trial draws from. */
export interface Trial {
  readonly study: Study;
  /** Worlds drawn, with rising seeds. */
  readonly worlds: number;
  readonly firstSeed: number;
  readonly problems: { readonly math: number; readonly knowledge: number };
  /** How often the names of each are mixed up; absent: worlds are drawn as they are. */
  readonly permutations?: number;
}

/** A world and a trial of it. */
export interface Planned {
  readonly world: Claimed;
  readonly trial: Trial;
}

/** A world drawn again and again. */
export interface Tried extends Planned {
  readonly findings: readonly string[];
  /** The fate of every finding, world by world, or permutation by permutation. */
  readonly fates: readonly (readonly Fate[])[];
}

/**
 * The first seed of a trial. The world was calibrated and the rules were chosen
 * on seeds from 30,001 up, but three rules were changed after earlier trials
 * from this seed on: `RULES_CHANGED` of report.ts says which.
 */
export const FIRST_SEED = 20_001;

/** The first of the seeds that nobody had looked at when the rules took their last form. */
export const FRESH_SEED = 40_001;

/** Worlds, or drawn worlds to permute, in some trials. */
export function worldsOf(planned: readonly Planned[]): number {
  return planned.reduce((sum, { trial }) => sum + trial.worlds, 0);
}

/** A thread that does tasks of trials. */
export function startWorker(): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url), {
    type: "module",
  });
}

/** Draws worlds again and again, on all cores, and rules on them; `told` hears of each drawn. */
export async function tryWorlds(
  planned: readonly Planned[],
  told: () => void = () => {},
): Promise<Tried[]> {
  const tasks = planned.flatMap(({ world, trial }) =>
    Array.from({ length: trial.worlds }, (_, i): Task => ({
      name: world.name,
      study: trial.study,
      seed: trial.firstSeed + i,
      problems: trial.problems,
      permutations: trial.permutations ?? null,
    }))
  );
  const fates = await inParallel<Task, Fate[][]>(tasks, startWorker, {
    told,
  });
  const findings = delivered.map(({ name }) => name);
  let from = 0;
  return planned.map((each) => ({
    ...each,
    findings,
    fates: fates.slice(from, from += each.trial.worlds).flat(),
  }));
}

/** In how many of the worlds, or permutations, a finding had a fate. */
export function countOf(
  { findings, fates }: Tried,
  finding: string,
  fate: Fate,
): number {
  const at = findings.indexOf(finding);
  return fates.filter((each) => each[at] === fate).length;
}

/** In how many of the worlds all findings were supported. */
export function togetherOf({ fates }: Tried): number {
  return fates.filter((each) => each.every((fate) => fate === "supported"))
    .length;
}
