"""The ways between the office (number 0) and its clients (from 1), and how long a day's tour is."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from desktop.basics.places import Place, apart_from_mm


@dataclass(frozen=True)
class Length:
    """A tour's way in metres, and its time in seconds, visits among it."""

    metres: int
    seconds: int


@dataclass(frozen=True)
class Ground:
    """The ways between each two places, and how long a visit takes."""

    metres: Sequence[Sequence[int]]
    seconds: Sequence[Sequence[int]]
    visit_s: int

    @property
    def clients(self) -> range:
        return range(1, len(self.metres))

    def length(self, tour: Sequence[int]) -> Length:
        """From the office along a tour of clients and back; nothing where nobody is visited."""
        legs = list(zip((0, *tour), (*tour, 0), strict=True))
        return Length(
            sum(self.metres[one][other] for one, other in legs),
            sum(self.seconds[one][other] for one, other in legs) + self.visit_s * len(tour),
        )


def ground_of(places: Sequence[Place], road_factor: Decimal, kmh: int, visit_s: int) -> Ground:
    """The ground of places, the office first: each way is its distance × the road factor."""
    times, parts = road_factor.as_integer_ratio()
    metres = [[0] * len(places) for _ in places]
    for one, row in enumerate(apart_from_mm(places)):
        for other, apart in enumerate(row):
            # Rounded half up, in whole numbers.
            way = (2 * apart * times + 1_000 * parts) // (2_000 * parts)
            metres[one][other] = metres[other][one] = way
    seconds = [[(72 * way + 10 * kmh) // (20 * kmh) for way in row] for row in metres]
    return Ground(metres, seconds, visit_s)
