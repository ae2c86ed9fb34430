"""Draws tokens from logits, all rows at once and without leaving the device."""

from dataclasses import dataclass

import torch

from .attention import kernels
from .chance import gumbel

BLOCK = 4096


@dataclass(frozen=True)
class Sampling:
    temperature: float
    top_p: float = 1.0
    # 0: all tokens.
    top_k: int = 0


def draw(logits, key, sampling, use_kernels=None):
    """
    logits [rows, vocabulary] in float32, key [rows] of `chance.keys` -> ids [rows]. As in vLLM: temperature, then
    the top_k best, then of these the fewest that hold top_p. Temperature 0: the best.
    """
    if sampling.temperature == 0:
        return logits.argmax(-1)
    vocabulary = logits.shape[-1]
    if sampling.top_k == 0 and sampling.top_p >= 1:
        if logits.device.type == "cuda" if use_kernels is None else use_kernels:
            drawn = torch.empty(len(key), dtype=torch.int64, device=key.device)
            kernels.gumbel_best[(len(key),)](logits.contiguous(), key.contiguous(), drawn, vocabulary, 1 / sampling.temperature,
                                             BLOCK=BLOCK, num_warps=8)
            return drawn
        ids = torch.arange(vocabulary, device=logits.device)
        return (logits / sampling.temperature + gumbel(key, ids)).argmax(-1)
    most = min(sampling.top_k or vocabulary, vocabulary)
    best, ids = logits.topk(most, -1) if most < vocabulary else logits.sort(-1, descending=True)
    best = best / sampling.temperature
    shares = best.softmax(-1)
    # Kept: every token before which less than top_p was held; the first always.
    kept = shares.cumsum(-1) - shares < sampling.top_p
    at = (best + gumbel(key, ids)).masked_fill(~kept, -torch.inf).argmax(-1, keepdim=True)
    return ids.gather(-1, at)[:, 0]
