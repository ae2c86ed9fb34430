import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { probe } from "../../runner/probe.ts";
import { connect } from "../../runner/server.ts";
import { impatience } from "../fixtures/asked_study.ts";
import {
  type Ability,
  type FakeOptions,
  tokenize,
  withFakeVllm,
} from "../fixtures/fake_vllm.ts";
import { tinyStudy } from "../fixtures/tiny.ts";

const stops = (...stopIds: string[]) =>
  tinyStudy({ forcing: { ...tinyStudy().forcing, stopIds } });
const study = stops("</think>", "<|im_end|>", "<|endoftext|>");

const probed = (options: FakeOptions, its = study) => {
  let found: Awaited<ReturnType<typeof probe>> | undefined;
  return withFakeVllm(options, async ({ url }) => {
    found = await probe(connect(url, null, impatience), its);
  }).then(() => found!);
};

Deno.test("probe() tells what a good server says of itself", async () => {
  const { model, version, flags, tokens } = await probed({ maxModelLen: 300 });
  deepEqual(model, { id: "one", maxModelLen: 300 });
  equal(version, "0.32.0");
  deepEqual(flags, {
    block_size: "32",
    cache_dtype: "auto",
    enable_prefix_caching: "True",
    kv_cache_size_tokens: "16384",
    num_gpu_blocks: "512",
    max_model_len: 300,
  });
  deepEqual(tokens, {
    stop: [2, 1, 0],
    wait: tokenize("Wait"),
    closeThink: [2],
    finalPrompt: tokenize("\\boxed{"),
  });
});

Deno.test("probe() accepts a good server however often its model wants to stop", async () => {
  for (const stopOneIn of [1, 2, 1000]) await probed({ stopOneIn });
});

const LACKING: readonly (readonly [Ability, RegExp])[] = [
  ["return_token_ids", /it does not return token ids$/],
  ["prompt_token_ids", /it does not repeat the prompt's token ids/],
  ["seed", /it ignores seeds/],
  ["min_tokens", /it ignores min_tokens/],
  ["stop_token_ids", /stop token 2 does not stop it/],
];

for (const [ability, message] of LACKING) {
  Deno.test(`probe() refuses a server without ${ability}, naming it`, async () => {
    for (const stopOneIn of [1, 2, 1000]) {
      await rejects(probed({ lacks: [ability], stopOneIn }), {
        name: "TypeError",
        message,
      });
    }
  });
}

Deno.test("probe() names the server and all that is missing at once", async () => {
  await withFakeVllm({ lacks: ["seed", "min_tokens"] }, async ({ url }) => {
    await rejects(
      probe(connect(url, null, impatience), study),
      (error: Error) => {
        ok(error.message.startsWith(`Cannot use server ${url}: `));
        ok(/ignores seeds/.test(error.message));
        ok(/ignores min_tokens/.test(error.message));
        return true;
      },
    );
  });
});

Deno.test("probe() tells what else is missing of a server that returns no token ids", async () => {
  for (const stopOneIn of [1, 2, 1000]) {
    await rejects(
      probed({
        lacks: ["return_token_ids", "seed", "min_tokens"],
        stopOneIn,
      }),
      /it does not return token ids; it ignores seeds, .*; it ignores min_tokens/,
    );
    await rejects(
      probed({ lacks: ["return_token_ids", "stop_token_ids"], stopOneIn }),
      /it does not return token ids; stop token 2 does not stop it, /,
    );
  }
});

Deno.test("probe() refuses a model the study does not plan before anything else is tried", () =>
  withFakeVllm({ models: ["other"] }, async ({ url, asked }) => {
    await rejects(probe(connect(url, null, impatience), stops("stop")), {
      name: "TypeError",
      message:
        `Cannot use server ${url}: it serves other, the study plans one, two; name the served model with --served-model-name`,
    });
    equal(asked.length, 0);
  }));

Deno.test("probe() knows no flags but the context of a server without a metrics page", async () => {
  for (const noMetrics of [404, 500]) {
    const { flags } = await probed({ noMetrics });
    deepEqual(flags, { max_model_len: 512 });
  }
});

Deno.test("probe() refuses a server of two models or none", async () => {
  await rejects(probed({ models: ["one", "two"] }), /2 models .*, one, two/);
  await rejects(probed({ models: [] }), /0 models instead of one/);
});

Deno.test("probe() refuses forcing texts the model has no token for", async () => {
  await rejects(
    probed({}, stops("stop")),
    /Cannot stop at "stop": it is 4 tokens/,
  );
});
