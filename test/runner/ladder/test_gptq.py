import json

import pytest
import torch
from tokenizers import Tokenizer

import gptq
from checkpoint import load, save
from kvengine.gptq import GptqConfig, dequantized
from kvengine.weights import load as engine_load
from model import Model
from vocabulary import VOCABULARY


def hessian_of(inputs, rows=2000):
    # Inputs that go together, so that what one column loses another can make up for.
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(rows, inputs, generator=generator) @ torch.randn(inputs, inputs, generator=generator)
    return x, x.t() @ x


def rounded_alone(weight, bits):
    half = 2 ** (bits - 1)
    groups = weight.unflatten(1, (-1, gptq.GROUP))
    scales = (groups.abs().amax(2, keepdim=True) / (half - 1)).half().float()
    return ((groups / scales).round().clamp(-half, half - 1) * scales).flatten(1)


@pytest.mark.parametrize("bits", [4, 8])
def test_the_output_is_nearer_than_by_rounding_alone(bits):
    weight = torch.randn(64, 256, generator=torch.Generator().manual_seed(0))
    x, hessian = hessian_of(256)
    codes, scales = gptq.rounded(weight, hessian, bits)
    assert codes.min() >= 0 and codes.max() < 2**bits
    whole = (codes - 2 ** (bits - 1)) * scales.repeat_interleave(gptq.GROUP, 1)

    def lost(other):
        return float(((weight - other) @ x.t()).square().mean())

    assert lost(whole) < 0.7 * lost(rounded_alone(weight, bits))


@pytest.mark.parametrize("bits", [4, 8])
def test_the_engine_reads_back_what_is_packed(bits):
    codes = torch.randint(0, 2**bits, (96, 256), generator=torch.Generator().manual_seed(2))
    scales = torch.rand(96, 2, generator=torch.Generator().manual_seed(3)).half()
    parts = gptq.parts_of(codes, scales, bits)
    expected = (codes - 2 ** (bits - 1)) * scales.float().repeat_interleave(gptq.GROUP, 1)
    assert torch.allclose(dequantized(parts, GptqConfig(bits, gptq.GROUP, 1)), expected, atol=1e-6)


@pytest.mark.parametrize("bits", [4, 8])
def test_a_saved_checkpoint_holds_the_quantized_model(tmp_path, bits):
    torch.manual_seed(0)
    model = Model("ladder-2").eval()
    save(model, str(tmp_path / "whole"))
    model = load("ladder-2", str(tmp_path / "whole"))
    ids = torch.randint(0, 768, (4, 96), generator=torch.Generator().manual_seed(4))
    parts = gptq.quantize(model, bits, [ids])
    assert len(parts) == 7 * len(model.layers)
    word = {"quant_method": "gptq", "bits": bits, "group_size": gptq.GROUP, "sym": True, "desc_act": False}
    folder = tmp_path / "quantized"
    save(model, str(folder), parts, word)
    assert json.loads((folder / "config.json").read_text())["quantization_config"] == word
    found = engine_load(str(folder), torch.float32, torch.device("cpu"))
    for mine, its in zip(model.layers, found.layers):
        # The engine keeps the quantized weight in float32, scales in 16 bits on both sides.
        assert torch.allclose(its.down, mine.mlp.down_proj.weight, atol=1e-6)
        assert torch.allclose(its.out, mine.self_attn.o_proj.weight, atol=1e-6)
    assert Tokenizer.from_file(str(folder / "tokenizer.json")).get_vocab_size() == len(VOCABULARY)
