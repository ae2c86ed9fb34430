import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { readJournal } from "../../pipeline/store/journal.ts";
import { plannedRuns } from "../../pipeline/study/run.ts";
import { probe } from "../../runner/probe.ts";
import type { News } from "../../runner/run.ts";
import { journalFile, readRunJournal } from "../../runner/run_journal.ts";
import { sealRuns } from "../../runner/seal.ts";
import { notForEngine } from "../../runner/served.ts";
import { connect } from "../../runner/server.ts";
import type { JournalRecord } from "../../runner/segment.ts";
import {
  generateRun,
  impatience,
  type OneRun,
  orderOf,
  writeAskedStudy,
} from "../fixtures/asked_study.ts";
import { forcedReply } from "../fixtures/fake_engine.ts";
import {
  type Asked,
  type Failure,
  type FakeOptions,
  type FakeVllm,
  fakeVllm,
  tokenize,
} from "../fixtures/fake_vllm.ts";
import { inTemporaryFolder } from "../fixtures/tiny.ts";
import type { GeneratedStudy } from "../../pipeline/study/study.ts";

interface World {
  readonly fake: FakeVllm;
  readonly folder: string;
  readonly study: GeneratedStudy;
  readonly order: (changed?: Partial<OneRun>) => Promise<OneRun>;
  /** Records of the journal after its header. */
  readonly records: () => Promise<JournalRecord[]>;
}

const inWorld = (
  options: FakeOptions,
  test: (world: World) => Promise<void>,
  changed: Record<string, unknown> = {},
) =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await writeAskedStudy(folder, changed);
    const fake = fakeVllm(options);
    try {
      await test({
        fake,
        folder,
        study,
        order: (changed) => orderOf(fake, folder, study, changed),
        records: async () => {
          const found: JournalRecord[] = [];
          await readJournal(
            journalFile(folder, plannedRuns(study)[0]!),
            () => (record) => void found.push(record as JournalRecord),
          );
          return found;
        },
      });
    } finally {
      await fake.end();
    }
  });

const kinds = (records: readonly JournalRecord[]) =>
  Object.fromEntries(
    ["session", "think", "answer"].map((kind) => [
      kind,
      records.filter((record) => record.kind === kind).length,
    ]),
  );

Deno.test("beginRun() asks once for every segment and keeps every reply", () =>
  inWorld({ stopOneIn: 6 }, async ({ fake, order, records }) => {
    const news: News[] = [];
    const its = await order({ told: (each) => void news.push(each) });
    fake.asked.length = 0;
    await generateRun(its);
    const kept = kinds(await records());
    equal(kept.session, 1);
    equal(kept.answer, 24);
    equal(fake.asked.length, kept.think! + kept.answer!);
    equal(new Set(fake.asked.map(({ seed }) => seed)).size, fake.asked.length);
    deepEqual(
      [news[0]!.kind, news.at(-1)!.kind, news.length - 2],
      ["begun", "finished", fake.asked.length],
    );
    fake.asked.length = 0;
    await generateRun(its);
    equal(fake.asked.length, 0, "a complete run asks for nothing");
    equal(kinds(await records()).session, 1, "and begins no session");
  }));

Deno.test("beginRun() keeps so many requests in flight, never more", async () => {
  for (const concurrency of [1, 3, 7]) {
    await inWorld({ slowness: 2 }, async ({ fake, order }) => {
      await generateRun(await order({ concurrency }));
      equal(fake.busiest(), concurrency);
    });
  }
});

Deno.test("the journal's records do not hang on concurrency or on failures that pass", async () => {
  const sorted = async (
    options: FakeOptions,
    concurrency: number,
  ) => {
    let found: string[] = [];
    await inWorld({ stopOneIn: 6, ...options }, async ({ order, records }) => {
      const its = await order({ concurrency });
      await generateRun(its);
      found = (await records()).map((record) => JSON.stringify(record)).sort();
    });
    return found;
  };
  const alone = await sorted({}, 1);
  deepEqual(await sorted({}, 16), alone);
  const troubles = [429, 500, 503, "hang up"] as const;
  const troubled = await sorted({
    failure: (seed, before) =>
      before < seed % 3 ? troubles[(seed >> 3) % 4]! : null,
    slowness: 1,
  }, 5);
  deepEqual(troubled, alone);
});

Deno.test("a server that dies ends the run after the tries, with its address; another goes on from there", () =>
  inWorld({ stopOneIn: 6 }, async ({ fake, folder, study, order, records }) => {
    const its = await order();
    const { told: _, ...rest } = its;
    let dead: Promise<void> | null = null;
    let answers = 0;
    await rejects(
      generateRun({
        ...rest,
        told: (news) => {
          if (news.kind === "kept" && ++answers === 10) dead ??= fake.end();
        },
      }),
      (error: Error) => {
        ok(
          error.message.startsWith(`Cannot ask ${fake.url}/v1/completions: `),
          error.message,
        );
        return true;
      },
    );
    await dead;
    const before = await records();
    ok(before.length > 10 && kinds(before).answer! < 24);

    const another = fakeVllm({ stopOneIn: 6 });
    try {
      await generateRun(await orderOf(another, folder, study));
      const after = await records();
      deepEqual(after.slice(0, before.length), before);
      deepEqual(kinds(after).answer, 24);
      const kept = new Set(before.map((record) => JSON.stringify(record)));
      equal(
        after.slice(before.length).find((record) =>
          record.kind !== "session" && kept.has(JSON.stringify(record))
        ),
        undefined,
      );
    } finally {
      await another.end();
    }
  }));

Deno.test("the first refusal stops the run; what was kept stays", () =>
  inWorld({}, async ({ fake, order, records }) => {
    const its = await order({ concurrency: 2 });
    fake.asked.length = 0;
    fake.options.failure = () => fake.asked.length >= 9 ? 400 : null;
    await rejects(generateRun(its), /status 400, The engine is unwell/);
    // Two in flight, and the other answer of each trajectory, which waits its turn.
    ok(fake.asked.length <= 9 + 4, `${fake.asked.length} requests`);
    const { think, answer } = kinds(await records());
    ok(think! + answer! <= 9);
  }));

Deno.test("an interrupted run ends with the reason and leaves a journal to go on with", () =>
  inWorld({ slowness: 3 }, async ({ fake, order, records }) => {
    const interrupted = new AbortController();
    let kept = 0;
    await rejects(
      generateRun(
        await order({
          signal: interrupted.signal,
          told: (news) => {
            if (news.kind === "kept" && ++kept === 6) {
              interrupted.abort(new Error("Interrupted"));
            }
          },
        }),
      ),
      /^Error: Interrupted$/,
    );
    const before = (await records()).length;
    ok(before >= 6);
    fake.options.slowness = 0;
    await generateRun(await order());
    equal(kinds(await records()).answer, 24);
    equal(kinds(await records()).session, 2);
  }));

Deno.test("a second runner on the same run is refused, the first goes on", () =>
  inWorld({ slowness: 20 }, async ({ order, records }) => {
    const its = await order();
    const begun = Promise.withResolvers<void>();
    const first = generateRun({ ...its, told: () => begun.resolve() });
    await begun.promise;
    // With a connection of its own: one that fails drops what it asked.
    await rejects(order().then(generateRun), /another runner holds it/);
    await first;
    equal(kinds(await records()).answer, 24);
  }));

Deno.test("a context too small for the longest prompt is refused before anything is kept", () =>
  inWorld({ maxModelLen: 66 }, async ({ order, records }) => {
    // 26 tokens of prompt, 16 of thinking, </think>, \boxed{, 8 of answer.
    const longest = tokenize("Problem p-3: what is 999?\n").length;
    const needed = longest + 16 + 1 + 7 + 8;
    const its = await order();
    const room = (maxModelLen: number) => ({
      ...its,
      probed: { ...its.probed, model: { id: "one", maxModelLen } },
    });
    await rejects(generateRun(room(needed - 1)), {
      name: "RangeError",
      message: `Cannot use server ${its.server.url}: its context is ${
        needed - 1
      } tokens and the study needs ${needed}, raise --max-model-len`,
    });
    deepEqual(await records(), []);
    await generateRun(room(needed));
  }));

Deno.test("a model that ends by itself is refused, with what to do", () =>
  inWorld({ lacks: ["ignore_eos"], stopOneIn: 3 }, async ({ order }) => {
    await rejects(
      order().then(generateRun),
      /it stopped by itself for reason 1, .*--generation-config vllm|token ids where 8 were/,
    );
  }));

Deno.test("another server version, seed or weights are refused, naming what changed", () =>
  inWorld({}, async ({ order }) => {
    const its = await order();
    await generateRun(its);
    await rejects(
      generateRun({ ...its, weights: { source: "one", digest: "f" } }),
      /it was begun with other settings, weights was .*"digest":null.* is .*"digest":"f"/,
    );
    await rejects(
      generateRun({ ...its, probed: { ...its.probed, version: "0.33.0" } }),
      /engineVersion was "0.32.0", is "0.33.0"/,
    );
    await rejects(
      generateRun({
        ...its,
        study: {
          ...its.study,
          sampling: { ...its.study.sampling, seed: 8 },
        },
      }),
      /sampling was .*"seed":7.* is .*"seed":8/,
    );
  }));

Deno.test("waits that do not count are generated too", () =>
  inWorld({ stopOneIn: 4 }, async ({ fake, folder, study, records }) => {
    const server = connect(fake.url, null, impatience);
    const probed = await probe(server, study);
    await generateRun(await orderOf(fake, folder, study, { server, probed }));
    equal(kinds(await records()).answer, 24);
  }, {
    forcing: {
      stopIds: ["</think>", "<|im_end|>", "<|endoftext|>"],
      closeThink: "",
      waitText: "\nWait, ",
      waitCounts: false,
      finalPrompt: "\\boxed{",
      answerTokens: 8,
    },
  }));

/** Ways a server can fail that pass by themselves: the run ends as if they had not been. */
const PASSING: readonly (readonly [name: string, FakeOptions])[] = [
  ["slow replies", { slowness: 20 }],
  ["429", { failure: (_, before) => before === 0 ? 429 : null }],
  ["429 that says when", {
    failure: (_, before) =>
      before === 0 ? { status: 429, retryAfter: "0" } : null,
  }],
  ["500", { failure: (_, before) => before < 2 ? 500 : null }],
  ["503", { failure: (_, before) => before === 0 ? 503 : null }],
  ["a connection that breaks before the reply", {
    failure: (_, before) => before === 0 ? "hang up" : null,
  }],
  ["a connection that breaks in the middle of the reply", {
    failure: (_, before) => before === 0 ? "cut off" : null,
  }],
];

for (const [name, options] of PASSING) {
  Deno.test(`a server's failure that passes changes nothing: ${name}`, async () => {
    const answers = async (options: FakeOptions) => {
      let found: string[] = [];
      await inWorld({ stopOneIn: 6, ...options }, async (world) => {
        await generateRun(await world.order());
        found = (await world.records()).map((each) => JSON.stringify(each));
      });
      return found.toSorted();
    };
    deepEqual(await answers(options), await answers({}));
  });
}

/** Ways that do not: the run stops, says so, keeps nothing of it, and goes on once the server is well. */
const STAYING: readonly (readonly [Failure, RegExp])[] = [
  [400, /status 400, The engine is unwell/],
  ["redirect", /status 307, a redirect, which is not followed/],
  ["garbage", /it is not JSON, 17 characters of something else/],
  ["no token ids", /it does not return token ids/],
  ["wrong count", /(thinking|answer) tokens where/],
  ["out of vocabulary", /token id 99999 is none of the 99 of the model/],
];

for (const [failure, message] of STAYING) {
  Deno.test(`a server's failure that stays is told and nothing of it is kept: ${failure}`, () =>
    inWorld({ stopOneIn: 6 }, async ({ fake, order, records }) => {
      const its = await order();
      fake.asked.length = 0;
      fake.options.failure = () => fake.asked.length >= 9 ? failure : null;
      await rejects(generateRun(its), message);
      const { think, answer } = kinds(await records());
      ok(think! + answer! <= 9, `${think} and ${answer} kept`);
      delete fake.options.failure;
      await generateRun(await order());
      equal(kinds(await records()).answer, 24);
    }));
}

Deno.test("a server that restarts in the middle is waited for, its counters from 0 again", () =>
  inWorld({ stopOneIn: 6, slowness: 3 }, async ({ fake, order, records }) => {
    let kept = 0;
    await generateRun(
      await order({
        told: (news) => {
          if (news.kind === "kept" && ++kept % 15 === 0) fake.restart();
        },
      }),
    );
    equal(kinds(await records()).answer, 24);
    ok(kept >= 30);
  }));

Deno.test("shards generate a run between them, each its own, and what a shard left another call ends", () =>
  inWorld({ stopOneIn: 6 }, async ({ fake, folder, study, order, records }) => {
    const run = plannedRuns(study)[0]!;
    const shard = (index: number) => ({ index, count: 3 });
    await generateRun(await order({ shard: shard(0) }));
    await generateRun(await order({ shard: shard(2) }));
    const two = (await readRunJournal(folder, study, run))!.progress;
    ok(two.trajectories.size > 0 && two.trajectories.size < 12);
    for (const index of [0, 2]) {
      await generateRun(await order({ shard: shard(index) }));
    }
    await generateRun(await order());
    const all = (await readRunJournal(folder, study, run))!.progress;
    equal(all.trajectories.size, 12);
    const mine = kinds(await records());
    equal(mine.answer, 24 - 2 * two.trajectories.size);
    const probe = ({ seed }: Asked) => seed === 0xffffffff;
    const seeds = fake.asked.filter((each) => !probe(each))
      .map(({ seed }) => seed);
    equal(new Set(seeds).size, seeds.length, "nothing is asked for twice");
  }));

const COMPRESSED = {
  kvStrategies: [{ kind: "streaming", retained: 4, interval: 4 }],
};

Deno.test("a compressed cache is generated by an engine, a request and a record for each trajectory, and goes on where it ended", () =>
  inWorld(
    { forced: forcedReply },
    async ({ fake, folder, study, order, records }) => {
      const probed = await probe(
        connect(fake.url, null, impatience),
        study,
        notForEngine,
      );
      const its = { probed, engine: "kvengine" } as const;
      const broken = new AbortController();
      let kept = 0;
      await rejects(
        order({
          ...its,
          concurrency: 1,
          signal: broken.signal,
          told: (news) => {
            if (news.kind !== "kept" || !news.answer) return;
            if (++kept === 4) broken.abort(new Error("Interrupted"));
          },
        }).then(generateRun),
        /Interrupted/,
      );
      await generateRun(await order(its));
      const found = await records();
      const forced = found.filter(({ kind }) => kind === "forced");
      // Three problems, two samples.
      equal(forced.length, 6);
      equal(found.filter(({ kind }) => kind === "session").length, 2);
      await generateRun(await order(its));
      equal((await records()).length, found.length);
      const { written } = await sealRuns(folder, {
        ...study,
        models: study.models.slice(0, 1),
      });
      deepEqual(written, ["sums/one-w16-streaming-4"]);
    },
    COMPRESSED,
  ));

Deno.test("vLLM is not asked again and again for a compressed cache", () =>
  inWorld({}, async ({ fake, study, order }) => {
    const probed = await probe(
      connect(fake.url, null, impatience),
      study,
      notForEngine,
    );
    await rejects(
      order({ probed }).then(generateRun),
      /Cannot generate sums\/one-w16-streaming-4 by asking vLLM again: every reply would begin with an uncompressed cache, name an engine/,
    );
  }, COMPRESSED));
