"""A day's runs as they are arranged by hand: frozen, each move gives another one (D4).

A drop is named by its code, a run by a key that it has as long as its board is open.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Tour:
    """A run in its order; ``run_id`` and ``departs`` are the kept run's. Locked, it stays so."""

    key: int
    vehicle: str
    drops: tuple[str, ...] = ()
    locked: bool = False
    departs: str = ""
    run_id: int | None = None
    name: str = ""


@dataclass(frozen=True)
class DayPlan:
    """The runs of a day, and the drops that are ``held``: they stay on their run."""

    tours: tuple[Tour, ...] = ()
    held: frozenset[str] = frozenset()

    def tour(self, key: int) -> Tour | None:
        """A run by its key."""
        return next((one for one in self.tours if one.key == key), None)

    def on(self, code: str) -> Tour | None:
        """The run that a drop is on."""
        return next((one for one in self.tours if code in one.drops), None)

    @property
    def placed(self) -> frozenset[str]:
        """The drops that are on a run."""
        return frozenset(code for tour in self.tours for code in tour.drops)

    def may_leave(self, code: str) -> bool:
        """Whether a drop can be taken to another run."""
        tour = self.on(code)
        return tour is None or not (tour.locked or code in self.held)

    def moved(self, codes: Sequence[str], key: int, place: int) -> "DayPlan":
        """Drops brought before the stop at ``place`` of a run; what is locked stays where it is."""
        target = self.tour(key)
        if target is None or target.locked:
            return self
        going = [one for one in codes if one in target.drops or self.may_leave(one)]
        before = [one for one in target.drops[:place] if one not in going]
        after = [one for one in target.drops[place:] if one not in going]
        return self._with(going, {key: (*before, *going, *after)})

    def taken_off(self, codes: Iterable[str]) -> "DayPlan":
        """Drops taken off their runs, as far as they aren't locked."""
        return self._with([one for one in codes if self.may_leave(one)], {})

    def _with(self, going: Collection[str], instead: Mapping[int, tuple[str, ...]]) -> "DayPlan":
        gone = set(going)
        tours = tuple(
            replace(one, drops=instead[one.key])
            if one.key in instead
            else replace(one, drops=tuple(code for code in one.drops if code not in gone))
            for one in self.tours
        )
        return replace(self, tours=tours)

    @property
    def next_key(self) -> int:
        """A key that no run has."""
        return max((one.key for one in self.tours), default=0) + 1

    def begun(self, vehicle: str) -> "DayPlan":
        """With an empty run more, the last of its vehicle; its key is ``next_key``."""
        return replace(self, tours=(*self.tours, Tour(self.next_key, vehicle)))

    def without(self, key: int) -> "DayPlan":
        """Without a run: its drops wait. A locked one stays, and one with a drop that is held."""
        tour = self.tour(key)
        if tour is None or tour.locked or self.held.intersection(tour.drops):
            return self
        return replace(self, tours=tuple(one for one in self.tours if one.key != key))

    def driven_by(self, key: int, vehicle: str) -> "DayPlan":
        """A run given to another vehicle."""
        return self._changed(key, vehicle=vehicle)

    def held_or_not(self, codes: Iterable[str]) -> "DayPlan":
        """Drops on runs held, or let go when all of them are held."""
        which = {one for one in codes if self.on(one) is not None}
        held = self.held - which if which <= self.held else self.held | which
        return replace(self, held=frozenset(held))

    def locked_or_not(self, key: int, departs: str = "") -> "DayPlan":
        """A run locked, to leave at ``departs``, or let go."""
        tour = self.tour(key)
        if tour is None or not tour.drops:
            return self
        if tour.locked:
            return replace(self, tours=self._each(key, locked=False))
        return replace(self, tours=self._each(key, locked=True, departs=departs))

    def _changed(self, key: int, **changes: Any) -> "DayPlan":
        tour = self.tour(key)
        return (
            self if tour is None or tour.locked else replace(self, tours=self._each(key, **changes))
        )

    def _each(self, key: int, **changes: Any) -> tuple[Tour, ...]:
        return tuple(replace(one, **changes) if one.key == key else one for one in self.tours)

    def renamed(self, now: Mapping[str, Sequence[str]]) -> "DayPlan":
        """With drops by the codes that they have now: none, one, or several where one was parted.

        Two that became one stand on both runs: ``merged`` tells which is meant.
        """

        def here(codes: Iterable[str]) -> Iterable[str]:
            return dict.fromkeys(code for one in codes for code in now.get(one, ()))

        tours = tuple(replace(one, drops=tuple(here(one.drops))) for one in self.tours)
        return replace(self, tours=tours, held=frozenset(here(self.held)))

    # --- kept while it isn't saved ----------------------------------------------------------------

    @property
    def form(self) -> dict[str, Any]:
        """It in plain values."""
        tours = [
            [one.key, one.vehicle, list(one.drops), one.locked, one.departs, one.run_id, one.name]
            for one in self.tours
        ]
        return {"tours": tours, "held": sorted(self.held)}

    @classmethod
    def of(cls, form: Mapping[str, Any]) -> "DayPlan":
        """What ``form`` gave; ValueError for anything else."""
        try:
            tours = tuple(
                Tour(key, vehicle, tuple(drops), locked, departs, run_id, name)
                for key, vehicle, drops, locked, departs, run_id, name in form["tours"]
            )
            return cls(tours, frozenset(form["held"]))
        except (KeyError, TypeError) as error:
            raise ValueError(form) from error
