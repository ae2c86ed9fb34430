"""Weights from a checkpoint's folder, or random ones of a shape."""

import json
import os

import torch
from safetensors import safe_open

from .gptq import GptqConfig, dequantized
from .model import Layer, Model, rotations
from .shape import read_shape

LINEAR = ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj",
          "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj")


def load(folder, dtype, device):
    """A checkpoint in Hugging Face's layout; GPTQ layers are dequantized to `dtype` here and stay so."""
    shape = read_shape(folder)
    with open(os.path.join(folder, "config.json")) as file:
        quantization = json.load(file).get("quantization_config")
    gptq = GptqConfig.read(folder, quantization) if quantization else None
    tensors = _Tensors(folder)

    def plain(name):
        return tensors.get(name).to(device=device, dtype=dtype)

    def linear(name):
        if gptq and tensors.has(f"{name}.qweight"):
            parts = {part: tensors.get(f"{name}.{part}") for part in ("qweight", "qzeros", "scales", "g_idx")}
            return dequantized(parts, gptq).to(device=device, dtype=dtype)
        return plain(f"{name}.weight")

    embedding = plain("model.embed_tokens.weight")
    layers = []
    for at in range(shape.layers):
        block = f"model.layers.{at}"
        q, k, v, out, gate, up, down = (linear(f"{block}.{name}") for name in LINEAR)
        layers.append(Layer(
            input_norm=plain(f"{block}.input_layernorm.weight"),
            qkv=torch.cat([q, k, v]),
            q_norm=plain(f"{block}.self_attn.q_norm.weight"),
            k_norm=plain(f"{block}.self_attn.k_norm.weight"),
            out=out,
            mlp_norm=plain(f"{block}.post_attention_layernorm.weight"),
            gate_up=torch.cat([gate, up]),
            down=down,
        ))
    head = embedding if shape.tied else plain("lm_head.weight")
    return Model(shape, embedding, layers, plain("model.norm.weight"), head, *rotations(shape, device))


def random(shape, dtype, device, seed=0):
    """Random weights of a shape, for measuring speed."""
    chance = torch.Generator(device).manual_seed(seed)

    def matrix(rows, columns):
        return torch.randn(rows, columns, generator=chance, device=device, dtype=dtype) * columns**-0.5

    def ones(width):
        return torch.ones(width, device=device, dtype=dtype)

    values = shape.heads * shape.head_dim
    layers = [
        Layer(
            input_norm=ones(shape.hidden),
            qkv=matrix(values + 2 * shape.kv_heads * shape.head_dim, shape.hidden),
            q_norm=ones(shape.head_dim),
            k_norm=ones(shape.head_dim),
            out=matrix(shape.hidden, values),
            mlp_norm=ones(shape.hidden),
            gate_up=matrix(2 * shape.intermediate, shape.hidden),
            down=matrix(shape.hidden, shape.intermediate),
        )
        for _ in range(shape.layers)
    ]
    embedding = matrix(shape.vocabulary, shape.hidden)
    head = embedding if shape.tied else matrix(shape.vocabulary, shape.hidden)
    return Model(shape, embedding, layers, ones(shape.hidden), head, *rotations(shape, device))


class _Tensors:
    """The tensors of a folder's safetensors files by name."""

    def __init__(self, folder):
        names = sorted(name for name in os.listdir(folder) if name.endswith(".safetensors"))
        if not names:
            raise FileNotFoundError(f"Cannot load {folder}: it holds no safetensors file")
        self._folder = folder
        self._files = [safe_open(os.path.join(folder, name), "pt") for name in names]
        self._at = {name: file for file in self._files for name in file.keys()}

    def has(self, name):
        return name in self._at

    def get(self, name):
        if name not in self._at:
            raise KeyError(f"Cannot load {self._folder}: it has no tensor {name}")
        return self._at[name].get_tensor(name)
