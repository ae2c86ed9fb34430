/** A piece of a trial that one thread can do alone: what it draws, and how the findings fare in it. */
import type { Scores } from "../findings/finding.ts";
import { measuredScores, resampledScores } from "../findings/scores.ts";
import { PARAMETERS } from "../simulate/parameters.ts";
import { worldNamed } from "../simulate/worlds/mod.ts";
import { paperLike } from "../simulate/worlds/paper_like.ts";
import { type Permutation, PERMUTATIONS } from "../simulate/worlds/permuted.ts";
import type { Setting, World } from "../simulate/worlds/world.ts";
import type { Measurement } from "../study/measurement.ts";
import type { Study } from "../study/study.ts";
import { type Fate, fates, fatesBy, rulesOf } from "./fates.ts";

/** Data only, so that it can be sent to another thread. */
export interface Task {
  /** A world's name, or a permutation's. */
  readonly name: string;
  readonly study: Study;
  readonly seed: number;
  readonly problems: Setting["problems"];
  /** How often the names of one drawn world are mixed up; null: a world is drawn as it is. */
  readonly permutations: number | null;
  /** Whose names are mixed up; absent: those of a drawn world that follows the paper. */
  readonly measurements?: readonly Measurement[];
}

/** The fate of every finding in the world, or in each permutation of one. */
export function taskFates(task: Task): Fate[][] {
  return task.permutations === null
    ? [worldFates(worldNamed(task.name), task)]
    : permutedFates(
      PERMUTATIONS.find(({ name }) => name === task.name)!,
      task,
      task.permutations,
    );
}

function worldFates(world: World, { study: asked, seed, problems }: Task) {
  const study = world.study?.(asked) ?? asked;
  const measurements = world.measure({
    parameters: PARAMETERS,
    study,
    seed,
    problems,
  });
  return fates(study, measurements);
}

/** Names mixed up again and again. */
function permutedFates(
  { order }: Permutation,
  { study, seed, problems, measurements: given }: Task,
  times: number,
): Fate[][] {
  const measurements = given ??
    paperLike.measure({ parameters: PARAMETERS, study, seed, problems });
  // Rules look at names, bytes and timings, which stay: only accuracies move.
  const rules = rulesOf(study, measurements);
  const measured = measuredScores(measurements);
  const resampled = resampledScores(measurements);
  return Array.from({ length: times }, (_, nth) => {
    const places = order(measurements, seed, nth);
    const drawn: Scores[] = [];
    return fatesBy(rules, {
      measured: taken(measured, places),
      draw: (at) => drawn[at] ??= taken(resampled[at]!, places),
    });
  });
}

/** Scores of other places. */
function taken({ accuracy, matched }: Scores, places: Int32Array): Scores {
  const taken = {
    accuracy: new Float64Array(places.length),
    matched: new Float64Array(places.length),
  };
  for (let at = 0; at < places.length; at++) {
    taken.accuracy[at] = accuracy[places[at]!]!;
    taken.matched[at] = matched[places[at]!]!;
  }
  return taken;
}
