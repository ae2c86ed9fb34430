"""Every token is kept at 16 bits."""

from .cache import FullCache


class Full(FullCache):
    NAME = "full"
    SETTINGS = {}
