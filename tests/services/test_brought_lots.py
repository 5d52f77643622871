"""The first count comes from a list, whole or not at all, and only once (D3)."""

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from desktop.basics.i18n import choose_language
from desktop.models import Lot, StockMove
from desktop.services.imports import ImportOrder, import_file
from desktop.services.imports.edit_list import edit_list
from desktop.services.products import ProductDraft, add_product
from desktop.services.stock import receive_stock, write_off
from tests.office import MONDAY, Team, new_team
from tests.services.brought import take, wrong

HEADS = ["商品编号", "商品条码", "商品名称", "批号", "有效期至", "盘点数量", "单位"]
SPRING = date(2027, 3, 1)


@pytest.fixture
def team(database_url: str) -> Team:
    choose_language("en")
    made = new_team(database_url)
    units, prices = {"瓶": 1, "箱": 12}, {"瓶": 1500}
    for code, barcode in (
        ("P2", "6901028126212"),
        ("P3", "6901028126229"),
        ("P4", "6901028126229"),
    ):
        draft = ProductDraft(code, f"洗发露{code}", "清泉", "洗护", units, prices, barcode=barcode)
        add_product(made.c1, draft, frozenset({"shared_barcode"}))
    return made


def lying(team: Team) -> dict[str, tuple[date, int]]:
    with team.office.reading() as session:
        return {lot.code: (lot.expires, lot.warehouse) for lot in session.scalars(select(Lot))}


def test_the_first_count_is_taken_whole_or_not_at_all(team: Team, tmp_path: Path) -> None:
    receive_stock(team.d1, 1, "2601A", SPRING, "箱", 2)
    good: list[list[object]] = [
        ["期初盘点表"],
        HEADS,
        ["P1", None, None, "2601A", datetime(2027, 3, 1), 2, "箱"],
        [None, "6901028126212", None, "0712", "2027-12-01", 5, None],
        [],
        ["6901028126212", None, None, 713, "2027年12月2日", "1,000", "瓶"],
        [None, None, "洗发露P3", "A", "20261231", 0, "箱"],
    ]
    bad: list[list[object]] = [
        ["P1", None, None, "2601A", "2027-03-01", 1, "支"],
        ["P1", None, None, "2601B", "以后", 1, "支"],
        ["P1", None, None, "2601C", "2027-03-01", 1, "瓶"],
        [None, "6901028126229", None, "2601D", "2027-03-01", 1, None],
        ["P9", None, None, "2601E", "2027-03-01", 1, None],
        ["P2", None, None, None, "2027-03-01", 1, None],
        ["P2", None, None, "2601F", "2027-03-01", None, None],
        ["P2", None, None, "2601G", "2027-03-01", -3, None],
        ["P2", None, None, "0712", "2027-12-01", 1, None],
    ]
    said = take(team, "lots", tmp_path, *good, *bad)
    assert wrong(said) == [
        (8, "批号"),
        (9, "有效期至"),
        (10, "单位"),
        (11, "商品条码"),
        (12, "商品编号"),
        (13, "批号"),
        (14, "盘点数量"),
        (15, "盘点数量"),
        (16, "批号"),
    ]
    assert (said.imported, said.rejected) == (0, 9)
    assert lying(team) == {"2601A": (SPRING, 0)}

    assert take(team, "lots", tmp_path, *good, dry=True).new == 4
    assert lying(team) == {"2601A": (SPRING, 0)}
    assert take(team, "lots", tmp_path, *good).new == 4
    assert lying(team) == {
        "2601A": (SPRING, 48),
        "0712": (date(2027, 12, 1), 5),
        "713": (date(2027, 12, 2), 1000),
        "A": (date(2026, 12, 31), 0),
    }
    with team.office.reading() as session:
        kinds = set(session.scalars(select(StockMove.kind)))
        assert kinds == {"first-count"}


def test_a_noted_lot_keeps_its_expiry(team: Team, tmp_path: Path) -> None:
    receive_stock(team.d1, 1, "2601A", SPRING, "箱", 2)
    said = take(team, "lots", tmp_path, HEADS, ["P1", None, None, "2601A", "2027-03-02", 2, "箱"])
    assert wrong(said) == [(2, "有效期至")]
    assert "2027-03-01" in said.problems[0].reason


def test_once_it_is_posted_only_what_lies_there_is_said_again(team: Team, tmp_path: Path) -> None:
    row: list[object] = ["P1", None, None, "2601A", "2027-03-01", 2, "箱"]
    take(team, "lots", tmp_path, HEADS, row)
    file = tmp_path / "out.xlsx"
    file.write_bytes(edit_list(team.ad, "lots"))
    again = import_file(team.ad, ImportOrder("lots", file))
    assert (again.unchanged, again.imported, again.rejected, again.not_understood) == (1, 0, 0, ())

    with team.office.reading() as session:
        lot = session.scalars(select(Lot.id)).one()
    write_off(team.d1, lot, 3, "破损")
    fresh: list[object] = ["P1", None, None, "2601Z", "2027-03-01", 2, "箱"]
    said = take(team, "lots", tmp_path, HEADS, row, fresh)
    assert wrong(said) == [(2, "盘点数量"), (3, "盘点数量")]
    assert "45" in said.problems[0].reason
    assert str(MONDAY) in said.problems[1].reason
    assert lying(team) == {"2601A": (SPRING, 45)}


def test_before_it_the_lots_go_out_as_a_sheet_to_count_on(team: Team, tmp_path: Path) -> None:
    receive_stock(team.d1, 1, "2601A", SPRING, "箱", 2)
    file = tmp_path / "out.xlsx"
    file.write_bytes(edit_list(team.ad, "lots"))
    book = load_workbook(file)
    sheet = book.active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == HEADS
    cells = sheet[2]
    assert [cell.value for cell in cells][3:] == ["2601A", datetime(2027, 3, 1), None, "支"]
    cells[5].value = 7
    book.save(file)
    assert import_file(team.ad, ImportOrder("lots", file)).new == 1
    assert lying(team) == {"2601A": (SPRING, 7)}
