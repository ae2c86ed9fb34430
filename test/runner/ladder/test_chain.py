import json
import re

import numpy as np
import pytest
from conftest import ROOT

import chain
import rows
from document import LOSS
from vocabulary import text

STEP = re.compile(r"([a-p])([+*-])(\d{3})(?::(\d{3}))?=(\d{3})")


def calculated(sign, value, operand):
    return {"+": value + operand, "-": value - operand, "*": value * operand}[sign] % 1000


def solved(prompt):
    """The answer of a problem, read from its text."""
    prompt = prompt.split("?")[0]
    value = int(re.search(r"user\n(\d{3})", prompt)[1])
    for _, sign, operand in re.findall(r"([a-p])([+*-])(\d{3})", prompt):
        value = calculated(sign, value, int(operand))
    return value


def test_a_step_and_its_part_of_the_units():
    times = np.array([2])
    # 350 * 45 = 15750; with the last digit alone 350 * 5 = 1750.
    assert chain.apply(times, np.array([350]), np.array([45])) == 750
    assert chain.units_part(times, np.array([350]), np.array([45])) == 750
    assert chain.units_part(times, np.array([3]), np.array([45])) == 15


@pytest.mark.parametrize("task", [chain.NANO_CHAIN, chain.LADDER_CHAIN])
def test_the_expected_answer_follows_from_the_prompt(task):
    for ids, answer in chain.test_problems(task, 60):
        assert str(solved(text(ids))) == answer


def test_nano_is_drawn_as_it_was_committed():
    problems = json.loads((ROOT / "data/nano/chain.json").read_text())["problems"]
    drawn = chain.test_problems(chain.NANO_CHAIN, len(problems))
    assert [(text(ids), answer) for ids, answer in drawn] == [(one["prompt"], one["answer"]) for one in problems]


@pytest.mark.parametrize("seed", range(20))
def test_what_counts_is_right_and_what_the_runner_writes_does_not_count(seed):
    task = chain.LADDER_CHAIN
    length = 256 if seed % 2 else 640
    found = chain.documents(np.random.default_rng(seed), task, 8, length)
    assert found.shape[1] <= length
    for row in found:
        whole = text(row % LOSS)
        thinking = whole[whole.index("<think>\n") + 8:whole.index("</think>")]
        right = solved(whole)
        assert re.search(r"\\boxed\{(\d+)\}", whole)[1] == str(right)
        counted = text(row[row >= LOSS] % LOSS)
        assert "Wait" not in counted and "boxed" not in counted
        for one in thinking.split("Wait"):
            steps = STEP.findall(one)
            values = [int(one[:3])] + [int(step[4]) for step in steps] if steps else []
            for before, (_, sign, operand, part, _) in zip(values, steps):
                assert part in ("", f"{calculated(sign, before, int(operand) % 10):03d}")


def test_a_value_carries_loss_unless_it_slipped_and_the_pass_goes_on_from_it():
    rng = np.random.default_rng(5)
    start, operation, operand, _ = chain.draw_problems(rng, 200, 6, chain.LADDER_CHAIN.levels[3])
    ids, counts = chain.write_pass(rng, start, operation, operand, careful=False)
    slipped = 0
    for row in range(200):
        value = start[row]
        for i in range(6):
            place = slice(9 + 9 * i, 12 + 9 * i)
            right = chain.apply(operation[row, i], value, operand[row, i])
            value = int(text(ids[row, place]))
            assert (counts[row, place] == (value == right)).all()
            slipped += value != right
    assert 0 < slipped < 600


def test_batches_follow_from_the_seed():
    def first(seed):
        return next(rows.batches(rows.nano_rows, ((160, 48),), seed, 1))

    assert (first(1) == first(1)).all() and not (first(1) == first(2)).all()
