"""What this computer is called where several work in one office, and what was seen of it."""

import platform
from dataclasses import dataclass
from functools import cache

_LENGTH = 60


@cache
def this_pc() -> str:
    """The computer's name on its network, without its domain; empty where it has none."""
    return platform.node().partition(".")[0][:_LENGTH]


@dataclass(frozen=True)
class Seen:
    """What a self-test saw of this computer, in words; not ``good``: a person should look at it."""

    words: str
    good: bool = True
