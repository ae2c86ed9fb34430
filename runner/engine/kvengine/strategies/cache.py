"""What every KV strategy keeps of a batch, and the full cache, which the evicting ones build on."""

from contextlib import contextmanager
from dataclasses import dataclass

import torch

from ..attention import Parts


@dataclass(frozen=True)
class Extent:
    """How far a batch can grow, in tokens."""

    # The longest prompt.
    prompt: int
    # Decoded tokens, injected ones included.
    steps: int
    # What is appended to a snapshot when an answer is asked for.
    branch: int


class Cache:
    """
    Keys and values of rows that grow by one token a step. A subclass says where they are kept: `fill`, `attend`,
    `settle`, `tensors` and `row_bytes`.
    """

    @staticmethod
    def check(settings):
        """ValueError where settings that hold alone do not hold together."""

    def __init__(self, settings, shape, rows, extent, device, dtype):
        self.settings, self.shape, self.rows, self.extent = settings, shape, rows, extent
        self.device, self.dtype = device, dtype
        self.row = torch.arange(rows, device=device)
        # Tokens held, and the position of the next.
        self.counts = torch.zeros(rows, dtype=torch.int32, device=device)
        self.positions = torch.zeros(rows, dtype=torch.int64, device=device)
        self.upto = torch.zeros(rows, dtype=torch.int32, device=device)
        self.peaks = torch.zeros(rows, dtype=torch.int32, device=device)
        self.compactions = torch.zeros(rows, dtype=torch.int32, device=device)
        # Whether what is appended will be taken back.
        self.branching = False
        self.parts = Parts(rows, shape, device, self.rooms())

    def rooms(self):
        """Slots of each stretch that a row's attention is made of."""
        return list(self.slots(self.settings, self.extent))

    def empty(self, *size, dtype=None):
        """A tensor for every layer; zeros, as slots nobody holds are read before they are masked."""
        return [torch.zeros(self.rows, *size, dtype=dtype or self.dtype, device=self.device)
                for _ in range(self.shape.layers)]

    def reset(self):
        """Forgets the rows; what lies in the slots is never read again."""
        for state in (self.counts, self.positions, self.peaks, self.compactions):
            state.zero_()

    def begin_step(self):
        torch.add(self.counts, 1, out=self.upto)

    def advance(self, running):
        """One token more in the rows that run, [rows] of 0 and 1."""
        self.counts += running
        self.positions += running

    def settle(self, decoded):
        """What a strategy does between two steps, after so many decoded tokens."""

    @contextmanager
    def branch(self):
        """Whatever is appended inside is taken back at the end; nothing that was held is changed by it."""
        self.note_peak()
        held = self.counts.clone(), self.positions.clone()
        self.branching = True
        try:
            yield
        finally:
            self.branching = False
            self.counts.copy_(held[0])
            self.positions.copy_(held[1])

    def note_peak(self):
        torch.maximum(self.peaks, self.counts, out=self.peaks)

    def counters(self, row):
        """What the strategy did in a row, for its reply."""
        self.note_peak()
        return {
            "compactions": int(self.compactions[row]),
            "kept_tokens": int(self.counts[row]),
            "quantized_tokens": 0,
            "peak_kv_bytes": self.held_bytes(int(self.peaks[row])),
            "allocated_kv_bytes": self.allocated_bytes() // self.rows,
        }

    def allocated_bytes(self):
        return sum(tensor.nbytes for layers in self.tensors() for tensor in layers)


class FullCache(Cache):
    """Everything at 16 bits, [rows, KV heads, slots, head dim]."""

    @staticmethod
    def slots(settings, extent):
        return extent.prompt + extent.steps + extent.branch + 1

    def rooms(self):
        return [self.slots(self.settings, self.extent)]

    @classmethod
    def row_bytes(cls, settings, shape, extent, dtype):
        return shape.kv_values_per_token * cls.slots(settings, extent) * dtype.itemsize

    def __init__(self, settings, shape, rows, extent, device, dtype):
        super().__init__(settings, shape, rows, extent, device, dtype)
        size = (shape.kv_heads, self.slots(settings, extent), shape.head_dim)
        self.keys, self.values = self.empty(*size), self.empty(*size)

    def tensors(self):
        return [self.keys, self.values]

    def held_bytes(self, tokens):
        return tokens * self.shape.kv_values_per_token * self.dtype.itemsize

    def fill(self, layer, rows, source, q, k, v, counts):
        """
        Prompts of a layer: keys and values [prompts, KV heads, length, head dim], queries with all heads; row
        rows[i] gets the first counts[i] tokens of prompt source[i].
        """
        longest = int(counts.max())
        self.keys[layer][rows, :, :longest] = k[source, :, :longest]
        self.values[layer][rows, :, :longest] = v[source, :, :longest]

    def filled(self, rows, counts):
        """Called once all layers are filled."""
        self.counts[rows] = counts.to(torch.int32)
        self.positions[rows] = counts

    def attend(self, layer, q, k, v):
        """One token a row, queries [rows, heads, head dim] -> what it attends to [rows, heads * head dim]."""
        self.keys[layer][self.row, :, self.counts.long()] = k
        self.values[layer][self.row, :, self.counts.long()] = v
        self.parts.begin(q)
        self.parts.dense(self.keys[layer], self.values[layer], self.upto)
        return self.parts.merged()
