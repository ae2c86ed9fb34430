import { deepEqual, equal, match, rejects } from "node:assert/strict";
import { probe } from "../../runner/probe.ts";
import type { Patience } from "../../runner/retry.ts";
import {
  askedInTurn,
  expectSame,
  kvTokensOf,
  takeSeat,
} from "../../runner/seat.ts";
import { connect } from "../../runner/server.ts";
import { impatience } from "../fixtures/asked_study.ts";
import { type FakeOptions, fakeVllm, tokenize } from "../fixtures/fake_vllm.ts";
import { someSampling } from "../fixtures/trajectories.ts";
import { tinyStudy } from "../fixtures/tiny.ts";

const never = new AbortController().signal;

const ask = (seed: number) => ({
  model: "one",
  prompt: tokenize("1+1="),
  maxTokens: 8,
  minTokens: 0,
  seed,
  stop: [2],
  sampling: someSampling,
});

const page = (values: Record<string, number>) =>
  Object.entries(values).map(([name, value]) => `vllm:${name}{} ${value}\n`)
    .join("");

/** A seat at a fake server, with a clock that is set by hand. */
async function withSeat(
  options: FakeOptions,
  test: (
    world: ReturnType<typeof takeSeat> & {
      options: FakeOptions;
      clock: { now: number };
      waits: string[];
      asked: () => number;
    },
  ) => Promise<void>,
): Promise<void> {
  const fake = fakeVllm(options);
  const clock = { now: 0 };
  const waits: string[] = [];
  try {
    const probed = await probe(
      connect(fake.url, null, impatience),
      tinyStudy(),
    );
    fake.asked.length = 0;
    const taken = takeSeat({
      connect: (waiting: Patience["waiting"]) =>
        connect(fake.url, null, { ...impatience, waiting }),
      watch: connect(fake.url, null, { ...impatience, tries: 1 }),
      probed,
      context: 4096,
      most: 64,
      idleSeconds: 60,
      probeAgain: () => probe(connect(fake.url, null, impatience), tinyStudy()),
      waiting: ({ why }) => void waits.push(why),
      grown: () => {},
      now: () => clock.now,
    });
    await test({
      ...taken,
      options: fake.options,
      clock,
      waits,
      asked: () => fake.asked.length,
    });
  } finally {
    await fake.abandon();
  }
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 20));

Deno.test("a text that a server does not answer counts as silence, and the next server is asked", async () => {
  let silent = false;
  const gone = new AbortController();
  const server = Deno.serve(
    {
      signal: gone.signal,
      hostname: "127.0.0.1",
      port: 0,
      onListen: () => {},
    },
    () => silent ? new Promise(() => {}) : Response.json({ tokens: [7] }),
  );
  const clock = { now: 0 };
  const taken = () => {
    const its = connect(`http://127.0.0.1:${server.addr.port}`, null, {
      ...impatience,
      tries: 1,
    });
    return takeSeat({
      connect: () => its,
      watch: {
        ...its,
        metrics: () => Promise.resolve(page({ generation_tokens_total: 1 })),
      },
      probed: {
        model: { id: "one", maxModelLen: 512 },
        version: "0.32.0",
        flags: {},
        tokens: { stop: [2], wait: [3], closeThink: [], finalPrompt: [4] },
      },
      context: 100,
      most: 1,
      idleSeconds: 60,
      probeAgain: () => Promise.reject(new Error("was not away")),
      waiting: () => {},
      grown: () => {},
      now: () => clock.now,
    });
  };
  try {
    const [a, b] = [taken(), taken()];
    silent = true;
    const read = askedInTurn([a.seat, b.seat], async (seat) => {
      try {
        return await seat.tokenizer.text("1+1=");
      } finally {
        silent = false;
      }
    });
    await turn();
    clock.now = 1;
    await a.look();
    clock.now = 62;
    await a.look();
    deepEqual(await read, [7]);
  } finally {
    gone.abort();
    await server.finished;
  }
});

Deno.test("a seat begins with as many as surely fit into the cache its server tells", () =>
  withSeat({}, async ({ seat }) => {
    // 512 blocks of 32 tokens, 4,096 for each.
    equal(seat.size(), 4);
    await Promise.resolve();
  }));

Deno.test("a seat grows with what finishes, and shrinks when its server preempts", () =>
  withSeat({ slowness: 30 }, async ({ seat, look, options }) => {
    let values = { num_requests_waiting: 0, num_preemptions_total: 1 };
    options.metrics = () => page(values);
    const busy = async () => {
      const replies = Array.from(
        { length: seat.size() },
        (_, at) => seat.complete(ask(at), never),
      );
      await look();
      await Promise.all(replies);
    };
    await busy();
    equal(seat.size(), 4);
    for (let count = 0; count < 3; count++) seat.finished();
    await busy();
    equal(seat.size(), 7);
    values = { ...values, num_preemptions_total: 2 };
    await busy();
    equal(seat.size(), 5);
    // A restart: counters begin anew, nothing was preempted since.
    values = { ...values, num_preemptions_total: 0 };
    await busy();
    equal(seat.size(), 5);
  }));

Deno.test("a server that makes no tokens any more is dropped after the idle time, and asked again", () =>
  withSeat({}, async ({ seat, look, options, clock, waits, asked }) => {
    options.slowness = 1e6;
    let tokens = 5;
    options.metrics = () =>
      page({ num_requests_waiting: 0, generation_tokens_total: tokens });
    await look();
    const reply = seat.complete(ask(1), never);
    await turn();
    // Slow is not silent: as long as tokens come, whoever they are for.
    for (const now of [50, 100, 150]) {
      clock.now = now;
      tokens++;
      await look();
    }
    equal(asked(), 1);
    clock.now = 209;
    await look();
    equal(asked(), 1);
    options.slowness = 0;
    clock.now = 210;
    await look();
    equal((await reply).ids.length > 0, true);
    equal(asked(), 2);
    deepEqual(waits, ["no sign of life for 60 s"]);
  }));

Deno.test("a server whose metrics page is silent, or says nothing, is alive while it answers at all", () =>
  withSeat(
    { noMetrics: 404 },
    async ({ seat, look, options, clock, waits }) => {
      options.slowness = 1e6;
      const reply = seat.complete(ask(1), never);
      await turn();
      clock.now = 1e6;
      await look();
      deepEqual(waits, []);
      seat.drop(new Error("enough"));
      await rejects(reply, /enough/);
    },
  ));

Deno.test("a seat refuses a server that came back as another", () =>
  withSeat({}, async ({ seat, options }) => {
    await seat.revive(never);
    options.models = ["two"];
    await rejects(
      seat.revive(never),
      /^TypeError: Cannot use server http:\S+ that was away: it is .*"two".*, where .*"one".* is wanted/,
    );
  }));

Deno.test("kvTokensOf() reads either telling, null for none", () => {
  equal(
    kvTokensOf({ flags: { num_gpu_blocks: "512", block_size: "32" } }),
    16384,
  );
  equal(kvTokensOf({ flags: { kv_cache_size_tokens: "77" } }), 77);
  equal(kvTokensOf({ flags: {} }), null);
});

Deno.test("expectSame() compares model, version and tokens, not settings", () => {
  const its = {
    model: { id: "one", maxModelLen: 9 },
    version: "1",
    flags: {},
    tokens: { stop: [1], wait: [2], closeThink: [], finalPrompt: [3] },
  };
  expectSame(its, {
    ...its,
    flags: { a: 1 },
    model: { id: "one", maxModelLen: 8 },
  }, "x");
  let said = "";
  try {
    expectSame(its, { ...its, version: "2" }, "server http://a");
  } catch (error) {
    said = (error as Error).message;
  }
  match(
    said,
    /^Cannot use server http:\/\/a: it is .*"2".*, where .*"1".* is wanted$/,
  );
});
