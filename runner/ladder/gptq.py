"""Quantizes a trained model's linear layers with GPTQ and saves them in the GPTQ format, version 1.

    python gptq.py --size ladder-3 --weights DIR --bits 4 --out DIR

Frantar et al. 2023 (arXiv 2210.17323): layer by layer, each on what the
quantized layers before it give; columns are rounded one after the other and
what rounding costs is made up for in those that follow. Symmetric, groups of
128 inputs, a 16-bit scale each. Embedding and head stay 16-bit. Our own few
lines, so that nothing but torch is needed where the models are trained.
"""

import argparse

import numpy as np
import torch

from checkpoint import load, save
from document import LOSS
from model import SHAPES
from recipe import RECIPES
from rows import batches

GROUP = 128
# Of the mean of the Hessian's diagonal.
DAMP = 0.01
CALIBRATION_SEED, CALIBRATION_BATCHES = 4242, 2
# Layers of a block in the order they are reached; those of a line see the same input.
STAGES = [
    ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"], ["self_attn.o_proj"],
    ["mlp.gate_proj", "mlp.up_proj"], ["mlp.down_proj"],
]


def rounded(weight, hessian, bits):
    """[outputs, inputs], [inputs, inputs] -> codes [outputs, inputs], 0 the least, and scales [outputs, groups]."""
    weight = weight.float().clone()
    outputs, inputs = weight.shape
    hessian = hessian.clone()
    dead = hessian.diagonal() == 0
    hessian[dead, dead] = 1
    weight[:, dead] = 0
    hessian += DAMP * hessian.diagonal().mean() * torch.eye(inputs, device=weight.device)
    inverse = torch.linalg.cholesky(torch.cholesky_inverse(torch.linalg.cholesky(hessian)), upper=True)
    half = 2 ** (bits - 1)
    codes = torch.empty_like(weight)
    scales = torch.empty(outputs, inputs // GROUP, device=weight.device)
    for start in range(0, inputs, GROUP):
        end = start + GROUP
        # As the format keeps it.
        scale = (weight[:, start:end].abs().amax(1) / (half - 1)).clamp(min=1e-6).half().float()
        scales[:, start // GROUP] = scale
        errors = torch.empty(outputs, GROUP, device=weight.device)
        for column in range(start, end):
            code = (weight[:, column] / scale).round().clamp(-half, half - 1)
            codes[:, column] = code + half
            errors[:, column - start] = (weight[:, column] - code * scale) / inverse[column, column]
            weight[:, column + 1:end] -= torch.outer(errors[:, column - start], inverse[column, column + 1:end])
        weight[:, end:] -= errors @ inverse[start:end, end:]
    return codes.int(), scales


def packed(codes, bits):
    """[rows, columns] of small codes -> [rows * bits / 32, columns] int32, the lowest bits first."""
    per_word = 32 // bits
    words = torch.zeros(codes.shape[0] // per_word, codes.shape[1], dtype=torch.int64, device=codes.device)
    for at in range(per_word):
        words |= codes[at::per_word].long() << (bits * at)
    return torch.where(words >= 2**31, words - 2**32, words).int()


def parts_of(codes, scales, bits):
    """The tensors of a layer in the GPTQ format."""
    outputs, inputs = codes.shape
    # Version 1 keeps zero points less one.
    zeros = torch.full((outputs, inputs // GROUP), 2 ** (bits - 1) - 1, device=codes.device)
    return {
        "qweight": packed(codes.t(), bits), "qzeros": packed(zeros, bits).t(), "scales": scales.t().half(),
        "g_idx": torch.arange(inputs, dtype=torch.int32) // GROUP,
    }


@torch.no_grad()
def quantize(model, bits, rows):
    """Quantizes in place -> the parts of every linear layer, by name.

    rows: calibration text, [rows, length] ids of every batch.
    """
    parts = {}
    streams = [model.embed_tokens(ids) for ids in rows]
    for index, block in enumerate(model.layers):
        cos, sin = ([table[:x.shape[1]] for x in streams] for table in (model.cos, model.sin))
        for stage in STAGES:
            layers = [block.get_submodule(name) for name in stage]
            hessian = torch.zeros(layers[0].in_features, layers[0].in_features, device=streams[0].device)

            def watch(_, inputs):
                x = inputs[0].flatten(0, 1).float()
                hessian.addmm_(x.t(), x)

            hook = layers[0].register_forward_pre_hook(watch)
            for x, c, s in zip(streams, cos, sin):
                block(x, c, s)
            hook.remove()
            for name, layer in zip(stage, layers):
                codes, scales = rounded(layer.weight, hessian, bits)
                parts[f"model.layers.{index}.{name}"] = parts_of(codes, scales, bits)
                whole = (codes - 2 ** (bits - 1)) * scales.repeat_interleave(GROUP, 1)
                layer.weight.copy_(whole)
        streams = [block(x, c, s) for x, c, s in zip(streams, cos, sin)]
    return parts


def calibration(size, device):
    """Training text with a seed of its own -> [rows, length] ids of every batch."""
    recipe = RECIPES[size]
    drawn = batches(recipe.rows(), recipe.lengths, CALIBRATION_SEED, CALIBRATION_BATCHES)
    return [torch.from_numpy(np.where(ids >= LOSS, ids - LOSS, ids)).to(device).long() for ids in drawn]


def main():
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--size", choices=SHAPES, required=True)
    cli.add_argument("--weights", required=True)
    cli.add_argument("--bits", type=int, choices=[4, 8], required=True)
    cli.add_argument("--out", required=True, help="folder to save, made when absent")
    cli.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    call = cli.parse_args()
    model = load(call.size, call.weights).to(call.device).eval()
    parts = quantize(model, call.bits, calibration(call.size, call.device))
    save(model, call.out, parts, {
        "quant_method": "gptq", "bits": call.bits, "group_size": GROUP, "sym": True, "desc_act": False,
        "lm_head": False, "checkpoint_format": "gptq",
    })


if __name__ == "__main__":
    main()
