/** Generates the runs of a study on the servers of its models. */
import type { Run } from "../pipeline/study/run.ts";
import { beginRun, type RunOrder } from "./run.ts";
import { type Bell, bell, work } from "./pool.ts";
import { expectSame, type Seat } from "./seat.ts";

/** Seconds between two looks at a server. */
const LOOK_SECONDS = 1;

/** A seat with the look at its server, as `takeSeat` gives them. */
interface Taken {
  readonly seat: Seat;
  readonly look: () => Promise<void>;
}

/** What generating takes of the world. */
interface Generation {
  /** Runs by the name their weights are served under. */
  readonly byName: ReadonlyMap<string, readonly Run[]>;
  /** Takes the servers, each of which rings the bell when it may have room. */
  readonly take: (changed: Bell) => readonly Taken[];
  readonly order: (run: Run, seats: readonly Seat[]) => Promise<RunOrder>;
  /** Ends it once what is asked by then has been answered and kept. */
  readonly stop: AbortSignal;
  /** Resolves after so many seconds, or when the signal is given. */
  readonly pause: (seconds: number, signal: AbortSignal) => Promise<void>;
  /** Is told after every look at a server. */
  readonly looked: (seats: readonly Seat[]) => Promise<void>;
}

/** Generates everything; servers of one name share its trajectories, those of different names work side by side. */
export async function generateAll(
  { byName, take, order, stop, pause, looked }: Generation,
): Promise<void> {
  const changed = bell();
  const taken = take(changed);
  const all = taken.map(({ seat }) => seat);
  const over = new AbortController();
  const failed = new AbortController();
  const looks = taken.map(async ({ look }) => {
    while (!over.signal.aborted) {
      await pause(LOOK_SECONDS, over.signal);
      if (over.signal.aborted) return;
      try {
        await look();
        await looked(all);
      } catch (error) {
        failed.abort(error);
      }
    }
  });
  const ended = AbortSignal.any([stop, failed.signal]);
  const works = [...byName].map(async ([name, runs]) => {
    const seats = all.filter(({ probed }) => probed.model.id === name);
    const batches = runs.map((run) => async () =>
      await beginRun(await order(run, seats))
    );
    try {
      for (const { url, probed } of seats) {
        expectSame(seats[0]!.probed, probed, `server ${url} beside others`);
      }
      await work(seats, batches, ended, changed);
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  });
  await Promise.allSettled(works);
  over.abort();
  await Promise.all(looks);
  ended.throwIfAborted();
}
