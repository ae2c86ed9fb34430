import type { Measurement } from "../study/measurement.ts";
import type { Study } from "../study/study.ts";

/** What one part says of some accuracies. */
export interface Decision {
  readonly outcome: "pass" | "fail" | "insufficient";
  /** The numbers it rests on, in words. */
  readonly because: string;
}

/** One statement of a finding and the rule that decides it. */
export interface Part {
  /** "a" .. "e". */
  readonly part: string;
  readonly statement: string;
  /** False: printed as sensitivity only. */
  readonly deciding: boolean;
  /** Decides on accuracies in the order of the measurements: those measured, or those of a resample. */
  readonly decide: (accuracy: Float64Array) => Decision;
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
