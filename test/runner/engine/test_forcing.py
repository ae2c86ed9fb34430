import json

import pytest
import torch
from conftest import ROOT

import kvengine.batch
from kvengine.batch import Ask, Batch
from kvengine.engine import Engine
from kvengine.forcing import Forcing, Rules, segments
from kvengine.sampling import Sampling
from kvengine.shape import Shape
from kvengine.weights import random

VECTORS = json.loads((ROOT / "test/fixtures/forcing.json").read_text())
# Smallest that runs; what it computes is not looked at.
SHAPE = Shape(hidden=16, layers=1, heads=1, kv_heads=1, head_dim=16, intermediate=16, vocabulary=100, rope_theta=1e4,
              epsilon=1e-6, tied=True, positions=400)


def rules_of(vector):
    rules = vector["rules"]
    return Rules(tuple(rules["budgets"]), tuple(rules["stop"]), tuple(rules["wait"]), rules["waitCounts"],
                 tuple(rules["closeThink"]), tuple(rules["finalPrompt"]), rules["answerTokens"])


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_the_vectors_shared_with_the_runner_hold(vector):
    rules = rules_of(vector)
    forcing = Forcing(rules, 1, torch.device("cpu"))
    draws = iter(enumerate(vector["draws"]))
    thought, drawn, barred = [], [], []
    while int(forcing.spent) < rules.largest:
        at, wanted = (None, 0) if int(forcing.pending) else next(draws)
        if bool(forcing.fresh):
            barred.append(at)
        token, took = forcing.take(torch.tensor([wanted]))
        thought.append(int(token))
        drawn.append(int(took))
    if not bool(forcing.injected):
        drawn.append(next(draws)[1])
    assert next(draws, None) is None
    assert thought == vector["thought"]
    assert barred == vector["barred"]
    assert [{"ids": each.ids, "stop": each.stop} for each in segments(drawn, rules)] == vector["segments"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_a_batch_asks_at_every_budget_after_what_the_runner_would_have_asked_after(vector, monkeypatch):
    """Two rows, one of which draws what the vector says; what is fed is written down."""
    rules = rules_of(vector)
    device = torch.device("cpu")
    engine = Engine(random(SHAPE, torch.float32, device), kv_bytes=1 << 24)
    live, contexts, draws = [], [], list(vector["draws"])
    state = {}

    def drawing(logits, _chance, _sampling):
        # Row 1 draws token 10 for ever.
        forcing, cache = state["batch"].forcing, state["batch"].cache
        waits = cache.branching or int(forcing.pending[0])
        return torch.tensor([30 if waits or not draws else draws.pop(0), 10])

    def feeding(batch, tokens, running):
        if batch.cache.branching:
            if batch.branch_at == 1 and int(batch.answering[0]):
                contexts.append(list(live))
            if batch.branch_at <= len(rules.script) and int(batch.answering[0]):
                contexts[-1].append(int(tokens[0]))
        elif int(running[0]):
            live.append(int(tokens[0]))
        batch.cache.advance(running)

    def beginning(batch, asks):
        state["batch"] = batch
        begin(batch, asks)

    begin = Batch._begin
    monkeypatch.setattr(kvengine.batch, "draw", drawing)
    monkeypatch.setattr(Batch, "_feed", feeding)
    monkeypatch.setattr(Batch, "_begin", beginning)
    asks = [Ask((1, 2, 3), 0), Ask((4, 5), 1)]
    first, other = engine.generate("full", {}, rules, Sampling(1.0), asks, steps=rules.largest * (1 + len(rules.wait)))
    assert first.ids == vector["thought"]
    assert [{"ids": each.ids, "stop": each.stop} for each in first.segments] == vector["segments"]
    assert contexts == [each["context"] for each in vector["at"]]
    assert [each.budget for each in first.answers] == list(rules.budgets)
    assert other.ids == [10] * rules.largest
    assert other.segments[0].ids == [10] * (rules.largest + 1)
