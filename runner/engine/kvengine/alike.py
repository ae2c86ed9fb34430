"""R-KV's search for likenesses without a matrix of all pairs."""

import torch

from .attention import kernels

# Keys compared with all others at once.
CHUNK = 128
# The published code's, against keys of length 0.
LEAST = 1e-8


def likenesses(keys, counts, threshold, use_kernels=None):
    """
    For every key: the latest other one whose cosine with it exceeds threshold, and that cosine (where there is none
    the first key and its cosine, 0 for the first key itself); and the sum of its cosines with all other keys. keys
    [rows, KV heads, slots, dim], of which row r holds counts[r] -> places in int64, cosines and sums in float32, all
    [rows, KV heads, slots].
    """
    if keys.device.type == "cuda" if use_kernels is None else use_kernels:
        last, like, near, inverse = _by_kernels(keys.contiguous(), counts.int(), threshold)
    else:
        last, like, near, inverse = _by_chunks(keys.float(), counts, threshold)
    # Less the cosine with itself, 1 but for keys of length 0.
    return last, like, near - (1 - LEAST * inverse).square()


def _by_chunks(keys, counts, threshold):
    at = torch.arange(keys.shape[2], device=keys.device)
    held = (at < counts[:, None])[:, None]
    inverse = 1 / (keys.norm(dim=-1) + LEAST)
    directions = keys * inverse[..., None]
    total = directions.masked_fill(~held[..., None], 0).sum(2, keepdim=True)
    last, like = [], []
    for mine in at.split(CHUNK):
        cosines = directions[:, :, mine] @ directions.mT
        cosines.masked_fill_(at == mine[:, None], 0)
        places = torch.where((cosines > threshold) & held[:, :, None], at, 0).amax(-1)
        last.append(places)
        like.append(cosines.gather(-1, places[..., None])[..., 0])
    return torch.cat(last, -1), torch.cat(like, -1), (directions * total).sum(-1), inverse


def _by_kernels(keys, counts, threshold):
    rows, heads, slots, dim = keys.shape
    last = torch.zeros(rows, heads, slots, dtype=torch.int32, device=keys.device)
    like, near, inverse = (torch.zeros(rows, heads, slots, device=keys.device) for _ in range(3))
    total = torch.empty(rows, heads, dim, device=keys.device)
    how = {"KV_HEADS": heads, "DIM": dim, "BLOCK": 64, "num_warps": 4}
    kernels.directions[(rows * heads,)](keys, counts, inverse, total, slots, **how)
    kernels.likenesses[(-(-slots // 64), rows * heads)](
        keys, inverse, total, counts, last, like, near, slots, threshold, ROWS=64, **how)
    return last.long(), like, near, inverse
