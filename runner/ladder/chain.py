"""The chain task: its problems and reasoning traces, in numpy.

A problem is a start value and n labelled steps, all modulo 1000:
``347a+123b*045c-221?``. A quick pass writes one line a step
(``a+123=470``); a pass after ``Wait`` is careful and writes the part of the
units first (``b*045:350=150``). Products with two or three digits are hard in
one go, which is what makes answers scatter. The answer is a whole number from
0 to 999.
"""

from dataclasses import dataclass

import numpy as np

from document import AROUND, Writing, document
from vocabulary import ID, LABEL_IDS, digits, tokens

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


@dataclass(frozen=True)
class Chain:
    """How long chains are, and the shares of the kinds of steps, easier levels first."""

    shortest: int
    longest: int
    levels: tuple


NANO_CHAIN = Chain(2, 8, ((0.40, 0.10, 0.50),))
LADDER_CHAIN = Chain(2, 8, (
    (0.20, 0.20, 0.60, 0.00),
    (0.40, 0.10, 0.50, 0.00),
    (0.30, 0.10, 0.40, 0.20),
    (0.20, 0.10, 0.20, 0.50),
))


# Lengths in tokens.
def prompt_length(steps):
    return 14 + 5 * steps


def quick_length(steps):
    return 8 + 9 * steps


def careful_length(steps):
    return 9 + 13 * steps


def apply(operation, value, operand):
    return np.where(operation == 0, value + operand, np.where(operation == 1, value - operand, value * operand)) % 1000


def units_part(operation, value, operand):
    """What the careful pass writes first: the step with the operand's last digit only."""
    return apply(operation, value, operand % 10)


def draw_problems(rng, rows, steps, shares):
    """-> start [rows], operation and operand [rows, steps], answer [rows]."""
    start = rng.integers(0, 1000, rows)
    shape = rows, steps
    kind = rng.choice(len(shares), shape, p=shares)
    operation = np.where(kind == SUM, rng.integers(0, 2, shape), 2)
    operand = np.choose(kind, [draw(rng, shape) for draw in OPERANDS[:len(shares)]])
    value = start
    for i in range(steps):
        value = apply(operation[:, i], value, operand[:, i])
    return start, operation, operand, value


def prompt(start, operation, operand):
    rows, steps = operation.shape
    parts = [tokens(rows, "<|im_start|>", "user", "\n"), digits(start)]
    for i in range(steps):
        parts += [np.full((rows, 1), LABEL_IDS[i]), OPERATIONS[operation[:, i]][:, None], digits(operand[:, i])]
    parts.append(tokens(rows, "?", "<|im_end|>", "\n", "<|im_start|>", "assistant", "\n", "<think>", "\n"))
    return np.concatenate(parts, 1)


def slip(rng, value, share):
    """Wrong values with some probability -> values, where they are wrong."""
    wrong = rng.random(value.shape) < share
    by = rng.choice([1, 9, 10, 20, 90, 100, 200, 500, 900, 990], value.shape)
    return np.where(wrong, (value + by) % 1000, value), wrong


def write_pass(rng, start, operation, operand, careful):
    """One pass -> ids and loss flags, both [rows, length].

    In careless rows steps slip; a slipped value carries no loss and the pass goes on from it.
    """
    rows, steps = operation.shape
    writing = Writing()
    if careful:
        # "Wait" is put there by the runner; the model shall not learn to write it.
        writing.add(tokens(rows, "Wait"), False)
    writing.add(digits(start))
    share, slips = CARELESS_CAREFUL if careful else CARELESS_QUICK
    slips = slips * (rng.random(rows) < share)
    value = start
    for i in range(steps):
        op, by = operation[:, i], operand[:, i]
        writing.add(np.full((rows, 1), LABEL_IDS[i]))
        writing.add(OPERATIONS[op][:, None])
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
    shares = chain.levels[rng.integers(len(chain.levels))] if len(chain.levels) > 1 else chain.levels[0]
    start, operation, operand, answer = draw_problems(rng, rows, steps, shares)
    left = room - prompt_length(steps) - AROUND - quick_length(steps)
    again = int(rng.integers(0, 1 + left // careful_length(steps)))
    passes = [write_pass(rng, start, operation, operand, careful=i > 0) for i in range(1 + again)]
    return document(rng, prompt(start, operation, operand), passes, [str(value) for value in answer])


def test_problems(chain, count, seed=2026):
    """Problems with every number of steps and level equally often -> [(prompt ids, answer text)]."""
    rng = np.random.default_rng(seed)
    lengths = chain.longest - chain.shortest + 1
    out = []
    for i in range(count):
        shares = chain.levels[i // lengths % len(chain.levels)]
        start, operation, operand, answer = draw_problems(rng, 1, chain.shortest + i % lengths, shares)
        out.append((prompt(start, operation, operand)[0].tolist(), str(answer[0])))
    return out
