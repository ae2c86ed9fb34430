/** Longest pause before a request is sent again, seconds. */
const LONGEST_PAUSE = 60;

/** Longest pause a server may ask for, seconds. */
const LONGEST_ASKED = 600;

/** How often and how patiently a request is sent again; clock and chance are handed in. */
export interface Patience {
  /** Times a request is sent at most. */
  readonly tries: number;
  /** Resolves after some seconds; rejects when the signal is given. */
  readonly pause: (seconds: number, signal?: AbortSignal) => Promise<void>;
  /** A number from 0 up to 1. */
  readonly chance: () => number;
  /** Is told before every pause what it is for and its seconds. */
  readonly waiting: (error: ServerError, seconds: number) => void;
}

/** A request that a server did not serve. */
export class ServerError extends Error {
  override readonly name = "ServerError";

  constructor(
    /** The server's address. */
    readonly server: string,
    path: string,
    readonly why: string,
    /** The HTTP status; null: there was no connection, or it broke. */
    readonly status: number | null,
    cause?: unknown,
    /** Seconds the server asks us to wait; null: it does not ask. */
    readonly after: number | null = null,
  ) {
    super(`Cannot ask ${server}${path}: ${why}`, { cause });
  }
}

/** Whether sending a request again may help: broken connections, 429 and 5xx. */
export function mayPass(error: unknown): error is ServerError {
  return error instanceof ServerError &&
    (error.status === null || error.status === 429 || error.status >= 500);
}

/** Seconds before the next try, counted from 0: half a second doubling to a minute, shortened by up to half. */
export function pauseBefore(retry: number, chance: number): number {
  return Math.min(LONGEST_PAUSE, 0.5 * 2 ** retry) * (1 - chance / 2);
}

/** The seconds a Retry-After header asks for, a number or a date; null for anything else. */
export function secondsAsked(
  header: string | null,
  now: number,
): number | null {
  if (header === null || header.trim() === "") return null;
  const seconds = /^\s*[0-9]+\s*$/.test(header)
    ? Number(header)
    : (Date.parse(header) - now) / 1000;
  return Number.isNaN(seconds)
    ? null
    : Math.min(LONGEST_ASKED, Math.max(0, seconds));
}

/** Does something again as long as that may help; the last error is thrown. */
export async function patiently<T>(
  action: () => Promise<T>,
  { tries, pause, chance, waiting }: Patience,
  signal?: AbortSignal,
): Promise<T> {
  for (let retry = 0;; retry++) {
    try {
      return await action();
    } catch (error) {
      if (retry + 1 >= tries || !mayPass(error)) throw error;
      const seconds = Math.max(
        pauseBefore(retry, chance()),
        error.after ?? 0,
      );
      waiting(error, seconds);
      await pause(seconds, signal);
    }
  }
}
