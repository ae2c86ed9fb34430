"""
Symmetric quantization in the manner of HQQ: the newest tokens at 16 bits, every other one quantized once, when it
leaves them, and packed.
"""

from contextlib import contextmanager

import torch

from ..quantize import dequantize, quantize
from .cache import Cache
from .setting import count, one_of

PASS_THROUGH = 16


class HQQ(Cache):
    NAME = "hqq"
    # 16 bits pass through; that is for proving that the rest changes nothing.
    SETTINGS = {"bits": one_of(2, 4, 8, PASS_THROUGH), "group": count(64), "residual": count(128, least=0)}

    @staticmethod
    def slots(settings, extent):
        """Packed slots, and those of the residual with room for a branch."""
        packed = max(1, extent.prompt + extent.steps + 1 - settings["residual"])
        return packed, settings["residual"] + extent.branch + 1

    @classmethod
    def row_bytes(cls, settings, shape, extent, dtype):
        packed, residual = cls.slots(settings, extent)
        values = shape.kv_values_per_token
        return int(values * (packed * cls.token_share(settings, dtype) + residual * dtype.itemsize))

    @staticmethod
    def token_share(settings, dtype):
        """Bytes of a packed value, its share of the scale included."""
        bits = settings["bits"]
        return dtype.itemsize if bits == PASS_THROUGH else bits / 8 + 2 / settings["group"]

    def __init__(self, settings, shape, rows, extent, device, dtype):
        super().__init__(settings, shape, rows, extent, device, dtype)
        packed, residual = self.slots(settings, extent)
        heads, dim, bits = shape.kv_heads, shape.head_dim, settings["bits"]
        self.passes = bits == PASS_THROUGH
        if not self.passes and (dim % settings["group"] or dim % (8 // bits)):
            raise ValueError(f"Cannot quantize keys of {dim} values: groups of {settings['group']} do not fill them")
        if self.parts.use_kernels and not self.passes and settings["group"] * 2 < dim:
            raise ValueError(f"Cannot quantize keys of {dim} values in groups of {settings['group']} on a GPU: "
                             "its kernel has one or two groups a head")
        width, kind = (dim, dtype) if self.passes else (dim * bits // 8, torch.uint8)
        self.keys, self.values = (self.empty(heads, packed, width, dtype=kind) for _ in range(2))
        groups = 0 if self.passes else dim // settings["group"]
        self.key_scales, self.value_scales = (self.empty(heads, packed, groups, dtype=torch.float16) for _ in range(2))
        self.new_keys, self.new_values = (self.empty(heads, residual, dim) for _ in range(2))
        # Without a kernel that reads codes, what they stand for is kept beside them: unpacking all of them every step
        # would take longer than everything else.
        self.wide = None
        if not self.passes and not self.parts.use_kernels:
            self.wide = self.empty(heads, packed, dim), self.empty(heads, packed, dim)
        self.extra = torch.zeros(rows, dtype=torch.int32, device=device)
        self.packed_count, self.new_count, self.more = (torch.zeros_like(self.extra) for _ in range(3))

    def tensors(self):
        return [self.keys, self.values, self.key_scales, self.value_scales, self.new_keys, self.new_values]

    def held_bytes(self, tokens):
        new = min(tokens, self.settings["residual"])
        share = self.token_share(self.settings, self.dtype)
        return int(self.shape.kv_values_per_token * (new * self.dtype.itemsize + (tokens - new) * share))

    def counters(self, row):
        quantized = max(0, int(self.counts[row]) - self.settings["residual"])
        return {**super().counters(row), "quantized_tokens": 0 if self.passes else quantized}

    def fill(self, layer, rows, source, q, k, v, counts):
        residual = self.settings["residual"]
        # The oldest by their place, the newest by their place in the ring.
        longest = int(counts.max()) - residual
        if longest > 0:
            old = k[:, :, :longest], v[:, :, :longest]
            for made, held in zip(self._packed(*old), self._held(layer)):
                held[rows, :, :longest] = made[source]
        for back in range(1, residual + 1):
            some = counts >= back
            if not bool(some.any()):
                break
            at = counts[some] - back
            for x, new in ((k, self.new_keys), (v, self.new_values)):
                new[layer][rows[some], :, at % residual] = x[source[some], :, at]

    def filled(self, rows, counts):
        self.counts[rows] = counts.to(torch.int32)
        self.positions[rows] = counts

    def begin_step(self):
        residual = self.settings["residual"]
        held = self.counts if self.branching else self.counts + 1
        self.packed_count.copy_((held - residual).clamp(min=0))
        self.new_count.copy_(held.clamp(max=residual))
        self.more.copy_(self.extra + 1 if self.branching else self.extra)

    def advance(self, running):
        if self.branching:
            self.extra += running
            self.positions += running
        else:
            super().advance(running)

    @contextmanager
    def branch(self):
        try:
            with super().branch():
                yield
        finally:
            self.extra.zero_()

    def reset(self):
        super().reset()
        self.extra.zero_()

    def attend(self, layer, q, k, v):
        residual = self.settings["residual"]
        if self.branching:
            slot = residual + self.extra.long()
        else:
            slot = self.counts.long() % residual if residual else None
            old = (k, v)
            if slot is not None:
                old = self.new_keys[layer][self.row, :, slot], self.new_values[layer][self.row, :, slot]
            # Before anything leaves, this writes where the first to leave will be written.
            to = (self.counts.long() - residual).clamp(min=0)
            for made, held in zip(self._packed(*old), self._held(layer)):
                held[self.row, :, to] = made
        if slot is not None:
            self.new_keys[layer][self.row, :, slot] = k
            self.new_values[layer][self.row, :, slot] = v
        self.parts.begin(q)
        if self.passes:
            self.parts.dense(self.keys[layer], self.values[layer], self.packed_count)
        elif self.wide:
            self.parts.dense(self.wide[0][layer], self.wide[1][layer], self.packed_count)
        else:
            self.parts.packed(self.keys[layer], self.key_scales[layer], self.values[layer], self.value_scales[layer],
                              self.packed_count, self.settings["bits"], self.settings["group"])
        self.parts.dense(self.new_keys[layer], self.new_values[layer], self.new_count, residual, self.more)
        return self.parts.merged()

    def _held(self, layer):
        """Where what `_packed` gives is held, in its order."""
        parts = [self.keys, self.values]
        if not self.passes:
            parts += [self.key_scales, self.value_scales]
        return [part[layer] for part in (*parts, *(self.wide or ()))]

    def _packed(self, *both):
        """Keys and values as they are held: codes, scales, and what they stand for where that is kept."""
        if self.passes:
            return both
        bits, group = self.settings["bits"], self.settings["group"]
        made = [quantize(x, bits, group) for x in both]
        wide = [dequantize(*each, bits, group).to(self.dtype) for each in made] if self.wide else []
        return [codes for codes, _ in made] + [scales for _, scales in made] + wide
