"""What is chosen in a list, held while the list is read anew: it is filtered, sorted, changed."""

from collections.abc import Collection, Sequence
from typing import Generic

from desktop.views.kit.tables.record_table import Row
from desktop.views.kit.tables.several_view import SeveralView

_SEVERAL = 2


class Choice(Generic[Row]):
    """Only what can be seen in the list is ever chosen: what leaves it is let go."""

    def __init__(self, view: SeveralView[Row]) -> None:
        self._view = view
        self._held: frozenset[int] = frozenset()
        self._all = False

    @property
    def keys(self) -> Sequence[int]:
        """The records that are chosen in the list, or will be once all of it is there."""
        return list(self._held) if self._held else self._view.chosen

    @property
    def is_several(self) -> bool:
        """Whether more than one are chosen."""
        return len(self._held) >= _SEVERAL or self._view.number >= _SEVERAL

    def hold(self) -> None:
        """Other rows come: remember which were chosen, if they were several."""
        if not self._held and self._view.number >= _SEVERAL:
            self._held = frozenset(self._view.chosen)

    def let_go(self) -> None:
        """A person chose something else meanwhile."""
        self._held, self._all = frozenset(), False

    def want(self, keys: Collection[int]) -> None:
        """These are to be chosen, as soon as all of the list is there."""
        self._held, self._all = frozenset(keys), False

    def want_all(self) -> None:
        """All were asked for while only the first rows were there."""
        self._all = True

    def restore(self) -> int:
        """All of the list is there: choose in it what was held; how many that are."""
        held, self._held = self._held, frozenset()
        if self._all:
            self._all = False
            held = frozenset(self._view.table.ids)
        return self._view.choose(held) if held else 0
