"""
R-KV (arXiv 2505.24133) as its published code does it, per layer and KV head: kept are the newest tokens, and of the
others those of the best score, lambda * importance - (1 - lambda) * redundancy.
"""

import torch
import torch.nn.functional as F

from ..alike import likenesses
from .evicting import EvictingCache
from .setting import count, share


class RKV(EvictingCache):
    NAME = "rkv"
    SETTINGS = {
        "retained": count(),
        "interval": count(128),
        # Newest tokens, always kept, whose queries score the others.
        "window": count(8),
        # Weight of importance against redundancy.
        "lambda": share(0.1),
        # Neighbours over which importance is smoothed.
        "pool": count(7),
        # Cosine above which keys resemble each other.
        "similarity": share(0.5),
    }

    def __init__(self, settings, shape, rows, extent, device, dtype):
        super().__init__(settings, shape, rows, extent, device, dtype)
        # The last queries, a ring by position.
        self.queries = self.empty(shape.heads, settings["window"], shape.head_dim)

    @staticmethod
    def check(settings):
        if settings["window"] >= settings["retained"]:
            raise ValueError("window must be smaller than retained")
        if settings["pool"] % 2 == 0:
            raise ValueError("pool must be odd")

    @classmethod
    def row_bytes(cls, settings, shape, extent, dtype):
        queries = shape.layers * shape.heads * settings["window"] * shape.head_dim
        return super().row_bytes(settings, shape, extent, dtype) + queries * dtype.itemsize

    def tensors(self):
        return [*super().tensors(), self.queries]

    def attend(self, layer, q, k, v):
        if not self.branching:
            self.queries[layer][self.row, :, self.positions % self.settings["window"]] = q
        return super().attend(layer, q, k, v)

    def fill(self, layer, rows, source, q, k, v, counts):
        window = self.settings["window"]
        for back in range(1, window + 1):
            some = counts >= back
            at = counts[some] - back
            self.queries[layer][rows[some], :, at % window] = q[source[some], :, at]
        super().fill(layer, rows, source, q, k, v, counts)

    def queries_of(self, layer, rows):
        return self.queries[layer][rows]

    def queries_of_prompts(self, q, source, counts):
        at = counts[:, None] - torch.arange(1, self.settings["window"] + 1, device=q.device)
        return q[source[:, None], :, at].transpose(1, 2)

    def choose(self, keys, counts, queries):
        retained, window = self.settings["retained"], self.settings["window"]
        at = torch.arange(keys.shape[2], device=keys.device)
        counts = counts.long()
        older = (at < counts[:, None] - window)[:, None]
        gain = importance(keys, queries, older, self.settings["pool"])
        cost = redundancy(keys, counts, self.settings["similarity"])
        weight = self.settings["lambda"]
        score = (weight * gain - (1 - weight) * cost).masked_fill(~older, -torch.inf)
        kept = best_places(score, retained - window)
        newest = counts[:, None] - window + torch.arange(window, device=keys.device)
        return torch.cat([kept, newest[:, None].expand(-1, keys.shape[1], -1)], -1)


def best_places(score, count):
    """The places of the `count` best of the last axis, rising: those that are not among the worst, closed up."""
    slots = score.shape[-1]
    stays = torch.ones_like(score, dtype=torch.bool)
    if count < slots:
        stays.scatter_(-1, score.topk(slots - count, -1, largest=False).indices, False)
    # What goes is written behind the others.
    to = torch.where(stays, stays.cumsum(-1) - 1, count)
    at = torch.arange(slots, device=score.device).expand_as(score)
    return torch.empty(*score.shape[:-1], count + 1, dtype=torch.int64, device=score.device).scatter_(-1, to, at)[..., :count]


def importance(keys, queries, older, pool):
    """
    How much the last queries attend to each older key: the largest score of the heads of a group, softmax over the
    older keys, mean over the queries, maximum over `pool` neighbours. keys [rows, KV heads, slots, dim], queries
    [rows, heads, window, dim], older [rows, 1, slots] -> [rows, KV heads, slots] in float32.
    """
    grouped = queries.unflatten(1, (keys.shape[1], -1))
    scores = torch.einsum("rkgwd,rknd->rkgwn", grouped, keys).amax(2).float() * keys.shape[-1] ** -0.5
    shares = scores.masked_fill(~older[:, :, None], -torch.inf).softmax(-1).mean(2)
    return F.max_pool1d(shares, pool, stride=1, padding=pool // 2)


def redundancy(keys, counts, threshold):
    """
    How like the other keys each one is: the mean cosine, softmax over all keys. Of the keys that a key resembles by
    more than threshold the latest is spared: its cosine counts as 0 (where there is none, that of the first key, as
    in the published code). The mean needs no matrix: a sum of cosines is a product with the sum of all directions.
    keys [rows, KV heads, slots, dim] -> [rows, KV heads, slots] in float32.
    """
    at = torch.arange(keys.shape[2], device=keys.device)
    held = (at < counts[:, None])[:, None]
    last, like, sums = likenesses(keys, counts, threshold)
    sums = sums.scatter_add(-1, last, -like.masked_fill(~held, 0))
    return (sums / counts[:, None, None]).masked_fill(~held, -torch.inf).softmax(-1)
