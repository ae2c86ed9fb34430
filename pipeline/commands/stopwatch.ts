/** Door to the clock: where the time of a task goes. */

/** Seconds of each stage, in the order they were first heard of. */
export interface Stopwatch {
  /** A part of a stage is done; the first call counts from the start of the process. */
  readonly told: (stage: string) => void;
  /** Says on the error channel how many seconds each stage took, and starts anew. */
  readonly say: () => void;
}

/** A stopwatch; stages may take turns. */
export function stopwatch(): Stopwatch {
  const taken = new Map<string, number>();
  let since = 0;
  return {
    told(stage) {
      const now = performance.now();
      taken.set(stage, (taken.get(stage) ?? 0) + now - since);
      since = now;
    },
    say() {
      for (const [stage, milliseconds] of taken) {
        console.error(
          `${stage.padEnd(10)} ${(milliseconds / 1000).toFixed(2)} s`,
        );
      }
      taken.clear();
    },
  };
}
