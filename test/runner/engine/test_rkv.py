import pytest
import torch

from kvengine.shape import Shape
from kvengine.strategies.cache import Extent
from kvengine.strategies.rkv import RKV, best_places, importance, redundancy

E1, E2, E3 = torch.eye(4)[:3]


def test_importance_worked():
    """Two queries of a group of two over three older keys; the best of a group, then softmax, mean, maximum of three."""
    keys = torch.stack([E1, E2, E3, E1])[None, None]
    # Head 0 asks for key 0, then key 1; head 1 for key 0 less, then key 2 less. Scores are halved: the root of 4.
    queries = torch.stack([torch.stack([4 * E1, 4 * E2]), torch.stack([2 * E1, 2 * E3])])[None]
    older = torch.tensor([True, True, True, False])[None, None]
    first = torch.tensor([2.0, 0, 0]).softmax(0)
    second = torch.tensor([0.0, 2, 1]).softmax(0)
    mean = (first + second) / 2
    found = importance(keys, queries, older, 1)[0, 0]
    assert torch.allclose(found[:3], mean) and float(found[3]) == 0
    pooled = importance(keys, queries, older, 3)[0, 0]
    assert torch.allclose(pooled[:3], torch.stack([mean[:2].max(), mean.max(), mean[1:].max()]))


def test_redundancy_worked():
    """
    Keys a, b, a, a: each a resembles the two others and spares the latest of them; b resembles none, and its cosine
    with the first key, 0, is spared.
    """
    keys = torch.stack([E1, E2, 3 * E1, 2 * E1])[None, None]
    # Column sums of cosines less what is spared: row 0 spares 3, row 2 spares 3, row 3 spares 2.
    sums = torch.tensor([2.0, 0, 2 - 1, 2 - 2])
    assert torch.allclose(redundancy(keys, torch.tensor([4]), 0.5)[0, 0], (sums / 4).softmax(0), atol=1e-6)


def by_matrix(keys, threshold):
    """The same from the matrix of all cosines, one head at a time."""
    directions = keys / (keys.norm(dim=-1, keepdim=True) + 1e-8)
    cosines = directions @ directions.T
    cosines.fill_diagonal_(0)
    for row in cosines:
        alike = (row > threshold).nonzero()
        row[int(alike.max()) if len(alike) else 0] = 0
    return cosines.mean(0).softmax(0)


@pytest.mark.parametrize("seed", range(5))
def test_redundancy_equals_that_of_the_whole_matrix(seed):
    chance = torch.Generator().manual_seed(seed)
    # Keys in bunches, so that many resemble each other, and one that resembles none.
    bunches = torch.randn(12, 64, generator=chance)
    keys = bunches[torch.randint(0, 12, (3, 2, 300), generator=chance)] + 0.7 * torch.randn(3, 2, 300, 64, generator=chance)
    counts = torch.tensor([300, 131, 57])
    found = redundancy(keys, counts, 0.5)
    for row, count in enumerate(counts.tolist()):
        for head in range(2):
            assert torch.allclose(found[row, head, :count], by_matrix(keys[row, head, :count], 0.5), atol=1e-7)
            assert float(found[row, head, count:].sum()) == 0


def test_best_places_are_those_of_topk_in_their_order():
    score = torch.randn(3, 2, 50, generator=torch.Generator().manual_seed(0))
    score[0, :, 30:] = -torch.inf
    for count in (1, 20, 29):
        assert torch.equal(best_places(score, count), score.topk(count, -1).indices.sort(-1).values)
    assert best_places(score, 50).tolist() == [[list(range(50))] * 2] * 3


def cache_of(retained, window, rows=1):
    shape = Shape(hidden=8, layers=1, heads=2, kv_heads=1, head_dim=4, intermediate=8, vocabulary=9, rope_theta=1e4,
                  epsilon=1e-6, tied=True, positions=99)
    settings = {"retained": retained, "interval": 4, "window": window, "lambda": 0.5, "pool": 1, "similarity": 0.5}
    return RKV(settings, shape, rows, Extent(4, 20, 0), torch.device("cpu"), torch.float32)


def test_selection_worked():
    """
    Six keys, four to keep, the last two in any case. The queries attend to key 2 most and to the others alike; keys
    0, 1 and 3 are one direction, of which both others spare key 3, and key 3 spares key 1.
    """
    cache = cache_of(4, 2)
    keys = torch.stack([E1, E1, E2, E1, E3, E3])[None, None]
    queries = torch.stack([2 * E2, 2 * E2])[None, None].expand(1, 2, -1, -1)
    kept = cache.choose(keys, torch.tensor([6]), queries)
    gain = importance(keys, queries, torch.tensor([True] * 4 + [False] * 2)[None, None], 1)[0, 0]
    cost = redundancy(keys, torch.tensor([6]), 0.5)[0, 0]
    assert gain[2] > gain[0] == gain[1] == gain[3]
    assert cost[0] > cost[1] > cost[3]
    assert kept[0, 0].tolist() == [2, 3, 4, 5]


def test_heads_keep_different_tokens_and_rows_are_cut_by_their_own_length():
    cache = cache_of(4, 2, rows=2)
    keys = torch.zeros(2, 2, 8, 4)
    keys[:, 0] = torch.stack([E2, E1, E1, E1, E3, E3, E3, E3])
    keys[:, 1] = torch.stack([E1, E1, E1, E2, E3, E3, E3, E3])
    # A query head a KV head.
    queries = (3 * E2).expand(2, 2, 2, 4)
    kept = cache.choose(keys, torch.tensor([6, 8]), queries)
    assert kept.shape == (2, 2, 4)
    assert 0 in kept[0, 0].tolist() and 3 in kept[0, 1].tolist()
    assert kept[0, :, 2:].tolist() == [[4, 5], [4, 5]]
    assert kept[1, :, 2:].tolist() == [[6, 7], [6, 7]]
    # Rising, each once.
    assert bool((kept.diff(dim=-1) > 0).all())


def test_a_cut_moves_keys_and_values_together():
    cache = cache_of(4, 2)
    keys = torch.randn(1, 1, 6, 4, generator=torch.Generator().manual_seed(2))
    for at in range(6):
        cache.begin_step()
        cache.attend(0, keys[:, :, at].expand(1, 2, 4), keys[:, :, at], 10 * keys[:, :, at])
        cache.advance(torch.ones(1, dtype=torch.int32))
    kept = cache.choose(cache.keys[0], cache.counts, cache.queries_of(0, torch.tensor([0])))[0, 0]
    cache.settle(4)
    assert int(cache.counts) == 4 and int(cache.positions) == 6
    assert torch.equal(cache.keys[0][0, 0, :4], keys[0, 0, kept])
    assert torch.equal(cache.values[0][0, 0, :4], 10 * keys[0, 0, kept])
    cache.settle(5)
    assert int(cache.compactions) == 1
