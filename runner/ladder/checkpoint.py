"""Saves a model as a Hugging Face folder, and loads it back."""

import json
import os
import re

import torch
from safetensors.torch import load_file, save_file

from model import EPSILON, HEAD_DIM, ROPE_THETA, SHAPES, Model
from vocabulary import END, ID, PAD, SPECIALS, THINK, VOCABULARY


def write_json(path, content):
    """One line a key."""
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in content.items())
    with open(path, "w") as file:
        file.write(f"{{\n{lines}\n}}\n")


def config(size):
    shape = SHAPES[size]
    return {
        "architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "hidden_size": shape.hidden,
        "num_hidden_layers": shape.layers, "num_attention_heads": shape.heads, "num_key_value_heads": shape.kv_heads,
        "head_dim": HEAD_DIM, "intermediate_size": shape.intermediate, "vocab_size": shape.tokens,
        "max_position_embeddings": shape.positions, "rope_theta": ROPE_THETA, "rms_norm_eps": EPSILON,
        "hidden_act": "silu", "tie_word_embeddings": False, "attention_bias": False, "attention_dropout": 0.0,
        "bos_token_id": None, "eos_token_id": END, "pad_token_id": PAD, "dtype": "bfloat16",
        "use_sliding_window": False, "initializer_range": 0.02, "use_cache": True,
    }


def tokenizer(size):
    """Whole words of the vocabulary, the longest first; decoding joins them without spaces."""
    known = VOCABULARY[:SHAPES[size].tokens]
    words = sorted(known, key=len, reverse=True)
    pattern = "|".join(re.escape(word) for word in words).replace("\\\n", "\\n")
    added = [
        {"id": ID[token], "content": token, "single_word": False, "lstrip": False, "rstrip": False,
         "normalized": False, "special": token in SPECIALS}
        for token in SPECIALS + THINK
    ]
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": added, "normalizer": None,
        "pre_tokenizer": {
            "type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False,
        },
        "post_processor": None, "decoder": {"type": "Fuse"},
        "model": {"type": "WordLevel", "vocab": {token: ID[token] for token in known}, "unk_token": VOCABULARY[PAD]},
    }


def save(model, folder, linear=None, quantization=None):
    """linear: what stands in for the weights of linear layers, by layer; quantization: the config's word on it."""
    os.makedirs(folder, exist_ok=True)
    weights = {}
    for name, weight in model.named_parameters():
        name = name if name.startswith("lm_head") else f"model.{name}"
        layer = name.removesuffix(".weight")
        if linear and layer in linear:
            weights |= {f"{layer}.{part}": tensor.cpu().contiguous() for part, tensor in linear[layer].items()}
        else:
            weights[name] = weight.detach().to(torch.bfloat16).cpu().contiguous()
    save_file(weights, os.path.join(folder, "model.safetensors"), metadata={"format": "pt"})
    told = config(model.size)
    write_json(os.path.join(folder, "config.json"), told | ({"quantization_config": quantization} if quantization else {}))
    write_json(os.path.join(folder, "tokenizer.json"), tokenizer(model.size))
    write_json(os.path.join(folder, "tokenizer_config.json"), {
        "tokenizer_class": "PreTrainedTokenizerFast", "eos_token": "<|im_end|>", "pad_token": "<|endoftext|>",
        "unk_token": "<|endoftext|>", "clean_up_tokenization_spaces": False,
        "model_max_length": SHAPES[model.size].positions,
    })


def load(size, folder):
    """The saved weights, widened to float32."""
    model = Model(size)
    weights = load_file(os.path.join(folder, "model.safetensors"))
    model.load_state_dict({name.removeprefix("model."): weight.float() for name, weight in weights.items()})
    return model
