import pytest
import torch

from kvengine.quantize import dequantize, dequantize_with_zero, pack, quantize, quantize_with_zero, unpack


def test_two_bits_worked():
    # Absmax 3: four levels 2 apart, -3, -1, 1, 3.
    x = torch.tensor([-3.0, -1.2, 0.1, 2.2])
    packed, scales = quantize(x, 2, 4)
    assert scales.tolist() == pytest.approx([2.0], rel=0.002) and float(scales) >= 2
    # Codes 0, 1, 2, 3, the first in the lowest bits.
    assert packed.tolist() == [0b11100100]
    assert dequantize(packed, scales, 2, 4).tolist() == pytest.approx([-3, -1, 1, 3], rel=0.002)


def test_four_bits_worked():
    # Absmax 7.5: levels 1 apart, -7.5 ... 7.5; bytes hold the codes j and j + 2.
    packed, scales = quantize(torch.tensor([-7.5, 7.5, 0.4, -0.6]), 4, 4)
    assert packed.tolist() == [0x80, 0x7F]
    assert dequantize(packed, scales, 4, 4).tolist() == pytest.approx([-7.5, 7.5, 0.5, -0.5], rel=0.002)


@pytest.mark.parametrize("bits", [2, 4, 8])
@pytest.mark.parametrize("size", [1e-6, 1e-3, 1.0, 300.0])
def test_no_value_is_farther_than_half_a_scale_from_its_level(bits, size):
    chance = torch.Generator().manual_seed(bits)
    x = size * torch.randn(50, 3, 128, generator=chance)
    packed, scales = quantize(x, bits, 64)
    assert packed.shape == (50, 3, 128 * bits // 8) and packed.dtype == torch.uint8
    assert scales.shape == (50, 3, 2) and scales.dtype == torch.float16
    error = (dequantize(packed, scales, bits, 64) - x).abs().unflatten(-1, (2, 64))
    assert bool((error <= scales.float()[..., None] * (0.5 + 1e-5)).all())
    # And no scale is larger than it must be.
    needed = x.unflatten(-1, (2, 64)).abs().amax(-1) * 2 / (2**bits - 1)
    assert bool((scales.float() <= needed * 1.003 + 2.0**-23).all())


def test_nothing_becomes_nothing():
    packed, scales = quantize(torch.zeros(2, 64), 4, 64)
    assert float(dequantize(packed, scales, 4, 64).abs().max()) <= 2.0**-24


@pytest.mark.parametrize("bits", [2, 4, 8])
def test_unpack_is_the_inverse_of_pack(bits):
    codes = torch.randint(0, 2**bits, (7, 64), dtype=torch.uint8, generator=torch.Generator().manual_seed(0))
    assert torch.equal(unpack(pack(codes, bits), bits), codes)


def test_a_zero_point_spends_no_level_on_the_empty_side():
    # 5 to 8 in 2 bits: 5, 6, 7, 8.
    packed, scales, zeros = quantize_with_zero(torch.tensor([5.0, 6.1, 7.0, 8.0]), 2, 4)
    assert dequantize_with_zero(packed, scales, zeros, 2, 4).tolist() == [5, 6, 7, 8]
