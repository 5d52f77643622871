"""Cells of a grid go to Excel and WPS and come back: all of a block or nothing, faults in place."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.basics.i18n import N_, _
from desktop.basics.pasted import cells_of, text_of
from desktop.models import Collection
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.grid.pasting import laid
from desktop.views.kit.forms.grid.rows import GridRow, Rows
from desktop.views.kit.forms.grid.table import GridTable
from desktop.views.runs.results import ResultsForm
from desktop.views.window import Desktop
from tests.office import Team, copy_of
from tests.views.desk import press, write
from tests.views.test_run_results import fill_results, form_of, opened, states


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return Team(copy_of("a run of four out", fill_results, sqlite_url))


@pytest.fixture
def desktop(qtbot: QtBot, team: Team, tmp_path: Path) -> Desktop:
    return opened(qtbot, team, tmp_path)


def paste(qtbot: QtBot, desktop: Desktop, text: str, form: ResultsForm, *at: str) -> None:
    QGuiApplication.clipboard().setText(text)
    form.grid.grid.pick(*at)
    press(qtbot, desktop, "Ctrl+V")


def test_a_block_goes_from_its_cell_on_as_a_person_wrote_it(
    qtbot: QtBot, team: Team, desktop: Desktop
) -> None:
    form = form_of(desktop)
    full, unserved = _("as loaded"), _("not served")
    text = f"{full}\t\t\t¥1,013.40\t现金\t８：30:00\r\n{unserved}\t\t\t\t\t\t关门\r\n\r\n\t\t\t\r\n"
    paste(qtbot, desktop, text, form, "2", "result")
    assert form.grid.rows.typed == {
        "2": {"result": "full", "collected": "1013.40", "means": "cash", "arrived": "08:30"},
        "3": {"result": "unserved", "why": "关门"},
    }
    assert not form.note("stops")
    press(qtbot, desktop, "Ctrl+Z")
    assert form.grid.rows.typed == {}, "one step"


def test_in_a_narrow_window_the_names_stay_and_the_grid_scrolls(
    qtbot: QtBot, desktop: Desktop
) -> None:
    grid = form_of(desktop).grid.grid
    named = next(at for at, one in enumerate(grid.table.columns) if one.wide)
    names = [str(grid.table.index(row, named).data()) for row in range(grid.table.rowCount())]
    assert grid.horizontalScrollBar().maximum() == 0
    desktop.resize(800, 600)
    qtbot.waitUntil(lambda: grid.horizontalScrollBar().maximum() > 0)
    assert grid.columnWidth(named) > grid.fontMetrics().horizontalAdvance(max(names, key=len)[:5])
    desktop.resize(1366, 768)
    qtbot.waitUntil(lambda: grid.horizontalScrollBar().maximum() == 0)


def test_what_cannot_be_read_stands_red_in_its_cell_until_it_is_mended(
    qtbot: QtBot, team: Team, desktop: Desktop
) -> None:
    form = form_of(desktop)
    text = f"{_('as loaded')}\t\t\t12.345\t现金\n签了一半\t\t\t5\t欠条"
    paste(qtbot, desktop, text, form, "2", "result")
    wrong = form.grid._table.wrong
    assert set(wrong) == {("2", "collected"), ("3", "result"), ("3", "means")}
    assert "签了一半" in wrong["3", "result"]
    assert form.note("stops")
    press(qtbot, desktop, "Ctrl+S")
    assert states(team) == ["loaded"] * 4, "nothing half"
    form.grid.grid.pick("3", "result")
    press(qtbot, desktop, "3")
    assert set(wrong) == {("2", "collected"), ("3", "means")}
    for key, name, said in (("2", "collected", ""), ("3", "means", ""), ("3", "collected", "")):
        form.grid.write(key, {name: said})
    assert not form.note("stops")


@pytest.mark.parametrize(
    ("text", "at", "said"),
    [
        ("照单签收\n" * 5, "result", "5 行"),
        ("1013.40\t现金\t8:30\t原因\t多的", "collected", "5 列"),
        ("照单签收\t\t888.00", "result", "888.00"),
        ("照单签收\t7", "result", "“7”"),
    ],
)
def test_a_block_that_does_not_fit_is_refused_whole(
    qtbot: QtBot, team: Team, desktop: Desktop, text: str, at: str, said: str
) -> None:
    form = form_of(desktop)
    paste(qtbot, desktop, text, form, "2", at)
    assert form.grid.rows.typed == {}
    assert said in form.note("stops")
    form.grid.grid.pick("3", "result")
    press(qtbot, desktop, "1")
    assert not form.note("stops")


def test_a_grid_that_was_filled_in_elsewhere_finds_its_way_back(
    qtbot: QtBot, team: Team, desktop: Desktop
) -> None:
    form = form_of(desktop)
    write(qtbot, desktop, "+")
    press(qtbot, desktop, "Ctrl+A")
    press(qtbot, desktop, "Ctrl+C")
    cells = cells_of(QGuiApplication.clipboard().text())
    assert cells[0][:4] == [_("#"), _("Client, goods"), _("On the vehicle"), _("Result")]
    assert [one[0] for one in cells[1:]] == ["1", "", "", "2", "1", "2"]
    cells[2][4] = "2"
    cells[6][3] = _("not served")
    head, *rows = cells
    paste(qtbot, desktop, text_of([head, *rows[3:], *rows[:3]]), form, "4")
    assert form.grid.rows.typed == {"2.1": {"accepted": "2"}, "5": {"result": "unserved"}}
    rows[0][1] = "别的店"
    paste(qtbot, desktop, text_of([head, *rows]), form, "2")
    assert "别的店" in form.note("stops")


def test_chosen_cells_are_copied_bare_and_emptied_together(
    qtbot: QtBot, team: Team, desktop: Desktop
) -> None:
    form = form_of(desktop)
    for key in ("2", "3", "4"):
        form.grid.write(key, {"result": "full", "collected": "7"})
    form.grid.grid.pick("2", "result")
    press(qtbot, desktop, "Shift+Down")
    press(qtbot, desktop, "Ctrl+C")
    assert QGuiApplication.clipboard().text() == "\n".join([_("as loaded")] * 2)
    press(qtbot, desktop, "Delete")
    assert [form.grid.rows.text(key, "result") for key in ("2", "3", "4")] == ["", "", "full"]
    press(qtbot, desktop, "Ctrl+Z")
    assert form.grid.rows.text("2", "result") == "full", "one step"


def test_several_cells_pasted_while_one_types_go_into_the_grid(
    qtbot: QtBot, team: Team, desktop: Desktop
) -> None:
    form = form_of(desktop)
    form.grid.grid.pick("2", "collected")
    write(qtbot, desktop, "1")
    QGuiApplication.clipboard().setText("5\t现金\n6\t微信\n")
    press(qtbot, desktop, "Ctrl+V")
    assert form.grid.rows.text("2", "collected") == "5.00"
    assert form.grid.rows.text("3", "means") == "wechat"
    form.grid.grid.pick("4", "why")
    write(qtbot, desktop, "门")
    QGuiApplication.clipboard().setText('"锁\n了"\r\n')
    press(qtbot, desktop, "Ctrl+V")
    press(qtbot, desktop, "Return")
    assert form.grid.rows.text("4", "why") == "门锁 了"


def test_an_amount_that_the_sheet_shortened_is_what_stands_in_it(
    qtbot: QtBot, team: Team, desktop: Desktop
) -> None:
    form = form_of(desktop)
    held = QMimeData()
    held.setText("1.01E+03\r\n")
    held.setHtml('<table><tr><td sdval="1013.4" sdnum="1033;0;0.00E+00">1.01E+03</td></tr></table>')
    QGuiApplication.clipboard().setMimeData(held)
    form.grid.grid.pick("2", "collected")
    press(qtbot, desktop, "Ctrl+V")
    assert form.grid.rows.text("2", "collected") == "1013.40"
    press(qtbot, desktop, "Space")
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        assert [one.amount_fen for one in session.query(Collection)] == [101_340]


def test_rows_that_a_sheet_sorted_otherwise_are_found_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    columns = (
        Field("no", "#"),
        Field("name", N_("Client")),
        Field("number", N_("Quantity"), "whole"),
    )
    rows, number = Rows(), 400
    rows.put(
        GridRow(str(at), {"no": str(at), "name": f"店{at % 7}"}, frozenset(("number",)))
        for at in range(number)
    )
    looked = 0
    data = GridTable.data

    def count(table: GridTable, *at: Any) -> object:
        nonlocal looked
        looked += 1
        return data(table, *at)

    monkeypatch.setattr(GridTable, "data", count)
    heads = [_(one.words) for one in columns]
    cells = [[f"{at}.00", f"店{at % 7}", str(at + 1)] for at in reversed(range(number))]
    found = laid(GridTable(columns, rows), [heads, *cells], 0, 0)
    assert found == {str(at): {"number": str(at + 1)} for at in range(number)}
    assert looked < 10 * number, "not each row for each of them"
