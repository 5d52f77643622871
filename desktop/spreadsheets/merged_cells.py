"""Cells that were merged over several records: each of them means what stands in the first."""

from dataclasses import replace

from desktop.spreadsheets.cells import Cell, Row, Table, is_blank
from desktop.spreadsheets.header import Header

# What is added up stands once, however many rows it is merged over.
_NOT_FILLED = frozenset({"quantity"})


def filled_down(table: Table, header: Header) -> Table:
    """The table with cells merged downwards filled in each of their rows, below the header."""
    counted = {header.columns[name] for name in _NOT_FILLED if name in header.columns}
    fills = [
        one
        for one in table.merged
        if one.last_row > one.first_row > header.row and one.first_column not in counted
    ]
    if not fills:
        return table
    cells: dict[int, list[Cell]] = {row.number: list(row.cells) for row in table.rows}
    for one in fills:
        first = cells.get(one.first_row, [])
        value = first[one.first_column] if one.first_column < len(first) else ""
        if value == "":
            continue
        for number in range(one.first_row + 1, one.last_row + 1):
            line = cells.get(number)
            # A row without anything of its own stays blank.
            if line is not None and not all(is_blank(cell) for cell in line):
                line.extend([""] * (one.first_column + 1 - len(line)))
                line[one.first_column] = value
    return replace(table, rows=[Row(number, tuple(line)) for number, line in cells.items()])
