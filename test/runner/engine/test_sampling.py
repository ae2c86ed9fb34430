import pytest
import torch

from kvengine.chance import keys
from kvengine.sampling import Sampling, draw

SHARES = torch.tensor([0.05, 0.4, 0.1, 0.3, 0.15])
MANY = 40000


def frequencies(sampling, use_kernels=None, rows=MANY):
    logits = SHARES.log().expand(rows, -1)
    drawn = draw(logits, keys(torch.arange(rows), 0, 1)[:, 0], sampling, use_kernels)
    return torch.bincount(drawn, minlength=5) / rows


@pytest.mark.parametrize("sampling, expected", [
    (Sampling(1.0), SHARES),
    (Sampling(0.5), SHARES**2 / (SHARES**2).sum()),
    (Sampling(1.0, top_k=2), torch.tensor([0, 4 / 7, 0, 3 / 7, 0])),
    # 0.4 and 0.3 hold less than 0.75, with 0.15 they hold more.
    (Sampling(1.0, top_p=0.75), torch.tensor([0, 0.4, 0, 0.3, 0.15]) / 0.85),
    # Of the three best, renormalized to 0.47, 0.35, 0.18, the first two hold 0.8.
    (Sampling(1.0, top_p=0.8, top_k=3), torch.tensor([0, 4 / 7, 0, 3 / 7, 0])),
    (Sampling(0.0), torch.tensor([0.0, 1, 0, 0, 0])),
])
def test_tokens_come_as_often_as_they_should(sampling, expected):
    # Four standard errors of a share of one half.
    assert torch.allclose(frequencies(sampling), expected, atol=4 * 0.5 / MANY**0.5)


def test_the_kernel_draws_the_same_tokens():
    logits = 3 * torch.randn(20, 5000, generator=torch.Generator().manual_seed(0))
    key = keys(torch.arange(20), 0, 3)[:, 1]
    assert torch.equal(draw(logits, key, Sampling(0.6), True), draw(logits, key, Sampling(0.6), False))


def test_keeping_everything_changes_nothing():
    logits = torch.randn(200, 64, generator=torch.Generator().manual_seed(1))
    key = keys(torch.arange(200), 0, 1)[:, 0]
    assert torch.equal(draw(logits, key, Sampling(1.0, top_k=63, top_p=0.999999)), draw(logits, key, Sampling(1.0)))
