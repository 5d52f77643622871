"""A form that was thrown away comes back whole; what is typed and left is kept in every form."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.errors import DatabaseTrouble
from desktop.basics.fields import drafted
from desktop.models import Client, Collection, Order
from desktop.queries.clients import client_file
from desktop.services import payments
from desktop.services.agreements import discard_agreement_draft, draft_agreement
from desktop.services.clients import edit_client
from desktop.services.office import Office
from desktop.services.staff import add_staff
from desktop.views.clients.form import client_values
from desktop.views.kit.desk import Link
from desktop.views.kit.doing.edit_panel import EditPanel
from desktop.views.kit.forms.editor import Editor
from desktop.views.kit.forms.form import Form
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.services.test_editing import DRAFT
from tests.views.desk import list_page, open_desk, press, settle, write

ROLES = ["administrator", "manager", "clerk", "rep", "dispatcher", "cashier", "accountant"]
# Pages with a form for something new, and the forms that stand beside it.
NEW = {
    "clients": "new",
    "suggestions": "new",
    "agreements": "new",
    "benefits": "new",
    "products": "new",
    "proposals": "new",
    "proposals by hand": "by_hand",
    "proposals survey": "survey",
    "assortment": "new",
    "orders": "new",
    "staff": "new",
    "runs": "new",
    "visits": "new",
    "visits patrol": "patrol",
    "cases": "new",
    "fund": "new",
    "settlements": "new",
    "payments": "new",
}
TYPED: dict[str, Any] = {
    "code": "X9",
    "whole": "7",
    "money": "12.30",
    "rate": "5",
    "decimal": "1.5",
    "time": "08:30",
    "closing": "22:00",
    "day": "2026-02-03",
    "tick": True,
    "lookup": {"value": "C1", "text": "小店C1 (C1)"},
}


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def everybody(team: Team) -> Office:
    """An office as somebody sees it who may do everything."""
    add_staff(team.ad, "all", "全能", ROLES)
    return team.all


def panel_of(desktop: Desktop, page: str) -> EditPanel:
    return list_page(desktop, page).panel


def form_of(desktop: Desktop, page: str) -> Form:
    form = panel_of(desktop, page).form
    assert form is not None
    return form


def go(qtbot: QtBot, desktop: Desktop, link: Link) -> None:
    desktop.open(link)
    settle(qtbot, desktop)


def throw_away(qtbot: QtBot, desktop: Desktop, page: str) -> None:
    """Press the button with the mouse, as people do."""
    button = next(
        one for one in panel_of(desktop, page).findChildren(QPushButton) if one.text() == "丢弃"
    )
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    assert panel_of(desktop, page).form is None


def fill(editor: Editor) -> None:
    """Type something into an editor, whatever it is."""
    field = editor.field
    if field.kind == "rows":
        row = {one.name: TYPED.get(one.kind, "甲") for one in field.rows if one.kind != "choice"}
        editor.show_raw([row, row])
    elif field.kind not in ("choice", "ticks", "files", "pictures", "secret", "new_secret"):
        editor.show_raw(TYPED.get(field.kind, "甲"))
    editor.changed.emit()


def typed_order(qtbot: QtBot, desktop: Desktop, client: str = "c1", pieces: str = "3") -> None:
    for typed in (client, "p1", "", pieces, "p1", "箱", "2"):
        write(qtbot, desktop, typed)
        press(qtbot, desktop, "Return")


def test_a_form_comes_back_with_its_lines_its_key_and_the_keyboard_where_it_was(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    go(qtbot, desktop, Link("orders", do="new"))
    typed_order(qtbot, desktop)
    form = form_of(desktop, "orders")
    second = form.editor("lines")._lines[1].editors[2].control  # type: ignore[attr-defined]
    second.setFocus()
    before = form.as_draft()
    throw_away(qtbot, desktop, "orders")
    assert desktop.foot.said.text() == "已丢弃：“新建订单”。按 Ctrl+Z 找回。"
    assert desktop.desk.memory.drafts() == []
    assert desktop.foot.bring_back.isVisible()
    assert desktop.foot.bring_back.text() == "找回“新建订单”"
    press(qtbot, desktop, "Ctrl+Z")
    back = form_of(desktop, "orders")
    assert back is not form
    assert back.as_draft() == before
    assert back.once == before.once
    here = QApplication.focusWidget()
    assert here is back.editor("lines")._lines[1].editors[2].control  # type: ignore[attr-defined]
    assert not desktop.foot.bring_back.isVisible()
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        (order,) = session.scalars(select(Order))
        assert [(line.unit.name, line.quantity) for line in order.lines] == [("支", 3), ("箱", 2)]


@pytest.mark.parametrize("place", NEW)
def test_every_form_comes_back_as_it_was_thrown_away_or_left(
    qtbot: QtBot, team: Team, tmp_path: Path, place: str
) -> None:
    page = place.split(maxsplit=1)[0]
    desktop = open_desk(qtbot, everybody(team), tmp_path)
    go(qtbot, desktop, Link(page, do=NEW[place]))
    form = form_of(desktop, page)
    for name in form.names:
        fill(form.editor(name))
    settle(qtbot, desktop)
    before = form.as_draft()
    title = panel_of(desktop, page)._title.text()
    throw_away(qtbot, desktop, page)
    assert title in desktop.foot.said.text()
    go(qtbot, desktop, Link("today"))
    desktop.foot.bring_back.click()
    settle(qtbot, desktop)
    assert desktop.here.page == page
    assert panel_of(desktop, page)._title.text() == title
    back = form_of(desktop, page).as_draft()
    assert replace(back, read={}) == replace(before, read={})  # a code is offered once
    press(qtbot, desktop, "Escape")
    go(qtbot, desktop, Link("today"))
    go(qtbot, desktop, Link(page, do=NEW[place]))
    again = form_of(desktop, page).as_draft()
    assert (again.values, again.unwritten, again.once) == (
        before.values,
        before.unwritten,
        before.once,
    )


def test_it_is_held_however_long_until_another_is_thrown_away(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    go(qtbot, desktop, Link("clients", do="new"))
    form_of(desktop, "clients").editor("name").control.setText("红星")  # type: ignore[attr-defined]
    throw_away(qtbot, desktop, "clients")
    desktop.foot.say("")  # as after a while
    assert desktop.foot.bring_back.isVisible()
    go(qtbot, desktop, Link("orders", do="new"))
    write(qtbot, desktop, "c1")
    press(qtbot, desktop, "Return")
    throw_away(qtbot, desktop, "orders")
    assert desktop.foot.bring_back.text() == "找回“新建订单”"
    desktop.foot.say("")
    press(qtbot, desktop, "Ctrl+Z")
    assert desktop.here.page == "orders"
    assert form_of(desktop, "orders").editor("client").value() == "C1"


def test_a_form_that_nobody_typed_into_is_just_closed(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    go(qtbot, desktop, Link("clients", do="new"))
    throw_away(qtbot, desktop, "clients")
    assert not desktop.foot.bring_back.isVisible()
    assert desktop.desk.thrown is None


def test_what_was_saved_since_is_not_undone_in_its_place(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    go(qtbot, desktop, Link("clients", do="new"))
    form_of(desktop, "clients").editor("name").control.setText("红星")  # type: ignore[attr-defined]
    throw_away(qtbot, desktop, "clients")
    go(qtbot, desktop, Link("orders", do="new"))
    typed_order(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+S")
    press(qtbot, desktop, "Ctrl+Z")
    assert "订单已取消" in desktop.foot.said.text(), "the slip alone is taken back"
    desktop.foot.bring_back.click()
    settle(qtbot, desktop)
    assert form_of(desktop, "clients").editor("name").value() == "红星"


@pytest.mark.parametrize("left", [False, True])
def test_what_was_begun_in_its_place_is_put_aside_in_turn(
    qtbot: QtBot, team: Team, tmp_path: Path, *, left: bool
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    go(qtbot, desktop, Link("orders", do="new"))
    typed_order(qtbot, desktop)
    throw_away(qtbot, desktop, "orders")
    go(qtbot, desktop, Link("orders", do="new"))
    typed_order(qtbot, desktop, "c2", "9")
    if left:
        press(qtbot, desktop, "Escape")
    for client in ("C1", "C2", "C1"):
        desktop.foot.bring_back.click()
        settle(qtbot, desktop)
        assert form_of(desktop, "orders").editor("client").value() == client
    press(qtbot, desktop, "Ctrl+S")
    desktop.foot.bring_back.click()
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        orders = session.scalars(select(Order).order_by(Order.id)).all()
        assert [order.client_id for order in orders] == [1, 2]


def test_what_somebody_else_saved_meanwhile_stands_beside_it(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    go(qtbot, desktop, Link("clients", 1))
    press(qtbot, desktop, "Ctrl+E")
    form = form_of(desktop, "clients")
    form.editor("phone").control.setText("13900000001")  # type: ignore[attr-defined]
    throw_away(qtbot, desktop, "clients")
    with team.office.reading() as session:
        file = client_file(session, 1, team.day)
    theirs = {"phone": "13900000002", "address": "三马路8号"}
    edit_client(team.c1, 1, file.version, drafted(ClientDraft, client_values(file) | theirs))
    press(qtbot, desktop, "Ctrl+Z")
    form = form_of(desktop, "clients")
    assert form.editor("phone").value() == "13900000001"
    assert form.note("phone") == "现已保存为：13900000002"
    assert form.editor("address").value() == "三马路8号", "nobody typed here: theirs stays"
    assert "别人改过" in panel_of(desktop, "clients")._kept.words
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        saved = session.get_one(Client, 1)
        assert (saved.phone, saved.address) == ("13900000001", "三马路8号")


def test_a_draft_that_was_left_meets_the_same_conflict(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    go(qtbot, desktop, Link("clients", 1))
    press(qtbot, desktop, "Ctrl+E")
    form_of(desktop, "clients").editor("phone").control.setText("95511")  # type: ignore[attr-defined]
    press(qtbot, desktop, "Escape")
    with team.office.reading() as session:
        file = client_file(session, 1, team.day)
    theirs = {"address": "三马路8号"}
    edit_client(team.c1, 1, file.version, drafted(ClientDraft, client_values(file) | theirs))
    press(qtbot, desktop, "Ctrl+E")
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        saved = session.get_one(Client, 1)
        assert (saved.phone, saved.address) == ("95511", "三马路8号")


def test_of_a_record_that_is_gone_what_was_typed_is_shown_all_the_same(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    key = draft_agreement(team.c1, DRAFT)
    desktop = open_desk(qtbot, team.c1, tmp_path)
    go(qtbot, desktop, Link("agreements", key))
    press(qtbot, desktop, "Ctrl+E")
    form = form_of(desktop, "agreements")
    fill(form.editor("basic_rate"))
    throw_away(qtbot, desktop, "agreements")
    discard_agreement_draft(team.c1, key)
    press(qtbot, desktop, "Ctrl+Z")
    panel = panel_of(desktop, "agreements")
    assert panel.isEnabled()
    assert panel.strip.words
    assert form_of(desktop, "agreements").editor("basic_rate").raw() == TYPED["rate"]


def test_who_reports_comes_back_and_is_written_nowhere(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    for way in ("thrown", "left"):
        go(qtbot, desktop, Link("cases", do="new"))
        form = form_of(desktop, "cases")
        form.editor("place").control.setText("门口货架")  # type: ignore[attr-defined]
        client = {"value": "C2", "text": "不该写下的名字"}
        form.editor("reporters").show_raw([{"client": client}])
        form.editor("reporters").changed.emit()
        if way == "thrown":
            throw_away(qtbot, desktop, "cases")
            press(qtbot, desktop, "Ctrl+Z")
        else:
            press(qtbot, desktop, "Escape")
            go(qtbot, desktop, Link("cases", do="new"))
        (row,) = form_of(desktop, "cases").editor("reporters").raw()
        assert row["client"] == client
        desktop.flush()
        written = "".join(file.read_text("utf-8") for file in tmp_path.rglob("*.json"))
        assert "门口货架" in written
        assert "不该写下的名字" not in written


@pytest.mark.parametrize("thrown_away", [False, True])
def test_what_was_saved_as_the_answer_was_lost_is_not_booked_again(
    qtbot: QtBot,
    team: Team,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    thrown_away: bool,
) -> None:
    record = payments.record_collection
    lost: list[int] = []

    def record_and_lose_the_answer(*given: Any, **more: Any) -> int:
        made = record(*given, **more)
        if not lost:
            lost.append(made)
            raise DatabaseTrouble("the server is away")
        return made

    monkeypatch.setattr(payments, "record_collection", record_and_lose_the_answer)
    desktop = open_desk(qtbot, team.k1, tmp_path)
    go(qtbot, desktop, Link("payments", do="new"))
    panel = panel_of(desktop, "payments")
    form_of(desktop, "payments").editor("client").show_value(("C1", "小店C1 (C1)"))
    form_of(desktop, "payments").editor("amount").show_value(12300)
    press(qtbot, desktop, "Ctrl+S")
    press(qtbot, desktop, "Return")  # yes, more than is owed
    assert panel.strip.words == "the server is away"
    if thrown_away:
        throw_away(qtbot, desktop, "payments")
        desktop.foot.bring_back.click()
        settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+S")
    assert panel.form is None
    assert "SK-2026-00001" in desktop.foot.said.text()
    with team.office.reading() as session:
        assert len(session.scalars(select(Collection)).all()) == 1


def test_a_form_that_is_being_saved_is_not_thrown_away(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path)
    go(qtbot, desktop, Link("orders", do="new"))
    typed_order(qtbot, desktop)
    panel = panel_of(desktop, "orders")
    panel.save()
    panel.throw_away()
    settle(qtbot, desktop)
    assert desktop.desk.thrown is None
    with team.office.reading() as session:
        assert len(session.scalars(select(Order)).all()) == 1


# --- what an action asks for ------------------------------------------------------------
