"""A day's runs as they were planned (D4)."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Arrival:
    """A stop of a run: ``arrives`` is rounded up to the minute."""

    code: str
    arrives: str


@dataclass(frozen=True)
class Run:
    """A run in its order; ``broken`` names what a fixed one breaks.

    Of ``cartons``, ``kg``, ``hours`` (a shop's), ``day`` (the depot's or the vehicle's),
    ``reload``, ``runs`` (more than it makes) and ``no_place``.
    """

    vehicle: str
    departs: str
    returns: str
    stops: tuple[Arrival, ...]
    metres: int
    seconds: int
    cartons: Decimal
    cost: Decimal
    broken: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unserved:
    """``why`` is ``no_place``, ``too_large``, ``hours`` or ``day_full``."""

    code: str
    why: str


@dataclass(frozen=True)
class Plan:
    """The runs by vehicle and time, and what none of them takes.

    ``stopped`` is ``time`` where the ceiling cut the search short, ``person`` where somebody did.
    """

    runs: tuple[Run, ...]
    unserved: tuple[Unserved, ...]
    metres: int
    cost: Decimal
    stopped: str | None = None
