/** Worlds in which we know which findings are true, to see what the rules say of them. */
import type { Measurement } from "../../study/measurement.ts";
import type { Study } from "../../study/study.ts";
import type { Parameters } from "../parameters.ts";

/** What one world is drawn from. */
export interface Setting {
  readonly parameters: Parameters;
  readonly study: Study;
  /** Decides every draw. */
  readonly seed: number;
  /** Problems of each kind of benchmark; mathematics past those of the parameters begins again. */
  readonly problems: { readonly math: number; readonly knowledge: number };
}

/** What is known of a world before it is drawn. */
export interface Claimed {
  /** "N0" .. "N8b" and "P+" as in the plan of the null suite, "not-" and the finding it switches off, or a word. */
  readonly name: string;
  /** What is true in it. */
  readonly idea: string;
  /** Findings that must not be supported in it. */
  readonly refutes: readonly string[];
}

/** A world. */
export interface World extends Claimed {
  /** Where the world takes something from the study, or from its claims. */
  readonly study?: (study: Study) => Study;
  readonly measure: (setting: Setting) => Measurement[];
}
