import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { readManifest } from "../../../pipeline/store/manifest.ts";
import {
  memoryOrigin,
  readMemory,
  readTimingFile,
  timingOrigin,
} from "../../../pipeline/store/speed_files.ts";
import { writeTimings } from "../../../pipeline/store/speed_writer.ts";
import { timingProblems } from "../../../pipeline/study/timing.ts";
import { ServerError } from "../../../runner/retry.ts";
import { sealRuns } from "../../../runner/seal.ts";
import type { Server } from "../../../runner/server.ts";
import {
  type TimeOrder,
  timeWeights,
} from "../../../runner/timing/time_weights.ts";
import { readTimingJournal } from "../../../runner/timing/timing_journal.ts";
import {
  generateRun,
  orderOf,
  writeAskedStudy,
} from "../../fixtures/asked_study.ts";
import { withFakeVllm } from "../../fixtures/fake_vllm.ts";
import { someSampling } from "../../fixtures/trajectories.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

const never = new AbortController().signal;
const of = {
  model: "one",
  weightBits: 16 as const,
  kv: { kind: "full" as const },
};

const layers = (bytes: number) =>
  [0, 1].map((layer) => ({
    name: `layers.${layer}.up.weight`,
    dtype: "bfloat16",
    shape: [4, 8],
    bytes,
  }));

/** A server with a clock of its own, whose requests run as one batch: a token takes a hundredth of a second and a thousandth for each generation of it; from `preempts` at once on it preempts, from `dies` on it dies. */
function clocked(
  { preempts = Infinity, dies = Infinity, slots = Infinity } = {},
) {
  let preemptions = 0;
  let now = 0;
  let pending: { tokens: number; end: PromiseWithResolvers<number> }[] = [];
  const batches: number[] = [];
  const gone = new ServerError(
    "http://clocked",
    "/v1",
    "connection closed",
    null,
  );
  const tick = () => new Promise((resolve) => setTimeout(resolve, 0));
  async function run() {
    for (let turn = 0; turn < 5; turn++) await tick();
    const batch = pending;
    pending = [];
    batches.push(batch.length);
    if (batch.length >= preempts) preemptions++;
    now += batch[0]!.tokens * (0.01 + 0.001 * batch.length);
    for (const { tokens, end } of batch) {
      if (batch.length >= dies) end.reject(gone);
      else end.resolve(tokens);
    }
  }
  const server: Server = {
    url: "http://clocked",
    complete: async ({ maxTokens: tokens, minTokens, stop }) => {
      equal(minTokens, tokens);
      deepEqual(stop, []);
      if (pending.length === 0) void run();
      const end = Promise.withResolvers<number>();
      pending.push({ tokens, end });
      const ids = Array(await end.promise).fill(5);
      return { ids, text: "", stop: false, stopReason: null, prompt: null };
    },
    metrics: () =>
      Promise.resolve(
        `vllm:num_preemptions_total{} ${preemptions}\nvllm:num_requests_waiting{} ${
          Math.max(0, pending.length - slots)
        }\nvllm:num_requests_running{} ${Math.min(pending.length, slots)}\n`,
      ),
    force: () => Promise.reject(new Error("The engine is not timed")),
    tokenize: () => Promise.resolve([]),
    tokenizeChat: () => Promise.resolve([]),
    version: () => Promise.resolve("1"),
    models: () => Promise.resolve([]),
    drop: () => {},
    countTensors: () =>
      Promise.resolve({
        ...{ loaded: layers(64), kept: layers(32) },
        reported: 200,
        kvBytesPerToken: 16,
      }),
  };
  return { server, batches, now: () => now };
}

const order = (
  folder: string,
  { server, now }: Pick<ReturnType<typeof clocked>, "server" | "now">,
  changed: Partial<TimeOrder> = {},
): TimeOrder => ({
  folder,
  server,
  now,
  settings: {
    ...of,
    engine: "vllm",
    engineVersion: "1",
    weights: { source: "one", digest: null },
    machine: { gpu: "G", driver: null, cpu: null },
  },
  flags: { block_size: "8" },
  kvTokens: 24 * 20,
  probed: {
    model: { id: "one", maxModelLen: 64 },
    version: "1",
    flags: { enable_prefix_caching: "False" },
    tokens: { stop: [1], wait: [2], closeThink: [], finalPrompt: [3] },
  },
  prompts: [[1, 2, 3, 4], [1, 2, 3, 4, 5, 6]],
  sampling: someSampling,
  budgets: [8, 16],
  fitted: [],
  most: 64,
  growth: 2,
  seconds: 0,
  idleSeconds: 300,
  countMemory: false,
  stop: never,
  pause: () => new Promise((resolve) => setTimeout(resolve, 0)),
  told: () => {},
  ...changed,
});

const inFolder = (test: (folder: string) => Promise<void>) =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    await Deno.mkdir(folder);
    await test(folder);
  });

const batches = async (folder: string, budget: number) =>
  (await readTimingJournal(folder, of))!.timed.attempts
    .filter((each) => each.budget === budget)
    .map(({ concurrency }) => concurrency);

Deno.test("timeWeights() goes up to what the cache holds: 480 tokens in blocks of 8, 16 and 24 for each", () =>
  inFolder(async (folder) => {
    await timeWeights(order(folder, clocked()));
    deepEqual(await batches(folder, 8), [1, 2, 4, 8, 16, 30]);
    deepEqual(await batches(folder, 16), [1, 2, 4, 8, 16, 20]);
    const { timed: { attempts } } = (await readTimingJournal(folder, of))!;
    const [alone, two] = attempts;
    ok(Math.abs(alone!.latencySeconds - 8 * 0.011) < 1e-9);
    ok(Math.abs(two!.requestsPerSecond - 2 / (8 * 0.012)) < 1e-9);
    ok(Math.abs(two!.outputTokensPerSecond - 2 / 0.012) < 1e-9);
    deepEqual([alone!.promptTokens, two!.promptTokens], [4, 5]);
  }));

Deno.test("timeWeights() closes in on the largest batch without preemption, and on one that runs at once", async () => {
  await inFolder(async (folder) => {
    await timeWeights(
      order(folder, clocked({ preempts: 12 }), { budgets: [8] }),
    );
    deepEqual(await batches(folder, 8), [1, 2, 4, 8, 16, 12, 10, 11]);
  });
  await inFolder(async (folder) => {
    await timeWeights(order(folder, clocked({ slots: 6 }), { budgets: [8] }));
    deepEqual(await batches(folder, 8), [1, 2, 4, 8, 6, 7]);
  });
});

Deno.test("an interrupted timing goes on where it ended and repeats no attempt", () =>
  inFolder(async (folder) => {
    const stop = new AbortController();
    const its = clocked();
    let told = 0;
    await rejects(
      timeWeights(order(folder, its, {
        stop: stop.signal,
        told: () => {
          if (++told === 4) stop.abort(new Error("Interrupted"));
        },
      })),
      /Interrupted/,
    );
    deepEqual(await batches(folder, 8), [1, 2, 4, 8]);
    await timeWeights(order(folder, its));
    deepEqual(await batches(folder, 8), [1, 2, 4, 8, 16, 30]);
    deepEqual(await batches(folder, 16), [1, 2, 4, 8, 16, 20]);
    const before = its.batches.length;
    await timeWeights(order(folder, its));
    equal(its.batches.length, before, "nothing is left to be timed");
  }));

Deno.test("a batch at which the server dies twice is one for which its memory is too small", () =>
  inFolder(async (folder) => {
    const its = order(folder, clocked({ dies: 4 }), { budgets: [8] });
    for (let time = 0; time < 2; time++) {
      await rejects(timeWeights(its), /connection closed/);
    }
    await timeWeights(its);
    const { timed } = (await readTimingJournal(folder, of))!;
    deepEqual(timed.deaths.map(({ concurrency }) => concurrency), [4, 4]);
    deepEqual(await batches(folder, 8), [1, 2, 3]);
  }));

Deno.test("a server that stops in the middle of a batch is dropped after the idle time, metrics or not, and that is on record", () =>
  inFolder(async (folder) => {
    const its = clocked();
    const dropped = Promise.withResolvers<never>();
    dropped.promise.catch(() => {});
    let asked = 0;
    const server: Server = {
      ...its.server,
      complete: (ask) =>
        ++asked > 3 ? dropped.promise : its.server.complete(ask),
      metrics: () => asked > 3 ? dropped.promise : its.server.metrics(),
      drop: dropped.reject,
    };
    await rejects(
      timeWeights(
        order(folder, { server, now: () => performance.now() / 1000 }, {
          idleSeconds: 0.2,
        }),
      ),
      /no sign of life for 0\.2 s/,
    );
    const { timed } = (await readTimingJournal(folder, of))!;
    deepEqual(timed.deaths.map(({ why }) => why), [
      "no sign of life for 0.2 s",
    ]);
  }));

Deno.test("another machine, a prefix cache and a small context are refused", () =>
  inFolder(async (folder) => {
    const its = order(folder, clocked(), { budgets: [8] });
    await timeWeights(its);
    const { settings, probed } = its;
    await rejects(
      timeWeights({
        ...its,
        settings: {
          ...settings,
          machine: { gpu: "H", driver: null, cpu: null },
        },
      }),
      /it was begun with other settings, machine was .*"G".* is .*"H"/,
    );
    for (
      const [flags, what] of [[{ enable_prefix_caching: "True" }, "on"], [
        {},
        "not told",
      ]] as const
    ) {
      await rejects(
        timeWeights({ ...its, probed: { ...probed, flags } }),
        new RegExp(
          `its prefix cache is ${what}, start it with --no-enable-prefix-caching`,
        ),
      );
    }
    await rejects(
      timeWeights({
        ...its,
        probed: { ...probed, model: { id: "one", maxModelLen: 13 } },
      }),
      /its context is 13 tokens and 14 are needed/,
    );
  }));

Deno.test("sealing makes timing.arrow: what was measured, what was fitted, and a second timing replaces the first", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await writeAskedStudy(folder, { budgets: [8, 16, 32] });
    await withFakeVllm({ maxModelLen: 128 }, async (fake) => {
      await generateRun(await orderOf(fake, folder, study));
    });
    await timeWeights(
      order(folder, clocked({ preempts: 12 }), { fitted: [32] }),
    );
    await sealRuns(folder, study);
    const timings = (await readTimingFile(folder))!;
    deepEqual(timingProblems(study, timings), []);
    const row = (budget: number, concurrency: number) =>
      timings.find((t) =>
        t.budget === budget && t.concurrency === concurrency
      )!;
    equal(row(8, 1).method, "measured");
    equal(row(8, 12).preemptions, 1);
    const alone = row(32, 1);
    equal(alone.method, "fitted");
    ok(Math.abs(alone.latencySeconds / (32 * 0.011) - 1) < 1e-6);
    equal(timings.filter(({ budget }) => budget === 32).length, 2);
    const sealed = (await readManifest(folder))!.files.find(({ path }) =>
      path === "timing.arrow"
    )!;
    equal(sealed.rows, timings.length);

    await Deno.remove(join(folder, ".journal", ".timing"), { recursive: true });
    await timeWeights(order(folder, clocked()));
    await sealRuns(folder, study);
    equal(
      (await readTimingFile(folder))!.some(({ method }) => method === "fitted"),
      false,
    );
  }));

Deno.test("sealing makes memory.arrow of what a server counted, keeps it when its journal is gone, and adds other weights", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await writeAskedStudy(folder, { budgets: [8, 16] });
    const its = order(folder, clocked(), { countMemory: true });
    await timeWeights(its);
    await timeWeights(its);
    await sealRuns(folder, study);
    const file = join(folder, "memory.arrow");
    const one = {
      model: "one",
      weightBits: 16,
      kv: "full",
      parameterBytes: 128,
      serverReportedBytes: 200,
      kvBytesPerToken: 16,
    };
    deepEqual(readMemory(await Deno.readFile(file), file), [one]);
    match(
      JSON.stringify(memoryOrigin(await Deno.readFile(file), file)),
      /"loaded":\[\{"name":"layers\.\*\.up\.weight","dtype":"bfloat16","shape":\[4,8\],"count":2,"bytes":128\}\]/,
    );
    await Deno.remove(join(folder, ".journal", ".timing"), { recursive: true });
    await sealRuns(folder, study);
    deepEqual(readMemory(await Deno.readFile(file), file), [one]);

    const settings = { ...its.settings, model: "two" };
    await timeWeights({ ...its, settings });
    await sealRuns(folder, study);
    deepEqual(
      readMemory(await Deno.readFile(file), file),
      [one, { ...one, model: "two" }],
    );
  }));

Deno.test("timings whose journal is gone stay as they were sealed when other weights are timed, unless their file has changed", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await writeAskedStudy(folder, { budgets: [8, 16, 32] });
    await withFakeVllm({ maxModelLen: 128 }, async (fake) => {
      await generateRun(await orderOf(fake, folder, study));
    });
    await timeWeights(order(folder, clocked(), { fitted: [32] }));
    await sealRuns(folder, study);
    const first = (await readTimingFile(folder))!;
    await Deno.remove(join(folder, ".journal", ".timing"), { recursive: true });

    const its = order(folder, clocked());
    const settings = { ...its.settings, model: "two" };
    await timeWeights({ ...its, settings });
    await sealRuns(folder, study);
    const both = (await readTimingFile(folder))!;
    deepEqual(both.filter(({ model }) => model === "one"), first);
    ok(both.some(({ model }) => model === "two"));
    deepEqual(timingProblems(study, both), []);
    const file = join(folder, "timing.arrow");
    const origin = JSON.stringify(
      timingOrigin(await Deno.readFile(file), file),
    );
    match(origin, /"weights":\[\{"model":"one".*\{"model":"two"/);
    match(origin, /"fits":\{"one-w16-full":\{"perRequest"/);

    await writeTimings(folder, first.slice(1), JSON.parse(origin));
    await rejects(
      sealRuns(folder, study),
      /Cannot use .*timing\.arrow: it has \d+ bytes, the manifest says/,
    );
  }));
