"""
Budget forcing of many rows at once, as runner/forcing.ts does it for one: a stop before the largest budget is
dropped and becomes the wait text. All state is tensors, so that a step never leaves the device.
"""

from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class Rules:
    """What holds thinking to its budgets; texts as token ids."""

    # Rising; one trajectory serves them all.
    budgets: tuple[int, ...]
    stop: tuple[int, ...]
    wait: tuple[int, ...]
    # Whether the tokens of `wait` spend the budget.
    wait_counts: bool
    close_think: tuple[int, ...]
    final_prompt: tuple[int, ...]
    # Most tokens read of an answer.
    answer_tokens: int

    @property
    def largest(self):
        return self.budgets[-1]

    @property
    def script(self):
        """What follows the thinking when the answer is asked for."""
        return self.close_think + self.final_prompt


class Forcing:
    """How far every row has thought."""

    def __init__(self, rules, rows, device):
        self.rules = rules
        self._stop = torch.tensor(rules.stop, device=device)
        self._wait = torch.tensor(rules.wait, device=device)
        # Tokens of the largest budget that are spent.
        self.spent = torch.zeros(rows, dtype=torch.int64, device=device)
        # Tokens of a wait text begun that are still to come.
        self.pending = torch.zeros(rows, dtype=torch.int64, device=device)
        # The last token was the last of a wait text: the next may be no stop.
        self.fresh = torch.zeros(rows, dtype=torch.bool, device=device)
        # The last token was put there, not drawn.
        self.injected = torch.zeros(rows, dtype=torch.bool, device=device)

    def reset(self):
        for state in (self.spent, self.pending, self.fresh, self.injected):
            state.zero_()

    def bar(self, logits):
        """Takes the stops from rows whose next token must be none, in place."""
        barred = logits[:, self._stop].masked_fill(self.fresh[:, None], -torch.inf)
        logits[:, self._stop] = barred
        return logits

    def take(self, drawn):
        """
        drawn [rows], what the model wants next -> the tokens that follow, and what was drawn, -1 where a wait
        text went on and nothing was. Rows whose budget is spent keep their state.
        """
        going = self.spent < self.rules.largest
        waiting = self.pending > 0
        stopped = ~waiting & (drawn[:, None] == self._stop).any(1)
        injected = waiting | stopped
        at = torch.where(waiting, len(self.rules.wait) - self.pending, 0)
        tokens = torch.where(injected, self._wait[at], drawn)
        left = torch.where(waiting, self.pending - 1, torch.where(stopped, len(self.rules.wait) - 1, 0))
        self.pending.copy_(torch.where(going, left, self.pending))
        self.fresh.copy_(torch.where(going, injected & (left == 0), self.fresh))
        self.injected.copy_(torch.where(going, injected, self.injected))
        self.spent += going & (~injected | self.rules.wait_counts)
        return tokens, torch.where(waiting, -1, drawn)


@dataclass(frozen=True)
class Segment:
    """What one reply of a server would hold: drawn ids, the stop that ended it among them."""

    ids: list[int]
    stop: bool


def segments(drawn, rules):
    """
    The draws of one row in their order, the look behind the largest budget included where there was one, -1 where
    a wait text went on -> the replies they stand for.
    """
    found, ids = [], []
    for token in drawn:
        if token < 0:
            continue
        ids.append(token)
        if token in rules.stop:
            found.append(Segment(ids, True))
            ids = []
    if ids:
        found.append(Segment(ids, False))
    return found
