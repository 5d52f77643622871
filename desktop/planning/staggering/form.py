"""A client as lines are given to it: where it lies, what it leads, and what it may lead (P6)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from desktop.basics.i18n import _
from desktop.planning.forms import Unfit, need_each_once, need_least

_GREATEST_FIT = 1_000_000


@dataclass(frozen=True)
class Client:
    """``lat`` and ``lon`` are degrees; a place of None has no neighbours.

    It gets ``count`` of the lines ``allowed``, the ``fixed`` ones among them. A line without a
    ``fit`` fits with 0.
    """

    code: str
    lat: float | None
    lon: float | None
    now: tuple[str, ...]
    allowed: tuple[str, ...]
    fixed: tuple[str, ...]
    count: int
    fit: Mapping[str, int]

    def __post_init__(self) -> None:
        _need_within("lat", self.lat, 90)
        _need_within("lon", self.lon, 180)
        need_least(0, count=self.count)
        for field in ("now", "allowed", "fixed"):
            need_each_once(field + "[{at}]", getattr(self, field))
        for at, line in enumerate(self.fixed):
            if line not in self.allowed:
                raise Unfit(f"fixed[{at}]", _("{line} isn't allowed").format(line=line))
        if len(self.fixed) > self.count:
            words = _("there are more than the {count} lines that it gets")
            raise Unfit("fixed", words.format(count=self.count))
        for line, fit in self.fit.items():
            _need_within(f"fit.{line}", fit, _GREATEST_FIT)

    @property
    def number(self) -> int:
        """How many lines it gets."""
        return min(self.count, len(self.allowed))


def _need_within(field: str, value: float | None, most: int) -> None:
    if value is not None and abs(value) > most:
        words = _("at least −{most} and at most {most} is wanted, not {value}")
        raise Unfit(field, words.format(most=most, value=value))


def changes(client: Client, lines: Collection[str]) -> int:
    """How many of its lines it doesn't lead today."""
    return len(set(lines) - set(client.now))


def fit_of(client: Client, lines: Collection[str]) -> int:
    """How well its lines fit it, in all."""
    return sum(client.fit.get(line, 0) for line in lines)
