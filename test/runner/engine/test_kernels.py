"""Triton's kernels, interpreted, against plain torch. What a GPU makes of them, bench/engine/check.py tells."""

from types import SimpleNamespace

import pytest
import torch

from kvengine.alike import likenesses
from kvengine.attention import Parts
from kvengine.quantize import quantize
from kvengine.strategies.evicting import move

ROWS, ROOM, NEW = 3, 150, 20
COUNT = torch.tensor([0, 70, 150], dtype=torch.int32)
NEW_COUNT = torch.tensor([5, 20, 20], dtype=torch.int32)
EXTRA = torch.tensor([0, 3, 6], dtype=torch.int32)


@pytest.mark.parametrize("heads, kv_heads, dim, span", [(4, 2, 64, 64), (4, 1, 128, 64), (2, 2, 128, 128)])
@pytest.mark.parametrize("bits", [16, 8, 4, 2])
@pytest.mark.parametrize("share", [1024, 50])
def test_attention_over_two_stretches(heads, kv_heads, dim, span, bits, share, monkeypatch):
    # In one piece, and in three.
    monkeypatch.setattr("kvengine.attention.SHARE", share)
    chance = torch.Generator().manual_seed(bits)
    make = lambda *size: torch.randn(*size, generator=chance)  # noqa: E731
    shape = SimpleNamespace(heads=heads, kv_heads=kv_heads, head_dim=dim)
    q, k, v = make(ROWS, heads, dim), make(ROWS, kv_heads, ROOM, dim), make(ROWS, kv_heads, ROOM, dim)
    new_k, new_v = make(ROWS, kv_heads, NEW + 6, dim), make(ROWS, kv_heads, NEW + 6, dim)
    results = []
    for use_kernels in (False, True):
        parts = Parts(ROWS, shape, torch.device("cpu"), [ROOM, NEW + 6], use_kernels)
        parts.begin(q)
        if bits == 16:
            parts.dense(k, v, COUNT)
        else:
            parts.packed(*quantize(k, bits, span), *quantize(v, bits, span), COUNT, bits, span)
        parts.dense(new_k, new_v, NEW_COUNT, NEW, EXTRA)
        results.append(parts.merged())
    assert torch.allclose(*results, atol=1e-5)


def test_attention_equals_that_of_torch():
    chance = torch.Generator().manual_seed(0)
    shape = SimpleNamespace(heads=4, kv_heads=2, head_dim=64)
    q = torch.randn(2, 4, 64, generator=chance)
    k, v = torch.randn(2, 2, 2, 40, 64, generator=chance)
    parts = Parts(2, shape, torch.device("cpu"), [40])
    parts.begin(q)
    parts.dense(k, v, torch.tensor([40, 25], dtype=torch.int32))
    found = parts.merged()
    for row, count in enumerate((40, 25)):
        expected = torch.nn.functional.scaled_dot_product_attention(
            q[row, :, None], k[row, :, :count], v[row, :, :count], enable_gqa=True)
        assert torch.allclose(found[row], expected.flatten(), atol=1e-5)


@pytest.mark.parametrize("threshold", [0.1, 0.5])
def test_likenesses(threshold):
    keys = torch.randn(3, 2, ROOM, 64, generator=torch.Generator().manual_seed(0))
    keys[:, :, 10] = keys[:, :, 3]
    keys[:, :, 100] = 2 * keys[:, :, 40]
    keys[:, :, 20] = 0
    counts = torch.tensor([40, 101, 150])
    held = (torch.arange(ROOM) < counts[:, None])[:, None].expand(3, 2, ROOM)
    plain, kernel = (likenesses(keys, counts, threshold, use) for use in (False, True))
    assert torch.equal(plain[0][held], kernel[0][held])
    for mine, theirs in zip(plain[1:], kernel[1:]):
        assert torch.allclose(mine[held], theirs[held], atol=1e-4)
    if threshold == 0.5:
        assert plain[0][2, 0, [3, 10, 40, 100]].tolist() == [10, 3, 100, 40]


def test_moving_in_place_keeps_what_is_kept():
    chance = torch.Generator().manual_seed(0)
    kept = torch.stack([torch.randperm(ROOM, generator=chance)[:100].sort().values for _ in range(4)]).unflatten(0, (2, 2))
    rows = torch.tensor([0, 2])
    results = []
    for use in (False, True):
        keys, values = torch.randn(2, 3, 2, ROOM, 64, generator=torch.Generator().manual_seed(1))
        other = keys[1].clone()
        move(keys, values, rows, kept, use)
        assert torch.equal(keys[1], other)
        results.append((keys[rows, :, :100], values[rows, :, :100]))
    assert torch.equal(results[0][0], results[1][0]) and torch.equal(results[0][1], results[1][1])
