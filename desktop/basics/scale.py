"""The scale of a chart: round steps that hold all its figures, in whole fen or whole numbers."""

from dataclasses import dataclass

from desktop.basics.figures import in_unit, large_unit

_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Scale:
    """From ``low`` to ``high`` in steps; ``unit`` is the word of the unit that ticks are in."""

    low: int
    high: int
    step: int
    unit: str
    ticks: tuple[tuple[int, str], ...]

    def part(self, value: int) -> float:
        """How far up a figure lies, from 0 at the low end to 1 at the high one."""
        return (value - self.low) / (self.high - self.low)


def scale_of(kind: str, low: int, high: int, most: int) -> Scale:
    """The scale of figures from ``low`` to ``high`` and of 0, with about ``most`` steps."""
    low, high = min(low, 0), max(high, 0)
    unit, word = large_unit(kind, max(-low, high))
    if low == high:
        high = unit
    # A little more steps than asked are better than half of the room empty.
    step = _step(-(-(high - low) * 9 // (10 * most)))
    low, high = low // step * step, -(-high // step) * step
    ticks = tuple((value, in_unit(value, unit)) for value in range(low, high + step, step))
    return Scale(low, high, step, word, ticks)


def _step(least: int) -> int:
    """The smallest round step that is no smaller: 1, 2 or 5 with zeros behind."""
    power = int("1" + "0" * (len(str(max(least, 1))) - 1))
    return next(power * one for one in _STEPS if power * one >= least)
