import json
import shutil

import pytest
import torch
from conftest import weights
from safetensors.torch import load_file, save_file

from kvengine.gptq import GptqConfig, dequantized, unpacked
from kvengine.weights import LINEAR, load


def packed_rows(codes, bits):
    """[inputs, outputs] -> [inputs * bits / 32, outputs] in int32, as GPTQ packs them."""
    per_word = 32 // bits
    words = torch.zeros(codes.shape[0] // per_word, codes.shape[1], dtype=torch.int64)
    for at in range(per_word):
        words |= codes[at::per_word].long() << (bits * at)
    return torch.where(words >= 2**31, words - 2**32, words).int()


def quantized(weight, bits, group):
    """Rounds a weight [outputs, inputs] to the nearest; the parts of a checkpoint and the weight they stand for."""
    inputs = weight.shape[1]
    groups = weight.float().t().unflatten(0, (-1, group))
    scales = (groups.abs().amax(1) / (2 ** (bits - 1) - 1)).half()
    codes = (groups / scales.float()[:, None]).round().clamp(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
    stored = (codes + 2 ** (bits - 1)).flatten(0, 1).int()
    # Version 1 stores zero points less one.
    zeros = torch.full((inputs // group, weight.shape[0]), 2 ** (bits - 1) - 1)
    parts = {"qweight": packed_rows(stored, bits), "qzeros": packed_rows(zeros.t(), bits).t().contiguous(),
             "scales": scales, "g_idx": torch.arange(inputs, dtype=torch.int32) // group}
    return parts, (codes * scales.float()[:, None]).flatten(0, 1).t()


def test_codes_are_unpacked_lowest_bits_first():
    assert unpacked(torch.tensor([[0x76543210]], dtype=torch.int32), 4).tolist() == [[0, 1, 2, 3, 4, 5, 6, 7]]
    assert unpacked(torch.tensor([[-1]], dtype=torch.int32), 8).tolist() == [[255] * 4]


@pytest.mark.parametrize("bits", [4, 8])
def test_a_weight_is_what_its_parts_stand_for(bits):
    weight = torch.randn(96, 256, generator=torch.Generator().manual_seed(0))
    parts, expected = quantized(weight, bits, 128)
    found = dequantized(parts, GptqConfig(bits, 128, 1))
    assert torch.allclose(found, expected, atol=1e-6)
    assert float((found - weight).abs().max()) <= float(parts["scales"].max()) * 0.51
    # Rows in another order keep their group.
    order = torch.randperm(256, generator=torch.Generator().manual_seed(1))
    turned, expected = quantized(weight[:, order], bits, 128)
    turned["g_idx"] = torch.arange(256, dtype=torch.int32) // 128
    assert torch.allclose(dequantized(turned, GptqConfig(bits, 128, 1)), expected, atol=1e-6)


def test_a_quantized_checkpoint_is_loaded(tmp_path, nano_s):
    for name in ("config.json", "tokenizer.json"):
        shutil.copy(weights("nano-s") / name, tmp_path)
    config = json.loads((tmp_path / "config.json").read_text())
    config["quantization_config"] = {"quant_method": "gptq", "bits": 8, "group_size": 128, "sym": True, "desc_act": False}
    (tmp_path / "config.json").write_text(json.dumps(config))
    tensors = {}
    for name, tensor in load_file(weights("nano-s") / "model.safetensors").items():
        module = name.removesuffix(".weight")
        if module.split(".", 3)[-1] in LINEAR:
            parts, _ = quantized(tensor, 8, 128)
            tensors |= {f"{module}.{part}": value.contiguous() for part, value in parts.items()}
        else:
            tensors[name] = tensor
    save_file(tensors, tmp_path / "model.safetensors")
    found = load(str(tmp_path), torch.float32, torch.device("cpu"))
    for ours, theirs in zip(found.layers, nano_s.model.layers):
        for name, tensor in vars(ours).items():
            original = vars(theirs)[name]
            far = (tensor - original).abs().max()
            assert float(far) <= float(original.abs().max()) / 127 if tensor.dim() == 2 else float(far) == 0


def test_another_quantization_is_refused(tmp_path):
    with pytest.raises(ValueError, match="it is quantized by awq to 4 bits, the engine knows gptq"):
        GptqConfig.read("here", {"quant_method": "awq", "bits": 4})
