"""What this computer is called where several work in one office."""

import platform
from functools import cache

_LENGTH = 60


@cache
def this_pc() -> str:
    """The computer's name on its network, without its domain; empty where it has none."""
    return platform.node().partition(".")[0][:_LENGTH]
