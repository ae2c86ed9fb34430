"""The KV strategies: one file each, and one line here."""

from .full import Full
from .hqq import HQQ
from .hqq_hf import HuggingFaceHQQ
from .rkv import RKV
from .streaming import Streaming

STRATEGIES = {strategy.NAME: strategy for strategy in (
    Full,
    RKV,
    Streaming,
    HQQ,
    HuggingFaceHQQ,
)}


def settings_of(strategy, given):
    """The settings of a strategy, those not given as the paper has them; ValueError for an impossible one."""
    settings = {}
    for name, setting in strategy.SETTINGS.items():
        value = given.get(name, setting.default)
        if value is None:
            raise ValueError(f"{name} must be given for {strategy.NAME}")
        if not setting.holds(value):
            raise ValueError(f"{name} must be {setting.must_be} for {strategy.NAME}, it is {value}")
        settings[name] = value
    strategy.check(settings)
    return settings
