"""Which columns of a list stand there, and in which order: by its room, or as a person chose."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHeaderView

from desktop.views.kit.tables.column_widths import ColumnWidths, Wish


class ColumnsShown(QObject):
    """The columns of one list; ``changed`` tells that a person chose or moved one."""

    changed = Signal()

    def __init__(self, head: QHeaderView, widths: ColumnWidths, columns: Sequence[Any]) -> None:
        super().__init__(head)
        self._head, self._widths, self._columns = head, widths, columns
        self._by_hand: dict[str, bool] = {}
        self._arranging = False
        widths.standing = self._standing
        head.sectionMoved.connect(self._on_moved)

    @property
    def in_order(self) -> list[int]:
        """The places of all columns, as they stand from left to right."""
        return [self._head.logicalIndex(seen) for seen in range(self._head.count())]

    @property
    def seen(self) -> list[Any]:
        """The columns that can be seen, from left to right."""
        return [
            self._columns[place] for place in self.in_order if not self._head.isSectionHidden(place)
        ]

    def is_shown(self, place: int) -> bool:
        """Whether a column stands there."""
        return not self._head.isSectionHidden(place)

    def show_column(self, place: int, *, shown: bool) -> None:
        """Show a column, or leave it out; the last one stays."""
        if not shown and len(self.seen) == 1 and self.is_shown(place):
            return
        self._by_hand[self._columns[place].called] = shown
        self._widths.lay_out()
        self.changed.emit()

    def move(self, place: int, step: int) -> None:
        """Move a column by so many others that can be seen, to the right or (below 0) the left."""
        seen = [one for one in self.in_order if self.is_shown(one)]
        if place not in seen:
            return
        to = min(max(seen.index(place) + step, 0), len(seen) - 1)
        self._head.moveSection(self._head.visualIndex(place), self._head.visualIndex(seen[to]))

    def reset(self) -> None:
        """All columns as the list declares them: which, in which order, how wide."""
        self._by_hand = {}
        self._arrange(range(len(self._columns)))
        self._widths.by_hand = {}
        self.changed.emit()

    @property
    def kept(self) -> Mapping[str, Any]:
        """What a person chose, for the window's memory; nothing where nothing was."""
        order = self.in_order
        moved = order != sorted(order)
        return {
            "order": [self._columns[place].called for place in order] if moved else [],
            "shown": dict(self._by_hand),
        }

    @kept.setter
    def kept(self, kept: Mapping[str, Any]) -> None:
        places = {column.called: place for place, column in enumerate(self._columns)}
        self._by_hand = {
            called: bool(shown)
            for called, shown in kept.get("shown", {}).items()
            if called in places
        }
        if not self._standing(0, []):
            self._by_hand = {}
        self._arrange(list(self._known(kept.get("order", ()), places)))
        self._widths.lay_out()

    def _known(self, order: Sequence[str], places: Mapping[str, int]) -> Iterator[int]:
        """The places in a remembered order; a column that is new follows its neighbour."""
        found = [places[called] for called in order if called in places]
        if not found:
            found = sorted(places.values())
        for place in sorted(places.values()):
            if place not in found:
                found.insert(found.index(place - 1) + 1 if place - 1 in found else 0, place)
        yield from found

    def _arrange(self, order: Sequence[int]) -> None:
        self._arranging = True
        for seen, place in enumerate(order):
            self._head.moveSection(self._head.visualIndex(place), seen)
        self._arranging = False

    def _on_moved(self, _place: int, _before: int, _now: int) -> None:
        if not self._arranging:
            self.changed.emit()

    def _standing(self, room: int, wishes: Sequence[Wish]) -> Collection[int]:
        """Those that were chosen, and those that are left to the list as far as there is room."""
        chosen = [self._by_hand.get(one.called) for one in self._columns]
        stand = {
            place
            for place, column in enumerate(self._columns)
            if chosen[place] or (chosen[place] is None and not column.extra)
        }
        if not wishes:
            return stand
        left = room - sum(_asked(wishes[place]) for place in stand)
        for place, column in enumerate(self._columns):
            if column.extra and chosen[place] is None:
                left -= _asked(wishes[place])
                if left < 0:
                    break
                stand.add(place)
        free = [place for place in sorted(stand) if not chosen[place]]
        self._leave_out(room, wishes, stand, free)
        return stand

    def _leave_out(
        self, room: int, wishes: Sequence[Wish], stand: set[int], free: Sequence[int]
    ) -> None:
        """Where figures would be cut, and say something else then, the last columns aren't there.

        The list's own name stays, and so do states, and what somebody chose.
        """
        for place in reversed(free):
            if room <= 0 or sum(_held(wishes[one]) for one in stand) <= room:
                return
            column = self._columns[place]
            if not (column.stretch or column.is_state or wishes[place].fixed):
                stand.discard(place)


def _held(wish: Wish) -> int:
    """What a column holds on to while others are there: whole figures, the beginning of a name."""
    return wish.usual if wish.fixed else wish.told


def _asked(wish: Wish) -> int:
    """What a column needs so that nothing in it is cut."""
    return max(wish.usual, wish.need, wish.least)
