"""Symmetric quantization of keys and values: codes packed into bytes, one 16-bit scale a group."""

import torch


def middle(bits):
    """The code of zero: 2^bits levels stand evenly around it, so it lies between two of them."""
    return (2**bits - 1) / 2


def quantize(x, bits, group):
    """
    x [..., dim] -> codes [..., dim * bits / 8] in uint8, scales [..., dim / group] in float16. A group spans
    -absmax to absmax in 2^bits levels, a step of 2 absmax / (2^bits - 1) apart; the scale is that step, rounded
    up, so that no value lies beyond the last level and none is farther than half a scale from its level.
    """
    groups = x.float().unflatten(-1, (-1, group))
    step = groups.abs().amax(-1) / middle(bits)
    scales = _rounded_up(step)
    codes = (groups / scales.float().clamp_min(1e-30)[..., None] + middle(bits)).round()
    return pack(codes.clamp(0, 2**bits - 1).to(torch.uint8).flatten(-2), bits), scales


def dequantize(packed, scales, bits, group):
    """Codes and scales as `quantize` made them -> [..., dim] in float32."""
    levels = unpack(packed, bits).float().unflatten(-1, (-1, group)) - middle(bits)
    return (levels * scales.float()[..., None]).flatten(-2)


def quantize_with_zero(x, bits, group):
    """
    As HQQ's quantizer without its optimization: a group spans its own least to its own greatest value. x [..., dim]
    -> codes [..., dim * bits / 8] in uint8, scales and zero points [..., dim / group] in float16.
    """
    groups = x.float().unflatten(-1, (-1, group))
    least, greatest = groups.amin(-1), groups.amax(-1)
    span = greatest - least
    inverse = torch.where(span > 1e-4, (2**bits - 1) / span.clamp_min(1e-30), 1.0).clamp(max=2e4)
    zeros = -least * inverse
    codes = (groups * inverse[..., None] + zeros[..., None]).round().clamp(0, 2**bits - 1)
    return pack(codes.to(torch.uint8).flatten(-2), bits), (1 / inverse).half(), zeros.half()


def dequantize_with_zero(packed, scales, zeros, bits, group):
    """Codes, scales and zero points as `quantize_with_zero` made them -> [..., dim] in float32."""
    codes = unpack(packed, bits).float().unflatten(-1, (-1, group))
    return ((codes - zeros.float()[..., None]) * scales.float()[..., None]).flatten(-2)


def pack(codes, bits):
    """
    uint8 codes [..., dim] -> bytes [..., dim * bits / 8]: byte j holds the codes at j, j + w, j + 2 w ... with w
    bytes in all, lowest bits first, so that unpacking a byte needs no neighbour.
    """
    planes = codes.unflatten(-1, (8 // bits, -1))
    packed = planes[..., 0, :].clone()
    for plane in range(1, 8 // bits):
        packed |= planes[..., plane, :] << (plane * bits)
    return packed


def unpack(packed, bits):
    """The inverse of `pack`."""
    planes = [(packed >> (plane * bits)) & (2**bits - 1) for plane in range(8 // bits)]
    return torch.cat(planes, -1)


def _rounded_up(x):
    """float32 -> a float16 that is not below it and by at most 0.2 % above, up to its largest."""
    # More than rounding can take away: 2^-11 of it, 2^-25 where float16 runs out of exponents.
    return (x * (1 + 2.0**-10) + 2.0**-25).clamp(max=65504.0).half()
