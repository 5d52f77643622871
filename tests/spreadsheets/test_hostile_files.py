"""Real and derived nasty files: each behaves as its index says, in bounded time."""

import csv
import re
import time
from pathlib import Path

import pytest

from desktop.basics.errors import Unreadable
from desktop.basics.i18n import choose_language
from desktop.spreadsheets.cells import ErrorCell, Table
from desktop.spreadsheets.table import read_table

INDEX = Path(__file__).resolve().parents[3] / "shared" / "data" / "hostile" / "index.tsv"
# Where our reading and the index differ, and why ours is right.
OTHER_WIDTH = {
    # Separated by ; and not by the commas that stand nowhere in it.
    "phps_contains_html.csv": (1, 3),
}
# "No rows" would hide the one cell that is there, an error; the index's reader blanks it.
ONLY_AN_ERROR = {"xlrd_invalid_formula.xls"}


def index() -> list[dict[str, str]]:
    if not INDEX.is_file():
        return []
    with INDEX.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def rows_of(table: Table) -> int:
    return sum(1 for row in table.rows if not row.is_blank)


def is_as_expected(name: str, expected: str, table: Table) -> bool:
    if name in OTHER_WIDTH:
        return (rows_of(table), table.width) == OTHER_WIDTH[name]
    if name in ONLY_AN_ERROR:
        return [type(cell) for row in table.rows for cell in row.cells] == [ErrorCell]
    if found := re.search(r"(\d+)(?: non-empty)? rows x (\d+)", expected):
        return (rows_of(table), table.width) == (int(found[1]), int(found[2]))
    if found := re.search(r"(\d+)(?:-(\d+))? rows?\b(.*)", expected):
        more = 1 if found[3].startswith(" + header") else 0
        least, most = int(found[1]) + more, int(found[2] or found[1]) + more
        return least <= rows_of(table) <= most
    return expected.startswith(("must be refused or read", "readable, or", "readable as HTML"))


@pytest.mark.parametrize("case", index() or [None], ids=lambda case: case["file"] if case else "-")
def test_a_nasty_file_behaves_as_its_index_says(case: dict[str, str] | None) -> None:
    if case is None:
        pytest.skip("there is no folder of shared example data beside this checkout")
    choose_language("en")
    name, expected = case["file"], case["expected"]
    before = time.monotonic()
    table, message = read_or_refused(INDEX.parent / name)
    assert time.monotonic() - before < 10
    if table is not None:
        assert not expected.endswith("must be refused")
        assert is_as_expected(name, expected, table), (rows_of(table), table.width)
        return
    assert any(word in expected for word in ("refused", "no rows", "0 data rows")), message
    if "password" in expected or "encrypted" in expected:
        assert "password" in message
    if "no rows" in expected:
        assert "no rows" in message


def read_or_refused(file: Path) -> tuple[Table | None, str]:
    try:
        return read_table(file), ""
    except Unreadable as error:
        return None, error.message


@pytest.mark.parametrize(
    ("name", "errors"),
    [("calamine_errors.xlsx", 7), ("sheetjs_ErrorTypes.xlsx", 20),
     ("sheetjs_biff5_ErrorTypes.xls", 20)],
)  # fmt: skip
def test_every_error_cell_is_found(shared: Path, name: str, errors: int) -> None:
    table = read_table(shared / "data" / "hostile" / name)
    assert sum(isinstance(cell, ErrorCell) for row in table.rows for cell in row.cells) == errors


def test_dates_of_1904_are_right(shared: Path) -> None:
    table = read_table(shared / "data" / "hostile" / "sheetjs_1904_1904.xlsx")
    assert [str(row.cells[1]) for row in table.rows] == [str(row.cells[2]) for row in table.rows]


def test_a_mark_of_order_does_not_enter_the_first_heading(shared: Path) -> None:
    table = read_table(shared / "data" / "hostile" / "derived_rare_townships_utf8bom.csv")
    assert table.rows[0].cells[0] == "code"


def test_hanzi_outside_gbk_are_intact(shared: Path) -> None:
    folder = shared / "data" / "hostile"
    one, other = (
        [row.cells for row in read_table(folder / f"derived_rare_townships_{name}.csv").rows]
        for name in ("gb18030", "utf8bom")
    )
    assert one == other
    assert "㳇" in str(one)
