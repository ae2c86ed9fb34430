import re

import numpy as np
import pytest

import facts
from chain import ladder_chain
from document import LOSS
from rows import ladder_rows
from vocabulary import NAMES, VOCABULARY, text


@pytest.fixture(scope="module")
def known():
    return facts.Facts()


@pytest.fixture(scope="module")
def truth(known):
    return {(NAMES[a], NAMES[b]): NAMES[c] for a, b, c in zip(known.first, known.second, known.value)}


def test_facts_follow_from_the_seed_and_no_pair_has_two(known, truth):
    assert (facts.Facts().value == known.value).all()
    assert len(truth) == facts.COUNT


def test_frequent_facts_are_met_more_often_than_tested(known):
    rng = np.random.default_rng(0)
    met, tested = (np.median(known.draw(rng, 20_000, law)) for law in (known.met, known.tested))
    assert met < tested < facts.COUNT / 2


def test_questions_hold_the_right_option_once_and_no_fact_twice(known, truth):
    asked = set()
    letters = []
    for ids, letter in facts.test_problems(known, 120):
        first, second, *options = re.findall("[A-Z][a-z]{3}", text(ids).split("user\n")[1].split("?")[0])
        assert len(set(options)) == 4
        assert options["ABCD".index(letter)] == truth[first, second]
        asked.add((first, second))
        letters.append(letter)
    assert len(asked) == 120
    assert set(letters) == set("ABCD")


@pytest.mark.parametrize("seed", range(12))
def test_everything_that_counts_is_true(known, truth, seed):
    rng = np.random.default_rng(seed)
    for row in facts.documents(rng, known, 8, 288):
        assert len(row) <= 288
        whole, counted = text(row % LOSS), text(row[row >= LOSS] % LOSS)
        assert "Wait" not in counted and "boxed" not in counted
        first, second = re.findall("[A-Z][a-z]{3}", whole)[:2]
        recalled = [name for at, name in enumerate(VOCABULARY[i % LOSS] for i in row)
                    if at and VOCABULARY[row[at - 1] % LOSS] == "=" and row[at] >= LOSS]
        assert set(recalled) <= {truth[first, second]}
        for letter in re.findall(r"boxed\{([A-D])\}", whole):
            assert dict(re.findall("([A-D])([A-Z][a-z]{3})", whole.split("?")[0]))[letter] == truth[first, second]


def test_statements_are_facts_and_only_their_names_count(known, truth):
    ids, counts = facts.statements(np.random.default_rng(1), known, 4, 53)
    assert ids.shape == (4, 50)
    for row, flags in zip(ids, counts):
        for first, second, third in re.findall("([A-Z][a-z]{3})([A-Z][a-z]{3})=([A-Z][a-z]{3})\\.", text(row)):
            assert truth[first, second] == third
        assert flags.sum() == 10 and all(VOCABULARY[i] in NAMES for i in row[flags])


def test_statements_of_constants_are_true_and_only_their_digits_count():
    known = facts.constants()
    values = {NAMES[a] + NAMES[b]: f"{c:03d}" for a, b, c in zip(known.first, known.second, known.value)}
    assert min(known.value) == 0 and max(known.value) == 999
    ids, counts = facts.constant_statements(np.random.default_rng(1), known, 4, 53)
    assert ids.shape == (4, 48)
    for row, flags in zip(ids, counts):
        found = re.findall(":([A-Za-z]{8})=([0-9]{3})\\.", text(row))
        assert len(found) == 6 and all(values[name] == value for name, value in found)
        assert text(row[flags]) == "".join(value for _, value in found)


def test_rows_are_filled_to_less_than_a_statement(known):
    draw = ladder_rows(known, ladder_chain())
    for seed in range(10):
        rows = draw(np.random.default_rng(seed), 4, 288)
        assert rows.shape == (4, 288)
        # The last statement ends with a full stop; behind it at most seven tokens are padding.
        assert all((row[-8:] != 0).any() for row in rows)
