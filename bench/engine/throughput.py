"""
Decode throughput of the engine on a Qwen3 shape with random weights, as many rows as fit.

    python bench/engine/throughput.py qwen3-0.6b rkv-2048 hqq-4 --out OUT [--whole]

By default not every step to the budget is taken: the cache is set to several lengths, an interval of 128 steps is
timed at each (with the compaction behind it, where there is one), and the time to the budget is summed up from
these. --whole takes every step instead: forcing, compactions and the answer included.
"""

import argparse
import os
import sys
import time

import torch

from machine import keep
from shapes import BUDGET, PROMPT, SHAPES, write_config

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../runner/engine"))

from kvengine.batch import Ask  # noqa: E402
from kvengine.engine import Engine  # noqa: E402
from kvengine.forcing import Rules  # noqa: E402
from kvengine.sampling import Sampling  # noqa: E402
from kvengine.shape import read_shape  # noqa: E402
from kvengine.strategies.cache import Extent  # noqa: E402
from kvengine.weights import random  # noqa: E402

INTERVAL = 128
STRATEGIES = {
    "full": ("full", {}),
    "rkv-2048": ("rkv", {"retained": 2048, "interval": INTERVAL, "window": 8, "lambda": 0.1, "pool": 7, "similarity": 0.5}),
    "streaming-2048": ("streaming", {"retained": 2048, "interval": INTERVAL}),
    "hqq-8": ("hqq", {"bits": 8, "group": 64, "residual": 128}),
    "hqq-4": ("hqq", {"bits": 4, "group": 64, "residual": 128}),
    "hqq-2": ("hqq", {"bits": 2, "group": 64, "residual": 128}),
}
# The answer prompt and the answer, tokens.
SCRIPT, ANSWER = 6, 64


def synchronize(device):
    if device.type == "cuda":
        torch.cuda.synchronize()


def formula_bytes(kind, settings, shape, itemsize, tokens):
    """KV bytes of a row at its largest, as pipeline/study/memory.ts has them."""
    per_token = shape.kv_values_per_token * itemsize
    if kind in ("rkv", "streaming"):
        return per_token * min(tokens, settings["retained"] + settings["interval"])
    if kind == "hqq":
        new = min(tokens, settings["residual"])
        bits, group = settings["bits"], settings["group"]
        return per_token * new + shape.kv_values_per_token * (tokens - new) * (bits * group + 16) / (8 * group)
    return per_token * tokens


def scatter(cache):
    """Something in every slot: what is masked costs as much as what is not, but likenesses are looked for."""
    for layers in cache.tensors():
        for tensor in layers:
            if tensor.dtype == torch.uint8:
                tensor.random_()
            elif tensor.dtype == torch.float16:
                tensor.fill_(0.02)
            else:
                tensor.normal_()


def interval_seconds(batch, tokens, settle, steps):
    """Seconds of so many steps with `tokens` in the cache before them, and of the settling behind them."""
    cache, device = batch.cache, batch.logits.device
    cache.counts.fill_(tokens)
    cache.positions.fill_(tokens)
    batch.forcing.reset()
    for state in (batch.at, batch.length, batch.forcing.spent):
        state.fill_(tokens - PROMPT if tokens + steps <= PROMPT + batch.steps else 0)
    for _ in range(4):
        batch.think()
    cache.counts.fill_(tokens)
    cache.positions.fill_(tokens)
    synchronize(device)
    begun = time.perf_counter()
    for _ in range(steps):
        batch.think()
    synchronize(device)
    stepped = time.perf_counter()
    if settle:
        cache.settle(INTERVAL)
        synchronize(device)
    return stepped - begun, time.perf_counter() - stepped


def summed(times, settling, kind, settings, budget):
    """Seconds to the budget: intervals one after the other, their time read off between the lengths timed."""
    lengths = sorted(times)
    held, seconds = PROMPT, 0.0
    for _ in range(0, budget, INTERVAL):
        upper = min((each for each in lengths if each >= held), default=lengths[-1])
        lower = max((each for each in lengths if each <= held), default=lengths[0])
        share = 0 if upper == lower else (held - lower) / (upper - lower)
        seconds += times[lower] + share * (times[upper] - times[lower])
        held += INTERVAL
        if kind in ("rkv", "streaming") and held > settings["retained"]:
            seconds += settling
            held = settings["retained"]
    return seconds * budget / (-(-budget // INTERVAL) * INTERVAL)


def measure(engine, name, budget, whole, most_rows, out, shape_name):
    kind, settings = STRATEGIES[name]
    model, device = engine.model, engine.model.device
    rules = Rules((budget,), (1, 2), (3,), True, (4,), (5,) * (SCRIPT - 1), ANSWER)
    extent = Extent(PROMPT, budget, SCRIPT + ANSWER)
    fitting = engine.rows(kind, settings, extent)
    rows = min(fitting, most_rows or fitting)
    begun = time.perf_counter()
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats()
    batch = engine.batch(kind, settings, rules, Sampling(0.6), extent, rows)
    synchronize(device)
    ready = time.perf_counter() - begun
    chance = torch.Generator().manual_seed(1)
    prompts = torch.randint(10, model.shape.vocabulary, (rows, PROMPT), generator=chance).tolist()
    asks = [Ask(tuple(ids), seed) for seed, ids in enumerate(prompts)]
    found = {"shape": shape_name, "engine": "kvengine", "kv": name, "rows": rows, "prompt": PROMPT, "budget": budget,
             "dtype": str(model.dtype), "ready_seconds": round(ready, 2)}
    begun = time.perf_counter()
    batch._begin(asks)
    synchronize(device)
    found["prefill_seconds"] = round(time.perf_counter() - begun, 3)
    if whole:
        begun = time.perf_counter()
        done = batch.generate(asks)
        synchronize(device)
        seconds = time.perf_counter() - begun
        found |= {"method": "every step", "seconds": round(seconds, 3), "counters": done[0].counters}
    else:
        scatter(batch.cache)
        lengths = [PROMPT, 1024, 2048] if kind in ("rkv", "streaming") else [PROMPT, budget // 4, budget // 2, budget - INTERVAL]
        times, settling = {}, 0.0
        for tokens in sorted({min(each, budget - INTERVAL) for each in lengths}):
            last = kind in ("rkv", "streaming") and tokens == settings["retained"]
            if last:
                # Once for Triton to compile.
                interval_seconds(batch, tokens, True, INTERVAL)
            times[tokens], settled = interval_seconds(batch, tokens, last, INTERVAL)
            settling = settled if last else settling
            print(f"{shape_name} {name} {rows} rows, {tokens} tokens held: {1000 * times[tokens] / INTERVAL:.2f} ms a step, "
                  f"settling {settled:.3f} s", flush=True)
        seconds = found["prefill_seconds"] + summed(times, settling, kind, settings, budget)
        found |= {"method": "summed from intervals of 128 steps", "seconds": round(seconds, 3),
                  "milliseconds_a_step": {str(n): round(1000 * s / INTERVAL, 3) for n, s in times.items()},
                  "settling_seconds": round(settling, 4)}
    found["tokens_per_second"] = round(rows * budget / seconds, 1)
    cache_bytes = batch.cache.allocated_bytes()
    formula = formula_bytes(kind, settings, model.shape, model.dtype.itemsize, PROMPT + budget)
    found |= {"weight_bytes": model.bytes, "cache_bytes": cache_bytes, "cache_bytes_a_row": cache_bytes // rows,
              "formula_peak_kv_bytes_a_row": int(formula), "formula_total_bytes": int(model.bytes + rows * formula)}
    if device.type == "cuda":
        found |= {"peak_allocated_bytes": torch.cuda.max_memory_allocated(), "peak_reserved_bytes": torch.cuda.max_memory_reserved(),
                  "device_bytes": torch.cuda.mem_get_info()[1]}
    keep(found, out)


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("shape", choices=SHAPES)
    cli.add_argument("strategies", nargs="+", choices=STRATEGIES)
    cli.add_argument("--out", required=True)
    cli.add_argument("--whole", action="store_true")
    cli.add_argument("--budget", type=int, default=BUDGET)
    cli.add_argument("--rows", type=int, help="at most; else as many as fit")
    call = cli.parse_args()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    dtype = torch.bfloat16 if device.type == "cuda" else torch.float32
    folder = write_config(call.shape, os.path.join(call.out, "shapes", call.shape))
    with torch.inference_mode():
        model = random(read_shape(folder), dtype, device)
        engine = Engine(model, kv_bytes=None if device.type == "cuda" else 1 << 28)
        for name in call.strategies:
            measure(engine, name, call.budget, call.whole, call.rows, call.out, call.shape)
            engine.forget()


if __name__ == "__main__":
    main()
