"""What works: read by keys, from the table to the suggestion it rests on."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.queries import what_works as queries
from desktop.services.office import Office
from desktop.views.kit.desk import Link
from desktop.views.kit.tables.record_table import RecordView
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.queries.test_effects import ADOPTED, FULL, story, supplied, tell
from tests.views.conftest import Guard
from tests.views.desk import focus, list_page, open_desk, press, settle, write


@pytest.fixture
def office(sqlite_url: str) -> Office:
    """The manager's, when what was adopted can be told: at school shops, and at one estate's."""
    team: Team = supplied(new_team(sqlite_url))
    story(team)
    tell(team, "C8", ADOPTED + timedelta(days=20), "declined")
    team.day = FULL
    return team.m1


def shown(desktop: Desktop) -> list[tuple[str, str]]:
    """The table as it is seen: category and kind of shop."""
    table = list_page(desktop, "works").table
    rows = [table.row_of(table.id_at(place) or 0) for place in range(table.rowCount())]
    return [(row.category, row.segment) for row in rows if row is not None]


def test_from_the_table_to_a_suggestion(
    qtbot: QtBot, office: Office, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    desktop = open_desk(qtbot, office, tmp_path)
    gui_thread_never_waits.watching = True
    desktop.open(Link("works"))
    settle(qtbot, desktop)
    assert sorted(shown(desktop)) == [("push", "学校店"), ("push", "小区店")]
    for down, first in ((False, "小区店"), (True, "学校店")):
        list_page(desktop, "works").view.sorted_by.emit("presented", down)
        settle(qtbot, desktop)
        assert shown(desktop)[0] == ("push", first)
    press(qtbot, desktop, "Ctrl+Shift+P")
    assert desktop.preview.print_button.isEnabled()
    press(qtbot, desktop, "Escape")
    press(qtbot, desktop, "Ctrl+F")
    write(qtbot, desktop, "学校")
    assert shown(desktop) == [("push", "学校店")]
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Return")
    lines = focus(desktop)
    assert isinstance(lines, RecordView)
    press(qtbot, desktop, "Return")
    assert desktop.here.page == "suggestions"
    assert list_page(desktop, "suggestions").detail.key == 1


def test_of_very_many_the_newest_are_listed(
    qtbot: QtBot, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_MOST_LISTED", 2)
    desktop = open_desk(qtbot, office, tmp_path)
    desktop.open(Link("works", 1))
    settle(qtbot, desktop)
    words = {one.text() for one in desktop.shown.findChildren(QLabel) if one.isVisible()}
    assert "最近的 2 条建议" in words


def test_what_was_entered_since_is_reckoned_anew(
    qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, office, tmp_path)
    desktop.open(Link("works"))
    settle(qtbot, desktop)
    team = Team(office, date(2026, 3, 12))
    tell(team, "C3", team.day, category="display")
    assert ("display", "学校店") not in shown(desktop)
    press(qtbot, desktop, "F5")
    assert ("display", "学校店") in shown(desktop)
