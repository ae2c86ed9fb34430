import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { runTask } from "../../fixtures/task.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

const CONFIG = {
  model_type: "llama",
  num_hidden_layers: 16,
  hidden_size: 2048,
  intermediate_size: 8192,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  head_dim: 64,
  vocab_size: 128256,
  tie_word_embeddings: true,
  max_position_embeddings: 16384,
};

Deno.test("deno task study makes a study that deno task plan takes", () =>
  inTemporaryFolder(async (folder) => {
    const write = async (name: string, json: unknown) => {
      await Deno.mkdir(join(folder, name), { recursive: true });
      await Deno.writeTextFile(
        join(folder, name, "config.json"),
        JSON.stringify(json),
      );
    };
    await write("Small Llama", CONFIG);
    await write("data", {});
    await Deno.mkdir(join(folder, "data/paper"));
    for (const file of ["study.json", "aime25.json", "gpqa-diamond.json"]) {
      await Deno.copyFile(
        join("data/paper", file),
        join(folder, "data/paper", file),
      );
    }
    const task = (name: string, ...args: string[]) =>
      runTask(name, args, { cwd: folder });
    const study = (...args: string[]) =>
      task("study", "--from-config", "Small Llama/config.json", ...args);
    const made = await study("--set", "mine");
    equal(made.code, 0, made.error);
    match(
      made.out,
      /^data\/mine\/study\.json:\n {2}small-llama, 1\.2B parameters\n4 longer budgets are left out: the shortest context is 16384 tokens\n/,
    );
    const json = JSON.parse(
      await Deno.readTextFile(join(folder, "data/mine/study.json")),
    );
    deepEqual(json.budgets, [2000, 6000, 10000, 14000]);
    deepEqual(json.forcing.stopIds, [
      "</think>",
      "<|eot_id|>",
      "<|end_of_text|>",
    ]);
    const plan = await task("plan", "mine");
    equal(plan.code, 0, plan.error);
    match(plan.out, /aime25\/small-llama-w4-full/);

    const again = await study("--set", "mine");
    equal(again.code, 1);
    match(again.error, /^Cannot write data\/mine\/study\.json: there is one/);
    const two = await study("--set", "other", "--name", "a", "--name", "b");
    equal(two.code, 2);
    match(two.error, /^Cannot use 2 --name for 1 configs/);
    equal((await task("study", "--set", "other")).code, 2);

    const logs = await study("--set", "logs", "--imported", "--bits", "16");
    equal(logs.code, 2);
    match(
      logs.error,
      /^An imported study needs --benchmark, --budget, --samples\n/,
    );
    const stray = await study("--set", "logs", "--samples", "4");
    equal(stray.code, 2);
    match(stray.error, /^Cannot use --samples without --imported\n/);
  }));
