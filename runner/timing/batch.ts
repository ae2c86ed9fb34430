/** Times one batch: so many generations of a fixed length at once. */
import type { CompletionAsk } from "../completion.ts";
import { withIds } from "../completion.ts";
import type { Server } from "../server.ts";
import { growth, readLoad, type ServerLoad } from "../server_load.ts";
import { silence } from "../seat.ts";
import type { Attempt } from "./record.ts";

/** Seconds between looks at the server while a batch runs. */
const LOOK_SECONDS = 0.25;
/** Repetitions at most. */
const MOST_WAVES = 50;

/** What is timed. */
interface BatchOrder {
  readonly server: Server;
  readonly model: string;
  /** Prompts that are taken in turn. */
  readonly prompts: readonly (readonly number[])[];
  readonly sampling: CompletionAsk["sampling"];
  readonly budget: number;
  readonly concurrency: number;
  /** Tokens the server's cache holds. */
  readonly kvTokens: number;
  /** Seconds the batch is repeated for, at least. */
  readonly seconds: number;
  readonly now: () => number;
  readonly pause: (seconds: number) => Promise<void>;
  /** Seconds without a sign of life of the server after which its requests are dropped. */
  readonly idleSeconds: number;
  /** Ends it before the batch is repeated. */
  readonly stop: AbortSignal;
}

/**
 * Sends a batch at once, each request for exactly as many tokens as the budget,
 * and again until it has run for so many seconds. TypeError where a reply has
 * another length, or the server does not count preemptions.
 */
export async function timeBatch(order: BatchOrder): Promise<Attempt> {
  const { server, budget, concurrency, prompts, now, seconds } = order;
  const before = await loadOf(server);
  const latencies: number[] = [];
  let running = 0;
  let waves = 0;
  let waited = false;
  do {
    order.stop.throwIfAborted();
    const since = now();
    let alive = since;
    let answered = 0;
    const ask = async (at: number) => {
      const begun = now();
      const reply = withIds(
        await server.complete({
          model: order.model,
          prompt: prompts[at % prompts.length]!,
          maxTokens: budget,
          minTokens: budget,
          // The end token ends nothing, see completionBody.
          stop: [],
          seed: at + waves * concurrency,
          sampling: order.sampling,
        }),
        server.url,
      );
      latencies.push(now() - begun);
      answered++;
      alive = now();
      if (reply.ids.length !== budget) {
        throw new TypeError(
          `Cannot time server ${server.url}: it gave ${reply.ids.length} tokens where ${budget} were asked for`,
        );
      }
    };
    const batch = Promise.all(
      Array.from({ length: concurrency }, (_, at) => ask(at)),
    );
    let over = false;
    const end = batch.finally(() => over = true);
    const looks = (async () => {
      let last: ServerLoad | null = null;
      let tokens: number | null = null;
      while (!over) {
        await Promise.race([order.pause(LOOK_SECONDS), end.catch(() => {})]);
        if (over) break;
        const load = await loadOf(server);
        if (load.tokens === null || load.tokens !== tokens) alive = now();
        tokens = load.tokens;
        // Only while none has ended: then all that run began together.
        if (answered === 0) last = load;
      }
      return last;
    })();
    // Whoever fails first tells why; the other is not left alone with its error.
    looks.catch(() => {});
    // By a clock of its own: a look may be what gets no answer.
    const watch = setInterval(() => {
      if (now() - alive < order.idleSeconds) return;
      server.drop(silence(server.url, order.idleSeconds));
    }, 1000 * Math.min(1, order.idleSeconds));
    try {
      await end;
    } finally {
      clearInterval(watch);
    }
    running += now() - since;
    waited ||= ((await looks)?.waiting ?? 0) > 0;
    waves++;
  } while (running < seconds && waves < MOST_WAVES);
  const after = await loadOf(server);
  const preemptions = growth(before.preemptions, after.preemptions);
  if (preemptions === null) {
    throw new TypeError(
      `Cannot time server ${server.url}: its metrics do not count preemptions`,
    );
  }
  const count = latencies.length;
  return {
    kind: "attempt",
    budget,
    concurrency,
    kvTokens: order.kvTokens,
    waves,
    latencySeconds: latencies.reduce((a, b) => a + b, 0) / count,
    requestsPerSecond: count / running,
    outputTokensPerSecond: count * budget / running,
    promptTokens: mean(
      Array.from(
        { length: concurrency },
        (_, at) => prompts[at % prompts.length]!.length,
      ),
    ),
    preemptions,
    waited,
  };
}

const mean = (values: readonly number[]) =>
  values.reduce((a, b) => a + b, 0) / values.length;

async function loadOf(server: Server): Promise<ServerLoad> {
  return readLoad(await server.metrics());
}
