import pytest
import torch

from kvengine.batch import Ask
from kvengine.engine import Engine
from kvengine.forcing import Rules
from kvengine.sampling import Sampling
from kvengine.strategies import STRATEGIES, settings_of

RKV = {"retained": 96, "interval": 32, "window": 8, "lambda": 0.1, "pool": 7, "similarity": 0.5}
STREAMING = {"retained": 96, "interval": 32}
HQQ = {"bits": 4, "group": 64, "residual": 32}
SMALL = [
    ("full", {}),
    ("rkv", {**RKV, "retained": 64}),
    ("streaming", {**STREAMING, "retained": 64}),
    ("hqq", HQQ),
    ("hqq-hf", HQQ),
]


@pytest.mark.parametrize("sampling", [Sampling(0.0), Sampling(1.0)], ids=["greedy", "drawn"])
@pytest.mark.parametrize("strategy, settings", [
    ("rkv", {**RKV, "retained": 150}),
    ("streaming", {**STREAMING, "retained": 150}),
    ("hqq", {**HQQ, "bits": 16}),
    ("hqq", {**HQQ, "bits": 16, "residual": 0}),
    # Nothing leaves the residual.
    ("hqq", {**HQQ, "bits": 2, "residual": 200}),
], ids=["rkv", "streaming", "hqq-16", "hqq-16 without residual", "hqq-2 all residual"])
def test_what_drops_nothing_equals_the_full_cache(nano, strategy, settings, sampling):
    full = nano.run("full", {}, sampling)
    same = nano.run(strategy, settings, sampling)
    assert [each.ids for each in same] == [each.ids for each in full]
    assert [each.answers for each in same] == [each.answers for each in full]
    assert all(each.counters["compactions"] == 0 for each in same)


@pytest.mark.parametrize("strategy, settings", SMALL, ids=[name for name, _ in SMALL])
def test_a_row_is_the_same_alone_and_among_sixteen(nano, strategy, settings):
    together = nano.run(strategy, settings, Sampling(1.0))
    assert len(together) == 16
    for at in (0, 7, 15):
        [alone] = nano.run(strategy, settings, Sampling(1.0), [nano.asks[at]])
        same = together[at]
        assert (alone.ids, alone.answers, alone.segments) == (same.ids, same.answers, same.segments)
        # What is allocated follows the longest prompt of the batch.
        assert alone.counters | {"allocated_kv_bytes": 0} == same.counters | {"allocated_kv_bytes": 0}


@pytest.mark.parametrize("strategy, settings", SMALL, ids=[name for name, _ in SMALL])
def test_a_batch_that_is_used_again_remembers_nothing(nano_s, strategy, settings):
    engine = Engine(nano_s.model, kv_bytes=1 << 30)
    # As on a GPU: the caches stay, only what is counted is reset.
    asks = nano_s.asks[:5]
    first = engine.generate(strategy, settings, nano_s.rules, Sampling(1.0), asks)
    batch = engine._batch
    with torch.inference_mode():
        others = [Ask(ask.prompt, ask.seed + 9) for ask in reversed(asks)]
        assert [each.ids for each in batch.generate(others)] != [each.ids for each in first]
        again = batch.generate(asks)
        fewer = batch.generate(asks[:3])
    assert again == first
    assert fewer == first[:3]


@pytest.mark.parametrize("strategy, settings", SMALL[1:3], ids=["rkv", "streaming"])
def test_an_evicting_cache_keeps_what_it_retains(nano_s, strategy, settings):
    found = nano_s.run(strategy, settings, Sampling(1.0))
    per_token = nano_s.model.shape.kv_values_per_token * 4
    for ask, each in zip(nano_s.asks, found):
        # After 32, 64 and 96 steps, wherever more than 64 tokens are held.
        held, cuts, peak = len(ask.prompt), 0, 0
        for _ in range(3):
            held += 32
            peak = max(peak, held)
            cuts, held = cuts + (held > 64), min(held, 64)
        assert each.counters["compactions"] == cuts
        assert each.counters["kept_tokens"] == held
        assert each.counters["peak_kv_bytes"] == peak * per_token <= (64 + 32) * per_token
        assert each.counters["allocated_kv_bytes"] >= each.counters["peak_kv_bytes"]


def test_a_prompt_longer_than_what_is_retained_is_cut_when_it_is_read(nano_s):
    longest = max(nano_s.prompts, key=len)
    assert len(longest) > 48
    for strategy, settings in (("rkv", {**RKV, "retained": 40}), ("streaming", {**STREAMING, "retained": 40})):
        [found] = nano_s.run(strategy, settings, Sampling(1.0), [Ask(longest, 3)])
        assert found.counters["compactions"] == 4
        assert found.counters["kept_tokens"] == 40


@pytest.mark.parametrize("bits", [2, 4, 8])
def test_real_bytes_of_a_packed_cache_are_those_of_the_formula(nano_s, bits):
    [found] = nano_s.run("hqq", {**HQQ, "bits": bits}, Sampling(1.0), nano_s.asks[:1])
    tokens = len(nano_s.asks[0].prompt) + 96
    values = nano_s.model.shape.kv_values_per_token
    # 32 tokens at full width, the others at their bits and a 16-bit scale for 64 values.
    assert found.counters["peak_kv_bytes"] == 32 * values * 4 + (tokens - 32) * values * (bits * 64 + 16) // (64 * 8)
    assert found.counters["quantized_tokens"] == tokens - 32


def test_fewer_bits_are_farther_from_the_full_cache(nano_s):
    def alike(strategy, settings):
        found, full = nano_s.run(strategy, settings, Sampling(0.0)), nano_s.run("full", {}, Sampling(0.0))
        return sum(a == b for x, y in zip(found, full) for a, b in zip(x.ids, y.ids))

    for strategy in ("hqq", "hqq-hf"):
        eight, four, two = (alike(strategy, {**HQQ, "bits": bits}) for bits in (8, 4, 2))
        assert eight >= four > two


def test_hugging_faces_way_quantizes_prompts_whole_and_everything_again(nano_s):
    [found] = nano_s.run("hqq-hf", HQQ, Sampling(1.0), nano_s.asks[:1])
    assert found.counters["requantizations"] == 3
    assert found.counters["quantized_tokens"] == len(nano_s.asks[0].prompt) + 96


def test_budgets_are_nested_every_smaller_one_is_as_if_it_were_the_largest(nano_s):
    """With R-KV too: an answer leaves no trace in the cache."""
    rules = nano_s.rules
    for strategy, settings in SMALL:
        nested = nano_s.run(strategy, settings, Sampling(1.0), nano_s.asks[:5])
        for at, budget in enumerate(rules.budgets):
            alone = nano_s.run(strategy, settings, Sampling(1.0), nano_s.asks[:5], Rules(
                (budget,), rules.stop, rules.wait, True, rules.close_think, rules.final_prompt, rules.answer_tokens))
            assert [each.answers[0] for each in alone] == [each.answers[at] for each in nested]
            assert [each.ids for each in alone] == [each.ids[:budget] for each in nested]


def test_more_rows_than_fit_go_one_batch_after_the_other(nano_s):
    engine = Engine(nano_s.model, most_rows=3, kv_bytes=1 << 30)
    found = engine.generate("full", {}, nano_s.rules, Sampling(1.0), nano_s.asks[:7])
    assert [(each.ids, each.answers) for each in found] == [
        (each.ids, each.answers) for each in nano_s.run("full", {}, Sampling(1.0))[:7]]


@pytest.mark.parametrize("strategy, given, says", [
    ("rkv", {}, "retained must be given for rkv"),
    ("rkv", {"retained": 8}, "window must be smaller than retained"),
    ("rkv", {"retained": 96, "pool": 6}, "pool must be odd"),
    ("rkv", {"retained": 96, "lambda": 2}, "lambda must be a number from 0 to 1"),
    ("streaming", {"retained": 0}, "retained must be a whole number from 1"),
    ("hqq", {"bits": 3}, "bits must be one of 2, 4, 8, 16"),
    ("hqq", {"bits": True}, "bits must be one of"),
    ("hqq-hf", {"bits": 16}, "bits must be one of 2, 4, 8 for hqq-hf"),
])
def test_impossible_settings_are_refused(strategy, given, says):
    with pytest.raises(ValueError, match=says):
        settings_of(STRATEGIES[strategy], given)


def test_settings_that_are_not_given_are_the_papers():
    assert settings_of(STRATEGIES["rkv"], {"retained": 2048}) == {
        "retained": 2048, "interval": 128, "window": 8, "lambda": 0.1, "pool": 7, "similarity": 0.5}
    assert settings_of(STRATEGIES["hqq"], {"bits": 4}) == {"bits": 4, "group": 64, "residual": 128}


def test_groups_that_do_not_fill_a_head_are_refused(nano_s):
    with pytest.raises(ValueError, match="Cannot quantize keys of 64 values: groups of 48 do not fill them"):
        nano_s.run("hqq", {**HQQ, "group": 48}, Sampling(1.0), nano_s.asks[:1])
