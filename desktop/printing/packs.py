"""How much is aboard, in the words of those who carry it: cartons and loose goods."""

from collections.abc import Sequence
from typing import Protocol


class Packed(Protocol):
    """What a stop has of whole cartons and of loose goods."""

    @property
    def cartons(self) -> int:
        """Whole cartons."""

    @property
    def loose(self) -> int:
        """All else."""


def packs(stops: Sequence[Packed]) -> tuple[str, ...]:
    """Cartons and loose goods of some stops; what there is none of isn't written."""
    cartons, loose = sum(stop.cartons for stop in stops), sum(stop.loose for stop in stops)
    return tuple(f"{count} {unit}" for count, unit in ((cartons, "箱"), (loose, "散")) if count)
