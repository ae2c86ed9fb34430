"""Reads prompts and tokens into a cache."""

import torch
import torch.nn.functional as F

# Tokens of prompts that are read at once.
TOKENS = 8192


def prefill(pieces, cache, prompts):
    """
    Reads one prompt a row into an empty cache -> logits after its last token, [rows, vocabulary]. A prompt that
    several rows share is read once; prompts read together are filled up on the right, where nothing looks.
    """
    device = pieces.model.device
    unique = sorted(set(prompts), key=len)
    logits = torch.empty(len(prompts), pieces.model.shape.vocabulary, device=device)
    while unique:
        # The longest decides how much the others are filled up.
        some = [unique.pop()]
        while unique and (len(some) + 1) * len(some[0]) <= TOKENS:
            some.append(unique.pop())
        place = {prompt: at for at, prompt in enumerate(some)}
        rows = [row for row, prompt in enumerate(prompts) if prompt in place]
        source = torch.tensor([place[prompts[row]] for row in rows], device=device)
        last = _read(pieces, cache, some, torch.tensor(rows, device=device), source)
        logits[rows] = last[source]
    return logits


def _read(pieces, cache, prompts, rows, source):
    """Logits after the last token of each prompt, [prompts, vocabulary]."""
    model = pieces.model
    count, length = len(prompts), max(map(len, prompts))
    ids = torch.tensor([[*prompt, *[0] * (length - len(prompt))] for prompt in prompts], device=model.device)
    lengths = torch.tensor([len(prompt) for prompt in prompts], device=model.device)
    cos, sin = pieces.turn(torch.arange(length, device=model.device).repeat(count))
    x = pieces.embed(ids.flatten())
    for at, layer in enumerate(model.layers):
        q, k, v = (
            each.unflatten(0, (count, length)).transpose(1, 2) for each in pieces.before(layer, x, cos, sin)
        )
        cache.fill(at, rows, source, q, k, v, lengths[source])
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
        x = pieces.after(layer, x, mixed.transpose(1, 2).flatten(2).flatten(0, 1))
    cache.filled(rows, lengths[source])
    last = torch.arange(count, device=model.device) * length + lengths - 1
    return pieces.logits(x[last])


def feed(pieces, cache, tokens):
    """One token a row into the cache -> logits behind it; the cache is not advanced yet."""
    x = pieces.embed(tokens)
    cos, sin = pieces.turn(cache.positions)
    cache.begin_step()
    for at, layer in enumerate(pieces.model.layers):
        q, k, v = pieces.before(layer, x, cos, sin)
        x = pieces.after(layer, x, cache.attend(at, q, k, v))
    return pieces.logits(x)
