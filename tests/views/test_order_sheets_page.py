"""Sheets that clients send, by keys: from the watched folder to an order, and put away."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from pytestqt.qtbot import QtBot

from desktop.models import Order
from desktop.views.kit.desk import Link
from desktop.views.kit.parts import Remark
from desktop.views.orders.order_form import OrderForm
from desktop.views.orders.page import OrdersPage
from desktop.views.window import Desktop
from tests.office import new_team
from tests.views.desk import open_desk, press, save_as_it_stands, settle

pytestmark = pytest.mark.traced


def sheet(path: Path, client: str, *lines: tuple[str, int]) -> None:
    """A client's sheet with a title above its headings."""
    book = Workbook()
    for row in ((f"{client} 订货单",), ("编号", "数量"), *lines):
        book.active.append(list(row))
    path.parent.mkdir(exist_ok=True)
    book.save(path)


def test_sheets_of_a_watched_folder_are_taken_only_by_a_person_and_then_moved(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    team = new_team(sqlite_url)
    folder = tmp_path / "订货表"
    sheet(folder / "C1.xlsx", "甲", ("P1", 3), ("P1", 2))
    (folder / "坏的.xlsx").write_bytes(b"PK\x03\x04 broken")
    desktop = open_desk(qtbot, team.r1, tmp_path / "memory")
    desktop.open(Link("orders"))
    settle(qtbot, desktop)
    page = desktop.page("orders")
    assert isinstance(page, OrdersPage)
    page.sheets.watched.watch(folder)
    settle(qtbot, desktop)
    first, broken = sorted(page.sheets.waiting, key=lambda one: one.trouble)
    assert (first.order.client, first.is_order, broken.is_order) == ("C1", True, False)
    assert broken.doubts
    with team.office.reading() as session:
        assert session.query(Order).count() == 0
    page.sheets.opened.emit(first)
    settle(qtbot, desktop)
    form = page.panel.form
    assert isinstance(form, OrderForm)
    assert [row["quantity"] for row in form.editor("lines").raw()] == ["5"]
    press(qtbot, desktop, "Ctrl+S")  # nobody touched it: nothing is taken
    with team.office.reading() as session:
        assert session.query(Order).count() == 0
    save_as_it_stands(qtbot, desktop)
    settle(qtbot, desktop)
    with team.office.reading() as session:
        assert session.query(Order).count() == 1
    assert [path.name for path in folder.iterdir() if path.is_file()] == ["坏的.xlsx"]
    assert (folder / "已下单" / "C1.xlsx").exists()
    assert len(page.sheets.waiting) == 1


def test_a_sheet_saved_twice_under_one_name_loses_neither(tmp_path: Path) -> None:
    from desktop.services.order_sheets import put_away, waiting_sheets

    for _time in range(2):
        sheet(tmp_path / "a.xlsx", "甲", ("P1", 3))
        put_away(tmp_path / "a.xlsx")
    (tmp_path / "~$a.xlsx").write_bytes(b"open")
    assert waiting_sheets(tmp_path) == []
    names = sorted(path.name for path in (tmp_path / "已下单").iterdir())
    assert names == ["a (2).xlsx", "a.xlsx"]


def opened(qtbot: QtBot, url: str, tmp_path: Path) -> tuple[Desktop, OrdersPage]:
    team = new_team(url)
    (tmp_path / "订货表").mkdir()
    desktop = open_desk(qtbot, team.r1, tmp_path / "memory")
    desktop.open(Link("orders"))
    page = desktop.page("orders")
    assert isinstance(page, OrdersPage)
    page.sheets.watched.watch(tmp_path / "订货表")
    settle(qtbot, desktop)
    return desktop, page


def look(qtbot: QtBot, desktop: Desktop, page: OrdersPage) -> list[tuple[str, list[str], str]]:
    """What waits after the folder was looked into again: file, quantities, what is doubtful."""
    page.sheets.look()
    settle(qtbot, desktop)
    return [
        (one.path.name, [line.quantity for line in one.order.lines], one.doubts)
        for one in page.sheets.waiting
    ]


def test_a_file_that_was_half_written_is_read_again_once_it_is_whole(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    desktop, page = opened(qtbot, sqlite_url, tmp_path)
    sheet(tmp_path / "whole.xlsx", "C1", ("P1", 3))
    whole = (tmp_path / "whole.xlsx").read_bytes()
    lying = tmp_path / "订货表" / "C1.xlsx"
    lying.write_bytes(whole[: len(whole) // 2])
    ((_name, lines, doubts),) = look(qtbot, desktop, page)
    assert (lines, bool(doubts)) == ([], True)
    lying.write_bytes(whole)
    assert look(qtbot, desktop, page) == [("C1.xlsx", ["3"], "")]
    sheet(lying, "C1", ("P1", 30))  # corrected, and saved under the same name
    assert look(qtbot, desktop, page) == [("C1.xlsx", ["30"], "")]
    (tmp_path / "订货表" / "C2.csv").write_text("编号,数量\nP1,1", "utf-8")
    assert look(qtbot, desktop, page)[1][1] == ["1"]
    (tmp_path / "订货表" / "C2.csv").write_text("编号,数量\nP1,12\n", "utf-8")
    assert look(qtbot, desktop, page)[1][1] == ["12"]
    lying.unlink()  # such as put away at another computer
    assert [name for name, *_rest in look(qtbot, desktop, page)] == ["C2.csv"]


def test_the_same_sheet_twice_says_so(qtbot: QtBot, sqlite_url: str, tmp_path: Path) -> None:
    desktop, page = opened(qtbot, sqlite_url, tmp_path)
    for name in ("C1 订单.xlsx", "C1 订单(1).xlsx"):
        sheet(tmp_path / "订货表" / name, "C1", ("P1", 3))
    first, second = look(qtbot, desktop, page)
    assert first[2] == ""
    assert first[0] in second[2]


def test_what_was_ordered_is_no_news_while_it_can_t_be_moved_away(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    desktop, page = opened(qtbot, sqlite_url, tmp_path)
    lying = tmp_path / "订货表" / "C1.xlsx"
    sheet(lying, "C1", ("P1", 3))
    (tmp_path / "订货表" / "已下单").write_text("in the way")
    look(qtbot, desktop, page)
    page.sheets.taken(page.sheets.waiting[0])
    settle(qtbot, desktop)
    assert "C1.xlsx" in page.sheets.findChild(Remark).text()
    assert look(qtbot, desktop, page) == []
    assert lying.exists()
    (tmp_path / "订货表" / "已下单").unlink()
    assert look(qtbot, desktop, page) == []
    assert not lying.exists()
    assert page.sheets.findChild(Remark).text() == ""
    sheet(lying, "C1", ("P1", 5))  # next week's, under the same name
    assert look(qtbot, desktop, page) == [("C1.xlsx", ["5"], "")]


def test_a_folder_that_is_gone_is_named(qtbot: QtBot, sqlite_url: str, tmp_path: Path) -> None:
    desktop, page = opened(qtbot, sqlite_url, tmp_path)
    (tmp_path / "订货表").rename(tmp_path / "elsewhere")
    assert look(qtbot, desktop, page) == []
    assert "订货表" in page.sheets.findChild(Remark).text()
    (tmp_path / "elsewhere").rename(tmp_path / "订货表")
    look(qtbot, desktop, page)
    assert page.sheets.findChild(Remark).text() == ""
