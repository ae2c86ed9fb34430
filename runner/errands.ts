/** What is to be done, shared out among servers so that each trajectory keeps to one. */

/** One trajectory to be generated. */
export interface Errand<S> {
  /** Stable number of the trajectory; decides which server it belongs to. */
  readonly seed: number;
  /** What errors call it. */
  readonly name: string;
  readonly generate: (seat: S, ended: AbortSignal) => Promise<void>;
}

/** Some errands that are begun together: a run. */
export interface Batch<S> {
  readonly errands: readonly Errand<S>[];
  /** Is called once when all are done. */
  readonly finished: () => void;
  /** Is called when nothing is done any more, finished or not. */
  readonly close: () => Promise<void>;
}

/**
 * The server, by its position, that a trajectory belongs to: the highest of one
 * hash for each. When one is missing only its own trajectories move.
 */
export function homeOf(seed: number, urls: readonly string[]): number {
  let home = 0;
  let highest = -1;
  for (const [at, url] of urls.entries()) {
    const rank = mixed(seed, url);
    if (rank > highest) [home, highest] = [at, rank];
  }
  return home;
}

/** FNV-1a over the address, then the finalizer of MurmurHash3 with the seed. */
function mixed(seed: number, text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  }
  hash ^= seed;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Hands out errands: a server's own first, then what others have not begun, then the next batch. */
export interface Queue<S> {
  /** The next errand for the server at a position; null: none now. */
  readonly take: (at: number) => Promise<Errand<S> | null>;
  /** An errand that its server could not do. */
  readonly giveBack: (errand: Errand<S>) => void;
  readonly done: (errand: Errand<S>) => void;
  /** Whether every errand of every batch is done. */
  readonly empty: () => boolean;
  /** Closes every batch that was opened. */
  readonly close: () => Promise<void>;
}

/** A queue over batches that are opened one after the other, each when nothing of those before is left to hand out. */
export function queueOf<S>(
  batches: readonly (() => Promise<Batch<S>>)[],
  urls: readonly string[],
): Queue<S> {
  const left: Errand<S>[][] = urls.map(() => []);
  const batchOf = new Map<Errand<S>, { batch: Batch<S>; left: number }>();
  const put = (errand: Errand<S>) =>
    left[homeOf(errand.seed, urls)]!.push(errand);
  const opened: Batch<S>[] = [];
  let opening: Promise<void> | null = null;

  async function open(): Promise<void> {
    const batch = await batches[opened.length]!();
    opened.push(batch);
    const its = { batch, left: batch.errands.length };
    // Handed out from the end.
    for (const errand of batch.errands.toReversed()) {
      batchOf.set(errand, its);
      put(errand);
    }
    if (its.left === 0) batch.finished();
  }

  const longest = () => left.reduce((a, b) => b.length > a.length ? b : a);

  return {
    take: async (at) => {
      for (;;) {
        const errand = left[at]!.pop() ?? longest().shift();
        if (errand) return errand;
        if (opened.length === batches.length) return null;
        opening ??= open().finally(() => opening = null);
        await opening;
      }
    },
    giveBack: put,
    done: (errand) => {
      const its = batchOf.get(errand)!;
      batchOf.delete(errand);
      if (--its.left === 0) its.batch.finished();
    },
    empty: () => opened.length === batches.length && batchOf.size === 0,
    close: async () => {
      for (const batch of opened) await batch.close();
    },
  };
}
