"""A cache that is cut back to its retained tokens every so many steps; what is kept, a subclass chooses."""

import torch

from ..attention import kernels
from .cache import FullCache

# Bytes of temporary tensors that choosing and moving may take at once.
ROOM = 1 << 29


class EvictingCache(FullCache):
    @staticmethod
    def slots(settings, extent):
        grown = extent.prompt + extent.steps
        return min(grown, settings["retained"] + settings["interval"]) + extent.branch + 1

    def choose(self, keys, counts, queries):
        """
        keys [rows, KV heads, slots, head dim], of which row r holds counts[r], more than are retained -> the
        slots to keep, rising, [rows, KV heads, retained].
        """
        raise NotImplementedError

    def queries_of(self, layer, rows):
        """What `choose` is told of the last queries."""
        return None

    def queries_of_prompts(self, q, source, counts):
        return None

    def fill(self, layer, rows, source, q, k, v, counts):
        retained = self.settings["retained"]
        long = counts > retained
        if bool((~long).any()):
            short = ~long
            super().fill(layer, rows[short], source[short], q, k, v, counts[short])
        if not bool(long.any()):
            return
        rows, source, counts = rows[long], source[long], counts[long]
        k, v = k[source], v[source]
        kept = self.choose(k, counts, self.queries_of_prompts(q, source, counts))
        at = kept[..., None].expand(-1, -1, -1, self.shape.head_dim)
        self.keys[layer][rows, :, :retained] = k.gather(2, at)
        self.values[layer][rows, :, :retained] = v.gather(2, at)

    def filled(self, rows, counts):
        super().filled(rows, counts)
        self.compactions[rows] += (counts > self.settings["retained"]).int()
        self.counts[rows] = counts.clamp(max=self.settings["retained"]).to(torch.int32)

    def settle(self, decoded):
        if decoded % self.settings["interval"] == 0:
            self.note_peak()
            due = (self.counts > self.settings["retained"]).nonzero()[:, 0]
            if len(due) > 0:
                for layer in range(self.shape.layers):
                    for rows in due.split(self.rows_at_once()):
                        self.cut(layer, rows)
                self.counts[due] = self.settings["retained"]
                self.compactions[due] += 1

    def rows_at_once(self):
        slots = self.keys[0].shape[2]
        # Scores of the last queries in float32 are the largest of what choosing makes.
        widest = max(self.shape.heads * self.settings.get("window", 1) * slots * 4,
                     self.shape.kv_heads * slots * self.shape.head_dim * 4)
        return max(1, ROOM // (2 * widest))

    def cut(self, layer, rows):
        """Cuts some rows of a layer back."""
        first, last = int(rows[0]), int(rows[-1]) + 1
        # As a rule all are due, and need not be copied to be looked at.
        some = slice(first, last) if last - first == len(rows) else rows
        kept = self.choose(self.keys[layer][some], self.counts[some], self.queries_of(layer, some))
        move(self.keys[layer], self.values[layer], rows, kept)


def move(keys, values, rows, kept, use_kernels=None):
    """Moves kept slots [some rows, KV heads, retained], rising, of keys and values [all rows, ...] to the front."""
    _, heads, room, dim = keys.shape
    retained = kept.shape[-1]
    if keys.device.type == "cuda" if use_kernels is None else use_kernels:
        kernels.move[(len(rows) * heads,)](keys, values, rows, kept.contiguous(), room, retained, KV_HEADS=heads,
                                           DIM=dim, BLOCK=64, num_warps=4)
        return
    at = kept[..., None].expand(-1, -1, -1, dim)
    for x in (keys, values):
        x[rows, :, :retained] = x[rows].gather(2, at)
