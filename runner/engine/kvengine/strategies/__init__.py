"""The KV strategies: one file each, and one line here."""

from .full import Full
from .hqq import HQQ
from .rkv import RKV
from .streaming import Streaming

STRATEGIES = {strategy.NAME: strategy for strategy in (Full, RKV, Streaming, HQQ)}
