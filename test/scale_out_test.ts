/** The files of runner/scale_out that no test runs: their form, and the fields that matter. */
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import * as v from "valibot";
import { load } from "js-yaml";
import { parseArgs } from "node:util";
import { RUN_OPTIONS } from "../runner/commands/run_options.ts";
import { readShard } from "../runner/shard.ts";
import { inTemporaryFolder } from "./fixtures/tiny.ts";

const read = (name: string) =>
  Deno.readTextFileSync(`runner/scale_out/${name}`);

/** What `deno task run` is called with in a script, its variables filled in. */
function callIn(script: string, variables: Record<string, string>) {
  const [, call] = /deno(?:@[\d.]+)? task run (.*)$/m.exec(script)!;
  const args = call!.replaceAll('"', "").replace(
    /\$(\w+)/g,
    (_, name) => variables[name] ?? `no ${name}`,
  ).split(" ");
  // Throws for an option the runner does not have.
  return parseArgs({ args, options: RUN_OPTIONS, allowPositionals: true });
}

const JOB = v.object({
  apiVersion: v.literal("batch/v1"),
  kind: v.literal("Job"),
  spec: v.object({
    completionMode: v.literal("Indexed"),
    completions: v.number(),
    parallelism: v.number(),
    backoffLimitPerIndex: v.pipe(v.number(), v.minValue(1)),
    podFailurePolicy: v.object({ rules: v.array(v.any()) }),
    template: v.object({
      spec: v.object({
        // What backoffLimitPerIndex and podFailurePolicy ask for.
        restartPolicy: v.literal("Never"),
        terminationGracePeriodSeconds: v.pipe(v.number(), v.minValue(60)),
        containers: v.tuple([v.object({
          name: v.string(),
          workingDir: v.string(),
          env: v.array(v.object({ name: v.string(), value: v.string() })),
          command: v.array(v.string()),
          args: v.tuple([v.string()]),
          resources: v.object({
            limits: v.object({ "nvidia.com/gpu": v.literal(1) }),
          }),
          volumeMounts: v.array(
            v.object({ name: v.string(), mountPath: v.string() }),
          ),
        })]),
        volumes: v.array(v.looseObject({ name: v.string() })),
      }),
    }),
  }),
});

Deno.test("the Kubernetes Job gives every index its shard, its GPU and the data sets", () => {
  const { spec } = v.parse(JOB, load(read("kubernetes.yaml")));
  const pod = spec.template.spec;
  const [runner] = pod.containers;
  const env = Object.fromEntries(
    runner.env.map(({ name, value }) => [name, value]),
  );
  equal(spec.parallelism, spec.completions);
  for (let index = 0; index < spec.completions; index++) {
    const { values, positionals } = callIn(runner.args[0], {
      ...env,
      JOB_COMPLETION_INDEX: String(index),
    });
    deepEqual(readShard(values.shard!), { index, count: spec.completions });
    deepEqual(positionals, [env.DATA_SET]);
    equal(values.launch, true);
  }
  const codes = spec.podFailurePolicy.rules.find(({ onExitCodes }) =>
    onExitCodes
  );
  equal(codes.onExitCodes.containerName, runner.name);
  const volumes = pod.volumes.map(({ name }) => name);
  ok(runner.volumeMounts.every(({ name }) => volumes.includes(name)));
  const image = read("Dockerfile");
  const [, folder] = /^WORKDIR (.*)$/m.exec(image)!;
  equal(runner.workingDir, folder);
  ok(
    runner.volumeMounts.some(({ mountPath }) => mountPath === `${folder}/data`),
  );
});

Deno.test("what git leaves out, private texts and journals among it, goes neither into an image nor to SkyPilot's machines", () => {
  const patterns = (file: string) =>
    Deno.readTextFileSync(file).split("\n").filter((line) =>
      line !== "" && !line.startsWith("#")
    );
  const ignored = patterns(".gitignore");
  for (const name of [".private", ".journal", ".launch"]) {
    ok(ignored.includes(`data/*/${name}/`), name);
  }
  const isRooted = (pattern: string) => /\/./.test(pattern);
  // Docker knows no pattern for folders alone: what is in them is left out where a file might be meant too.
  const docker = ignored.map((each) =>
    each.replace(/\*\/$/, "*/*").replace(/\/$/, "")
  );
  deepEqual(
    patterns(".dockerignore"),
    [
      ".git",
      ...docker.map((each, at) => isRooted(ignored[at]!) ? each : `**/${each}`),
    ],
  );
  deepEqual(
    patterns(".skyignore"),
    [".git", ...ignored.map((each) => isRooted(each) ? `/${each}` : each)],
  );
  match(read("Dockerfile"), /^COPY \. \.$/m);
});

const SKY = v.strictObject({
  name: v.string(),
  workdir: v.literal("."),
  resources: v.strictObject({
    infra: v.string(),
    accelerators: v.pipe(v.string(), v.regex(/^\w+:1$/)),
    use_spot: v.literal(true),
    job_recovery: v.strictObject({ max_restarts_on_errors: v.number() }),
  }),
  envs: v.strictObject({ SHARD: v.string(), DATA_SET: v.string() }),
  volumes: v.record(v.string(), v.string()),
  setup: v.string(),
  run: v.string(),
});

Deno.test("the SkyPilot job generates the shard it is given, its journals on a volume", () => {
  const { envs, volumes, setup, run } = v.parse(
    SKY,
    load(read("skypilot.yaml")),
  );
  const { values, positionals } = callIn(run, envs);
  deepEqual(readShard(values.shard!), { index: 0, count: 8 });
  deepEqual(positionals, [envs.DATA_SET]);
  const [mount] = Object.keys(volumes);
  ok(setup.includes(`ln -s ${mount}/$DATA_SET data/$DATA_SET`));
  // The vLLM we know.
  match(setup, /vllm==0\.32\.0/);
});

Deno.test("the Slurm script refuses what is no task of an array, and is the shell's own language", async () => {
  const run = async (...args: string[]) => {
    const { code, stderr } = await new Deno.Command("bash", { args }).output();
    return { code, said: new TextDecoder().decode(stderr) };
  };
  const script = "runner/scale_out/slurm.sbatch";
  equal((await run("-n", script)).code, 0);
  deepEqual(await run(script), {
    code: 2,
    said: "Cannot run a shard: name a data set, sbatch slurm.sbatch my-set\n",
  });
  const { code, said } = await run(script, "my-set");
  equal(code, 2);
  match(said, /this is no task of a Slurm array; submit it with sbatch/);
});

Deno.test("the Slurm script signals twice when its time is over, and queues what did not end well", () =>
  inTemporaryFolder(async (folder) => {
    const programs = {
      deno: `n=0; trap 'n=$((n+1)); [ $n -lt 2 ] || exit 75' TERM
[ "$1" = task ] && echo begun && while :; do /bin/sleep 0.05; done`,
      sleep: '[ "$1" = 480 ] && exec /bin/sleep 0.3',
      scontrol: 'echo "scontrol $*"',
    };
    for (const [name, text] of Object.entries(programs)) {
      await Deno.writeTextFile(join(folder, name), `#!/bin/sh\n${text}\n`, {
        mode: 0o755,
      });
    }
    const script = new Deno.Command("bash", {
      args: ["runner/scale_out/slurm.sbatch", "my-set"],
      env: {
        PATH: `${join(Deno.cwd(), folder)}:/usr/bin:/bin`,
        SLURM_ARRAY_TASK_ID: "1",
        SLURM_ARRAY_TASK_COUNT: "2",
        SLURM_ARRAY_JOB_ID: "7",
      },
      stdout: "piped",
    }).spawn();
    let said = "";
    const text = new TextDecoder();
    for await (const piece of script.stdout) {
      const before = said;
      said += text.decode(piece);
      if (said.includes("begun") && !before.includes("begun")) {
        script.kill("SIGUSR1");
      }
    }
    match(
      said,
      /its time is over, it is queued again\nscontrol requeue 7_1\n$/,
    );
    equal((await script.status).code, 0);
  }));
