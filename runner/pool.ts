/** Servers of one model that share its trajectories. */
import { type Batch, type Errand, queueOf } from "./errands.ts";
import { mayPass, type ServerError } from "./retry.ts";

/** What a server must let us do to it. */
export interface Worker {
  readonly url: string;
  readonly size: () => number;
  readonly finished: () => void;
  readonly drop: (reason: Error) => void;
  readonly revive: (ended: AbortSignal) => Promise<void>;
}

/** Visits in vain to servers that answer, after which an errand is held to be at fault itself. */
const VISITS = 3;
/** The same where the connection broke: a server that dies takes many errands along, most of which break none. */
const BREAKS = 10;

/** Something that is waited for. */
export interface Bell {
  readonly ring: () => void;
  /** Resolves at the next ring. */
  readonly rung: () => Promise<void>;
}

/** A bell that has not rung. */
export function bell(): Bell {
  let next = Promise.withResolvers<void>();
  return {
    ring: () => {
      next.resolve();
      next = Promise.withResolvers();
    },
    rung: () => next.promise,
  };
}

/**
 * Does every errand, each server as many at once as it has room for. A server
 * that was asked in vain is left alone until it is back, and its errands move
 * to the others. Ends with the first error that is no server's absence, with
 * the absence once all servers stay away, and with the reason of `stop` when
 * what was asked by then has been answered. `changed` rings when a server's
 * room may have changed.
 */
export async function work<S extends Worker>(
  seats: readonly S[],
  batches: readonly (() => Promise<Batch<S>>)[],
  stop: AbortSignal,
  changed: Bell,
): Promise<void> {
  const failed = new AbortController();
  const ended = AbortSignal.any([stop, failed.signal]);
  const done = new AbortController();
  const over = AbortSignal.any([ended, done.signal]);
  const queue = queueOf(batches, seats.map(({ url }) => url));
  const visits = new Map<Errand<S>, { refused: number; broken: number }>();
  let vain = 0;
  let present = seats.length;
  ended.addEventListener("abort", changed.ring);

  const fail = (error: Error) => {
    if (ended.aborted) return;
    failed.abort(error);
    // What is dropped for a reason that may pass would be asked again.
    const reason = mayPass(error)
      ? new Error(error.message, { cause: error })
      : error;
    for (const seat of seats) seat.drop(reason);
  };

  /** Whether an error is about the server; then the errand goes back. Another is thrown, with the errand's name where the same was tried often. */
  function absence(error: unknown, errand: Errand<S>): ServerError {
    if (!mayPass(error)) throw error;
    const { refused, broken } = visits.get(errand) ?? { refused: 0, broken: 0 };
    const count = error.status === null
      ? { refused, broken: broken + 1 }
      : { refused: refused + 1, broken };
    visits.set(errand, count);
    if (count.refused < VISITS && count.broken < BREAKS) return error;
    throw new Error(
      `Cannot generate ${errand.name}, asked for ${
        count.refused + count.broken
      } times while servers were there: ${error.message}`,
      { cause: error },
    );
  }

  /** The next errand for a server; null: none now, or no server was there to begin the next batch. */
  async function next(
    at: number,
    leave: (error: ServerError) => void,
  ): Promise<Errand<S> | null> {
    try {
      const errand = await queue.take(at);
      vain = 0;
      return errand;
    } catch (error) {
      if (!mayPass(error) || ++vain > VISITS * seats.length) throw error;
      leave(error);
      return null;
    }
  }

  async function serve(seat: S, at: number): Promise<void> {
    let underWay = 0;
    let away: Promise<void> | null = null;
    let lost = false;

    /** Leaves the server alone until it is back. */
    const leave = (error: ServerError) => {
      away ??= seat.revive(over).then(() => {
        away = null;
      }, (still) => {
        lost = true;
        if (over.aborted) return;
        if (!mayPass(still)) fail(still);
        else if (--present === 0) fail(error);
      }).finally(changed.ring);
    };

    async function run(errand: Errand<S>): Promise<void> {
      try {
        await errand.generate(seat, ended);
        queue.done(errand);
        if (queue.empty()) done.abort();
        visits.delete(errand);
        seat.finished();
      } catch (error) {
        if (ended.aborted) return;
        try {
          const away = absence(error, errand);
          queue.giveBack(errand);
          leave(away);
        } catch (final) {
          fail(final as Error);
        }
      } finally {
        underWay--;
        changed.ring();
      }
    }

    while (!ended.aborted && !lost && !queue.empty()) {
      const hasRoom = !away && underWay < seat.size();
      const rung = changed.rung();
      const errand = hasRoom ? await next(at, leave) : null;
      if (ended.aborted) break;
      if (errand) {
        underWay++;
        void run(errand);
      } else if (!queue.empty()) await rung;
    }
    while (underWay > 0) await changed.rung();
    await away;
  }

  const workers = seats.map((seat, at) =>
    serve(seat, at).catch((error) => fail(error))
  );
  await Promise.all(workers);
  await queue.close();
  failed.signal.throwIfAborted();
  if (!queue.empty()) stop.throwIfAborted();
}
