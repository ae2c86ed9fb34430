/** Questions to a server that count as asked in vain when there is no answer. */
import { silence } from "../seat.ts";
import type { Server } from "../server.ts";

/** Asks a server something; what it leaves unanswered for so many seconds is dropped, everything once we are told to end. */
export async function watched<T>(
  server: Server,
  idleSeconds: number,
  ended: AbortSignal,
  action: (server: Server) => Promise<T>,
): Promise<T> {
  const give = () => server.drop(ended.reason);
  ended.addEventListener("abort", give);
  const silent = setInterval(
    () => server.drop(silence(server.url, idleSeconds)),
    1000 * idleSeconds,
  );
  try {
    ended.throwIfAborted();
    return await action(server);
  } finally {
    clearInterval(silent);
    ended.removeEventListener("abort", give);
  }
}
