/** The second thread that measures runs: one order, run after run delivered. */
/// <reference lib="deno.worker" />
import { open } from "./ingest.ts";
import { type MeasuredRun, measureRuns } from "./measured.ts";

/** What the second thread is asked, once. */
export interface Order {
  readonly folder: string;
  readonly partial: boolean;
  readonly recounted: boolean;
  /** How many runs were taken by either thread, shared. */
  readonly taken: Int32Array;
}

/** What it answers: every run it measured with its place, then that it is done, or that anything is wrong. */
export type Delivery = readonly [number, MeasuredRun] | "done" | "wrong";

const deliver = (delivery: Delivery) => self.postMessage(delivery);

self.onmessage = async ({ data }: MessageEvent<Order>) => {
  const { folder, partial, recounted, taken } = data;
  try {
    measureRuns(
      await open(folder, partial),
      { next: () => Atomics.add(taken, 0, 1), recounted },
      (at, run) => deliver([at, run]),
    );
    deliver("done");
  } catch {
    deliver("wrong");
  }
};
