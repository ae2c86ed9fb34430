/** How many trajectories a server is given at once: grown while it has room, shrunk when it is disturbed. */
import { growth, type ServerLoad, UNKNOWN_LOAD } from "./server_load.ts";

/** Share of the KV cache in use from which a server is given no more. */
const FULL = 0.9;
/** What is left of a window after a disturbance. */
const SHRUNK = 3 / 4;
/** Beginning where a server does not tell how much its cache holds. */
const UNTOLD_START = 256;

/** So many trajectories at once, and what the next step depends on. */
export interface Window {
  /** Trajectories, not whole: growth adds up. */
  readonly size: number;
  /** Whether it has never been disturbed: it then grows by one for each that finishes, later by one for each `size`. */
  readonly swift: boolean;
  /** Where more waited than should at the last look: how many trajectories would have been enough. */
  readonly enough: number | null;
  readonly load: ServerLoad;
}

/** What has happened since the last look. */
export interface Observation {
  readonly load: ServerLoad;
  /** Requests sent and not answered. */
  readonly inFlight: number;
  /** Trajectories finished. */
  readonly finished: number;
  /** 429, 5xx and broken connections. */
  readonly refused: number;
}

/** Begins with as many as surely fit at their full length, between 1 and `most`. */
export function firstWindow(
  kvTokens: number | null,
  context: number,
  most: number,
): Window {
  const fit = kvTokens === null ? UNTOLD_START : Math.floor(kvTokens / context);
  return {
    size: Math.min(most, Math.max(1, fit)),
    swift: true,
    enough: null,
    load: UNKNOWN_LOAD,
  };
}

/** Requests that may wait without a window being too large: they fill gaps at once. */
function mayWait({ running }: ServerLoad): number {
  return Math.max(2, Math.ceil((running ?? 0) / 8));
}

/**
 * The window after a look at the server. Preemptions, refusals and broken
 * connections take a quarter of what was in flight; when more wait than
 * `mayWait`, twice in a row, the surplus goes; it grows with what finishes
 * while nothing is amiss, and never on what it cannot see.
 */
export function nextWindow(
  { size, swift, enough: before, load: last }: Window,
  { load, inFlight, finished, refused }: Observation,
  most: number,
): Window {
  const preempted = growth(last.preemptions, load.preemptions) ?? 0;
  const surplus = load.waiting === null ? 0 : load.waiting - mayWait(load);
  const enough = surplus > 0 ? Math.max(1, inFlight - surplus) : null;
  const next = { swift, enough, load };
  const used = Math.min(size, Math.max(1, inFlight));
  if (preempted > 0 || refused > 0) {
    return { ...next, size: Math.max(1, used * SHRUNK), swift: false };
  }
  if (enough !== null) {
    return before === null ? { ...next, size } : {
      ...next,
      size: Math.min(size, Math.max(before, enough)),
      swift: false,
    };
  }
  const roomy = load.waiting !== null && (load.kvUsage ?? 0) < FULL &&
    inFlight >= Math.floor(size);
  const step = swift ? finished : finished / size;
  return { ...next, size: roomy ? Math.min(most, size + step) : size };
}
