"""What may be set of a strategy."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Setting:
    # What it is when it is not given; None: it must be.
    default: Any
    must_be: str
    holds: Callable[[Any], bool]


def count(default=None, least=1):
    return Setting(default, f"a whole number from {least}", lambda value: type(value) is int and value >= least)


def share(default=None):
    return Setting(default, "a number from 0 to 1",
                   lambda value: type(value) in (int, float) and 0 <= value <= 1)


def one_of(*values):
    return Setting(None, f"one of {', '.join(map(str, values))}", lambda value: type(value) is int and value in values)
