/** What is said while a server is waited for. */
import type { Patience } from "../retry.ts";

/** Says so once per server and wait, however many requests wait together; the clock counts milliseconds. */
export function waitingLines(
  print: (line: string) => void,
  now: () => number,
): Patience["waiting"] {
  const silentUntil = new Map<string, number>();
  return ({ server, why }, seconds) => {
    if (now() < (silentUntil.get(server) ?? -Infinity)) return;
    silentUntil.set(server, now() + 1000 * seconds);
    print(
      `Waiting for ${server}: ${why.replace(/\s+/g, " ")}, next try in ${
        Math.ceil(seconds)
      } s`,
    );
  };
}
