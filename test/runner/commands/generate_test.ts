import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { writeAskedStudy } from "../../fixtures/asked_study.ts";
import {
  contents,
  start,
  startGenerate,
  until,
} from "../../fixtures/commands.ts";
import { type FakeVllm, fakeVllm } from "../../fixtures/fake_vllm.ts";
import { killedStudy } from "../../fixtures/kills.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";
import {
  inWorld,
  kept,
  PROBE_SEED,
  seal,
  segments,
} from "../../fixtures/world.ts";

const KILLS = 20;
const CONCURRENCY = 3;

/** A study of two runs with some 900 requests. */
const LARGER = {
  budgets: [8, 16, 24],
  samples: { full: 28, compressed: 2 },
};

Deno.test(`a study killed ${KILLS} times gives the files of one that was not, asks for nothing twice that was kept, loses nothing`, async () => {
  await killedStudy(KILLS, 20);
});

const few = ["--concurrency", String(CONCURRENCY)];

Deno.test("deno task run, status and seal: the whole path through the launcher", () =>
  inWorld({}, async ({ hosts, dataSet }) => {
    const { folder } = await dataSet("whole");
    const { code, stdout, stderr } = await start("run", [
      `--allow-run=${Deno.execPath()}`,
    ], [
      `./${folder}`,
      ...hosts.flatMap((host) => ["--server", `http://${host}`]),
      "--flag",
      "dtype=float32",
    ]).ended;
    equal(code, 0, stderr);
    deepEqual(
      stdout.trim().split("\n").toSorted(),
      [
        "sums/one-w16-full: begun, 0 of 48 generations of all runs are there",
        "sums/one-w16-full: finished",
        "sums/two-w16-full: begun, 0 of 48 generations of all runs are there",
        "sums/two-w16-full: finished",
      ],
    );
    match(stderr, /^Neither --gpu nor --cpu is named/);

    const status = await start("status", [], [`./${folder}`]).ended;
    match(
      status.stdout,
      /^sums\/one-w16-full +24 +24 +192 +192 +100\.0 +comp/m,
    );
    const done = await seal(folder);
    deepEqual(done.stdout.trim().split("\n"), [
      "sealed sums/one-w16-full",
      "sealed sums/two-w16-full",
      `./${folder}/manifest.json: 4 files`,
    ]);
    const plan = await start("plan", [], [`./${folder}`]).ended;
    match(plan.stdout, /^sums\/two-w16-full .* 24 {2}sealed$/m);
  }));

Deno.test("a sealed run is not generated again, with or without its journal", () =>
  inWorld({}, async ({ hosts, asked, dataSet }) => {
    const { folder } = await dataSet("sealed");
    const leftOut = (...runs: string[]) =>
      runs.map((run) =>
        `${run} is left out: it is sealed; copy the study into another folder to generate it again\n`
      ).join("");
    equal((await startGenerate(folder, [hosts[0]!]).ended).code, 0);
    equal((await seal(folder)).code, 0);
    await Deno.remove(join(folder, ".journal"), { recursive: true });
    const before = asked().length;

    const second = await startGenerate(folder, hosts).ended;
    equal(second.code, 0);
    equal(second.stderr, leftOut("sums/one-w16-full"));
    deepEqual(second.stdout.trim().split("\n"), [
      "sums/two-w16-full: begun, 0 of 24 generations of all runs are there",
      "sums/two-w16-full: finished",
    ]);
    equal((await seal(folder)).code, 0);
    ok(asked().length > before);

    const all = contents(folder);
    const since = asked().length;
    const third = await startGenerate(folder, hosts).ended;
    deepEqual(third, {
      code: 0,
      signal: null,
      stdout: "",
      stderr: leftOut("sums/one-w16-full", "sums/two-w16-full"),
    });
    equal(asked().length, since);
    deepEqual(contents(folder), all);
  }));

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.test(`${signal} ends with exit code 130 and a journal to go on with`, () =>
    inWorld({ slowness: 5 }, async ({ hosts, asked, dataSet }) => {
      const { folder, study } = await dataSet("interrupted");
      const runner = startGenerate(folder, hosts, { args: few });
      await until(() => asked().length > 20 || runner.over(), "20 requests");
      runner.kill(signal);
      const { code, stderr } = await runner.ended;
      equal(code, 130);
      equal(
        stderr,
        "Stopping once what is asked has been answered and kept; again to stop at once\n" +
          "Interrupted: every reply so far is kept, the same command goes on from there\n",
      );
      // What was asked has been answered, and kept.
      const { count } = await kept(folder, study);
      equal(count, asked().length);
      ok(count > 10);

      const refused = await seal(folder);
      equal(refused.code, 1);
      match(refused.stderr, /^Cannot seal .*: sums\/one-w16-full owes [0-9]+ /);
      equal(contents(folder).has("/manifest.json"), false);

      const { code: again } = await startGenerate(folder, hosts).ended;
      equal(again, 0);
      equal((await seal(folder)).code, 0);
    }));
}

Deno.test("a second SIGINT ends at once, and the next call goes on all the same", () =>
  inWorld({ slowness: 8000 }, async ({ hosts, fakes, asked, dataSet }) => {
    const { folder } = await dataSet("impatient");
    for (const { options } of fakes) options.probeSlowness = 0;
    const runner = startGenerate(folder, hosts, { args: few });
    await until(() => asked().length > 2 || runner.over(), "2 requests");
    const begun = performance.now();
    runner.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 100));
    runner.kill("SIGINT");
    const { code, stdout } = await runner.ended;
    equal(code, 130);
    ok(performance.now() - begun < 6000);
    equal(stdout.includes("finished"), false);
    for (const { options } of fakes) options.slowness = 0;
    equal((await startGenerate(folder, hosts).ended).code, 0);
  }));

Deno.test("two servers of one model share its trajectories, each keeps to one; when one goes away the other does the rest", () =>
  inWorld({ slowness: 4 }, async ({ fakes: [one], hosts, dataSet }) => {
    const two = fakeVllm({ stopOneIn: 6, models: ["one"], slowness: 4 });
    const { folder, study } = await dataSet("shared");
    const shared = [hosts[0]!, two.host];
    const only = ["--only", "model=one"];
    const done = await startGenerate(folder, shared, { args: only }).ended;
    equal(done.code, 0, done.stderr);
    const bySeed = segments(study);
    const whole = (fake: FakeVllm) =>
      new Set(
        fake.asked.filter(({ seed }) => seed !== PROBE_SEED)
          .map(({ seed }) => bySeed.get(seed)!.name.split(" ", 3).join(" ")),
      );
    const [mine, its] = [whole(one!), whole(two)];
    ok(mine.size > 20 && its.size > 20, `${mine.size} and ${its.size}`);
    equal(mine.union(its).size, 3 * LARGER.samples.full);
    equal(mine.intersection(its).size, 0);

    const once = (await kept(folder, study)).texts.toSorted();
    const again = await dataSet("left");
    const before = two.asked.length;
    const runner = startGenerate(again.folder, shared, { args: only });
    await until(() => two.asked.length > before + 60, "60 requests");
    await two.abandon();
    const { code, stderr } = await runner.ended;
    equal(code, 0, stderr);
    match(stderr, /^Waiting for http:\S+: connection /);
    deepEqual((await kept(again.folder, again.study)).texts.toSorted(), once);
  }, LARGER));

Deno.test("--only and --samples generate a part, status tells of it, the rest is owed until it is generated too", () =>
  inWorld({}, async ({ hosts, asked, dataSet }) => {
    const { folder } = await dataSet("part");
    const args = ["--only", "model=one,bits=16", "--samples", "2"];
    const part = await startGenerate(folder, hosts, { args }).ended;
    deepEqual([part.code, part.stderr], [0, ""]);
    equal(part.stdout.includes("two-w16-full"), false);
    const json = async (its: readonly string[]) => {
      const { stdout } = await start("status", [], [
        `./${folder}`,
        "--json",
        ...its,
      ]).ended;
      return JSON.parse(stdout);
    };
    const { dataSet: name, runs, calls } = await json(args);
    deepEqual([name, runs.length, calls], ["tiny", 1, []]);
    deepEqual(
      [runs[0].state, runs[0].generations, runs[0].doneGenerations],
      ["complete", 12, 12],
    );
    deepEqual(
      (await json([])).runs.map((run: { state: string }) => run.state),
      ["begun", "not begun"],
    );
    match((await seal(folder)).stderr, /owes 12 generations/);
    const before = asked().length;
    equal((await startGenerate(folder, hosts).ended).code, 0);
    const seeds = asked().map(({ seed }) => seed);
    equal(new Set(seeds).size, seeds.length, "nothing is asked for twice");
    ok(asked().length > before);
    equal((await seal(folder)).code, 0);
  }));

Deno.test("status tells how a call goes that is under way", () =>
  inWorld({ slowness: 400 }, async ({ hosts, fakes, dataSet }) => {
    const { folder } = await dataSet("going");
    for (const { options } of fakes) options.probeSlowness = 0;
    const runner = startGenerate(folder, hosts, { args: few });
    const calls = async () => {
      const { stdout } = await start("status", [], [`./${folder}`, "--json"])
        .ended;
      return JSON.parse(stdout).calls;
    };
    let under: Awaited<ReturnType<typeof calls>> = [];
    while (under.length === 0 && !runner.over()) under = await calls();
    equal(under.length, 1);
    equal(under[0].generations, 48);
    deepEqual(
      under[0].servers.map(({ model, window }: Record<string, unknown>) => [
        model,
        window,
      ]),
      [["one", CONCURRENCY], ["two", CONCURRENCY]],
    );
    runner.kill("SIGINT");
    equal((await runner.ended).code, 130);
    deepEqual(await calls(), []);
  }));

Deno.test("the launcher passes SIGTERM on", () =>
  inWorld({ slowness: 100 }, async ({ hosts, asked, dataSet }) => {
    const { folder } = await dataSet("terminated");
    const launcher = start("run", [`--allow-run=${Deno.execPath()}`], [
      `./${folder}`,
      "--server",
      `http://${hosts[0]}`,
    ]);
    await until(() => asked().length > 5 || launcher.over(), "5 requests");
    launcher.kill("SIGTERM");
    const { code, stderr } = await launcher.ended;
    equal(code, 130, stderr);
    match(stderr, /Interrupted: every reply so far is kept/);
  }));

Deno.test("SIGINT ends at once while a server that is away is waited for", () =>
  inWorld({
    failure: (seed, before) =>
      seed === PROBE_SEED ? null : before === 0 ? 503 : "hang up",
  }, async ({ hosts, asked, dataSet }) => {
    const { folder } = await dataSet("away");
    const runner = startGenerate(folder, hosts);
    await until(() => asked().length > 30 || runner.over(), "30 requests");
    const begun = performance.now();
    runner.kill("SIGINT");
    equal((await runner.ended).code, 130);
    ok(performance.now() - begun < 5000);
  }));

Deno.test("a server that is not running is told soon, and that it is waited for", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    await writeAskedStudy(folder);
    const fake = fakeVllm();
    await fake.end();
    const begun = performance.now();
    const { code, stderr } = await startGenerate(folder, [fake.host]).ended;
    equal(code, 75);
    equal(
      stderr,
      `Waiting for ${fake.url}: connection refused, next try in 1 s\n` +
        `Cannot ask ${fake.url}/version: connection refused\n`,
    );
    ok(performance.now() - begun < 5000);
  }));

Deno.test("a server that is away while it generates is waited for, one line per wait", () =>
  inWorld({
    failure: (seed, before) => seed !== PROBE_SEED && before === 0 ? 503 : null,
  }, async ({ fakes, hosts, dataSet }) => {
    const { folder } = await dataSet("waiting");
    const { code, stderr } = await startGenerate(folder, hosts).ended;
    equal(code, 0, stderr);
    const lines = stderr.trim().split("\n");
    const line =
      /^Waiting for (http:\S+): status 503, The engine is unwell, next try in 1 s$/;
    deepEqual(
      new Set(lines.map((each) => line.exec(each)?.[1])),
      new Set(fakes.map(({ url }) => url)),
    );
    ok(lines.length < 24, `${lines.length} lines`);
  }));

Deno.test("a refused request ends with the server's own words and goes on once it is served", () =>
  inWorld({}, async ({ fakes, hosts, dataSet }) => {
    const { folder } = await dataSet("refused");
    fakes[0]!.options.failure = (seed) => seed % 7 === 0 ? 400 : null;
    const { code, stderr } = await startGenerate(folder, hosts).ended;
    equal(code, 1);
    match(
      stderr,
      /^Cannot ask http:\/\/127\.0\.0\.1:[0-9]+\/v1\/completions: status 400, The engine is unwell\n$/,
    );
    delete fakes[0]!.options.failure;
    equal((await startGenerate(folder, hosts).ended).code, 0);
  }));

Deno.test("servers that are unfit, foreign or twice the same are refused before anything is written", () =>
  inWorld({}, async ({ fakes, hosts, dataSet }) => {
    const { folder } = await dataSet("unfit");
    const before = contents(folder);
    const refused = async (its: readonly string[], message: RegExp) => {
      const { code, stderr } = await startGenerate(folder, its).ended;
      equal(code, 1);
      match(stderr, message);
    };
    const { code, stderr } = await startGenerate(folder, [hosts[0]!, hosts[0]!])
      .ended;
    equal(code, 2);
    match(stderr, /^Cannot use server http:\S+ twice: name it once/);
    fakes[0]!.options.models = ["other"];
    await refused(hosts, /it serves other, the study plans one, two;/);
    fakes[0]!.options.models = ["one"];
    fakes[1]!.options.lacks = ["return_token_ids"];
    await refused(hosts, /it does not return token ids/);
    deepEqual(contents(folder), before);
  }));

Deno.test("a call that is off says how it should be, with exit code 2", () =>
  inTemporaryFolder(async (outer) => {
    const folder = `${outer}/tiny`;
    const calls: [string[], RegExp][] = [
      [[`./${folder}`], /^Name a server.*\n\ndeno task run <set>/],
      [["--server", "http://127.0.0.1:1"], /^Name one data set/],
      [[`./${folder}`, "--serve", "x"], /^Unknown option '--serve'/],
    ];
    for (const [args, message] of calls) {
      const { code, stderr } = await start("run", [], args).ended;
      equal(code, 2);
      match(stderr, message);
    }
  }));

Deno.test("the API key reaches the server, and no file or output", () =>
  inWorld({ key: "canary" }, async ({ hosts, dataSet }) => {
    const { folder } = await dataSet("keyed");
    const call = (key: string) =>
      startGenerate(folder, hosts, { env: { NOTALLBITS_API_KEY: key } }).ended;
    const wrong = await call("canary-of-another");
    equal(wrong.code, 1);
    match(wrong.stderr, /status 401/);
    const right = await call("canary");
    equal(right.code, 0, right.stderr);
    equal((await seal(folder)).code, 0);
    const said = [wrong, right].map(({ stdout, stderr }) => stdout + stderr);
    for (const text of [...said, ...contents(folder).values()]) {
      ok(!text.includes("canary"));
    }
  }));
