/** What the rules say of the same world drawn again and again. */
import type { Finding } from "../findings/finding.ts";
import { findings as delivered } from "../findings/mod.ts";
import { PARAMETERS } from "../simulate/parameters.ts";
import type { World } from "../simulate/worlds/world.ts";
import type { Study } from "../study/study.ts";
import { type Fate, fates } from "./fates.ts";

/** What a trial draws from: everything but the world. */
export interface Trial {
  readonly study: Study;
  /** Worlds drawn, with rising seeds. */
  readonly worlds: number;
  readonly firstSeed: number;
  readonly problems: { readonly math: number; readonly knowledge: number };
}

/** A world drawn again and again. */
export interface Tried {
  readonly world: World;
  readonly trial: Trial;
  readonly findings: readonly string[];
  /** The fate of every finding, world by world. */
  readonly fates: readonly (readonly Fate[])[];
}

/** The first seed of every trial; no seed from here on was looked at when the world was calibrated. */
export const FIRST_SEED = 20_001;

/** Draws a world again and again and rules on it; `told` hears of each. */
export function tryWorld(
  world: World,
  trial: Trial,
  told: () => void = () => {},
  findings: readonly Finding[] = delivered,
): Tried {
  const study = world.study?.(trial.study) ?? trial.study;
  return {
    world,
    trial,
    findings: findings.map(({ name }) => name),
    fates: Array.from({ length: trial.worlds }, (_, i) => {
      const measurements = world.measure({
        parameters: PARAMETERS,
        study,
        seed: trial.firstSeed + i,
        problems: trial.problems,
      });
      told();
      return fates(study, measurements, findings);
    }),
  };
}

/** In how many of the worlds a finding had a fate. */
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
