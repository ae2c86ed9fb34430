/** Exit code of a call that was interrupted, as shells have it. */
const INTERRUPTED = 130;

/**
 * Ends the process softly at the first SIGINT or SIGTERM, at once at the second.
 * Attached to a launcher, it ends softly at the end of its input, too: that goes
 * with a signal or instead of one, so it does not count as another.
 */
export function onInterrupt(attached: boolean): {
  readonly signal: AbortSignal;
  readonly code: number;
} {
  const interrupted = new AbortController();
  const softly = () => {
    if (interrupted.signal.aborted) return;
    console.error(
      "Stopping once what is asked has been answered and kept; again to stop at once",
    );
    interrupted.abort(new Error("Interrupted"));
  };
  let signals = 0;
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => {
      if (++signals > 1) Deno.exit(INTERRUPTED);
      softly();
    });
  }
  if (attached) {
    const read = async () => {
      for await (const _ of Deno.stdin.readable);
    };
    void read().then(softly);
  }
  return { signal: interrupted.signal, code: INTERRUPTED };
}
