/** What the simulated world must satisfy: constraints as data. */
import type { Grid } from "../grid.ts";

/** Seeds that were not looked at while the parameters were tuned. */
export const HELD_OUT = { first: 5001, count: 160 };

/** What a criterion found in a grid. */
interface Outcome {
  readonly holds: boolean;
  /** The numbers it looked at. */
  readonly values: readonly number[];
}

/** Decides a criterion on the scores and costs of a grid. */
export type Rule = (grid: Grid) => Outcome;

/**
 * How a criterion came to be: what is held now, what was written before it was
 * seen to fail, or another reading that decides nothing.
 */
type Form = "held" | "first written" | "other reading";

/** What may be said of a criterion beside its rule. */
interface Words {
  /** Which part of the constraint it decides. */
  readonly part?: string;
  /** The bounds, where the constraint's sentence leaves them open. */
  readonly asks?: string;
  /** Why this world does not meet it. */
  readonly unmet?: string;
  /** What to know before quoting it. */
  readonly remark?: string;
}

/** One way to decide a constraint, with what the calibration found. */
export interface Criterion extends Words {
  readonly form: Form;
  readonly rule: Rule;
  /** Whether the expectation, which has no noise, passes. */
  readonly noiseless: boolean;
  /** How many of the 160 held-out seeds pass. */
  readonly passes: number;
}

/** An assertion of the paper, or one from outside that ties the world to it. */
export interface Constraint {
  /** "C1" to "C51". */
  readonly id: string;
  /** In one plain sentence. */
  readonly says: string;
  readonly criteria: readonly Criterion[];
}

/** The criterion in tables and messages: "C10a", "C10a, first written". */
export function criterionName(
  { id }: Constraint,
  { form, part = "" }: Criterion,
): string {
  return `${id}${part}${form === "held" ? "" : `, ${form}`}`;
}

/** Held-out seeds that pass, per cent. */
export function passRate({ passes }: Criterion): number {
  return (100 * passes) / HELD_OUT.count;
}

/** A constraint with its criteria. */
export function constraint(
  id: string,
  says: string,
  ...criteria: readonly Criterion[]
): Constraint {
  return { id, says, criteria };
}

/** A criterion that is held, and met without noise. */
export function held(
  passes: number,
  rule: Rule,
  words: Words = {},
): Criterion {
  return { form: "held", rule, noiseless: true, passes, ...words };
}

/** A criterion as it was before it was loosened. */
export function firstWritten(
  noiseless: boolean,
  passes: number,
  rule: Rule,
  words: Words = {},
): Criterion {
  return { form: "first written", rule, noiseless, passes, ...words };
}

/** A criterion beside the one that is held. */
export function otherReading(
  passes: number,
  rule: Rule,
  words: Words = {},
): Criterion {
  return { form: "other reading", rule, noiseless: true, passes, ...words };
}

/** An outcome; what lacks a number, for want of points to compare, does not hold. */
export function found(holds: boolean, ...values: number[]): Outcome {
  return { holds: holds && !values.some(Number.isNaN), values };
}
