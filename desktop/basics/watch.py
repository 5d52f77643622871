"""Long work and whoever watches it: it tells how far it is, and stops when it is given up."""

from typing import Protocol

from desktop.basics.errors import OfficeError
from desktop.basics.i18n import _


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


def look_up(watch: Watch, done: int, total: int) -> None:
    """Tell how far it is; raises Cancelled when it was given up."""
    if watch.cancelled:
        raise Cancelled(_("Given up. Nothing was written."))
    watch.report(done, total)


def part_of(watch: Watch, begins: int, ends: int) -> Watch:
    """Who waits for a part of a work, from one to another hundredth of the whole."""
    return _Part(watch, begins, ends)


class _Part:
    def __init__(self, watch: Watch, begins: int, ends: int) -> None:
        self._watch, self._begins, self._ends = watch, begins, ends

    @property
    def cancelled(self) -> bool:
        return self._watch.cancelled

    def report(self, done: int, total: int, words: str = "") -> None:
        far = self._begins + (self._ends - self._begins) * done // max(total, 1)
        self._watch.report(far, 100, words)
