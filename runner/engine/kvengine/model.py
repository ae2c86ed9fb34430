"""Qwen3's forward pass, cut around attention: what comes before it, what comes after it."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F

from .shape import Shape


@dataclass
class Layer:
    """The weights of one block; products that share their input are one matrix."""

    input_norm: torch.Tensor
    qkv: torch.Tensor
    q_norm: torch.Tensor
    k_norm: torch.Tensor
    out: torch.Tensor
    mlp_norm: torch.Tensor
    gate_up: torch.Tensor
    down: torch.Tensor


@dataclass
class Model:
    shape: Shape
    embedding: torch.Tensor
    layers: list[Layer]
    norm: torch.Tensor
    head: torch.Tensor
    # [positions, head dim] in float32.
    cos: torch.Tensor
    sin: torch.Tensor

    @property
    def device(self):
        return self.embedding.device

    @property
    def dtype(self):
        return self.embedding.dtype

    @property
    def bytes(self):
        """Bytes of all weights; a tied head is the embedding."""
        tensors = [self.embedding, self.norm] + ([] if self.shape.tied else [self.head])
        tensors += [tensor for layer in self.layers for tensor in vars(layer).values()]
        return sum(tensor.nbytes for tensor in tensors)


def rotations(shape, device):
    """Cosine and sine of every position, [positions, head dim] each."""
    steps = torch.arange(0, shape.head_dim, 2, dtype=torch.float64) / shape.head_dim
    angle = torch.arange(shape.positions, dtype=torch.float64)[:, None] * shape.rope_theta**-steps
    angle = torch.cat([angle, angle], -1)
    return angle.cos().float().to(device), angle.sin().float().to(device)


def rms_norm(x, weight, epsilon):
    return F.rms_norm(x, weight.shape, weight, epsilon)


def rotate(x, cos, sin):
    """x [tokens, heads, head dim]; cos and sin [tokens, head dim] in float32, in which it is computed."""
    a, b = x.float().chunk(2, -1)
    turned = torch.cat([-b, a], -1)
    return (x.float() * cos[:, None] + turned * sin[:, None]).to(x.dtype)


def before_attention(x, cos, sin, input_norm, qkv, q_norm, k_norm, heads: int, kv_heads: int, epsilon: float):
    """x [tokens, hidden] -> queries [tokens, heads, head dim], keys and values [tokens, KV heads, head dim]."""
    dim = q_norm.shape[0]
    mixed = F.linear(rms_norm(x, input_norm, epsilon), qkv).view(x.shape[0], -1, dim)
    q, k, v = mixed.split([heads, kv_heads, kv_heads], 1)
    q = rotate(rms_norm(q, q_norm, epsilon), cos, sin)
    k = rotate(rms_norm(k, k_norm, epsilon), cos, sin)
    return q, k, v


def after_attention(x, attended, out, mlp_norm, gate_up, down, epsilon: float):
    """x [tokens, hidden], attended [tokens, heads * head dim] -> the block's output [tokens, hidden]."""
    x = x + F.linear(attended, out)
    gate, up = F.linear(rms_norm(x, mlp_norm, epsilon), gate_up).chunk(2, -1)
    return x + F.linear(F.silu(gate) * up, down)


def to_logits(x, norm, head, epsilon: float):
    """x [tokens, hidden] -> [tokens, vocabulary] in float32."""
    return F.linear(rms_norm(x, norm, epsilon), head).float()


class Pieces:
    """The three pieces of the forward pass, compiled or as they are."""

    def __init__(self, model, compiled):
        make = (lambda f: torch.compile(f, dynamic=False)) if compiled else (lambda f: f)
        if compiled:
            # One compilation for every number of rows.
            torch._dynamo.config.recompile_limit = 64
        self.model = model
        self._before, self._after, self._logits = make(before_attention), make(after_attention), make(to_logits)

    def embed(self, ids):
        return F.embedding(ids, self.model.embedding)

    def turn(self, positions):
        """Cosine and sine at positions [tokens]."""
        return self.model.cos[positions], self.model.sin[positions]

    def before(self, layer, x, cos, sin):
        shape = self.model.shape
        return self._before(x, cos, sin, layer.input_norm, layer.qkv, layer.q_norm, layer.k_norm,
                            shape.heads, shape.kv_heads, shape.epsilon)

    def after(self, layer, x, attended):
        return self._after(x, attended, layer.out, layer.mlp_norm, layer.gate_up, layer.down, self.model.shape.epsilon)

    def logits(self, x):
        model = self.model
        return self._logits(x, model.norm, model.head, model.shape.epsilon)
