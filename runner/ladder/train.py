"""Trains one model of the ladder from scratch and saves it as a Hugging Face folder.

    python train.py --size nano-s --out ../../data/nano/weights/nano-s
"""

import argparse
import dataclasses
import os
import platform
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch.utils.data import DataLoader, IterableDataset

from checkpoint import save, write_json
from document import LOSS
from model import SHAPES, Model
from recipe import RECIPES
from rows import batches

WARM_UP, DECAY = 100, 0.4


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


class Batches(IterableDataset):
    """The batches of a recipe, drawn in a process of its own while the device computes."""

    def __init__(self, recipe, seed, steps):
        self.recipe, self.seed, self.steps = recipe, seed, steps

    def __iter__(self):
        for rows in batches(self.recipe.rows(), self.recipe.lengths, self.seed, self.steps):
            yield torch.from_numpy(rows)


def train(size, recipe, seed, device, report):
    torch.manual_seed(seed)
    torch.set_float32_matmul_precision("high")
    model = Model(size).to(device)
    forward = torch.compile(model, dynamic=False) if device == "cuda" else model
    matrices = [weight for name, weight in model.named_parameters() if "_proj" in name]
    others = [weight for name, weight in model.named_parameters() if "_proj" not in name]
    muon = Muon(matrices)
    adam = torch.optim.AdamW(others, betas=(0.9, 0.98), weight_decay=0.0)
    tokens_a_step = sum(length * rows for length, rows in recipe.lengths) / len(recipe.lengths)
    steps = int(recipe.million_tokens * 1e6 / tokens_a_step)
    curve, began = [], time.time()
    drawn = DataLoader(Batches(recipe, seed, steps), batch_size=None, num_workers=1, prefetch_factor=16)
    for step, rows in enumerate(drawn):
        rate = recipe.learning_rate * min(1, (step + 1) / WARM_UP) * min(1, (steps - step) / (DECAY * steps))
        row = rows.to(device).long()
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
        "shape": dataclasses.asdict(SHAPES[size]),
        "parameters": sum(weight.numel() for weight in model.parameters()),
        "seed": seed,
        "tokens": int(steps * tokens_a_step),
        "steps": steps,
        "batches": [{"length": length, "rows": rows} for length, rows in recipe.lengths],
        "optimizer": "Muon for the matrices of the blocks, AdamW for the rest",
        "learningRate": recipe.learning_rate,
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
    cli.add_argument("--million-tokens", type=float, help="other than the recipe's")
    cli.add_argument("--seed", type=int, default=1)
    cli.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    call = cli.parse_args()
    recipe = RECIPES[call.size]
    if call.million_tokens is not None:
        recipe = dataclasses.replace(recipe, million_tokens=call.million_tokens)
    model, told = train(call.size, recipe, call.seed, call.device, lambda line: print(line, flush=True))
    save(model, call.out)
    write_json(os.path.join(call.out, "training.json"), told)


if __name__ == "__main__":
    main()
