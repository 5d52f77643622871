"""The clipboard of a grid: its cells go out, blocks of cells and files come in."""

from collections.abc import Callable, Sequence

from desktop.basics.pasted import cells_of
from desktop.views.kit.forms.grid.copied import copied_cells
from desktop.views.kit.forms.grid.pasting import NotPasted, Written, laid
from desktop.views.kit.forms.grid.view import Grid
from desktop.views.kit.pasted_cells import copied_text
from desktop.views.kit.pasted_files import has_files


class GridClipboard:
    """What Ctrl+C, Ctrl+V and Delete do with several cells.

    ``write`` writes many as one step, ``refuse`` says why nothing was pasted, ``files`` takes
    files that were copied.
    """

    def __init__(
        self,
        grid: Grid,
        write: Callable[[Written], None],
        refuse: Callable[[str], None],
        files: Callable[[], None],
    ) -> None:
        self._grid, self._write, self._refuse, self._files = grid, write, refuse, files
        grid.pasted.connect(self._paste)
        grid.cleared.connect(self._empty)
        grid.copied.connect(lambda: copied_cells(grid).lay())

    def _paste(self) -> None:
        cells = cells_of(copied_text())
        if cells and not has_files():
            self.take_block(cells)
        else:
            self._files()

    def take_block(self, cells: Sequence[Sequence[str]]) -> None:
        """Put a block of cells into the grid, all of it or nothing."""
        here = self._grid.currentIndex()
        try:
            found = laid(self._grid.table, cells, max(here.row(), 0), max(here.column(), 0))
        except NotPasted as why:
            self._refuse(str(why))
        else:
            self._write(found)

    def _empty(self) -> None:
        table, found = self._grid.table, Written()
        for index in self._grid.selectionModel().selectedIndexes():
            if table.takes(index.row(), index.column()):
                column = table.columns[index.column()]
                found.setdefault(table.key_at(index.row()), {})[column.name] = ""
        self._write(found)
