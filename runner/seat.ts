/** A server at work: how much it is given, and whether it still shows signs of life. */
import { mayPass, type Patience, ServerError } from "./retry.ts";
import {
  type CompletionAsk,
  type TokenCompletion,
  withIds,
} from "./completion.ts";
import type { ForcedAsk, ForcedReply } from "./forced.ts";
import { inFlight } from "./in_flight.ts";
import type { Probed } from "./probe.ts";
import type { Tokenize, Tokenizer } from "./prompts.ts";
import type { Server } from "./server.ts";
import { readLoad, type ServerLoad, UNKNOWN_LOAD } from "./server_load.ts";
import { firstWindow, nextWindow, type Window } from "./window.ts";

/** A server that generates trajectories. */
export interface Seat {
  readonly url: string;
  readonly probed: Probed;
  /** Asks when there is room; ServerError once it was asked in vain often enough. */
  readonly complete: (
    ask: CompletionAsk,
    ended: AbortSignal,
  ) => Promise<TokenCompletion>;
  /** The same for a whole trajectory, of an engine. */
  readonly force: (
    ask: ForcedAsk,
    ended: AbortSignal,
  ) => Promise<ForcedReply>;
  /** Reads texts as its model does. */
  readonly tokenizer: Tokenizer;
  /** Trajectories it should have at once. */
  readonly size: () => number;
  /** Is told when a trajectory has ended: room to grow. */
  readonly finished: () => void;
  /** Lets go of what is asked and not answered. */
  readonly drop: Server["drop"];
  /** Resolves once a server that was asked in vain is back; rejects when it stays away or has become another. */
  readonly revive: (ended: AbortSignal) => Promise<void>;
  /** How it stands, for people. */
  readonly standing: () => Standing;
}

/** How a seat stands. */
export interface Standing {
  readonly url: string;
  readonly window: number;
  readonly inFlight: number;
  readonly load: ServerLoad;
}

/** What taking a seat needs. */
interface SeatOrder {
  /** Connects to the server; patience tells the seat when it waits. */
  readonly connect: (waiting: Patience["waiting"]) => Server;
  /** The same server, asked once at a time. */
  readonly watch: Server;
  readonly probed: Probed;
  /** Most tokens of a trajectory, prompt and all. */
  readonly context: number;
  /** Trajectories at once, at most. */
  readonly most: number;
  /** Seconds without a sign of life after which its requests are dropped and sent again. */
  readonly idleSeconds: number;
  /** Looks at the server again and resolves with what it is then. */
  readonly probeAgain: (ended: AbortSignal) => Promise<Probed>;
  readonly waiting: Patience["waiting"];
  /** Is called when there may be more room. */
  readonly grown: () => void;
  /** Seconds that only go on. */
  readonly now: () => number;
}

/** A seat, and the look at its server that is to be repeated while it works. */
export function takeSeat(order: SeatOrder): {
  readonly seat: Seat;
  readonly look: () => Promise<void>;
} {
  const { watch, probed, most, idleSeconds, now, grown } = order;
  const url = watch.url;
  let window: Window = firstWindow(kvTokensOf(probed), order.context, most);
  let finished = 0;
  let refused = 0;
  let reading = 0;
  let signOfLife = now();
  const room = inFlight(() => Math.floor(window.size));
  const server = order.connect((error, seconds) => {
    refused++;
    order.waiting(error, seconds);
  });

  async function look(): Promise<void> {
    const before = window.load.tokens;
    const load = await loadOf(watch, idleSeconds);
    const isAlive = load !== null &&
      (load.tokens === null || load.tokens !== before);
    if (isAlive || room.busy() + reading === 0) signOfLife = now();
    window = nextWindow(window, {
      load: load ?? UNKNOWN_LOAD,
      inFlight: room.busy(),
      finished,
      refused,
    }, most);
    finished = refused = 0;
    room.widen();
    grown();
    if (now() - signOfLife < idleSeconds) return;
    signOfLife = now();
    server.drop(silence(url, idleSeconds));
  }

  const answered = <T>(ask: () => Promise<T>, ended: AbortSignal) =>
    room.within(async () => {
      ended.throwIfAborted();
      const reply = await ask();
      signOfLife = now();
      return reply;
    });
  /** Reads a text: a server that does not answer is silent, though it generates nothing. */
  const read = (how: Tokenize): Tokenize => async (text) => {
    if (room.busy() + reading++ === 0) signOfLife = now();
    try {
      const ids = await how(text);
      signOfLife = now();
      return ids;
    } finally {
      reading--;
    }
  };
  const { text, chat } = tokenizerOf(server, probed.model.id);

  const seat: Seat = {
    url,
    probed,
    complete: (ask, ended) =>
      answered(async () => withIds(await server.complete(ask), url), ended),
    force: (ask, ended) => answered(() => server.force(ask), ended),
    tokenizer: { text: read(text), chat: read(chat) },
    size: () => Math.floor(window.size),
    finished: () => void finished++,
    drop: server.drop,
    revive: async (ended) => {
      const again = await order.probeAgain(ended);
      expectSame(probed, again, `server ${url} that was away`);
      signOfLife = now();
    },
    standing: () => ({
      url,
      window: Math.floor(window.size),
      inFlight: room.busy(),
      load: window.load,
    }),
  };
  return { seat, look };
}

/** What a request ends with whose server has fallen silent; like a broken connection. */
export function silence(url: string, seconds: number): ServerError {
  return new ServerError(url, "", `no sign of life for ${seconds} s`, null);
}

/** Reads texts as a server's model does. */
export function tokenizerOf(server: Server, model: string): Tokenizer {
  return {
    text: (text) => server.tokenize(model, text),
    chat: (message) => server.tokenizeChat(model, message),
  };
}

/** What the first server says that is there; the last one's absence when none is. */
export async function askedInTurn<T>(
  seats: readonly Seat[],
  action: (seat: Seat) => Promise<T>,
): Promise<T> {
  for (const seat of seats.slice(0, -1)) {
    try {
      return await action(seat);
    } catch (error) {
      if (!mayPass(error)) throw error;
    }
  }
  return await action(seats.at(-1)!);
}

/** Tokens the server's KV cache holds, where it tells. */
export function kvTokensOf({ flags }: Pick<Probed, "flags">): number | null {
  const told = Number(flags.kv_cache_size_tokens);
  if (told > 0) return told;
  const product = Number(flags.num_gpu_blocks) * Number(flags.block_size);
  return product > 0 ? product : null;
}

/** Refuses a server that does not generate what another does, or did. */
export function expectSame(one: Probed, other: Probed, what: string): void {
  const told = ({ model, version, tokens }: Probed) =>
    JSON.stringify({ model: model.id, version, tokens });
  if (told(one) === told(other)) return;
  throw new TypeError(
    `Cannot use ${what}: it is ${told(other)}, where ${told(one)} is wanted`,
  );
}

/** The load of a server, all unknown where it has no such page; null: it gave no answer. */
async function loadOf(
  watch: Server,
  idleSeconds: number,
): Promise<ServerLoad | null> {
  try {
    return readLoad(
      await watch.metrics(
        AbortSignal.timeout(1000 * Math.min(10, idleSeconds)),
      ),
    );
  } catch (error) {
    return error instanceof ServerError && error.status !== null
      ? UNKNOWN_LOAD
      : null;
  }
}
