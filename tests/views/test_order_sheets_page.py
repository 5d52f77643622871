"""Sheets that clients send, by keys: from the watched folder to an order, and put away."""

from pathlib import Path

import pytest
from openpyxl import Workbook
from pytestqt.qtbot import QtBot

from desktop.models import Order
from desktop.views.kit.desk import Link
from desktop.views.orders.order_form import OrderForm
from desktop.views.orders.page import OrdersPage
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
    page.sheets.watch(folder)
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
