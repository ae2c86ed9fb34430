/** The second thread that measures runs: one order, one share. */
/// <reference lib="deno.worker" />
import { open } from "./ingest.ts";
import { type MeasuredRun, measuredRuns } from "./measured.ts";

/** What the second thread is asked, once. */
export interface Order {
  readonly folder: string;
  readonly partial: boolean;
  readonly recounted: boolean;
  /** How many runs were taken by either thread, shared. */
  readonly taken: Int32Array;
}

/** What it answers: the runs it measured by their place; null when anything is wrong. */
export type Share = ReadonlyMap<number, MeasuredRun> | null;

self.onmessage = async ({ data }: MessageEvent<Order>) => {
  const { folder, partial, recounted, taken } = data;
  let share: Share;
  try {
    share = measuredRuns(
      await open(folder, partial),
      () => Atomics.add(taken, 0, 1),
      recounted,
    );
  } catch {
    share = null;
  }
  self.postMessage(share);
};
