"""The page of lots by keys: from a scanned code to a case, and a count."""

from datetime import date
from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.models import Lot
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.stock import CountedLot, start_stock
from desktop.views.kit.desk import Link
from tests.office import new_team
from tests.views.desk import list_page, open_desk, press, settle, write

LATE = date(2027, 12, 31)


def test_a_scanned_lot_leads_to_who_has_it_and_to_a_case(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    team = new_team(sqlite_url)
    start_stock(team.d1, [CountedLot("P1", "20260105A", LATE, 50)])
    record_delivery(team.d1, add_order(team.r1, "C2", [OrderedLine("P1", "支", 6)]))
    desktop = open_desk(qtbot, team.m1, tmp_path)
    press(qtbot, desktop, "Ctrl+K")
    write(qtbot, desktop, "20260105A")
    press(qtbot, desktop, "Return")
    page = list_page(desktop, "stock")
    assert page.detail.key == 1
    (holder,) = page.detail.item.holders
    assert (holder.code, holder.out) == ("C2", 6)
    press(qtbot, desktop, "Ctrl+R")
    form = list_page(desktop, "cases").panel.form
    assert form is not None
    shown = {name: form.editor(name).raw() for name in ("kind", "lot", "product", "client")}
    assert (shown["kind"], shown["lot"]) == ("diversion", "20260105A")
    assert shown["product"]["value"] == "P1"


def test_a_lot_that_lies_nowhere_has_the_keys_when_it_is_opened_by_its_code(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    """It stands in no row: what is pressed then isn't about the lot at the top of the list."""
    team = new_team(sqlite_url)
    start_stock(team.d1, [CountedLot("P1", "GONE01", LATE, 6), CountedLot("P1", "HERE01", LATE, 9)])
    record_delivery(team.d1, add_order(team.r1, "C2", [OrderedLine("P1", "支", 6)]))
    desktop = open_desk(qtbot, team.d1, tmp_path)
    page = list_page(desktop, "stock")
    for code, key in (("GONE01", 1), ("HERE01", 2), ("GONE01", 1)):
        press(qtbot, desktop, "Ctrl+K")
        write(qtbot, desktop, code)
        press(qtbot, desktop, "Return")
        assert page.opened_key == key
        assert page.view.hasFocus() is (key == 2)
        press(qtbot, desktop, "Down")
        assert page.opened_key == key


def test_a_lot_is_counted_where_it_stands(qtbot: QtBot, sqlite_url: str, tmp_path: Path) -> None:
    team = new_team(sqlite_url)
    start_stock(team.d1, [CountedLot("P1", "A1", LATE, 50)])
    desktop = open_desk(qtbot, team.d1, tmp_path)
    desktop.open(Link("stock", 1))
    settle(qtbot, desktop)
    bar = list_page(desktop, "stock").detail.bar
    bar.start("stock.count")
    settle(qtbot, desktop)
    for typed in ("48", "摔坏两支"):
        write(qtbot, desktop, typed)
        press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Return")
    with team.office.reading() as session:
        assert session.get_one(Lot, 1).warehouse == 48


def test_a_lot_that_is_counted_away_stays_open_instead_of_another(
    qtbot: QtBot, sqlite_url: str, tmp_path: Path
) -> None:
    team = new_team(sqlite_url)
    start_stock(team.d1, [CountedLot("P1", "A1", LATE, 50), CountedLot("P1", "A2", LATE, 6)])
    desktop = open_desk(qtbot, team.d1, tmp_path)
    desktop.open(Link("stock", 2))
    settle(qtbot, desktop)
    page = list_page(desktop, "stock")
    page.detail.bar.start("stock.count")
    settle(qtbot, desktop)
    for typed in ("0", "一支也没找到"):
        write(qtbot, desktop, typed)
        press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Return")
    assert list(page.table.ids) == [1]
    assert (page.opened_key, page.detail.item.row.code, page.view.key) == (2, "A2", None)
    assert page.detail.item.row.left == 0
