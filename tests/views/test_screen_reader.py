"""What is wrong, and what is said by itself, reaches whoever hears the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from desktop.basics.i18n import N_
from desktop.views.kit import theme
from desktop.views.kit.desk import Link
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.grid.rows import GridRow, Rows
from desktop.views.kit.forms.grid.table import GridTable
from desktop.views.kit.parts import Button, Strip
from desktop.views.kit.tables.record_table import Column, RecordTable, RecordView
from desktop.views.sign_in.connection import ConnectionActs, ConnectionPage, Now
from desktop.views.sign_in.lock import LockPage
from desktop.views.sign_in.restore import Offered, RestorePage
from tests.office import Team, team_with_all_roles
from tests.views.desk import list_page, open_desk, settle
from tests.views.heard import Names, heard, misheard

WHY = QAccessible.Text.Description
AS_HEARD = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return team_with_all_roles(sqlite_url)


def test_what_is_wrong_with_a_field_is_told_with_the_field(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.all, tmp_path)
    desktop.open(Link("clients", do="new"))
    settle(qtbot, desktop)
    panel = list_page(desktop, "clients").panel
    assert panel.form is not None
    panel.save()
    settle(qtbot, desktop)
    wrong = [name for name in panel.form.names if panel.form.note(name)]
    assert len(wrong) > 1
    for name in wrong:
        control = panel.form.editor(name).wrong_control
        assert heard(control, WHY) == panel.form.note(name)
    name = panel.form.editor("name")
    name.show_raw("新店")
    name.changed.emit()
    assert panel.form.note("name") == ""
    assert "缺" not in heard(name.wrong_control, WHY)


def test_a_strip_is_called_by_what_it_says(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("desktop.views.kit.parts.announce", lambda _one, words: said.append(words))
    strip = Strip()
    qtbot.addWidget(strip)
    strip.say("没有保存。")
    assert heard(strip) == "没有保存。"
    strip.ask("要作废吗？", "作废", lambda: None)
    assert heard(strip) == "要作废吗？"
    assert said == ["没有保存。", "要作废吗？"]


def test_a_button_is_called_by_the_words_that_stand_on_it_now(qtbot: QtBot) -> None:
    made = Button("撤销")
    qtbot.addWidget(made)
    made.setText("放回来  Ctrl+Z  (8)")
    assert heard(made) == "放回来"


def test_what_stands_over_the_pages_is_told_too(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.all, tmp_path)
    for show in (desktop.over.show_own_password, desktop.show_keys):
        show()
        settle(qtbot, desktop)
        assert misheard(desktop, Names(desktop)) == []
    now = Now("本机", {}, on_server=False, fixed=False)
    acts = ConnectionActs(lambda: now, lambda _values: (), lambda _values: None)
    for page in (
        LockPage("杨素芬"),
        RestorePage(desktop.desk, Offered, lambda _file: None),
        ConnectionPage(desktop.desk, acts),
    ):
        qtbot.addWidget(page)
        page.show()
        settle(qtbot, desktop)
        assert misheard(page, Names(page)) == []


def test_what_a_colour_says_of_a_cell_is_heard_too() -> None:
    def written(row: tuple[str, str]) -> str:
        return row[1]

    def tone(row: tuple[str, str]) -> str:
        return "wrong" if row[1] else ""

    columns = [
        Column[tuple[str, str]](N_("Client"), lambda row: row[0], stretch=True, name="name"),
        Column(N_("State"), written, name="state", tone=tone),
        Column(N_("Expires on"), written, name="day", tone=tone),
    ]
    table = RecordTable(columns)
    table.set_ids([1, 2], {1: ("甲", "2026-01-05"), 2: ("乙", "")})
    said = [table.index(0, place).data(AS_HEARD) for place in range(3)]
    assert said == ["甲", "2026-01-05", "2026-01-05，有问题"], "a state is told by its own words"
    assert table.index(1, 2).data(AS_HEARD) == ""
    assert table.index(0, 2).data() == "2026-01-05"


def test_the_row_that_is_chosen_has_a_bar_also_without_the_keyboard(qtbot: QtBot) -> None:
    table = RecordTable([Column[str](N_("Client"), lambda row: row, stretch=True, name="name")])
    table.set_ids([1, 2], {1: "甲", 2: "乙"})
    view = RecordView(table, "客户")
    qtbot.addWidget(view)
    view.resize(400, 200)
    view.show()
    view.pick(1)
    shown = view.grab().toImage()
    rows = [
        shown.pixelColor(1, view.rowViewportPosition(at) + view.horizontalHeader().height() + 9)
        for at in (0, 1)
    ]
    assert not view.hasFocus()
    assert rows[0] == theme.colour("accent") != rows[1]


def test_why_a_cell_of_a_grid_is_wrong_is_heard_in_it() -> None:
    rows = Rows()
    rows.put([GridRow("1", {"name": "甲"}, frozenset({"price"}))])
    rows.typed["1"] = {"price": "-1"}
    table = GridTable([Field("name", N_("Client")), Field("price", N_("Amount"))], rows)
    assert table.index(0, 1).data(AS_HEARD) == "金额 -1"
    table.wrong["1", "price"] = "这里不能小于 0。"
    assert table.index(0, 1).data(AS_HEARD) == "金额 -1，这里不能小于 0。"


def test_each_step_of_the_own_menu_has_words(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.all, tmp_path)
    words = [one.text() for one in desktop.own_menu.actions() if not one.isSeparator()]
    assert len(words) > 3
    assert all(words)
