import { deepEqual, equal, throws } from "node:assert/strict";
import { modelFromConfig } from "../../../pipeline/study/hugging_face.ts";
import { weightBytes } from "../../../pipeline/study/memory.ts";

type Config = Record<string, unknown>;

const config = (
  model_type: string,
  layers: number,
  hidden: number,
  intermediate: number,
  heads: number,
  kvHeads: number,
  vocabulary: number,
  more: Config = {},
): Config => ({
  model_type,
  num_hidden_layers: layers,
  hidden_size: hidden,
  intermediate_size: intermediate,
  num_attention_heads: heads,
  num_key_value_heads: kvHeads,
  vocab_size: vocabulary,
  ...more,
});

const LLAMA = config("llama", 32, 4096, 14336, 32, 8, 128256, {
  max_position_embeddings: 131072,
  tie_word_embeddings: false,
});

/** What their authors publish, and the parameters counted in the published tensors. */
const PUBLISHED: readonly (readonly [string, Config, number, string])[] = [
  ["Llama-3.1-8B", LLAMA, 8_030_261_248, "8B"],
  [
    "Llama-3.2-1B",
    config("llama", 16, 2048, 8192, 32, 8, 128256, {
      head_dim: 64,
      tie_word_embeddings: true,
    }),
    1_235_814_400,
    "1.2B",
  ],
  [
    "Qwen3-8B",
    config("qwen3", 36, 4096, 12288, 32, 8, 151936, { head_dim: 128 }),
    8_190_735_360,
    "8.2B",
  ],
  [
    "Qwen2.5-0.5B",
    config("qwen2", 24, 896, 4864, 14, 2, 151936, {
      tie_word_embeddings: true,
      sliding_window: 32768,
      use_sliding_window: false,
    }),
    494_032_768,
    "494M",
  ],
  [
    "Qwen2.5-7B",
    config("qwen2", 28, 3584, 18944, 28, 4, 152064, {
      tie_word_embeddings: false,
    }),
    7_615_616_512,
    "7.6B",
  ],
  [
    "Mistral-7B-v0.3",
    config("mistral", 32, 4096, 14336, 32, 8, 32768, { sliding_window: null }),
    7_248_023_552,
    "7.2B",
  ],
  [
    "gemma-2b",
    config("gemma", 18, 2048, 16384, 8, 1, 256000, { head_dim: 256 }),
    2_506_172_416,
    "2.5B",
  ],
  [
    "gemma-7b",
    config("gemma", 28, 3072, 24576, 16, 16, 256000, { head_dim: 256 }),
    8_537_680_896,
    "8.5B",
  ],
];

for (const [source, json, parameters, label] of PUBLISHED) {
  Deno.test(`${source} has the parameters it is published with`, () => {
    const { model } = modelFromConfig(json, { name: "one", source });
    equal(weightBytes(model, 16) / 2, parameters);
    equal(model.label, label);
  });
}

Deno.test("a config that is silent means what transformers takes it to mean", () => {
  const { num_key_value_heads: _, ...silent } = LLAMA;
  const { model, positions } = modelFromConfig(silent, {
    name: "one",
    source: "one",
  });
  deepEqual([model.kvHeads, model.headDim, positions], [32, 128, 131072]);
  equal(
    modelFromConfig(config("gemma", 1, 64, 64, 1, 1, 10), {
      name: "one",
      source: "one",
    }).model.tiedEmbeddings,
    true,
  );
});

Deno.test("biases are counted where a config has them", () => {
  const bytes = (more: Config) =>
    weightBytes(
      modelFromConfig({ ...LLAMA, ...more }, { name: "one", source: "one" })
        .model,
      16,
    );
  equal(
    bytes({ attention_bias: true }) - bytes({}),
    2 * 32 * (4096 + 2 * 1024 + 4096),
  );
  equal(bytes({ mlp_bias: true }) - bytes({}), 2 * 32 * (2 * 14336 + 4096));
});

Deno.test("what the memory rules do not cover is refused by key and value", () => {
  const refused: [Config, RegExp][] = [
    [{ model_type: "phi3" }, /model_type is phi3, .* qwen2, qwen3, llama/],
    [{ num_local_experts: 8 }, /num_local_experts is 8: experts/],
    [{ num_experts: 128 }, /num_experts is 128: experts/],
    [{ kv_lora_rank: 512 }, /kv_lora_rank is 512: latent attention/],
    [{ sliding_window: 4096 }, /sliding_window is 4096: layers/],
    [
      { layer_types: ["full_attention", "sliding_attention"] },
      /layer_types has sliding_attention/,
    ],
    [{ quantization_config: { bits: 4 } }, /give the config of the 16-bit/],
    [{ text_config: {} }, /text_config is set: a model of more than text/],
    [{ hidden_size: 4097 }, /32 heads do not divide hidden_size 4097/],
    [{ num_key_value_heads: 5 }, /must be a multiple of the KV heads/],
  ];
  for (const [more, message] of refused) {
    throws(
      () => modelFromConfig({ ...LLAMA, ...more }, { name: "x", source: "x" }),
      { name: "RangeError", message },
    );
  }
  for (const json of [null, "text", {}, { ...LLAMA, vocab_size: -1 }]) {
    throws(
      () => modelFromConfig(json, { name: "x", source: "x" }),
      /Cannot read the config of x: /,
    );
  }
});
