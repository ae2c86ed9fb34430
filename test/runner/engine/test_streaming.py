import torch

from kvengine.strategies.cache import Extent
from kvengine.strategies.streaming import Streaming
from kvengine.shape import Shape

SHAPE = Shape(hidden=8, layers=1, heads=1, kv_heads=2, head_dim=4, intermediate=8, vocabulary=9, rope_theta=1e4,
              epsilon=1e-6, tied=True, positions=99)


def chosen(retained, counts):
    cache = Streaming({"retained": retained, "interval": 4}, SHAPE, len(counts), Extent(4, 20, 0), torch.device("cpu"), torch.float32)
    return cache.choose(torch.zeros(len(counts), 2, 30, 4), torch.tensor(counts), None)


def test_the_first_half_and_the_newest_half_are_kept():
    kept = chosen(4, [6, 9])
    # Counted from a row's own first token and to its own last.
    assert kept[:, 0].tolist() == [[0, 1, 4, 5], [0, 1, 7, 8]]
    assert torch.equal(kept[:, 0], kept[:, 1])


def test_of_an_odd_number_the_newest_get_one_more():
    assert chosen(5, [8])[0, 0].tolist() == [0, 1, 5, 6, 7]
