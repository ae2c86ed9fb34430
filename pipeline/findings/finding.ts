import type { Measurement } from "../study/measurement.ts";
import type { Study } from "../study/study.ts";

/** Accuracies of all measurements, in their order: those measured, or those of a resample. */
export interface Scores {
  readonly accuracy: Float64Array;
  /**
   * The accuracies to hold a compressed cache against: over as many samples as
   * it has, where a measurement has more of them.
   */
  readonly matched: Float64Array;
}

/** What one part says of some accuracies. */
export interface Decision {
  readonly outcome: "pass" | "fail" | "insufficient";
  /** The numbers it rests on, in words. */
  readonly because: string;
}

/** A rule with all it needs but the accuracies. */
export type Decide = (scores: Scores) => Decision;

/** One statement of a finding and the rule that decides it. */
export interface Part {
  /** "a" .. "e"; a form that does not decide may be called after the one it varies. */
  readonly part: string;
  readonly statement: string;
  /** False: printed as sensitivity only. */
  readonly deciding: boolean;
  readonly decide: Decide;
}

/** A number a finding speaks of, estimated beside its ruling. */
export interface Estimate {
  readonly statement: string;
  readonly unit: string;
  /** NaN where the scores do not tell. */
  readonly of: (scores: Scores) => number;
}

/** A claim of the paper with the parts that decide it. */
export interface Finding {
  readonly name: string;
  readonly claim: string;
  /** Its parts for a study; what does not depend on accuracies is looked up here, once. */
  readonly parts: (
    study: Study,
    measurements: readonly Measurement[],
  ) => readonly Part[];
  /** What it estimates of a study, if anything. */
  readonly estimates?: (
    study: Study,
    measurements: readonly Measurement[],
  ) => readonly Estimate[];
}

/** Fewest comparisons a rule decides on. */
export const FEWEST = 3;

/** A part that cannot be decided. */
export function insufficient(because: string): Decision {
  return { outcome: "insufficient", because };
}

/** A part decided. */
export function decided(passes: boolean, because: string): Decision {
  return { outcome: passes ? "pass" : "fail", because };
}
