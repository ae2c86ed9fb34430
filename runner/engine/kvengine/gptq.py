"""GPTQ checkpoints, dequantized when they are loaded: 16-bit products with the weights GPTQ left."""

from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class GptqConfig:
    bits: int
    # Rows of input that share a scale and a zero point.
    group: int
    # "gptq" stores zero points less one, "gptq_v2" as they are.
    zero_offset: int

    @staticmethod
    def read(folder, config):
        method, bits = config.get("quant_method"), config.get("bits")
        if method != "gptq" or bits not in (2, 4, 8):
            raise ValueError(f"Cannot load {folder}: it is quantized by {method} to {bits} bits, "
                             "the engine knows gptq to 2, 4 or 8")
        v2 = config.get("checkpoint_format") == "gptq_v2"
        return GptqConfig(bits, config["group_size"], 0 if v2 else 1)


def unpacked(packed, bits):
    """int32 [..., words] -> the codes they hold, lowest bits first, [..., words * 32 / bits]."""
    shifts = torch.arange(0, 32, bits, dtype=torch.int32)
    return ((packed[..., None] >> shifts) & (2**bits - 1)).flatten(-2)


def dequantized(parts, config):
    """
    qweight [inputs * bits / 32, outputs], qzeros [groups, outputs * bits / 32], scales [groups, outputs] and
    g_idx [inputs], the group of each input -> the weight [outputs, inputs] in float32.
    """
    codes = unpacked(parts["qweight"].t().contiguous(), config.bits).t()
    zeros = (unpacked(parts["qzeros"], config.bits) + config.zero_offset) & (2**config.bits - 1)
    group = parts["g_idx"].long()
    weight = (codes - zeros[group]).float() * parts["scales"].float()[group]
    return weight.t().contiguous()
