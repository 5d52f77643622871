"""Timing two ways of doing one thing, by turns, and saying how they compare."""

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from statistics import median


@dataclass(frozen=True)
class Result:
    """Seconds of ours and of the bare way, in each round."""

    name: str
    bare: str
    ours_s: tuple[float, ...]
    bare_s: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """How many times the bare way's time ours takes, by the quickest rounds."""
        return min(self.ours_s) / min(self.bare_s)

    @property
    def line(self) -> str:
        """One line of the table."""
        return (
            f"{self.name:44} {1000 * min(self.ours_s):9.1f} {1000 * median(self.ours_s):9.1f}"
            f" {1000 * min(self.bare_s):9.1f} {1000 * median(self.bare_s):9.1f}"
            f" {self.ratio:7.1f}×  {self.bare}"
        )


@dataclass(frozen=True)
class Share:
    """A part of a whole, from 0 to 1."""

    name: str
    share: Fraction

    @property
    def line(self) -> str:
        """One line of the table."""
        return f"{self.name:44} {100 * self.share.numerator / self.share.denominator:9.1f} %"


@dataclass(frozen=True)
class Each:
    """Seconds of many alike things, one by one: how long the usual and the slow ones take."""

    name: str
    seconds: tuple[float, ...]

    @property
    def line(self) -> str:
        """One line of the table."""
        slow = sorted(self.seconds)[int(len(self.seconds) * 0.95)]
        usual = 1000 * median(self.seconds)
        return f"{self.name:44} {usual:9.1f} median, {1000 * slow:.1f} in 95 of 100"


@dataclass(frozen=True)
class Rate:
    """So many done in so many seconds."""

    name: str
    number: int
    seconds: float
    words: str = ""

    @property
    def line(self) -> str:
        """One line of the table."""
        told = f"{self.name:44} {self.number / self.seconds:9.1f} a second"
        return f"{told}, {self.words}" if self.words else told


def rate(name: str, number: int, work: Callable[[], object], words: str = "") -> Rate:
    """How many a second some work does."""
    start = time.perf_counter()
    work()
    return Rate(name, number, time.perf_counter() - start, words)


@dataclass(frozen=True)
class Told:
    """Something else that was measured, in words."""

    name: str
    words: str

    @property
    def line(self) -> str:
        """One line of the table."""
        return f"{self.name:44} {self.words}"


def each(name: str, works: Iterable[Callable[[], object]]) -> Each:
    """Time some works one after another."""
    seconds = []
    for work in works:
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return Each(name, tuple(seconds))


@contextmanager
def _as_in_the_window() -> Iterator[None]:
    """Leave cyclic garbage alone, as the window's workers do (``views/kit/garbage.py``).

    Else what was loaded and measured before is looked through in the midst of either way.
    """
    if not gc.isenabled():
        yield
        return
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


HEAD = (
    f"{'what':44} {'ours min':>9} {'median':>9} {'bare min':>9} {'median':>9} {'ratio':>8}"
    "  against (milliseconds)"
)


def compare(
    name: str,
    ours: Callable[[], object],
    bare_name: str,
    bare: Callable[[], object],
    rounds: int = 5,
    ready: Callable[[], object] | None = None,
) -> Result:
    """Time both by turns, so that a busy machine slows both; ``ready`` goes before, untimed."""
    ours_s: list[float] = []
    bare_s: list[float] = []
    for _round in range(rounds):
        if ready:
            ready()
        for work, seconds in ((ours, ours_s), (bare, bare_s)):
            with _as_in_the_window():
                start = time.perf_counter()
                work()
                seconds.append(time.perf_counter() - start)
    return Result(name, bare_name, tuple(ours_s), tuple(bare_s))
