/**
 * How many forced generations a second the runner's own work allows: the fake
 * vLLM without latency in one process, `generate.ts` with its permissions, its
 * journals and its fsyncs in another.
 *
 *   deno task bench-runner
 */
import { join } from "node:path";
import { runnerPermissions } from "../runner/commands/permissions.ts";
import { fakeVllm } from "../test/fixtures/fake_vllm.ts";
import { writeAskedStudy } from "../test/fixtures/asked_study.ts";

const SAMPLES = 250;
const BUDGETS = [8, 16, 24, 32, 40, 48];
const CONCURRENCY = 64;
const REPEATS = 3;

if (Deno.args[0] === "serve") {
  const { url } = fakeVllm({ stopOneIn: 30, maxModelLen: 4096 });
  console.log(url);
} else {
  const outer = await Deno.makeTempDir({ dir: ".", prefix: ".test-" });
  const server = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-net=127.0.0.1", import.meta.filename!, "serve"],
    stdout: "piped",
  }).spawn();
  const reader = server.stdout.getReader();
  const url = new TextDecoder().decode((await reader.read()).value).trim();
  try {
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const folder = join(outer, String(repeat), "tiny");
      const study = await writeAskedStudy(folder, {
        budgets: BUDGETS,
        samples: { full: SAMPLES, compressed: 1 },
      });
      const since = performance.now();
      const { code, stderr, stdout } = await new Deno.Command("bash", {
        args: [
          "-c",
          'TIMEFORMAT="%U %S"; time "$@"',
          "-",
          Deno.execPath(),
          "run",
          "--no-prompt",
          "--cached-only",
          "--allow-read=.",
          ...runnerPermissions(folder, [new URL(url)]),
          "runner/commands/generate.ts",
          `./${folder}`,
          "--server",
          url,
          "--cpu",
          "bench",
          "--concurrency",
          String(CONCURRENCY),
        ],
      }).output();
      const seconds = (performance.now() - since) / 1000;
      const said = new TextDecoder().decode(stderr);
      if (code !== 0) throw new Error(said + new TextDecoder().decode(stdout));
      const [user, system] = said.trim().split("\n").at(-1)!.split(" ").map(
        Number,
      );
      const generations = 3 * study.samples.full * BUDGETS.length;
      const cpu = user! + system!;
      console.log(
        `${generations} generations in ${seconds.toFixed(2)} s: ${
          Math.round(generations / seconds)
        } a second; the runner used ${cpu.toFixed(2)} s of one core, ${
          Math.round(generations / cpu)
        } generations for each`,
      );
    }
  } finally {
    server.kill("SIGKILL");
    await server.status;
    await Deno.remove(outer, { recursive: true });
  }
}
