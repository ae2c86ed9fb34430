import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { readTimingFile } from "../../../pipeline/store/speed_files.ts";
import { timingProblems } from "../../../pipeline/study/timing.ts";
import { writeAskedStudy } from "../../fixtures/asked_study.ts";
import { start, startGenerate } from "../../fixtures/commands.ts";
import { withFakeVllm } from "../../fixtures/fake_vllm.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

/** A metrics page of a server without a prefix cache that never preempts. */
const page = (prefixes: string) =>
  `vllm:cache_config_info{block_size="8",enable_prefix_caching="${prefixes}",engine="0",num_gpu_blocks="48"} 1.0
vllm:num_preemptions_total{engine="0"} 0.0
vllm:num_requests_waiting{engine="0"} 0.0
vllm:num_requests_running{engine="0"} 0.0
`;

Deno.test("deno task time: latency and the largest batch of every budget, sealed, and hours for the plan", () =>
  inTemporaryFolder(async (outer) => {
    const folder = join(outer, "tiny");
    const study = await writeAskedStudy(folder);
    await withFakeVllm({ slowness: 5 }, async (fake) => {
      const { options } = fake;
      const time = (...args: string[]) =>
        start("time", [`--allow-run=${Deno.execPath()}`], [
          `./${folder}`,
          "--server",
          fake.url,
          "--seconds",
          "0.01",
          ...args,
        ]).ended;
      options.metrics = () => page("True");
      const cached = await time("--cpu", "x");
      equal(cached.code, 1);
      match(cached.stderr, /its prefix cache is on, start it with --no-enable/);
      options.metrics = () => page("False");
      const nameless = await time();
      equal(nameless.code, 2);
      match(nameless.stderr, /^Name the machine/);

      const { code, stdout, stderr } = await time("--cpu", "two cores");
      equal(code, 0, stderr);
      // 48 blocks of 8: 26 tokens of prompt and 8 take 5, with 16 they take 6.
      const batches = [1, 2, 4, 8];
      const lines = stdout.trim().split("\n");
      deepEqual(
        lines.map((line) =>
          /budget (\d+), batch of (\d+)/.exec(line)!.slice(1)
        ),
        ["8", "16"].flatMap((budget) =>
          [...batches, ...(budget === "8" ? [9] : [])]
            .map((batch) => [budget, String(batch)])
        ),
      );
      const again = await time("--cpu", "two cores");
      deepEqual([again.code, again.stdout], [0, ""]);
      const other = await time("--cpu", "four cores");
      match(other.stderr, /machine was .*two cores.* is .*four cores/);

      delete options.metrics;
      equal((await startGenerate(folder, [fake.host]).ended).code, 0);
    });
    equal(
      (await start("seal", [`--allow-write=${folder}`], [`./${folder}`]).ended)
        .code,
      0,
    );
    const timings = (await readTimingFile(folder))!;
    deepEqual(timingProblems(study, timings), []);
    equal(timings.length, 9);
    ok(timings.every(({ latencySeconds }) => latencySeconds >= 0.005));
    const plan = await start("plan", [], [`./${folder}`]).ended;
    match(plan.stdout, /hours owed/);
    match(plan.stdout, /^Hours at the speed of .*timing\.arrow$/m);
  }));
