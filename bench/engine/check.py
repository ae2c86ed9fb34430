"""
Whether the engine's fast path is right on this machine: kernels against plain torch, recorded and compiled steps
against plain ones, strategies that drop nothing against the full cache. Small random weights, float32 and bfloat16.

    python bench/engine/check.py --out OUT
"""

import argparse
import os
import sys
from types import SimpleNamespace

import torch

from machine import keep

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../runner/engine"))

from kvengine.alike import likenesses  # noqa: E402
from kvengine.attention import Parts  # noqa: E402
from kvengine.batch import Ask  # noqa: E402
from kvengine.engine import Engine  # noqa: E402
from kvengine.forcing import Rules  # noqa: E402
from kvengine.quantize import quantize  # noqa: E402
from kvengine.sampling import Sampling  # noqa: E402
from kvengine.shape import Shape  # noqa: E402
from kvengine.weights import random  # noqa: E402

SHAPE = Shape(hidden=256, layers=3, heads=16, kv_heads=8, head_dim=128, intermediate=512, vocabulary=1000,
              rope_theta=1e6, epsilon=1e-6, tied=True, positions=4096)
RULES = Rules((40, 100, 160), (1, 2, 3, 4, 5, 6, 7, 8, 9), (10, 11), True, (12,), (13, 14), 8)


def attention_differences(device, dtype):
    """The largest difference of merged results, by bits, over values of size 1."""
    torch.manual_seed(0)
    rows, room, new = 5, 700, 128
    found = {}
    for heads, kv_heads, dim in ((16, 8, 128), (32, 8, 128), (2, 1, 64)):
        shape = SimpleNamespace(heads=heads, kv_heads=kv_heads, head_dim=dim)
        make = lambda *size: torch.randn(*size, device=device).to(dtype)  # noqa: E731
        q, k, v = make(rows, heads, dim), make(rows, kv_heads, room, dim), make(rows, kv_heads, room, dim)
        new_k, new_v = make(rows, kv_heads, new + 6, dim), make(rows, kv_heads, new + 6, dim)
        ints = lambda *each: torch.tensor(each, dtype=torch.int32, device=device)  # noqa: E731
        count, new_count, extra = ints(0, 63, 64, 513, 700), ints(7, 128, 128, 128, 128), ints(0, 0, 1, 3, 6)
        for bits in (16, 8, 4, 2):
            for rooms in ([room, new + 6], [4 * room, new + 6]):
                results = []
                for use_kernels in (False, True):
                    parts = Parts(rows, shape, device, rooms, use_kernels)
                    parts.begin(q)
                    if bits == 16:
                        parts.dense(k, v, count)
                    else:
                        parts.packed(*quantize(k, bits, 64), *quantize(v, bits, 64), count, bits, 64)
                    parts.dense(new_k, new_v, new_count, new, extra)
                    results.append(parts.merged().float())
                far = float((results[0] - results[1]).abs().max())
                name = f"{heads}/{kv_heads}x{dim} splits {parts.splits} bits {bits}"
                found[name] = far
    return found


def alike_differences(device, dtype):
    torch.manual_seed(1)
    keys = torch.randn(3, 4, 600, 128, device=device)
    keys[:, :, 300:] += 2 * torch.randn(3, 4, 1, 128, device=device)
    keys[:, :, 77] = keys[:, :, 5]
    keys = keys.to(dtype)
    counts = torch.tensor([100, 433, 600], device=device)
    plain, fast = (likenesses(keys, counts, 0.5, use) for use in (False, True))
    held = (torch.arange(600, device=device) < counts[:, None])[:, None].expand_as(plain[0])
    return {"other places": int((plain[0] != fast[0])[held].sum()), "of": int(held.sum()),
            "largest difference": max(float((a - b)[held].abs().max()) for a, b in zip(plain[1:], fast[1:]))}


def same(a, b):
    """How many rows have the same thinking and answers, and where the first others part."""
    alike = [one.ids == other.ids and one.answers == other.answers for one, other in zip(a, b)]
    part = [next((i for i, (x, y) in enumerate(zip(one.ids, other.ids)) if x != y), len(one.ids))
            for one, other in zip(a, b)]
    return {"same": sum(alike), "of": len(alike), "first difference at": min(part)}


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--out", required=True)
    call = cli.parse_args()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    # Products in full float32, as on a CPU.
    torch.backends.cuda.matmul.allow_tf32 = False
    if device.type == "cuda":
        for dtype in (torch.float32, torch.bfloat16):
            keep({"check": "attention kernels", "dtype": str(dtype), **attention_differences(device, dtype)}, call.out)
            keep({"check": "likeness kernel", "dtype": str(dtype), **alike_differences(device, dtype)}, call.out)
    with torch.inference_mode():
        model = random(SHAPE, torch.float32, device)
        asks = [Ask(tuple((7 * i + j * j) % 900 + 50 for j in range(20 + 3 * i)), i) for i in range(16)]
        rkv = {"retained": 64, "interval": 32, "window": 8, "lambda": 0.1, "pool": 7, "similarity": 0.5}
        hqq = {"bits": 4, "group": 64, "residual": 32}
        cases = [("full", {}), ("rkv", rkv), ("rkv", {**rkv, "retained": 400}), ("streaming", {"retained": 64, "interval": 32}),
                 ("hqq", {**hqq, "bits": 16}), ("hqq", {**hqq, "bits": 8}), ("hqq", hqq), ("hqq", {**hqq, "bits": 2})]
        plain = Engine(model, kv_bytes=1 << 30, fast=False)
        fast = Engine(model, kv_bytes=1 << 30)
        full = None
        for name, settings in cases:
            run = lambda engine, some: engine.generate(name, settings, RULES, Sampling(1.0), some)  # noqa: E731
            one = run(plain, asks)
            full = full or one
            result = {"check": name, "settings": settings, "equals full": same(one, full),
                      "alone equals together": same(run(plain, asks[5:6]), one[5:6]),
                      "counters": one[0].counters}
            if device.type == "cuda":
                two = run(fast, asks)
                again = run(fast, asks[:9])
                result |= {"recorded equals plain": same(two, one), "fewer rows, again": same(again, one[:9])}
            keep(result, call.out)
            fast.forget()


if __name__ == "__main__":
    main()
