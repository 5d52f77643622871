"""Lists that tests bring in: written as a workbook, and what was said of them."""

from pathlib import Path

from openpyxl import Workbook

from desktop.services.imports import Imported, ImportOrder, import_file
from tests.office import Team


def take(team: Team, kind: str, folder: Path, *rows: list[object], dry: bool = False) -> Imported:
    """Bring in these rows, the headings first, as the administrator; good rows if some are bad."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    file = folder / "list.xlsx"
    book.save(file)
    return import_file(team.ad, ImportOrder(kind, file, good_rows=True, dry_run=dry))


def wrong(said: Imported) -> list[tuple[int, str]]:
    """Where the refused rows are wrong: row and heading."""
    return [(one.row, one.heading) for one in said.problems if not one.warning]
