/** Exit code of a call that was interrupted, as shells have it. */
const INTERRUPTED = 130;

/** Ends the process softly at the first SIGINT or SIGTERM, at once at the second. */
export function onInterrupt(): {
  readonly signal: AbortSignal;
  readonly code: number;
} {
  const interrupted = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => {
      if (interrupted.signal.aborted) Deno.exit(INTERRUPTED);
      console.error(
        "Stopping once what is asked has been answered and kept; again to stop at once",
      );
      interrupted.abort(new Error("Interrupted"));
    });
  }
  return { signal: interrupted.signal, code: INTERRUPTED };
}
