/** Exit code of a call that was interrupted, as shells have it. */
const INTERRUPTED = 130;

/** Ends the process softly at the first SIGINT or SIGTERM, or at the end of its input when it is attached to a launcher; at once at the second. */
export function onInterrupt(attached: boolean): {
  readonly signal: AbortSignal;
  readonly code: number;
} {
  const interrupted = new AbortController();
  const interrupt = () => {
    if (interrupted.signal.aborted) Deno.exit(INTERRUPTED);
    console.error(
      "Stopping once what is asked has been answered and kept; again to stop at once",
    );
    interrupted.abort(new Error("Interrupted"));
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, interrupt);
  }
  if (attached) {
    const read = async () => {
      for await (const _ of Deno.stdin.readable);
    };
    void read().then(interrupt);
  }
  return { signal: interrupted.signal, code: INTERRUPTED };
}
