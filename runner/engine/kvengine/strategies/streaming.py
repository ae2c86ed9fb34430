"""StreamingLLM as the paper runs it: the first half of what is retained, and the newest half."""

import torch

from .evicting import EvictingCache
from .setting import count


class Streaming(EvictingCache):
    NAME = "streaming"
    SETTINGS = {"retained": count(), "interval": count(128)}

    def choose(self, keys, counts, queries):
        retained = self.settings["retained"]
        # An odd one more is kept of the newest.
        first = retained // 2
        at = torch.arange(retained, device=keys.device)
        kept = torch.where(at < first, at, counts.long()[:, None] - retained + at)
        return kept[:, None].expand(-1, keys.shape[1], -1)
