"""Two people change the lines of one order or plan: each keeps what is theirs (E2)."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.basics.drafts.order import OrderedLine
from desktop.basics.drafts.product import ProductDraft
from desktop.models import Order, VisitPlan
from desktop.services.clients import ClientDraft, add_client
from desktop.services.orders import add_order, change_order
from desktop.services.products import add_product
from desktop.services.visits import VisitPlanDraft, change_plan, plan_visits
from desktop.views.kit.desk import Link
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.rows_editor import RowsEditor
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import list_page, open_desk, press, settle

GOODS = {"P2": "洗发水", "P3": "牙膏", "P4": "香皂"}


@pytest.fixture
def team(database_url: str) -> Team:
    made = new_team(database_url)
    for code, name in GOODS.items():
        add_product(made.c1, ProductDraft(code, name, "清泉", "洁面", {"支": 1}, {"支": 1_000}))
    for code in ("C3", "C4"):
        add_client(made.r1, ClientDraft(code, f"小店{code}", "学校店"))
    return made


def lines(*given: tuple[str, int]) -> list[OrderedLine]:
    return [OrderedLine(product, "支", quantity) for product, quantity in given]


def editing(qtbot: QtBot, team: Team, folder: Path, page: str, key: int) -> tuple[Desktop, Form]:
    desktop = open_desk(qtbot, team.r1, folder)
    desktop.open(Link(page, key))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+E")
    form = list_page(desktop, page).panel.form
    assert form is not None
    return desktop, form


def typed(form: Form, field: str, place: int, cells: Mapping[str, str]) -> None:
    """Type into a line, by its place."""
    rows = form.editor(field)
    assert isinstance(rows, RowsEditor)
    for name, text in cells.items():
        editor = rows._lines[place].editor(name)
        editor.show_value(text)
        editor.changed.emit()


def take_out(form: Form, field: str, place: int) -> None:
    rows = form.editor(field)
    assert isinstance(rows, RowsEditor)
    rows._lines[place].removed.emit()


def ordered(team: Team, key: int) -> dict[str, int]:
    with team.office.reading() as session:
        order = session.get_one(Order, key)
        return {line.product.code: line.quantity for line in order.lines}


def version(team: Team, key: int) -> int:
    with team.office.reading() as session:
        return session.get_one(Order, key).version


def test_two_who_change_other_lines_of_an_order_lose_nothing(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    key = add_order(team.r1, "C1", lines(("P1", 1), ("P2", 2), ("P3", 3)))
    desktop, form = editing(qtbot, team, tmp_path, "orders", key)
    typed(form, "lines", 0, {"quantity": "11"})
    take_out(form, "lines", 2)
    change_order(
        team.c1, key, version(team, key), lines(("P1", 1), ("P2", 22), ("P3", 3), ("P4", 4))
    )
    press(qtbot, desktop, "Ctrl+S")
    settle(qtbot, desktop)
    assert "第 2 行 洗发水  (P2)的“数量”：别人改过；原来是：2" in form.note("lines")
    assert "第 3 行 P4：别人新加的" in form.note("lines")
    assert [row["product"] for row in form.editor("lines").value()] == ["P1", "P2", "P4"]
    shown = [row["product"]["text"] for row in form.editor("lines").raw()]
    assert shown[2] != "P4"  # how it is called was looked up
    press(qtbot, desktop, "Ctrl+S")
    settle(qtbot, desktop)
    assert ordered(team, key) == {"P1": 11, "P2": 22, "P4": 4}


def test_only_the_same_cell_asks_and_what_was_typed_stands(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    key = add_order(team.r1, "C1", lines(("P1", 1), ("P2", 2)))
    desktop, form = editing(qtbot, team, tmp_path, "orders", key)
    typed(form, "lines", 0, {"quantity": "11"})
    change_order(team.c1, key, version(team, key), lines(("P1", 7), ("P2", 2)))
    press(qtbot, desktop, "Ctrl+S")
    settle(qtbot, desktop)
    note = form.note("lines")
    assert note == "第 1 行 洗面奶  (P1)的“数量”：对方存的是 7。再保存，就是您打的 11。"
    assert ordered(team, key) == {"P1": 7, "P2": 2}
    press(qtbot, desktop, "Ctrl+S")
    settle(qtbot, desktop)
    assert ordered(team, key) == {"P1": 11, "P2": 2}


def test_a_line_taken_out_that_somebody_else_changed_comes_back_and_asks(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    key = add_order(team.r1, "C1", lines(("P1", 1), ("P2", 2)))
    desktop, form = editing(qtbot, team, tmp_path, "orders", key)
    take_out(form, "lines", 1)
    change_order(team.c1, key, version(team, key), lines(("P1", 1), ("P2", 9)))
    press(qtbot, desktop, "Ctrl+S")
    settle(qtbot, desktop)
    assert "您删了这一行，别人改过它" in form.note("lines")
    take_out(form, "lines", 1)
    press(qtbot, desktop, "Ctrl+S")
    settle(qtbot, desktop)
    assert ordered(team, key) == {"P1": 1}


def test_what_was_typed_before_the_window_closed_is_laid_over_what_was_saved_since(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    key = add_order(team.r1, "C1", lines(("P1", 1), ("P2", 2)))
    desktop, form = editing(qtbot, team, tmp_path, "orders", key)
    typed(form, "lines", 0, {"quantity": "11"})
    form.flush()
    desktop.close()
    change_order(team.c1, key, version(team, key), lines(("P1", 1), ("P2", 22), ("P4", 4)))
    again, form = editing(qtbot, team, tmp_path, "orders", key)
    assert "别人新加的" in form.note("lines")
    press(qtbot, again, "Ctrl+S")
    settle(qtbot, again)
    assert ordered(team, key) == {"P1": 11, "P2": 22, "P4": 4}


def test_two_who_change_one_plan_of_visits_both_see_their_shops_in_it(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    day = team.day + timedelta(days=1)
    key = plan_visits(team.r1, VisitPlanDraft("r1", day, ["C1", "C2"]))
    desktop, form = editing(qtbot, team, tmp_path, "visits", key)
    take_out(form, "clients", 0)
    with team.office.reading() as session:
        now = session.get_one(VisitPlan, key).version
    change_plan(team.m1, key, now, VisitPlanDraft("r1", day, ["C1", "C2", "C3"]))
    press(qtbot, desktop, "Ctrl+S")
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+S")
    settle(qtbot, desktop)
    with team.office.reading() as session:
        plan = session.get_one(VisitPlan, key)
        assert [visit.client_id for visit in plan.visits] == [2, 3]
