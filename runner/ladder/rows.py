"""Rows of training text: documents of one layout, and what fills a row behind them."""

import numpy as np

import chain
import facts
from document import LOSS
from vocabulary import PAD

ROWS_OF_A_LAYOUT = 24
# Of the rows of the ladder: chains, questions, nothing but statements of facts or constants.
SHARES = [0.75, 0.2, 0.05]


def nano_rows(rng, rows, length):
    """[rows, length] int16: chains, then padding."""
    found = chain.documents(rng, chain.NANO_CHAIN, rows, length)
    out = np.full((rows, length), PAD, np.int16)
    out[:, :found.shape[1]] = found
    return out


def ladder_rows(known, task):
    """-> rows of chains, questions and statements; what a document leaves of its row holds statements too."""

    def draw(rng, rows, length):
        kind = rng.choice(3, p=SHARES)
        found = np.empty((rows, 0), np.int64)
        if kind == 0:
            found = chain.documents(rng, task, rows, length)
        elif kind == 1:
            found = facts.documents(rng, known, rows, length)
        left = length - found.shape[1]
        if rng.random() < 0.5:
            ids, counts = facts.statements(rng, known, rows, left)
        else:
            ids, counts = facts.constant_statements(rng, task.constants, rows, left)
        out = np.full((rows, length), PAD, np.int16)
        filled = np.concatenate([found, ids + LOSS * counts], 1)
        out[:, :filled.shape[1]] = filled
        return out

    return draw


def batches(draw, lengths, seed, steps):
    """Every batch of a training, drawn from the seed alone -> [rows, length] each.

    lengths: row length and rows of a batch, as (length, rows).
    """
    rng = np.random.default_rng(seed)
    for _ in range(steps):
        length, rows = lengths[rng.integers(len(lengths))]
        yield np.concatenate([draw(rng, ROWS_OF_A_LAYOUT, length) for _ in range(rows // ROWS_OF_A_LAYOUT)])
