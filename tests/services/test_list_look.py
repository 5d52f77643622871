"""A list before it is imported: its headings, its columns, what persons said of them before."""

from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop.basics.errors import Unreadable
from desktop.basics.watch import Nobody
from desktop.services.imports import ImportOrder
from desktop.services.imports.look import NO_HEADINGS, Look, field_words, open_list
from tests.office import new_team

STRANGE = "甲栏,乙栏,丙栏,丁栏\nA1,好又来,学校店,x\nA2,李记,,y\n"


def look_at(folder: Path, text: str, kind: str = "clients", **known: object) -> Look:
    path = folder / "list.csv"
    path.write_text(text, encoding="utf-8")
    table = open_list(path).table
    assert table is not None
    return Look.at(table, kind, **known).ready()  # type: ignore[arg-type]


def test_headings_nobody_knows_are_read_and_what_is_missing_is_said(tmp_path: Path) -> None:
    look = look_at(tmp_path, STRANGE)
    assert look.header.row == 1
    assert [one.letter for one in look.columns] == ["A", "B", "C", "D"]
    assert look.columns[1].samples == ("好又来", "李记")
    assert any("name" in group for group in look.missing)
    assert look.heading_rows[0] == (1, "甲栏 · 乙栏 · 丙栏 · 丁栏")
    assert not look.known


def test_columns_told_by_hand_are_imported_and_known_the_next_time(
    tmp_path: Path, sqlite_url: str
) -> None:
    look = look_at(tmp_path, STRANGE).choose(0, "code").choose(1, "name").choose(2, "segment")
    assert not look.missing
    team = new_team(sqlite_url)
    order = ImportOrder("clients", tmp_path / "list.csv")
    assert look.take(team.ad, order, Nobody()).imported == 2

    said = {look.key: look.chosen}
    later = look_at(tmp_path, STRANGE + "A3,王记,,z\n", known=said)
    assert later.known
    assert later.chosen == look.chosen
    pointed_at = look_at(tmp_path, STRANGE, row=1, known=said)
    assert pointed_at.known
    assert not look_at(tmp_path, STRANGE.replace("乙栏", "戊栏"), known=said).known


def test_a_field_taken_for_one_column_is_taken_from_the_other(tmp_path: Path) -> None:
    look = look_at(tmp_path, STRANGE).choose(1, "name").choose(3, "name")
    assert [one.field for one in look.columns][1] == ""
    assert look.columns[3].field == "name"
    assert look.choose(3, "").columns[3].field == ""


def test_read_again_columns_stay_while_the_headings_do(tmp_path: Path) -> None:
    look = look_at(tmp_path, STRANGE).choose(1, "name")
    same = look.again(look_at(tmp_path, STRANGE + "A3,王记,,z\n").table)
    assert same.chosen == look.chosen
    assert len(same.table.rows) == len(look.table.rows) + 1
    other = look.again(look_at(tmp_path, STRANGE.replace("甲栏", "己栏")).table)
    assert other.chosen == look_at(tmp_path, STRANGE.replace("甲栏", "己栏")).chosen


def test_a_list_without_headings_keeps_its_columns_when_read_again(tmp_path: Path) -> None:
    look = look_at(tmp_path, "A1,好又来\nA2,李记\n", row=NO_HEADINGS).choose(1, "name")
    assert look.key == ""
    again = look.again(look_at(tmp_path, "A1,好又来\nA2,李记\nA3,王记\n").table)
    assert again.chosen == {1: "name"}


def test_a_list_of_another_kind_is_spoken_of(tmp_path: Path) -> None:
    sales = "InvoiceNo,StockCode,Quantity,InvoiceDate,UnitPrice,CustomerID\n1,P,2,12/1/2010,1,C\n"
    assert look_at(tmp_path, sales).likelier_kind == "sales-history"
    assert look_at(tmp_path, sales, "sales-history").likelier_kind == ""


def test_each_kind_names_its_fields() -> None:
    assert list(field_words("clients"))[:2] == ["code", "name"]


def test_a_workbook_tells_its_sheets_also_where_one_is_empty(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "空"  # type: ignore[union-attr]
    book.create_sheet("门店").append(["门店编号", "门店名称"])
    book["门店"].append(["A1", "好又来"])
    book.save(tmp_path / "two.xlsx")
    empty = open_list(tmp_path / "two.xlsx", "空")
    assert (empty.sheets, empty.table) == (("空", "门店"), None)
    assert empty.why
    full = open_list(tmp_path / "two.xlsx", "门店")
    assert full.sheet == "门店"
    assert full.table is not None
    with pytest.raises(Unreadable):
        open_list(tmp_path / "absent.xlsx")
