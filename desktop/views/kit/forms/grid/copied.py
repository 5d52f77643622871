"""What is chosen in a grid, as a spreadsheet takes it."""

from desktop.basics.i18n import _
from desktop.basics.seen_list import SeenColumn
from desktop.views.kit.forms.grid.view import Grid
from desktop.views.kit.tables.copying import Copied, copied


def copied_cells(grid: Grid) -> Copied:
    """The chosen cells as they are seen; all of them (Ctrl+A) under their headings."""
    table, chosen = grid.table, grid.selectionModel().selectedIndexes()
    rows = sorted({one.row() for one in chosen})
    places = sorted({one.column() for one in chosen})
    whole = len(rows) == table.rowCount() > 1 and len(places) == table.columnCount()
    columns = [table.columns[place] for place in places]
    return copied(
        [SeenColumn(_(one.words) if whole else "", one.at_right) for one in columns],
        ([str(table.index(row, place).data() or "") for place in places] for row in rows),
    )
