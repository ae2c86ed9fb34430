"""R-KV's search for likenesses without a matrix of all pairs."""

import torch

from .attention import kernels

# Keys compared with all others at once.
CHUNK = 128


def last_alike(keys, inverse_norms, counts, threshold, use_kernels=None):
    """
    For every key the latest other one whose cosine with it exceeds threshold, and that cosine; where there is none
    the first key and its cosine, 0 for the first key itself. keys [rows, KV heads, slots, dim], of which row r holds
    counts[r], inverse_norms [rows, KV heads, slots] -> places in int64 and cosines in float32, both of that shape.
    """
    if keys.device.type == "cuda" if use_kernels is None else use_kernels:
        return _by_kernel(keys, inverse_norms, counts, threshold)
    slots = keys.shape[2]
    directions = keys.float() * inverse_norms[..., None]
    at = torch.arange(slots, device=keys.device)
    held = (at < counts[:, None])[:, None, None]
    last, like = [], []
    for mine in at.split(CHUNK):
        cosines = directions[:, :, mine] @ directions.mT
        cosines.masked_fill_((at == mine[:, None]), 0)
        places = torch.where((cosines > threshold) & held, at, 0).amax(-1)
        last.append(places)
        like.append(cosines.gather(-1, places[..., None])[..., 0])
    return torch.cat(last, -1), torch.cat(like, -1)


def _by_kernel(keys, inverse_norms, counts, threshold):
    rows, heads, slots, dim = keys.shape
    last = torch.zeros(rows, heads, slots, dtype=torch.int32, device=keys.device)
    like = torch.zeros(rows, heads, slots, device=keys.device)
    block = 64
    kernels.last_alike[(-(-slots // block), rows * heads)](
        keys.contiguous(), inverse_norms.contiguous(), counts.int(), last, like, slots, threshold,
        KV_HEADS=heads, DIM=dim, ROWS=block, BLOCK=block, num_warps=4,
    )
    return last.long(), like
