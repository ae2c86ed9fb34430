"""What each model is trained on, how much of it, and how fast."""

from collections.abc import Callable
from dataclasses import dataclass

from chain import ladder_chain
from facts import Facts
from rows import ladder_rows, nano_rows


@dataclass(frozen=True)
class Recipe:
    # Called once, where the rows are drawn.
    rows: Callable
    # Row length and rows of a batch; each is as likely.
    lengths: tuple
    million_tokens: float
    learning_rate: float


NANO = dict(rows=lambda: nano_rows, lengths=((160, 384), (320, 192)), million_tokens=110)
LADDER = dict(rows=lambda: ladder_rows(Facts(), ladder_chain()), lengths=((256, 240), (640, 96)), million_tokens=250)
RECIPES = {
    "nano-s": Recipe(**NANO, learning_rate=4e-3),
    "nano-l": Recipe(**NANO, learning_rate=3e-3),
    "ladder-1": Recipe(**LADDER, learning_rate=4e-3),
    "ladder-2": Recipe(**LADDER, learning_rate=4e-3),
    "ladder-3": Recipe(**LADDER, learning_rate=3e-3),
    "ladder-4": Recipe(**LADDER, learning_rate=3e-3),
    "ladder-5": Recipe(**LADDER, learning_rate=2e-3),
    "ladder-6": Recipe(**LADDER, learning_rate=2e-3),
}
