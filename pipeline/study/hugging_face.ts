/** A model's shape from the config.json of its Hugging Face folder. */
import * as v from "valibot";
import { weightBytes } from "./memory.ts";
import { MODEL, type Model } from "./model.ts";
import { COUNT } from "./names.ts";
import { told } from "./schema_issue.ts";

const CONFIG = v.looseObject({
  model_type: v.string(),
  num_hidden_layers: COUNT,
  hidden_size: COUNT,
  intermediate_size: COUNT,
  num_attention_heads: COUNT,
  vocab_size: COUNT,
  num_key_value_heads: v.nullish(COUNT),
  head_dim: v.nullish(COUNT),
  tie_word_embeddings: v.nullish(v.boolean()),
  max_position_embeddings: v.nullish(COUNT),
});

type Config = v.InferOutput<typeof CONFIG>;

/** A family of shapes, and what its transformers class takes where the config is silent. */
interface Family {
  readonly tied: boolean;
  /** What its chat models end a turn or a text with. */
  readonly stops: readonly string[];
  /** 16-bit values of a block beside its linear layers' matrices. */
  readonly vectors: (
    shape: Omit<Model, "label" | "source">,
    config: Config,
  ) => number;
}

const twoNorms = ({ hidden }: { hidden: number }) => 2 * hidden;

/** Biases of the linear layers, where a Llama has them. */
function biases(
  { hidden, intermediate, heads, kvHeads, headDim }: Pick<
    Model,
    "hidden" | "intermediate" | "heads" | "kvHeads" | "headDim"
  >,
  config: Config,
): number {
  const attention = (heads + 2 * kvHeads) * headDim + hidden;
  const mlp = 2 * intermediate + hidden;
  return (config.attention_bias === true ? attention : 0) +
    (config.mlp_bias === true ? mlp : 0);
}

const FAMILIES: Readonly<Record<string, Family>> = {
  qwen2: {
    tied: false,
    stops: ["<|im_end|>", "<|endoftext|>"],
    // Queries, keys and values always have a bias, whatever the config says.
    vectors: (shape) =>
      twoNorms(shape) + (shape.heads + 2 * shape.kvHeads) * shape.headDim,
  },
  qwen3: {
    tied: false,
    stops: ["<|im_end|>", "<|endoftext|>"],
    vectors: (shape, config) =>
      twoNorms(shape) + 2 * shape.headDim + biases(shape, config),
  },
  llama: {
    tied: false,
    stops: ["<|eot_id|>", "<|end_of_text|>"],
    vectors: (shape, config) => twoNorms(shape) + biases(shape, config),
  },
  mistral: { tied: false, stops: ["</s>"], vectors: twoNorms },
  gemma: {
    tied: true,
    stops: ["<end_of_turn>", "<eos>"],
    vectors: (shape, config) => twoNorms(shape) + biases(shape, config),
  },
};

const isSet = (value: unknown) =>
  value !== undefined && value !== null && value !== false && value !== 0;

/** What the memory rules do not cover, by key; null when they cover it all. */
function uncovered(config: Record<string, unknown>): string | null {
  const experts = ["num_experts", "num_local_experts", "n_routed_experts"]
    .find((key) => isSet(config[key]) && config[key] !== 1);
  if (experts) {
    return `${experts} is ${
      config[experts]
    }: experts that are chosen token by token`;
  }
  for (const key of ["kv_lora_rank", "q_lora_rank"]) {
    if (isSet(config[key])) {
      return `${key} is ${
        config[key]
      }: latent attention, whose cache holds no keys and values`;
    }
  }
  const types = config.layer_types;
  const other = Array.isArray(types)
    ? types.find((type) => type !== "full_attention")
    : undefined;
  if (other !== undefined) {
    return `layer_types has ${other}: layers that do not keep every token`;
  }
  // Some configs name a window and do not use it.
  if (isSet(config.sliding_window) && config.use_sliding_window !== false) {
    return `sliding_window is ${config.sliding_window}: layers that do not keep every token`;
  }
  if (isSet(config.quantization_config)) {
    return "quantization_config is set: give the config of the 16-bit model";
  }
  if (isSet(config.text_config)) {
    return "text_config is set: a model of more than text, give the text part alone";
  }
  return null;
}

/** "8B", "596M". */
function sizeSaid(parameters: number): string {
  const [unit, size] = parameters >= 1e9 ? ["B", 1e9] : ["M", 1e6];
  const count = parameters / (size as number);
  return `${count < 10 ? Number(count.toFixed(1)) : Math.round(count)}${unit}`;
}

/** A model of a study, and the longest context it knows; null: the config does not say. */
export interface FromConfig {
  readonly model: Model;
  readonly positions: number | null;
}

/**
 * Reads a config. RangeError naming key and value for what the memory rules do
 * not cover: experts, latent attention, sliding windows in use, other families;
 * TypeError for what is no config.
 */
export function modelFromConfig(
  json: unknown,
  { name, source }: Pick<Model, "name" | "source">,
): FromConfig {
  const refused = (why: string) =>
    new RangeError(`Cannot make a model of ${source}: ${why}`);
  if (typeof json === "object" && json !== null) {
    const why = uncovered(json as Record<string, unknown>);
    if (why) throw refused(why);
  }
  const { success, output: config, issues } = v.safeParse(CONFIG, json);
  if (!success) {
    throw new TypeError(
      `Cannot read the config of ${source}: ${issues.flatMap(told).join("; ")}`,
    );
  }
  const family = Object.hasOwn(FAMILIES, config.model_type)
    ? FAMILIES[config.model_type]!
    : null;
  if (!family) {
    throw refused(
      `model_type is ${config.model_type}, the memory rules are known to hold for ${
        Object.keys(FAMILIES).join(", ")
      }`,
    );
  }
  const heads = config.num_attention_heads;
  const headDim = config.head_dim ?? config.hidden_size / heads;
  if (!Number.isSafeInteger(headDim)) {
    throw refused(
      `head_dim is not given, and ${heads} heads do not divide hidden_size ${config.hidden_size}`,
    );
  }
  const tied = config.tie_word_embeddings ?? family.tied;
  const copies = tied ? 1 : 2;
  const shape = {
    name,
    layers: config.num_hidden_layers,
    hidden: config.hidden_size,
    intermediate: config.intermediate_size,
    heads,
    kvHeads: config.num_key_value_heads ?? heads,
    headDim,
    vocabulary: config.vocab_size,
    tiedEmbeddings: tied,
    embeddingCopies: { quantized: copies, native: copies },
  };
  const whole = { ...shape, blockVectors: family.vectors(shape, config) };
  const parameters = weightBytes({ ...whole, label: "?", source }, 16) / 2;
  const model = { ...whole, label: sizeSaid(parameters), source };
  const read = v.safeParse(MODEL, model);
  if (!read.success) throw refused(read.issues.flatMap(told).join("; "));
  return {
    model: read.output,
    positions: config.max_position_embeddings ?? null,
  };
}

/** What chat models of a family, its config's model_type, end a turn or a text with. */
export function stopTokens(family: string): readonly string[] {
  return FAMILIES[family]?.stops ?? [];
}
