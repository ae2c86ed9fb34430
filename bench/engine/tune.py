"""
Times the kernels alone on one Qwen3 layer (8 KV heads of 128) for several block sizes, warps and stages.

    python bench/engine/tune.py --out OUT [--rows 256]
"""

import argparse
import os
import sys

import torch
import triton

from machine import keep

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../runner/engine"))

from kvengine import kernels  # noqa: E402
from kvengine.alike import likenesses  # noqa: E402
from kvengine.quantize import quantize  # noqa: E402
from kvengine.sampling import Sampling, draw  # noqa: E402

KV_HEADS, DIM, SPAN = 8, 128, 64
# Tokens held by a compacted cache at its largest, and half of 8k.
EVICTING, GROWING = 2176, 4096


def timed(f):
    """Milliseconds."""
    return triton.testing.do_bench(f, warmup=5, rep=30)


def timed_over(configurations, launch):
    """The six fastest of (block, warps, stages); one that does not fit is told and left out."""
    times = {}
    for block, warps, stages in configurations:
        try:
            milliseconds = timed(lambda: launch(BLOCK=block, num_warps=warps, num_stages=stages))
            times[f"block {block} warps {warps} stages {stages}"] = round(milliseconds, 4)
        except Exception as error:  # noqa: BLE001
            print(block, warps, stages, type(error).__name__, str(error)[:100], flush=True)
    return dict(sorted(times.items(), key=lambda each: each[1])[:6])


def kept(what, times, moved, out, **more):
    rate = round(moved / min(times.values()) / 1e6, 1) if times else None
    keep({"tune": what, **more, "milliseconds": times, "gigabytes_per_second": rate}, out)


class Outputs:
    """What every kernel writes for some rows of so many query heads a KV head."""

    def __init__(self, rows, group, device):
        heads = rows * KV_HEADS * group
        self.q = torch.randn(rows, KV_HEADS * group, DIM, device=device, dtype=torch.bfloat16)
        self.out = torch.empty(heads, 1, DIM, device=device)
        self.largest, self.total = (torch.empty(heads, 1, device=device) for _ in range(2))
        self.none = torch.zeros(rows, dtype=torch.int32, device=device)


def dense(rows, group, device, out):
    to = Outputs(rows, group, device)
    k, v = (torch.randn(rows, KV_HEADS, EVICTING + 71, DIM, device=device, dtype=torch.bfloat16) for _ in range(2))
    count = torch.full((rows,), EVICTING, dtype=torch.int32, device=device)

    def launch(**how):
        kernels.dense_attention[(rows * KV_HEADS, 1)](
            to.q, k, v, count, to.none, to.out, to.largest, to.total, k.shape[2], 0, 0.1, 0, 1,
            KV_HEADS=KV_HEADS, GROUP=group, ROWS=16, DIM=DIM, SPLITS=1, **how)

    configurations = [(block, warps, stages) for block, warps in ((32, 4), (64, 4), (64, 8), (128, 4), (128, 8))
                      for stages in (2, 3, 4)]
    moved = 2 * rows * KV_HEADS * EVICTING * DIM * 2
    kept("dense", timed_over(configurations, launch), moved, out, group=group, rows=rows, tokens=EVICTING)


def packed(rows, group, bits, configurations, device, out):
    to = Outputs(rows, group, device)
    one = torch.randn(1, KV_HEADS, GROWING, DIM, device=device, dtype=torch.bfloat16)
    codes, scales = (each.expand(rows, -1, -1, -1).contiguous() for each in quantize(one, bits, SPAN))
    values, value_scales = codes.clone(), scales.clone()
    count = torch.full((rows,), GROWING, dtype=torch.int32, device=device)

    def launch(**how):
        kernels.packed_attention[(rows * KV_HEADS, 1)](
            to.q, codes, scales, values, value_scales, count, to.out, to.largest, to.total, GROWING, 0.1, 0, 1,
            KV_HEADS=KV_HEADS, GROUP=group, ROWS=16, DIM=DIM, SPLITS=1, BITS=bits, SPAN=SPAN, **how)

    moved = 2 * (codes.nbytes + scales.nbytes)
    kept(f"packed {bits}", timed_over(configurations, launch), moved, out, group=group, rows=rows, tokens=GROWING)


def alike(rows, shift, device, out):
    keys = torch.randn(rows, KV_HEADS, EVICTING, DIM, device=device, dtype=torch.bfloat16) + shift
    count = torch.full((rows,), EVICTING, dtype=torch.int32, device=device)
    keep({"tune": f"likenesses, {'all' if shift else 'nothing'} alike", "rows": rows,
          "milliseconds": timed(lambda: likenesses(keys, count, 0.5))}, out)


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--out", required=True)
    cli.add_argument("--rows", type=int, default=256)
    call = cli.parse_args()
    rows, device, out = call.rows, torch.device("cuda"), call.out
    for group in (2, 4):
        dense(rows, group, device, out)
    few = [(64, 4, 3), (128, 8, 3)]
    many = [(block, warps, stages) for block, warps in ((64, 4), (64, 8), (128, 4), (128, 8)) for stages in (2, 3, 4)]
    for group, bits, configurations in ((2, 4, many), (4, 4, many), (2, 8, few), (2, 2, few)):
        packed(rows, group, bits, configurations, device, out)
    for shift in (0, 3):
        alike(rows, shift, device, out)
    logits = torch.randn(rows, 151936, device=device)
    keys = torch.arange(rows, device=device)
    for sampling in (Sampling(0.6), Sampling(0.6, 0.95, 20), Sampling(0.6, 0.95, 0)):
        keep({"tune": "draw", "sampling": vars(sampling), "rows": rows,
              "milliseconds": timed(lambda: draw(logits, keys, sampling))}, out)


if __name__ == "__main__":
    main()
