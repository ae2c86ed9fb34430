"""Attention of one new token a row over its cache, with Triton kernels on a GPU and plain torch elsewhere."""

import torch

from .quantize import dequantize

try:
    from . import kernels
except ImportError:
    # Triton has no build for this machine; a CPU does without.
    kernels = None

BLOCK = 64
# Fewest queries of a product on tensor cores.
ROWS = 16
# Slots of which one program takes care, about.
SHARE = 512


class Parts:
    """
    The attention of one decode step, part by part: dense and packed stretches of a cache are added, then merged.
    Partial results are kept with the largest score and the sum of their shares.
    """

    def __init__(self, rows, shape, device, rooms, use_kernels=None):
        """rooms: slots of each stretch, in the order in which they are added."""
        self.heads, self.kv_heads, self.dim = shape.heads, shape.kv_heads, shape.head_dim
        self.use_kernels = device.type == "cuda" if use_kernels is None else use_kernels
        # By length only: a row's sums are the same whatever rows stand beside it.
        self.splits = [max(1, min(16, room // SHARE)) for room in rooms]
        self.slots = sum(self.splits)
        self.scale = shape.head_dim**-0.5
        if self.use_kernels:
            heads = rows * shape.heads
            self.out = torch.empty(heads, self.slots, self.dim, device=device)
            self.largest = torch.empty(heads, self.slots, device=device)
            self.total = torch.empty(heads, self.slots, device=device)
            self.none = torch.zeros(rows, dtype=torch.int32, device=device)

    def begin(self, q):
        """q [rows, heads, dim]."""
        self.q = q.contiguous()
        self.filled, self.left = 0, list(self.splits)
        self.found = []

    def dense(self, k, v, count, base=0, extra=None):
        """
        A stretch of 16-bit keys and values [rows, KV heads, room, dim], of which row r holds the slots below
        count[r] and extra[r] more from base on.
        """
        if not self.use_kernels:
            if extra is None:
                k, v = self._shortest(count, k, v)
            at = torch.arange(k.shape[2], device=k.device)
            held = at < count[:, None]
            if extra is not None:
                held |= (at >= base) & (at < base + extra[:, None])
            self._attend(k, v, held)
            return
        group, splits = self.heads // self.kv_heads, self.left.pop(0)
        kernels.dense_attention[(k.shape[0] * self.kv_heads, splits)](
            self.q, k, v, count, self.none if extra is None else extra, self.out, self.largest, self.total,
            k.shape[2], base, self.scale * kernels.LOG2E, self.filled, self.slots,
            KV_HEADS=self.kv_heads, GROUP=group, ROWS=max(ROWS, group), DIM=self.dim, BLOCK=BLOCK,
            SPLITS=splits, num_warps=4, num_stages=3,
        )
        self.filled += splits

    def packed(self, k, k_scales, v, v_scales, count, bits, span):
        """A stretch of packed keys and values, of which row r holds the slots below count[r]."""
        if not self.use_kernels:
            k, k_scales, v, v_scales = self._shortest(count, k, k_scales, v, v_scales)
            held = torch.arange(k.shape[2], device=k.device) < count[:, None]
            wide = [dequantize(*each, bits, span).to(self.q.dtype) for each in ((k, k_scales), (v, v_scales))]
            self._attend(*wide, held)
            return
        group, splits = self.heads // self.kv_heads, self.left.pop(0)
        kernels.packed_attention[(k.shape[0] * self.kv_heads, splits)](
            self.q, k, k_scales, v, v_scales, count, self.out, self.largest, self.total,
            k.shape[2], self.scale * kernels.LOG2E, self.filled, self.slots,
            KV_HEADS=self.kv_heads, GROUP=group, ROWS=max(ROWS, group), DIM=self.dim,
            BLOCK=2 * BLOCK if bits == 4 else BLOCK, SPLITS=splits, BITS=bits, SPAN=span, num_warps=4,
            num_stages=2 if bits == 4 else 3,
        )
        self.filled += splits

    def merged(self):
        """[rows, heads * dim]."""
        if not self.use_kernels:
            return self._merged()
        to = torch.empty_like(self.q)
        heads = self.q.shape[0] * self.heads
        width = 1 << (self.filled - 1).bit_length()
        kernels.merge[(heads,)](self.out, self.largest, self.total, to, self.slots, SLOTS=width, DIM=self.dim,
                                num_warps=1)
        return to.flatten(1)

    def _shortest(self, count, *tensors):
        """The slots that any row holds: a CPU saves the rest, a GPU would have to wait for the number."""
        if count.device.type != "cpu":
            return tensors
        return [each[:, :, : int(count.max())] for each in tensors]

    def _attend(self, k, v, held):
        q = self.q.unflatten(1, (self.kv_heads, -1)).float()
        scores = torch.einsum("rkgd,rknd->rkgn", q, k.float()) * self.scale
        scores = scores.masked_fill(~held[:, None, None], -torch.inf)
        self.found.append((scores, v))

    def _merged(self):
        shares = torch.cat([scores for scores, _ in self.found], -1).softmax(-1)
        values = torch.cat([v.float() for _, v in self.found], -2) if len(self.found) > 1 else self.found[0][1].float()
        mixed = torch.einsum("rkgn,rknd->rkgd", shares, values)
        return mixed.to(self.q.dtype).flatten(1)
