"""The chain task: its problems and reasoning traces, in numpy.

A problem is a start value and n labelled steps, all modulo 1000:
``347a+123b*045c-221?``. A quick pass writes one line a step
(``a+123=470``); a pass after ``Wait`` is careful and writes the part of the
units first (``b*045:350=150``). Products with two or three digits are hard in
one go, which is what makes answers scatter. An operand may be a constant to be
remembered, ``c-:BakoDilu``; a pass recalls it (``c-:BakoDilu=221=926``). The
answer is a whole number from 0 to 999.
"""

from dataclasses import dataclass

import numpy as np

import facts
from document import AROUND, Writing, document
from vocabulary import ID, LABEL_IDS, NAME_IDS, digits, tokens

# Numbered 0, 1 and 2 below.
OPERATIONS = np.array([ID["+"], ID["-"], ID["*"]])
# Odd and not a multiple of 5: such a product loses nothing of its value, so an early mistake stays one.
EASY_FACTORS = np.array([3, 7, 9])
HARD_FACTORS = np.array([c for c in range(11, 100) if c % 2 and c % 5])
WIDE_FACTORS = np.array([c for c in range(101, 1000) if c % 2 and c % 5])
# Kinds of steps: a product by two digits, by one, a sum or difference, a product by three.
OPERANDS = [
    lambda rng, shape: rng.choice(HARD_FACTORS, shape),
    lambda rng, shape: rng.choice(EASY_FACTORS, shape),
    lambda rng, shape: rng.integers(1, 1000, shape),
    lambda rng, shape: rng.choice(WIDE_FACTORS, shape),
]
SUM = 2
# The share of careless passes in the traces, and how often a step slips in them (a hard one four times as often).
CARELESS_QUICK, CARELESS_CAREFUL = (0.5, 0.08), (0.3, 0.04)
# How often a constant is recalled wrongly, in quick and in careful passes: else a later pass would learn to copy.
RECALL_QUICK, RECALL_CAREFUL = 0.3, 0.2


@dataclass(frozen=True)
class Level:
    """Shares of the kinds of steps, and how often a step's operand is a constant instead."""

    shares: tuple
    named: float = 0


@dataclass(frozen=True)
class Chain:
    """How long chains are, easier levels first, and the constants that there are."""

    shortest: int
    longest: int
    levels: tuple
    constants: facts.Facts | None = None


@dataclass(frozen=True)
class Problems:
    """start and answer [rows]; operation, operand and constant [rows, steps], the last -1 where digits are written."""

    start: np.ndarray
    operation: np.ndarray
    operand: np.ndarray
    constant: np.ndarray
    answer: np.ndarray

    def steps(self):
        return self.operation.shape[1]

    def named(self):
        """Which steps recall a constant, in all rows alike."""
        return self.constant[0] >= 0


NANO_CHAIN = Chain(2, 8, (Level((0.40, 0.10, 0.50)),))
LADDER_LEVELS = (
    Level((0.30, 0.20, 0.50, 0.00)),
    Level((0.30, 0.15, 0.45, 0.10), 0.15),
    Level((0.30, 0.10, 0.40, 0.20), 0.25),
    Level((0.25, 0.10, 0.40, 0.25), 0.35),
)


def ladder_chain():
    return Chain(2, 8, LADDER_LEVELS, facts.constants())


# Lengths in tokens.
def prompt_length(steps):
    return 14 + 5 * steps


def quick_length(steps, named=0):
    return 8 + 9 * steps + 4 * named


def careful_length(steps, named=0):
    return 9 + 13 * steps + 4 * named


def apply(operation, value, operand):
    return np.where(operation == 0, value + operand, np.where(operation == 1, value - operand, value * operand)) % 1000


def units_part(operation, value, operand):
    """What the careful pass writes first: the step with the operand's last digit only."""
    return apply(operation, value, operand % 10)


def draw_problems(rng, rows, steps, level, constants=None, tested=False):
    """-> Problems. tested: constants as tests draw them."""
    start = rng.integers(0, 1000, rows)
    shape = rows, steps
    shares = level.shares
    kind = rng.choice(len(shares), shape, p=shares)
    operation = np.where(kind == SUM, rng.integers(0, 2, shape), 2)
    operand = np.choose(kind, [draw(rng, shape) for draw in OPERANDS[:len(shares)]])
    constant = np.full(shape, -1)
    for i in np.flatnonzero(rng.random(steps) < level.named) if level.named else []:
        constant[:, i] = constants.draw(rng, rows, constants.tested if tested else constants.met)
        operation[:, i] = rng.integers(0, 2, rows)
        operand[:, i] = constants.value[constant[:, i]]
    value = start
    for i in range(steps):
        value = apply(operation[:, i], value, operand[:, i])
    return Problems(start, operation, operand, constant, value)


def key(constants, which):
    """How a constant is named -> [rows, 3] ids."""
    names = np.stack([NAME_IDS[constants.first[which]], NAME_IDS[constants.second[which]]], -1)
    return np.concatenate([tokens(len(which), ":"), names], 1)


def prompt(problems, constants=None):
    rows = len(problems.start)
    parts = [tokens(rows, "<|im_start|>", "user", "\n"), digits(problems.start)]
    for i, named in enumerate(problems.named()):
        operand = key(constants, problems.constant[:, i]) if named else digits(problems.operand[:, i])
        parts += [np.full((rows, 1), LABEL_IDS[i]), OPERATIONS[problems.operation[:, i]][:, None], operand]
    parts.append(tokens(rows, "?", "<|im_end|>", "\n", "<|im_start|>", "assistant", "\n", "<think>", "\n"))
    return np.concatenate(parts, 1)


def slip(rng, value, share):
    """Wrong values with some probability -> values, where they are wrong."""
    wrong = rng.random(value.shape) < share
    by = rng.choice([1, 9, 10, 20, 90, 100, 200, 500, 900, 990], value.shape)
    return np.where(wrong, (value + by) % 1000, value), wrong


def write_pass(rng, problems, careful, constants=None):
    """One pass -> ids and loss flags, both [rows, length].

    In careless rows steps slip; a slipped value carries no loss and the pass goes on from it. So does a constant
    that is recalled wrongly.
    """
    rows = len(problems.start)
    writing = Writing()
    if careful:
        # "Wait" is put there by the runner; the model shall not learn to write it.
        writing.add(tokens(rows, "Wait"), False)
    writing.add(digits(problems.start))
    share, slips = CARELESS_CAREFUL if careful else CARELESS_QUICK
    slips = slips * (rng.random(rows) < share)
    value = problems.start
    for i, named in enumerate(problems.named()):
        op, by = problems.operation[:, i], problems.operand[:, i]
        writing.add(np.full((rows, 1), LABEL_IDS[i]))
        writing.add(OPERATIONS[op][:, None])
        if named:
            writing.add(key(constants, problems.constant[:, i]))
            writing.add(tokens(rows, "="))
            wrong = rng.random(rows) < (RECALL_CAREFUL if careful else RECALL_QUICK)
            by = np.where(wrong, rng.integers(0, 1000, rows), by)
            writing.add(digits(by), ~wrong[:, None])
        else:
            writing.add(digits(by))
        if careful:
            writing.add(tokens(rows, ":"))
            writing.add(digits(units_part(op, value, by)))
        writing.add(tokens(rows, "="))
        hard = (op == 2) & (by > 9)
        value, wrong = slip(rng, apply(op, value, by), np.where(hard, 4 * slips, slips))
        writing.add(digits(value), ~wrong[:, None])
    writing.add(tokens(rows, "so"))
    writing.add(digits(value))
    writing.add(tokens(rows, "."))
    return writing.whole()


def documents(rng, chain, rows, room):
    """Documents of one layout in at most `room` tokens -> [rows, length], ids plus LOSS where they count."""
    steps = int(rng.integers(chain.shortest, chain.longest + 1))
    level = chain.levels[rng.integers(len(chain.levels))] if len(chain.levels) > 1 else chain.levels[0]
    problems = draw_problems(rng, rows, steps, level, chain.constants)
    named = int(problems.named().sum())
    left = room - prompt_length(steps) - AROUND - quick_length(steps, named)
    again = int(rng.integers(0, 1 + left // careful_length(steps, named)))
    passes = [write_pass(rng, problems, i > 0, chain.constants) for i in range(1 + again)]
    return document(rng, prompt(problems, chain.constants), passes, [str(value) for value in problems.answer])


def test_problems(chain, count, seed=2026):
    """Problems with every number of steps and level equally often -> [(prompt ids, answer text)]."""
    rng = np.random.default_rng(seed)
    lengths = chain.longest - chain.shortest + 1
    out = []
    for i in range(count):
        level = chain.levels[i // lengths % len(chain.levels)]
        problems = draw_problems(rng, 1, chain.shortest + i % lengths, level, chain.constants, tested=True)
        out.append((prompt(problems, chain.constants)[0].tolist(), str(problems.answer[0])))
    return out
