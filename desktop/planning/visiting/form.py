"""Whom a rep visits: clients with their class, and when they stand in the plan in force."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.basics.i18n import _
from desktop.planning.forms import Unfit

WEEKS = (1, 2, 3, 4)
# In which weeks a client of a class may stand: A in every one, B in two that lie two apart.
WEEKS_OF: Mapping[str, tuple[tuple[int, ...], ...]] = {
    "A": (WEEKS,),
    "B": ((1, 3), (2, 4)),
    "C": ((1,), (2,), (3,), (4,)),
}


@dataclass(frozen=True)
class Spot:
    """A place in degrees."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        _need_latitude(self.lat)

    @property
    def place(self) -> tuple[float, float]:
        return self.lat, self.lon


@dataclass(frozen=True)
class Now:
    """When a client is visited in the plan in force."""

    weekday: int
    weeks: tuple[int, ...]


@dataclass(frozen=True)
class Client:
    """A client to visit; without a class it counts as C. ``fixed_weekday`` binds."""

    code: str
    lat: float
    lon: float
    class_: str | None = field(default_factory=lambda: None)
    fixed_weekday: int | None = field(default_factory=lambda: None)
    now: Now | None = field(default_factory=lambda: None)

    def __post_init__(self) -> None:
        _need_latitude(self.lat)
        if self.class_ is not None and self.class_ not in WEEKS_OF:
            words = _("A, B or C is wanted, not {value}")
            raise Unfit("class", words.format(value=self.class_))

    @property
    def place(self) -> tuple[float, float]:
        return self.lat, self.lon

    @property
    def weeks(self) -> tuple[tuple[int, ...], ...]:
        """In which weeks it may stand."""
        return WEEKS_OF[self.class_ or "C"]


@dataclass(frozen=True)
class Choice:
    """Days on which a client may stand, counted from 0; ``metres`` is what they cost besides."""

    days: tuple[int, ...]
    metres: int


def _need_latitude(lat: float) -> None:
    if abs(lat) > 90:
        words = _("a latitude from -90 to 90 is wanted, not {value}")
        raise Unfit("lat", words.format(value=lat))
