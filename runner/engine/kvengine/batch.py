"""A static batch: rows that think in step, are asked at every budget, and end together."""

from dataclasses import dataclass

import torch

from .chance import keys
from .forcing import Forcing, Rules, Segment, segments
from .model import Pieces
from .reading import feed, prefill
from .sampling import Sampling, draw
from .strategies.cache import Cache


@dataclass(frozen=True)
class Ask:
    """One row: a trajectory's prompt, token ids, and its seed."""

    prompt: tuple[int, ...]
    seed: int


@dataclass(frozen=True)
class Answer:
    budget: int
    segment: Segment


@dataclass(frozen=True)
class Trajectory:
    """What came of a row."""

    # The thinking part, waits included, stops dropped.
    ids: list[int]
    segments: list[Segment]
    answers: list[Answer]
    counters: dict


class Batch:
    """
    Rows of one shape, reused for as many batches as fit it. On a GPU a step is recorded once and replayed: all
    that changes is in tensors that stay where they are.
    """

    def __init__(self, pieces: Pieces, cache: Cache, rules: Rules, sampling: Sampling, recorded: bool):
        model, rows = pieces.model, cache.rows
        device = model.device
        self.pieces, self.cache, self.rules, self.sampling = pieces, cache, rules, sampling
        # Prompts differ in length: not compiled for each.
        self.reading = Pieces(model, compiled=False)
        self.rows, self.steps = rows, cache.extent.steps
        self.forcing = Forcing(rules, rows, device)
        self.logits = torch.zeros(rows, model.shape.vocabulary, device=device)
        self.running = torch.ones(rows, dtype=torch.int32, device=device)
        self.at = torch.zeros(1, dtype=torch.int64, device=device)
        self.length = torch.zeros(rows, dtype=torch.int64, device=device)
        self.chance = torch.zeros(rows, self.steps + 1, dtype=torch.int64, device=device)
        self.drawn = torch.full((rows, self.steps + 1), -1, dtype=torch.int64, device=device)
        self.taken = torch.zeros(rows, self.steps + 1, dtype=torch.int64, device=device)
        asked = len(rules.script) + rules.answer_tokens
        self.script = torch.tensor(rules.script, dtype=torch.int64, device=device)
        self.stop = torch.tensor(rules.stop, dtype=torch.int64, device=device)
        self.branch_at = torch.zeros(1, dtype=torch.int64, device=device)
        self.branch_chance = torch.zeros(rows, asked, dtype=torch.int64, device=device)
        self.branch_taken = torch.zeros(rows, asked, dtype=torch.int64, device=device)
        self.answering = torch.zeros(rows, dtype=torch.int32, device=device)
        self.think, self.answer = self._think, self._answer
        if recorded:
            pool = torch.cuda.graph_pool_handle()
            self.think = _recorded(self._think, pool)
            cache.branching = True
            self.answer = _recorded(self._answer, pool)
            cache.branching = False

    def generate(self, asks, progress=None):
        """One trajectory for each of as many asks as there are rows, or fewer; `progress` is told decoded tokens."""
        count = len(asks)
        self._begin(asks + [asks[0]] * (self.rows - count))
        answers = [[] for _ in asks]
        for step in range(1, self.steps + 1):
            self.think()
            self.cache.settle(step)
            for budget, rows in self._reached(step):
                for row, segment in self._answers(budget, rows, count):
                    answers[row].append(Answer(budget, segment))
            if progress:
                progress(count)
            if not self.rules.wait_counts and self._all_spent():
                break
        if not self._all_spent():
            raise ValueError(f"Cannot spend {self.rules.largest} tokens: with its waits a row needs more than the "
                             f"{self.steps} tokens there is room for, raise --max-model-len")
        # A stop right at the largest budget is seen.
        self.think()
        drawn, taken, lengths = self.drawn.tolist(), self.taken.tolist(), self.length.tolist()
        return [
            Trajectory(
                ids=taken[row][: lengths[row]],
                segments=segments(drawn[row][: lengths[row] + 1], self.rules),
                answers=answers[row],
                counters=self.cache.counters(row),
            )
            for row in range(count)
        ]

    def _all_spent(self):
        return bool((self.forcing.spent >= self.rules.largest).all())

    def _begin(self, asks):
        self.cache.reset()
        self.forcing.reset()
        for state in (self.at, self.length, self.taken):
            state.zero_()
        self.drawn.fill_(-1)
        self.seeds = torch.tensor([ask.seed for ask in asks], dtype=torch.int64, device=self.logits.device)
        self.chance.copy_(keys(self.seeds, 0, self.steps + 1))
        self.logits.copy_(prefill(self.reading, self.cache, [ask.prompt for ask in asks]))

    def _think(self):
        """A token a row: drawn or put there, then fed. A row whose budget is spent stands still."""
        forcing = self.forcing
        going = forcing.spent < self.rules.largest
        # One draw behind the last token, if that was drawn itself.
        looks = (self.length == self.at) & (going | ~forcing.injected)
        tokens, drawn = forcing.take(self._wanted())
        self.drawn.index_copy_(1, self.at, torch.where(looks, drawn, -1)[:, None])
        self.taken.index_copy_(1, self.at, tokens[:, None])
        self.at += 1
        self.length += going
        self.running.copy_(going)
        self._feed(tokens, self.running)

    def _wanted(self):
        chance = self.chance.gather(1, self.at.expand(self.rows, 1))[:, 0]
        return draw(self.forcing.bar(self.logits), chance, self.sampling)

    def _answer(self):
        """A token of the answer a row: from the script, then drawn."""
        at = self.branch_at
        scripted = at < len(self.script)
        wanted = draw(self.logits, self.branch_chance.gather(1, at.expand(self.rows, 1))[:, 0], self.sampling)
        tokens = torch.where(scripted, self.script[at.clamp(max=len(self.script) - 1)], wanted)
        self.branch_taken.index_copy_(1, at, tokens[:, None])
        self.branch_at += 1
        self.answering.mul_(scripted | ~(tokens[:, None] == self.stop).any(1))
        self._feed(tokens, self.answering)

    def _feed(self, tokens, running):
        self.logits.copy_(feed(self.pieces, self.cache, tokens))
        self.cache.advance(running)

    def _reached(self, step):
        """The budgets that rows have just spent, each with its rows as a mask."""
        if self.rules.wait_counts:
            return [(step, torch.ones_like(self.running))] if step in self.rules.budgets else []
        counted = self.running.bool() & ~self.forcing.injected
        at = {budget: counted & (self.forcing.spent == budget) for budget in self.rules.budgets}
        return [(budget, rows.int()) for budget, rows in at.items() if bool(rows.any())]

    def _answers(self, budget, rows, count):
        """The answers at a budget, from a snapshot of the cache: (row, segment) of every row asked."""
        rules, script = self.rules, len(self.rules.script)
        logits = self.logits.clone()
        self.branch_at.zero_()
        self.branch_chance[:, script:] = keys(self.seeds, budget, rules.answer_tokens)
        self.answering.copy_(rows)
        with self.cache.branch():
            for step in range(script + rules.answer_tokens):
                self.answer()
                if step >= script and not bool(self.answering.any()):
                    break
        self.logits.copy_(logits)
        asked = rows.tolist()
        taken = self.branch_taken[:, script : step + 1].tolist()
        return [(row, _ended(taken[row], rules.stop)) for row in range(count) if asked[row]]


def _ended(ids, stops):
    """The ids up to and with the first stop."""
    for at, token in enumerate(ids):
        if token in stops:
            return Segment(ids[: at + 1], True)
    return Segment(ids, False)


def _recorded(step, pool):
    """
    A step as a CUDA graph. Nothing is filled yet: what trying it changes is reset before the first batch. Steps
    share a pool, as what they leave behind lies outside it.
    """
    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(2):
            step()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph, pool=pool):
        step()
    return graph.replay
