"""What is typed and left is kept: in what an action asks, over midnight, and in a line."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.models import Order
from desktop.services.orders import OrderedLine, add_order
from desktop.views.kit.desk import Link
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import list_page, open_desk, press, settle, write
from tests.views.test_midnight import Clock, awake, midnight
from tests.views.test_throwing_away import form_of, go, panel_of, throw_away, typed_order


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def other_row(qtbot: QtBot, desktop: Desktop, key: int) -> None:
    """Click on another row of the list."""
    list_page(desktop, "orders").open_item(key)
    settle(qtbot, desktop)


def with_an_order(qtbot: QtBot, team: Team, tmp_path: Path) -> tuple[Desktop, int]:
    """A rep's window with an order of his open, and the order's key."""
    order = add_order(team.r1, "C1", [OrderedLine("P1", "支", 1)])
    desktop = open_desk(qtbot, team.r1, tmp_path)
    go(qtbot, desktop, Link("orders", order))
    return desktop, order


@pytest.mark.parametrize("way", ["escape", "another", "page", "closed"])
def test_what_an_action_asks_for_is_kept_when_it_is_left(
    qtbot: QtBot, team: Team, tmp_path: Path, way: str
) -> None:
    first, second = (add_order(team.r1, "C1", [OrderedLine("P1", "支", n)]) for n in (1, 2))
    desktop = open_desk(qtbot, team.r1, tmp_path)
    go(qtbot, desktop, Link("orders", first))
    bar = list_page(desktop, "orders").detail.bar
    bar.start("order.cancel")
    write(qtbot, desktop, "客户说不要了")
    once = bar.form.once if bar.form else ""
    leave: dict[str, Callable[[], None]] = {
        "escape": lambda: press(qtbot, desktop, "Escape"),
        "another": lambda: other_row(qtbot, desktop, second),
        "page": lambda: go(qtbot, desktop, Link("clients")),
        "closed": desktop.flush,
    }
    leave[way]()
    if way == "closed":
        desktop.close()
        desktop = open_desk(qtbot, team.r1, tmp_path)
    go(qtbot, desktop, Link("orders", second))
    bar = list_page(desktop, "orders").detail.bar
    bar.start("order.cancel")
    assert bar.form is not None
    assert bar.form.editor("reason").value() == "", "it was typed for another order"
    go(qtbot, desktop, Link("orders", first))
    bar.start("order.cancel")
    assert bar.form is not None
    assert bar.form.editor("reason").value() == "客户说不要了"
    assert bar.form.once == once
    assert "还没有办" in bar.strip.words
    press(qtbot, desktop, "Ctrl+Return")
    with team.office.reading() as session:
        assert session.get_one(Order, first).state == "cancelled"
    assert desktop.desk.memory.drafts() == []


def test_a_step_that_asks_for_something_is_done_by_the_key_that_saves(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, order = with_an_order(qtbot, team, tmp_path)
    bar = list_page(desktop, "orders").detail.bar
    bar.start("order.cancel")
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+S")
    assert bar.form is not None
    assert "原因" in bar.form.note("reason")
    write(qtbot, desktop, "客户说不要了")
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        assert session.get_one(Order, order).state == "cancelled"


def test_what_was_typed_and_emptied_again_is_nothing_that_was_kept(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, _key = with_an_order(qtbot, team, tmp_path)
    bar = list_page(desktop, "orders").detail.bar
    bar.start("order.cancel")
    write(qtbot, desktop, "x")
    press(qtbot, desktop, "Backspace")
    press(qtbot, desktop, "Escape")
    bar.start("order.cancel")
    assert bar.strip.words == ""


# --- over midnight ----------------------------------------------------------------------


@pytest.fixture
def late(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Team:
    monkeypatch.setattr("desktop.services.office.office_day", Clock.today)
    Clock.now = datetime.date(2026, 3, 31)
    return new_team(sqlite_url)


def test_it_comes_back_after_midnight_too(qtbot: QtBot, late: Team, tmp_path: Path) -> None:
    window = open_desk(qtbot, awake(late, "r1"), tmp_path)
    go(qtbot, window, Link("orders", do="new"))
    typed_order(qtbot, window)
    throw_away(qtbot, window, "orders")
    midnight(qtbot, window, datetime.date(2026, 4, 1))
    press(qtbot, window, "Ctrl+Z")
    assert form_of(window, "orders").editor("client").value() == "C1"
    press(qtbot, window, "Ctrl+S")
    with late.office.reading() as session:
        (order,) = session.scalars(select(Order))
        assert order.ordered_on == datetime.date(2026, 4, 1)


def test_a_line_that_was_taken_out_comes_back_where_it_was(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    go(qtbot, desktop, Link("orders", do="new"))
    typed_order(qtbot, desktop)
    lines = form_of(desktop, "orders").editor("lines")
    before = lines.raw()
    lines.control.setFocus()
    press(qtbot, desktop, "Ctrl+Delete")
    assert [row["product"]["value"] for row in lines.raw()] == ["P1"]
    assert desktop.foot.said.text() == "去掉了一行。按 Ctrl+Z 放回。"
    for _again in range(2):
        press(qtbot, desktop, "Ctrl+Z")
        assert lines.raw() == before
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        (order,) = session.scalars(select(Order))
        assert [(line.unit.name, line.quantity) for line in order.lines] == [("支", 3), ("箱", 2)]


def test_a_password_is_not_held_and_it_is_said(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.ad, tmp_path)
    go(qtbot, desktop, Link("staff", do="new"))
    form = form_of(desktop, "staff")
    form.editor("name").control.setText("新人")  # type: ignore[attr-defined]
    form.editor("password").show_value("drei worte")
    throw_away(qtbot, desktop, "staff")
    press(qtbot, desktop, "Ctrl+Z")
    assert form_of(desktop, "staff").editor("name").value() == "新人"
    assert form_of(desktop, "staff").editor("password").value() == ""
    assert "密码" in panel_of(desktop, "staff")._kept.words


def test_what_is_brought_back_over_a_form_that_still_loads_loses_neither(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    for phone in ("111", "222"):
        go(qtbot, desktop, Link("clients", 1))
        press(qtbot, desktop, "Ctrl+E")
        form = form_of(desktop, "clients")
        form.editor("phone").control.setText(phone)  # type: ignore[attr-defined]
        if phone == "111":
            throw_away(qtbot, desktop, "clients")
        else:
            press(qtbot, desktop, "Escape")
    detail = list_page(desktop, "clients").detail
    detail.edit(detail.item)  # type: ignore[attr-defined]
    desktop.foot.bring_back.click()
    settle(qtbot, desktop)
    assert form_of(desktop, "clients").editor("phone").value() == "111"
    desktop.foot.bring_back.click()
    settle(qtbot, desktop)
    assert form_of(desktop, "clients").editor("phone").value() == "222"
