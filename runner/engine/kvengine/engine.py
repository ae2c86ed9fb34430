"""Batches of a model: how many rows fit, and the last one kept for the next."""

import gc

import torch

from .batch import Batch
from .model import Pieces
from .strategies import STRATEGIES
from .strategies.cache import Extent

# Copies of a row's logits in float32 that drawing makes at once.
LOGITS = 8
# Bytes left for what choosing and moving tokens takes, and for kernels.
SPARE = 2 << 30


class Engine:
    def __init__(self, model, most_rows=1024, kv_bytes=None, fast=None):
        """
        most_rows: rows of a batch at most. kv_bytes: what the caches of a batch may take; None: what a GPU has
        left. fast: compile and record steps; None: on a GPU.
        """
        self.model, self.most_rows, self.kv_bytes = model, most_rows, kv_bytes
        self.fast = model.device.type == "cuda" if fast is None else fast
        self.pieces = Pieces(model, compiled=self.fast)
        self._key, self._batch = None, None

    def rows(self, name, settings, extent):
        """Rows that fit, at least one."""
        each = STRATEGIES[name].row_bytes(settings, self.model.shape, extent, self.model.dtype)
        room = self.kv_bytes
        if room is None:
            self.forget()
            room = 0.96 * torch.cuda.mem_get_info(self.model.device)[0] - SPARE
            each += LOGITS * 4 * self.model.shape.vocabulary
        return max(1, min(self.most_rows, int(room // each)))

    def forget(self):
        """Gives the memory of the last batch back."""
        self._key, self._batch = None, None
        gc.collect()
        if self.model.device.type == "cuda":
            torch.cuda.empty_cache()

    def batch(self, name, settings, rules, sampling, extent, rows):
        """A batch of at least so many rows; the last one again where it serves."""
        key = (name, tuple(sorted(settings.items())), rules, sampling, extent.steps, extent.branch)
        last = self._batch
        if self.fast and key == self._key and last.rows >= rows and last.cache.extent.prompt >= extent.prompt:
            return last
        self.forget()
        cache = STRATEGIES[name](settings, self.model.shape, rows, extent, self.model.device, self.model.dtype)
        self._key, self._batch = key, Batch(self.pieces, cache, rules, sampling, recorded=self.fast)
        return self._batch

    def generate(self, name, settings, rules, sampling, asks, steps=None, progress=None):
        """
        A trajectory for every ask, as many batches as it takes. steps: most decoded tokens of a row, waits that do
        not count among them; the largest budget where they count.
        """
        extent = Extent(max(len(ask.prompt) for ask in asks), steps or rules.largest,
                        len(rules.script) + rules.answer_tokens)
        fitting = self.rows(name, settings, extent)
        found = []
        with torch.inference_mode():
            for first in range(0, len(asks), fitting):
                some = asks[first : first + fitting]
                rows = fitting if self.fast and len(asks) > fitting else len(some)
                found += self.batch(name, settings, rules, sampling, extent, rows).generate(some, progress)
        return found
