"""
Quantization as Hugging Face's cache does it with HQQ's quantizer, for comparison: with a zero point, prompts at once
and without a residual, and everything quantized again whenever the residual is full.
"""

import torch

from ..quantize import dequantize_with_zero, quantize_with_zero
from .cache import Cache
from .setting import count, one_of


class HuggingFaceHQQ(Cache):
    NAME = "hqq-hf"
    SETTINGS = {"bits": one_of(2, 4, 8), "group": count(64), "residual": count(128)}

    @staticmethod
    def slots(settings, extent):
        """Packed slots, and those of the residual with room for a branch."""
        return extent.prompt + extent.steps + 1, settings["residual"] + extent.branch + 1

    @classmethod
    def row_bytes(cls, settings, shape, extent, dtype):
        packed, residual = cls.slots(settings, extent)
        share = settings["bits"] / 8 + 4 / settings["group"]
        # Its attention reads a copy of a layer at full width.
        wide = 2 * shape.kv_heads * shape.head_dim * packed * 4
        return int(shape.kv_values_per_token * (packed * share + residual * dtype.itemsize)) + 2 * wide

    def __init__(self, settings, shape, rows, extent, device, dtype):
        super().__init__(settings, shape, rows, extent, device, dtype)
        # No kernel reads zero points.
        self.parts.use_kernels = False
        heads, dim = shape.kv_heads, shape.head_dim
        if dim % settings["group"] or dim % (8 // settings["bits"]):
            raise ValueError(f"Cannot quantize keys of {dim} values: groups of {settings['group']} do not fill them")
        packed, residual = self.slots(settings, extent)
        width, groups = dim * settings["bits"] // 8, dim // settings["group"]
        # Codes, scales and zero points of keys, then of values.
        self.packed = [
            [self.empty(heads, packed, width, dtype=torch.uint8),
             self.empty(heads, packed, groups, dtype=torch.float16),
             self.empty(heads, packed, groups, dtype=torch.float16)]
            for _ in range(2)
        ]
        self.new = [self.empty(heads, residual, dim) for _ in range(2)]
        self.quantized = torch.zeros(rows, dtype=torch.int32, device=device)
        self.times = torch.zeros_like(self.quantized)

    def tensors(self):
        return [*self.packed[0], *self.packed[1], *self.new]

    def held_bytes(self, tokens):
        new = min(tokens, self.settings["residual"])
        share = self.settings["bits"] / 8 + 4 / self.settings["group"]
        return int(self.shape.kv_values_per_token * (new * self.dtype.itemsize + (tokens - new) * share))

    def counters(self, row):
        return {**super().counters(row), "quantized_tokens": int(self.quantized[row]),
                "requantizations": int(self.times[row])}

    def reset(self):
        super().reset()
        self.quantized.zero_()
        self.times.zero_()

    def fill(self, layer, rows, source, q, k, v, counts):
        longest = int(counts.max())
        for x, parts in zip((k, v), self.packed):
            for made, held in zip(self._quantize(x[:, :, :longest]), parts):
                held[layer][rows, :, :longest] = made[source]

    def filled(self, rows, counts):
        self.counts[rows] = counts.to(torch.int32)
        self.positions[rows] = counts
        self.quantized[rows] = counts.to(torch.int32)

    def attend(self, layer, q, k, v):
        slot = (self.counts - self.quantized).long()
        for x, new in zip((k, v), self.new):
            new[layer][self.row, :, slot] = x
        self.parts.begin(q)
        wide = [self._dequantize(layer, parts) for parts in self.packed]
        self.parts.dense(*wide, self.quantized)
        self.parts.dense(self.new[0][layer], self.new[1][layer], self.upto - self.quantized)
        return self.parts.merged()

    def settle(self, decoded):
        if decoded % self.settings["residual"]:
            return
        due = ((self.counts - self.quantized) >= self.settings["residual"]).nonzero()[:, 0]
        if len(due) == 0:
            return
        self.note_peak()
        size = self.settings["residual"]
        to = self.quantized[due].long()[:, None] + torch.arange(size, device=self.device)
        for layer in range(self.shape.layers):
            for parts, new in zip(self.packed, self.new):
                wide = self._dequantize(layer, parts)[due]
                wide[torch.arange(len(due), device=self.device)[:, None], :, to] = new[layer][due, :, :size].transpose(1, 2)
                for made, held in zip(self._quantize(wide), parts):
                    held[layer][due] = made
        self.quantized[due] += size
        self.times[due] += 1

    def _quantize(self, x):
        return quantize_with_zero(x, self.settings["bits"], self.settings["group"])

    def _dequantize(self, layer, parts):
        codes, scales, zeros = (part[layer] for part in parts)
        return dequantize_with_zero(codes, scales, zeros, self.settings["bits"], self.settings["group"]).to(self.dtype)
