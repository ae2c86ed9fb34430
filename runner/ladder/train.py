"""Trains one model of the ladder from scratch and saves it as a Hugging Face folder.

    python train.py --size nano-s --out ../../data/nano/weights/nano-s
"""

import argparse
import os
import platform
import time

import numpy as np
import torch
import torch.nn.functional as F

from checkpoint import save, write_json
from model import SHAPES, Model
from task import LOSS, documents

LENGTHS = [(160, 384), (320, 192)]  # row length and rows of a batch
ROWS_OF_A_LAYOUT = 24
WARM_UP, DECAY = 100, 0.4
LEARNING_RATE = {"nano-s": 4e-3, "nano-l": 3e-3}


def orthogonal(gradient):
    """Newton-Schulz steps towards the nearest orthogonal matrix (Muon, Jordan et al. 2024)."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = gradient.bfloat16() if gradient.is_cuda else gradient.float()
    tall = x.shape[-2] > x.shape[-1]
    x = x.mT if tall else x
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(5):
        y = x @ x.mT
        x = a * x + (b * y + c * y @ y) @ x
    return (x.mT if tall else x).to(gradient.dtype)


class Muon:
    """For the matrices of the blocks, stacked by shape."""

    def __init__(self, weights):
        shapes = {}
        for weight in weights:
            shapes.setdefault(tuple(weight.shape), []).append(weight)
        self.groups = [
            (group, torch.zeros(len(group), *shape, device=group[0].device)) for shape, group in shapes.items()]

    @torch.no_grad()
    def step(self, rate, momentum=0.95, weight_decay=0.1):
        for group, buffer in self.groups:
            gradient = torch.stack([weight.grad for weight in group])
            buffer.lerp_(gradient, 1 - momentum)
            update = orthogonal(gradient.lerp(buffer, momentum))
            update *= 0.2 * max(update.shape[-2:]) ** 0.5
            torch._foreach_mul_(group, 1 - rate * weight_decay)
            torch._foreach_add_(group, list((update * -rate).unbind(0)))


def batches(seed, steps):
    """Every batch of the run, drawn from the seed alone."""
    rng = np.random.default_rng(seed)
    for _ in range(steps):
        length, rows = LENGTHS[rng.integers(len(LENGTHS))]
        yield np.concatenate([documents(rng, ROWS_OF_A_LAYOUT, length) for _ in range(rows // ROWS_OF_A_LAYOUT)])


def train(size, million_tokens, seed, device, report):
    torch.manual_seed(seed)
    torch.set_float32_matmul_precision("high")
    model = Model(size).to(device)
    forward = torch.compile(model, dynamic=False) if device == "cuda" else model
    matrices = [weight for name, weight in model.named_parameters() if "_proj" in name]
    others = [weight for name, weight in model.named_parameters() if "_proj" not in name]
    muon = Muon(matrices)
    adam = torch.optim.AdamW(others, betas=(0.9, 0.98), weight_decay=0.0)
    tokens_a_step = sum(length * rows for length, rows in LENGTHS) / len(LENGTHS)
    steps = int(million_tokens * 1e6 / tokens_a_step)
    curve, began = [], time.time()
    for step, rows in enumerate(batches(seed, steps)):
        rate = LEARNING_RATE[size] * min(1, (step + 1) / WARM_UP) * min(1, (steps - step) / (DECAY * steps))
        row = torch.from_numpy(rows).to(device).long()
        counted = (row[:, 1:] >= LOSS).float()
        with torch.autocast(device, torch.bfloat16, enabled=device == "cuda"):
            logits = forward(row % LOSS)[:, :-1]
        losses = F.cross_entropy(logits.flatten(0, 1), (row[:, 1:] % LOSS).flatten(), reduction="none")
        loss = (losses * counted.flatten()).sum() / counted.sum()
        loss.backward()
        for group in adam.param_groups:
            group["lr"] = rate
        adam.step()
        muon.step(rate)
        model.zero_grad(set_to_none=True)
        if step % 50 == 0 or step == steps - 1:
            curve.append([step, round(loss.item(), 4)])
            report(f"{size} step {step} of {steps}, loss {curve[-1][1]}, {time.time() - began:.0f} s")
    return model, {
        "model": size,
        "shape": SHAPES[size],
        "parameters": sum(weight.numel() for weight in model.parameters()),
        "seed": seed,
        "tokens": int(steps * tokens_a_step),
        "steps": steps,
        "batches": [{"length": length, "rows": rows} for length, rows in LENGTHS],
        "optimizer": "Muon for the matrices of the blocks, AdamW for the rest",
        "learningRate": LEARNING_RATE[size],
        "warmUpSteps": WARM_UP,
        "decayShare": DECAY,
        "seconds": round(time.time() - began, 1),
        "device": torch.cuda.get_device_name() if device == "cuda" else platform.machine(),
        "versions": {"python": platform.python_version(), "torch": torch.__version__, "numpy": np.__version__},
        "loss": curve,
    }


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--size", choices=SHAPES, required=True)
    cli.add_argument("--out", required=True, help="folder to save, made when absent")
    cli.add_argument("--million-tokens", type=float, default=110)
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    call = cli.parse_args()
    model, told = train(call.size, call.million_tokens, call.seed, call.device, lambda line: print(line, flush=True))
    save(model, call.out)
    write_json(os.path.join(call.out, "training.json"), told)


if __name__ == "__main__":
    main()
