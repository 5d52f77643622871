"""How wide a grid's columns are: the name of a row is read, and its figures stand near it."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHeaderView, QTableView

from desktop.basics.i18n import _
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.grid.table import GridTable
from desktop.views.kit.tables.headings import heading_px

_WORDED_LEAST_PX = 90  # of such a column, before the name is cut
_WORDED_PX = 200  # a column as wide as this holds sentences
_CELL_SIDES_PX = 26  # around what is chosen in a cell
_NAME_PX = (160, 230)  # of the name of a row, before what stands beside it is narrowed
_NAME_LEAST_PX = 170  # ten signs: before it is less, the grid scrolls sideways
_AIR_PX = 120  # after a name; what a wide window has besides is divided among the others
_LAPTOP_PX = 1150  # as wide as a grid is on the smallest screen
_MODES = QHeaderView.ResizeMode


class GridWidths(QObject):
    """Shares a grid's room among its columns, again as rows come and the room changes.

    Where there is room, what is written in words has a good part of it. Where there is little,
    what is only shown keeps no more than it needs, for the name, and the grid scrolls sideways
    before the name tells nothing. What somebody drew stays so.
    """

    def __init__(self, grid: QTableView, table: GridTable) -> None:
        super().__init__(grid)
        self._grid, self._table = grid, table
        self._columns = table.columns
        self._head = grid.horizontalHeader()
        self._named = next((at for at, one in enumerate(self._columns) if one.wide), None)
        self._by_hand: dict[int, int] = {}
        self._sharing = False
        # Each shows its heading, and what is chosen.
        self._wide = [
            max(one.width or self._head.defaultSectionSize(), self._heading(one), self._chosen(one))
            for one in self._columns
        ]
        self._head.setSectionResizeMode(_MODES.Interactive)
        self._head.sectionResized.connect(self._on_resized)
        table.modelReset.connect(self.share)
        self.share()

    def share(self) -> None:
        """Divide the room there is now."""
        self._sharing = True
        widths = self._shared()
        for at, width in widths.items():
            self._head.resizeSection(at, width)
        if self._named is not None:
            self._keep_name(self._named, self._room - sum(widths.values()))
        self._sharing = False

    @property
    def _room(self) -> int:
        return self._grid.viewport().width()

    def _shared(self) -> dict[int, int]:
        """The widths of all columns but the name's."""
        columns, named = self._columns, self._named
        widths = {at: self._by_hand.get(at, wide) for at, wide in enumerate(self._wide)}
        if named is not None:
            del widths[named]
        wanted = 0 if named is None else min(max(_NAME_PX[0], self._shown(named)), _NAME_PX[1])
        free = [at for at in widths if at not in self._by_hand]
        worded = [at for at in free if columns[at].kind == "text"]
        if self._room - sum(widths.values()) < wanted:
            for at in (one for one in worded if not self._is_typed(one)):
                widths[at] = min(widths[at], self._shown(at))
        roomy = [at for at in worded if columns[at].width >= _WORDED_PX]
        for at in roomy:
            widths[at] += max(0, self._room - _LAPTOP_PX) // 2 // len(roomy)
        if named is None:
            return widths
        left = self._room - sum(widths.values())
        for at in roomy if left < wanted else ():
            least = max(_WORDED_LEAST_PX, self._heading(columns[at]))
            widths[at] = max(widths[at] - -(-(wanted - left) // len(roomy)), least)
        after = [at for at in free if at > named]
        spare = max(0, left - max(self._shown(named), wanted) - _AIR_PX)
        for at in after:  # figures don't stand off from the name that they belong to
            widths[at] += spare // len(after)
        return widths

    def _keep_name(self, named: int, left: int) -> None:
        """The name has what the others leave it, as long as that tells something."""
        needed = min(_NAME_LEAST_PX, self._shown(named))
        mode = _MODES.Stretch if left >= needed else _MODES.Interactive
        if self._head.sectionResizeMode(named) != mode:
            self._head.setSectionResizeMode(named, mode)
        if mode == _MODES.Interactive:
            self._head.resizeSection(named, needed)

    def _on_resized(self, place: int, _before: int, width: int) -> None:
        if not self._sharing and place != self._named:  # the name follows the others
            self._by_hand[place] = width

    def _heading(self, column: Field) -> int:
        return heading_px(self._grid, _(column.words))

    def _chosen(self, column: Field) -> int:
        choices = column.choices() if callable(column.choices) else column.choices
        wide = self._grid.fontMetrics().horizontalAdvance
        words = (wide(_(one)) for one in (choices or {}).values())
        return max(words, default=0) + _CELL_SIDES_PX

    def _shown(self, place: int) -> int:
        """What a column needs in which nobody types."""
        table, wide = self._table, self._grid.fontMetrics().horizontalAdvance
        shown = (wide(str(table.index(row, place).data() or "")) for row in range(table.rowCount()))
        return max(self._heading(self._columns[place]), max(shown, default=0) + _CELL_SIDES_PX)

    def _is_typed(self, column: int) -> bool:
        return any(self._table.takes(row, column) for row in range(self._table.rowCount()))
