/** The second thread that measures runs: one order, run after run delivered. */
/// <reference lib="deno.worker" />
import { readRuns, type Unread } from "./ingest.ts";
import { type MeasuredRun, measureRuns, type RunSet } from "./measured.ts";

/** What the second thread is asked, once. */
export interface Order {
  readonly set: Omit<RunSet, "runs">;
  readonly unread: Unread;
  readonly recounted: boolean;
  /** How many runs were taken by either thread, shared. */
  readonly taken: Int32Array;
}

/** What it answers: every run it measured with its place, then that it is done, or that anything is wrong. */
export type Delivery = readonly [number, MeasuredRun] | "done" | "wrong";

const deliver = (delivery: Delivery) => self.postMessage(delivery);

self.onmessage = ({ data }: MessageEvent<Order>) => {
  const { set, unread, recounted, taken } = data;
  try {
    measureRuns(
      { ...set, runs: (next) => readRuns(unread, next) },
      { next: () => Atomics.add(taken, 0, 1), recounted },
      (at, run) => deliver([at, run]),
    );
    deliver("done");
  } catch {
    deliver("wrong");
  }
};
