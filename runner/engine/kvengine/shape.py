"""What a checkpoint's config.json says of a model's shape."""

import json
import os
from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class Shape:
    """A Qwen3 architecture."""

    hidden: int
    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    intermediate: int
    vocabulary: int
    rope_theta: float
    epsilon: float
    tied: bool
    # Most tokens of prompt and continuation together.
    positions: int

    @property
    def kv_values_per_token(self):
        """Keys and values that one token adds over all layers."""
        return 2 * self.layers * self.kv_heads * self.head_dim


def read_shape(folder):
    """The shape in a checkpoint's folder; ValueError where it is no Qwen3 or asks for what is not here."""
    with open(os.path.join(folder, "config.json")) as file:
        config = json.load(file)
    kind = config.get("model_type")
    if kind != "qwen3":
        raise ValueError(f"Cannot load {folder}: its architecture is {kind}, the engine knows qwen3")
    # transformers 5 writes rope settings as one object.
    rope = config.get("rope_parameters") or config.get("rope_scaling") or {}
    if rope.get("rope_type", "default") != "default":
        raise ValueError(f"Cannot load {folder}: its positions are scaled by {rope['rope_type']}, the engine does not")
    for name in ("use_sliding_window", "attention_bias"):
        if config.get(name):
            raise ValueError(f"Cannot load {folder}: it has {name}, the engine does not")
    return Shape(
        hidden=config["hidden_size"],
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        kv_heads=config["num_key_value_heads"],
        head_dim=config["head_dim"],
        intermediate=config["intermediate_size"],
        vocabulary=config["vocab_size"],
        rope_theta=float(config.get("rope_theta") or rope.get("rope_theta", 10000.0)),
        epsilon=config["rms_norm_eps"],
        tied=config.get("tie_word_embeddings", False),
        positions=config["max_position_embeddings"],
    )


DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}
