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

const forcing = {
  ...tinyStudy().forcing,
  stopIds: ["</think>", "<|im_end|>", "<|endoftext|>"],
};

const probed = (options: FakeOptions, its = forcing) => {
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
  ["return_token_ids", /choices\.0\.token_ids/],
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
      probe(connect(url, null, impatience), forcing),
      (error: Error) => {
        ok(error.message.startsWith(`Cannot use server ${url}: `));
        ok(/ignores seeds/.test(error.message));
        ok(/ignores min_tokens/.test(error.message));
        return true;
      },
    );
  });
});

Deno.test("probe() refuses a server of two models or none", async () => {
  await rejects(probed({ models: ["one", "two"] }), /2 models .*, one, two/);
  await rejects(probed({ models: [] }), /0 models instead of one/);
});

Deno.test("probe() refuses forcing texts the model has no token for", async () => {
  await rejects(
    probed({}, { ...forcing, stopIds: ["stop"] }),
    /Cannot stop at "stop": it is 4 tokens/,
  );
});
