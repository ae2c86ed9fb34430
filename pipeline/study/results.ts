import type { CountedMemory } from "./counted_memory.ts";
import type { LentSpeeds } from "./lent_speeds.ts";
import type { Measurement } from "./measurement.ts";
import type { Ruling, VariantRulings } from "./ruling.ts";
import type { RunMetadata } from "./run.ts";
import type { StepTime } from "./step_time.ts";
import type { Study } from "./study.ts";
import type { TimedOn } from "./timed_on.ts";
import type { Timing } from "./timing.ts";

/**
 * Which measurements a frontier was taken over, and against what: one sample
 * each, groups too, or one run with its groups, against total memory; one
 * sample against latency, throughput or the memory of a generation in a batch;
 * one KV strategy family at one precision against total memory.
 */
export type FrontierScope =
  | "serial"
  | "parallel"
  | "run"
  | "latency"
  | "throughput"
  | "batch"
  | "family";

/** Measurements that no other of their set dominates, cheapest first. */
export interface Frontier {
  readonly scope: FrontierScope;
  /** The run, the batch ("16"), the precision and family ("4 rkv"); empty where a scope has one frontier a benchmark. */
  readonly of: string;
  readonly benchmark: string;
  /** Accuracy under which a scenario was left out. */
  readonly floor: number;
  readonly members: readonly Measurement[];
}

/** One way to decide what a simulated world was asked to satisfy, and how it fared when it was calibrated. */
export interface CriterionSaid {
  /** "C10a", "C10a, first written". */
  readonly name: string;
  /** The constraint in one sentence. */
  readonly says: string;
  readonly form: string;
  /** Its bounds; empty where the sentence has them. */
  readonly asks: string;
  /** Whether the expectation, which has no noise, meets it. */
  readonly noiseless: boolean;
  /** Held-out seeds that pass, per cent. */
  readonly passRate: number;
  /** Why it is not met, or what to know before quoting it; may be empty. */
  readonly why: string;
}

/** All that figures, tables and the page are made from. */
export interface Results {
  readonly dataSet: string;
  readonly study: Study;
  /** True when planned runs are missing and that was allowed; figures, findings and page say so. */
  readonly partial: boolean;
  readonly measurements: readonly Measurement[];
  readonly frontiers: readonly Frontier[];
  readonly rulings: readonly Ruling[];
  /** The same findings under other declared choices; empty where nobody asked. */
  readonly variants: readonly VariantRulings[];
  /** What servers counted on their tensors; empty where none was asked. */
  readonly memory: readonly CountedMemory[];
  /** Speeds of a study without result files, whose measurements would have them; else empty. */
  readonly timings: readonly Timing[];
  /** What took the speeds of this set, measurements' or those timings. */
  readonly timedOn: TimedOn;
  /** The same accuracies with the speeds of each of the other sets the study names. */
  readonly lent: readonly LentSpeeds[];
  /** Measured steps of one generation of such a study; else empty. */
  readonly steps: readonly StepTime[];
  /** What a simulated world was asked to satisfy; empty for any other set. */
  readonly criteria: readonly CriterionSaid[];
  /** Where each run came from, in the order of the plan; empty for a study without result files. */
  readonly provenance: readonly RunMetadata[];
  /** Problem ids by benchmark, in the order of its file. */
  readonly problems: Readonly<Record<string, readonly string[]>>;
}
