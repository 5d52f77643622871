"""What is wrong in one of several lines stays with its line, wherever that goes."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import N_
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.rows_editor import RowsEditor
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import focus, open_desk, press

LINES = [
    {"name": name, "number": number} for name, number in zip("甲乙丙丁", (1, 2, 3, 4), strict=True)
]


@pytest.fixture
def desktop(qtbot: QtBot, sqlite_url: str, tmp_path: Path) -> Desktop:
    team: Team = new_team(sqlite_url)
    return open_desk(qtbot, team.c1, tmp_path)


@pytest.fixture
def form(qtbot: QtBot, desktop: Desktop) -> Form:
    fields = (Field("name", N_("Name"), needed=True), Field("number", N_("Quantity"), "whole"))
    made = Form(desktop.desk, (Field("lines", N_("Goods"), "rows", rows=fields),))
    qtbot.addWidget(made)
    made.show_values({"lines": LINES})
    made.show()
    return made


@pytest.fixture
def rows(form: Form) -> RowsEditor:
    found = form.editor("lines")
    assert isinstance(found, RowsEditor)
    return found


def red(rows: RowsEditor) -> list[tuple[str, str]]:
    """Which inputs of which lines are red, by what the first column says."""
    return [
        (line.raw()["name"], one.field.name)
        for line in rows._lines
        for one in line.seen
        if one.control.property("tone") == "wrong"
    ]


def refuse(form: Form, line: int) -> None:
    """As a service does, of what no form can know."""
    form.point("lines", Refused("invalid", "没有这么多", field="lines", spot=Spot(line, "number")))


def test_a_mark_goes_with_its_line_up_and_down(
    qtbot: QtBot, desktop: Desktop, form: Form, rows: RowsEditor
) -> None:
    refuse(form, 3)
    assert (red(rows), form.note("lines")) == ([("丙", "number")], "第 3 行：没有这么多")
    rows._lines[2].editors[1].setFocus()
    press(qtbot, desktop, "Alt+Up")
    assert [one["name"] for one in rows.raw()] == list("甲丙乙丁")
    assert (red(rows), form.note("lines")) == ([("丙", "number")], "第 2 行：没有这么多")
    press(qtbot, desktop, "Alt+Down")
    press(qtbot, desktop, "Alt+Down")
    assert (red(rows), form.note("lines")) == ([("丙", "number")], "第 4 行：没有这么多")
    rows._lines[3].editor("number").show_raw("2")
    assert (red(rows), form.note("lines")) == ([], "")


def test_lines_that_are_filled_anew_keep_the_keys_in_their_place(
    qtbot: QtBot, desktop: Desktop, form: Form, rows: RowsEditor
) -> None:
    rows._lines[1].editor("number").setFocus()
    form.fill("lines", LINES[:3])
    assert focus(desktop) is rows._lines[1].editor("number").control


def test_a_line_above_that_goes_and_comes_back_takes_no_mark_along(
    qtbot: QtBot, desktop: Desktop, form: Form, rows: RowsEditor
) -> None:
    refuse(form, 3)
    rows._lines[0].removed.emit()
    assert (red(rows), form.note("lines")) == ([("丙", "number")], "第 2 行：没有这么多")
    assert rows._back is not None
    rows._back()
    assert [one["name"] for one in rows.raw()] == list("甲乙丙丁")
    assert (red(rows), form.note("lines")) == ([("丙", "number")], "第 3 行：没有这么多")


def test_a_wrong_line_that_is_taken_out_takes_its_mark_and_brings_it_back(
    form: Form, rows: RowsEditor
) -> None:
    refuse(form, 3)
    rows._lines[2].removed.emit()
    assert (red(rows), form.note("lines")) == ([], "")
    assert rows._back is not None
    rows._back()
    assert (red(rows), form.note("lines")) == ([("丙", "number")], "第 3 行：没有这么多")


def test_what_another_saved_puts_marks_where_their_lines_stand_then(
    form: Form, rows: RowsEditor
) -> None:
    rows._lines[2].editor("number").show_raw("3x")
    assert form.values() is None
    assert red(rows) == [("丙", "number")]
    theirs = [{"name": "新", "number": 9}, *LINES]
    form.show_theirs({"lines": theirs}, {"lines": LINES})
    assert [one["name"] for one in rows.raw()] == list("新甲乙丙丁")
    assert red(rows) in ([], [("丙", "number")])
    assert form.values() is None
    assert red(rows) == [("丙", "number")]
    assert form.note("lines").startswith("第 4 行")
    rows.show_raw([rows.raw()[at] for at in (3, 0, 1, 2, 4)])  # sorted otherwise
    rows.changed.emit()
    assert red(rows) == [("丙", "number")]
    assert form.note("lines").startswith("第 1 行")
