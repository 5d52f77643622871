"""What a scan leaves open in a grid: the keyboard is led from one such cell to the next."""

from collections.abc import Callable, Sequence

from desktop.basics.i18n import _
from desktop.views.kit.forms.grid.editor import GridEditor
from desktop.views.kit.parts import button

_MOST_NAMED = 5
Cell = tuple[str, str]  # a row's key, and a column


class LeftOpen:
    """The cells of a grid that a scan wasn't sure of, as long as nothing stands in them.

    ``cells`` names them from top to bottom; ``next`` is the button that goes on to the next one.
    """

    def __init__(self, grid: GridEditor, cells: Callable[[], Sequence[Cell]]) -> None:
        self._grid, self._cells = grid, cells
        self.next = button(_("The next ?"), self.go_on, "", "F8")

    @property
    def left(self) -> Sequence[Cell]:
        """Those in which nothing stands yet."""
        typed = self._grid.rows.typed
        return [(key, name) for key, name in self._cells() if not typed.get(key, {}).get(name)]

    def question(self) -> str:
        """What is asked before it is saved with some of them open, the first in sight; "" if none.

        A sheet that is saved is put away: nobody would look at them again.
        """
        if not (left := self.left):
            return ""
        self._grid.grid.pick(*left[0])
        words = _("{number} ? are open: {rows}. Saved now, the sheet is put away without them.")
        names = list(dict.fromkeys(self._grid.name_of(key) for key, _name in left))
        rows = _(", ").join(names[:_MOST_NAMED])
        if len(names) > _MOST_NAMED:
            rows += _(" …")
        return words.format(number=len(left), rows=rows)

    @property
    def rows(self) -> frozenset[str]:
        """The rows with such a cell, which no key fills along with the others."""
        return frozenset(key for key, _name in self.left)

    def said(self, words: str) -> str:
        """What was done with the others, and what is still open."""
        left = len(self.left)
        more = _("{words}; {number} ? are left: F8 leads there").format(words=words, number=left)
        return more if left else words

    def begin(self) -> None:
        """Put the keyboard at the first of them, or where the grid begins."""
        self._grid.come()
        if left := self.left:
            self._grid.grid.pick(*left[0])

    def go_on(self, after: Cell | None = None) -> None:
        """To the next one after a cell, or from the top again; it says when none is left.

        Without a cell it is the one that the keyboard is in.
        """
        if not (left := self.left):
            self._grid.desk.say(_("No line with ? is left: look it over, then save."))
            return
        here = self._place(after or (self._grid.grid.key, self._grid.column))
        below = (one for one in left if self._place(one) > here)
        self._grid.grid.pick(*next(below, left[0]))
        self._grid.setFocus()

    def answered(self, key: str, column: str) -> None:
        """Something was chosen in a cell by one key: where that was open, the next one follows."""
        if (key, column) in self._cells():
            self.go_on((key, column))

    def _place(self, cell: Cell) -> tuple[int, int]:
        """Where a cell stands: its row, or the one that its row stands under, and its column."""
        rows, (key, column) = self._grid.rows, cell
        keys = [one.key for one in rows.top()]
        top = (rows.row(key).under or key) if key else ""
        return (keys.index(top) if top in keys else -1, self._grid.place_of(column))
