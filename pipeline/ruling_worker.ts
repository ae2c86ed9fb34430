/** The second thread that rules on variants: one order, its share of them. */
/// <reference lib="deno.worker" />
import type { Revote } from "./aggregate/revote.ts";
import { ruledVariants } from "./ruled.ts";
import type { LentTimings } from "./study/lent_speeds.ts";
import type { Measurement } from "./study/measurement.ts";
import type { Study } from "./study/study.ts";

/** What is to be ruled on. */
export interface RulingOrder {
  readonly study: Study;
  readonly measurements: readonly Measurement[];
  readonly revoted: readonly Revote[];
  readonly lent: readonly Pick<LentTimings, "dataSet" | "timings">[];
  /** How many variants were taken by either thread, shared. */
  readonly taken: Int32Array;
}

self.onmessage = ({ data }: MessageEvent<RulingOrder>) => {
  self.postMessage(ruledVariants(data));
};
