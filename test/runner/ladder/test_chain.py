import json
import re

import numpy as np
import pytest
from conftest import ROOT

import chain
import rows
from document import LOSS
from vocabulary import NAME_IDS, VOCABULARY, text

TASKS = {"nano": chain.NANO_CHAIN, "ladder": chain.ladder_chain()}
LADDER = TASKS["ladder"]
# Label, sign, constant, operand, part of the units, value.
STEP = re.compile(r"([a-p])([+*-])(?::([A-Z]\w+?)=)?(\d{3})(?::(\d{3}))?=(\d{3})")
CONSTANTS = {
    VOCABULARY[a] + VOCABULARY[b]: int(value)
    for a, b, value in zip(
        NAME_IDS[LADDER.constants.first], NAME_IDS[LADDER.constants.second], LADDER.constants.value)
}


def calculated(sign, value, operand):
    return {"+": value + operand, "-": value - operand, "*": value * operand}[sign] % 1000


def solved(prompt):
    """The answer of a problem, read from its text."""
    prompt = prompt.split("?")[0]
    value = int(re.search(r"user\n(\d{3})", prompt)[1])
    for sign, operand in re.findall(r"[a-p]([+*-])(\d{3}|:[A-Za-z]{8})", prompt):
        value = calculated(sign, value, CONSTANTS[operand[1:]] if operand.startswith(":") else int(operand))
    return value


def test_a_step_and_its_part_of_the_units():
    times = np.array([2])
    # 350 * 45 = 15750; with the last digit alone 350 * 5 = 1750.
    assert chain.apply(times, np.array([350]), np.array([45])) == 750
    assert chain.units_part(times, np.array([350]), np.array([45])) == 750
    assert chain.units_part(times, np.array([3]), np.array([45])) == 15


@pytest.mark.parametrize("task", TASKS)
def test_the_expected_answer_follows_from_the_prompt(task):
    for ids, answer in chain.test_problems(TASKS[task], 60):
        assert str(solved(text(ids))) == answer


def test_nano_is_drawn_as_it_was_committed():
    problems = json.loads((ROOT / "data/nano/chain.json").read_text())["problems"]
    drawn = chain.test_problems(chain.NANO_CHAIN, len(problems))
    assert [(text(ids), answer) for ids, answer in drawn] == [(one["prompt"], one["answer"]) for one in problems]


@pytest.mark.parametrize("seed", range(20))
def test_what_counts_is_right_and_what_the_runner_writes_does_not_count(seed):
    length = 256 if seed % 2 else 640
    found = chain.documents(np.random.default_rng(seed), LADDER, 8, length)
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
            values = [int(one[:3])] + [int(step[5]) for step in steps] if steps else []
            for before, (_, sign, _, operand, part, _) in zip(values, steps):
                assert part in ("", f"{calculated(sign, before, int(operand) % 10):03d}")


def test_a_value_carries_loss_unless_it_slipped_and_the_pass_goes_on_from_it():
    rng = np.random.default_rng(5)
    drawn = chain.draw_problems(rng, 200, 6, LADDER.levels[0])
    ids, counts = chain.write_pass(rng, drawn, careful=False)
    slipped = 0
    for row in range(200):
        value = drawn.start[row]
        for i in range(6):
            place = slice(9 + 9 * i, 12 + 9 * i)
            right = chain.apply(drawn.operation[row, i], value, drawn.operand[row, i])
            value = int(text(ids[row, place]))
            assert (counts[row, place] == (value == right)).all()
            slipped += value != right
    assert 0 < slipped < 600


@pytest.mark.parametrize("careful", [False, True])
def test_a_constant_recalled_wrongly_carries_no_loss_and_the_pass_goes_on_from_it(careful):
    rng = np.random.default_rng(6)
    drawn = chain.draw_problems(rng, 300, 4, chain.Level((0, 0, 1), 0.999), LADDER.constants)
    ids, counts = chain.write_pass(rng, drawn, careful, LADDER.constants)
    wrong = 0
    for row in range(300):
        whole = text(ids[row])
        value, at = drawn.start[row], 0
        for step in STEP.finditer(whole):
            _, sign, name, operand, part, result = step.groups()
            place = np.flatnonzero(ids[row] == chain.ID["="])[2 * at] + 1
            right = CONSTANTS[name] == int(operand)
            assert (counts[row, place:place + 3] == right).all()
            assert part is None or int(part) == calculated(sign, value, int(operand) % 10)
            wrong += not right
            value, at = int(result), at + 1
        assert at == 4 and whole.endswith(f"so{value:03d}.")
    share = chain.RECALL_CAREFUL if careful else chain.RECALL_QUICK
    assert abs(wrong / 1200 - share) < 0.06


def test_lengths_are_those_that_documents_are_planned_by():
    rng = np.random.default_rng(7)
    for level in LADDER.levels:
        drawn = chain.draw_problems(rng, 3, 8, level, LADDER.constants)
        named = drawn.named().sum()
        for careful, length in ((False, chain.quick_length), (True, chain.careful_length)):
            ids, _ = chain.write_pass(rng, drawn, careful, LADDER.constants)
            assert ids.shape[1] == length(8, named)
        assert chain.prompt(drawn, LADDER.constants).shape[1] == chain.prompt_length(8)


def test_batches_follow_from_the_seed():
    def first(seed):
        return next(rows.batches(rows.nano_rows, ((160, 48),), seed, 1))

    assert (first(1) == first(1)).all() and not (first(1) == first(2)).all()
