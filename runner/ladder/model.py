"""Qwen3's architecture in plain torch, with the parameter names of Hugging Face."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

HEAD_DIM = 64
ROPE_THETA = 10000.0
EPSILON = 1e-6


@dataclass(frozen=True)
class Shape:
    hidden: int
    layers: int
    heads: int
    kv_heads: int
    intermediate: int
    # Tokens known, the first of the vocabulary.
    tokens: int = 768
    positions: int = 768


SHAPES = {
    "nano-s": Shape(128, 4, 2, 1, 256, tokens=64, positions=512),
    "nano-l": Shape(256, 5, 4, 2, 512, tokens=64, positions=512),
    "ladder-1": Shape(128, 3, 2, 2, 256),
    "ladder-2": Shape(128, 5, 2, 2, 384),
    "ladder-3": Shape(256, 3, 4, 2, 512),
    "ladder-4": Shape(256, 6, 4, 2, 768),
    "ladder-5": Shape(384, 6, 6, 2, 1024),
    "ladder-6": Shape(512, 8, 8, 2, 1280),
}


class Norm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        wide = x.float()
        return (self.weight.float() * (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + EPSILON))).to(x.dtype)


def rotate(x, cos, sin):
    """x [batch, heads, length, head dim]; cos and sin [length, head dim]."""
    a, b = x.chunk(2, -1)
    return x * cos + torch.cat([-b, a], -1) * sin


class Attention(nn.Module):
    def __init__(self, hidden, heads, kv_heads):
        super().__init__()
        self.heads, self.kv_heads = heads, kv_heads
        self.q_proj = nn.Linear(hidden, heads * HEAD_DIM, bias=False)
        self.k_proj = nn.Linear(hidden, kv_heads * HEAD_DIM, bias=False)
        self.v_proj = nn.Linear(hidden, kv_heads * HEAD_DIM, bias=False)
        self.o_proj = nn.Linear(heads * HEAD_DIM, hidden, bias=False)
        self.q_norm, self.k_norm = Norm(HEAD_DIM), Norm(HEAD_DIM)

    def forward(self, x, cos, sin, past=None):
        """x [batch, length, hidden] -> the same; past: (keys, values, filled) of a decode step, written in place."""
        batch, length, _ = x.shape
        split = lambda y: y.view(batch, length, -1, HEAD_DIM).transpose(1, 2)
        q = rotate(self.q_norm(split(self.q_proj(x))), cos, sin)
        k = rotate(self.k_norm(split(self.k_proj(x))), cos, sin)
        v = split(self.v_proj(x))
        mask = None
        if past is not None:
            keys, values, filled = past
            keys[:, :, filled:filled + length], values[:, :, filled:filled + length] = k, v
            k, v = keys[:, :, :filled + length], values[:, :, :filled + length]
            mask = torch.ones(length, filled + length, dtype=torch.bool, device=x.device).tril(filled)
        grouped = self.heads != self.kv_heads
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=past is None, enable_gqa=grouped)
        return self.o_proj(out.transpose(1, 2).reshape(batch, length, -1))


class Mlp(nn.Module):
    def __init__(self, hidden, intermediate):
        super().__init__()
        self.gate_proj = nn.Linear(hidden, intermediate, bias=False)
        self.up_proj = nn.Linear(hidden, intermediate, bias=False)
        self.down_proj = nn.Linear(intermediate, hidden, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Block(nn.Module):
    def __init__(self, hidden, heads, kv_heads, intermediate):
        super().__init__()
        self.self_attn = Attention(hidden, heads, kv_heads)
        self.mlp = Mlp(hidden, intermediate)
        self.input_layernorm, self.post_attention_layernorm = Norm(hidden), Norm(hidden)

    def forward(self, x, cos, sin, past=None):
        x = x + self.self_attn(self.input_layernorm(x), cos, sin, past)
        return x + self.mlp(self.post_attention_layernorm(x))


class Model(nn.Module):
    def __init__(self, size):
        super().__init__()
        shape = SHAPES[size]
        self.size = size
        self.embed_tokens = nn.Embedding(shape.tokens, shape.hidden)
        self.layers = nn.ModuleList([
            Block(shape.hidden, shape.heads, shape.kv_heads, shape.intermediate) for _ in range(shape.layers)])
        self.norm = Norm(shape.hidden)
        self.lm_head = nn.Linear(shape.hidden, shape.tokens, bias=False)
        for name, weight in self.named_parameters():
            if weight.dim() == 2:
                std = 0.02 if "_proj" not in name else 0.5 / weight.shape[1] ** 0.5
                if "o_proj" in name or "down_proj" in name:
                    std /= (2 * shape.layers) ** 0.5
                nn.init.normal_(weight, 0, std)
        angle = torch.arange(shape.positions)[:, None] * ROPE_THETA ** (-torch.arange(0, HEAD_DIM, 2) / HEAD_DIM)
        angle = torch.cat([angle, angle], -1)
        self.register_buffer("cos", angle.cos(), persistent=False)
        self.register_buffer("sin", angle.sin(), persistent=False)

    def forward(self, ids, past=None, filled=0):
        """ids [batch, length] -> logits [batch, length, vocabulary] in float32.

        past: a pair of key and value caches [batch, kv heads, room, head dim] for every layer, filled so far.
        """
        x = self.embed_tokens(ids)
        span = slice(filled, filled + ids.shape[1])
        cos, sin = self.cos[span].to(x.dtype), self.sin[span].to(x.dtype)
        for i, block in enumerate(self.layers):
            x = block(x, cos, sin, None if past is None else (*past[i], filled))
        return self.lm_head(self.norm(x)).float()
