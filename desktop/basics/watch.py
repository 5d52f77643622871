"""Long work and whoever watches it: it tells how far it is, and stops when it is given up."""

from typing import Protocol

from desktop.basics.errors import OfficeError


class Watch(Protocol):
    """Who waits for a long work, such as a progress dialog."""

    @property
    def cancelled(self) -> bool:
        """Whether the work was given up."""

    def report(self, done: int, total: int, words: str = "") -> None:
        """Hear how far it is."""


class Nobody:
    """Waits without a word."""

    cancelled = False

    def report(self, done: int, total: int, words: str = "") -> None:
        """Hear it and forget it."""


class Cancelled(OfficeError):
    """A person gave the work up; nothing of it stays."""
