"""A window stays open over midnight, and a clock goes wrong: which day the work is dated."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

import desktop.services.office
from desktop.models import Collection, Order
from desktop.services.office import Office
from desktop.services.payments import record_collection
from desktop.views.kit.desk import Link
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import list_page, open_desk, press, settle, write


class Clock(datetime.date):
    """A clock that a test sets."""

    now = datetime.date(2026, 3, 31)

    @classmethod
    def today(cls) -> datetime.date:  # type: ignore[override]
        return cls.now


@pytest.fixture
def team(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    monkeypatch.setattr(desktop.services.office, "office_day", Clock.today)
    Clock.now = datetime.date(2026, 3, 31)
    team = new_team(sqlite_url)
    yield team
    team.office.engine.dispose()


def awake(team: Team, code: str) -> Office:
    """An office that asks the clock what day it is."""
    return team.office.on(None, team.office.find_person(code))


def midnight(qtbot: QtBot, window: Desktop, day: datetime.date) -> None:
    Clock.now = day
    window._look_around()
    settle(qtbot, window)


def test_after_midnight_work_is_dated_and_shown_on_the_new_day(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    window = open_desk(qtbot, awake(team, "c1"), tmp_path)
    assert "2026-03-31" in window.top.day.text()
    window.open(Link("orders"))
    settle(qtbot, window)
    before = window.page("orders")
    midnight(qtbot, window, datetime.date(2026, 4, 1))
    assert "2026-04-01 周三" in window.top.day.text()
    assert window.page("orders") is not before
    assert window.shown is window.page("orders")
    press(qtbot, window, "Ctrl+N")
    for typed in ("c1", "p1", "", "3"):
        write(qtbot, window, typed)
        press(qtbot, window, "Return")
    press(qtbot, window, "Ctrl+S")
    with team.office.reading() as session:
        assert session.scalars(select(Order.ordered_on)).one() == datetime.date(2026, 4, 1)


def test_a_form_left_open_keeps_what_is_typed_and_its_untouched_day_follows(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    window = open_desk(qtbot, awake(team, "k1"), tmp_path)
    window.open(Link("payments", do="new"))
    settle(qtbot, window)
    form = list_page(window, "payments").panel.form
    assert form is not None
    write(qtbot, window, "c1")
    press(qtbot, window, "Return")
    midnight(qtbot, window, datetime.date(2026, 4, 1))
    assert list_page(window, "payments").panel.form is form
    assert form.editor("client").value() == "C1"
    assert form.editor("dated").value() == datetime.date(2026, 4, 1)
    write(qtbot, window, "100")
    press(qtbot, window, "Return")
    press(qtbot, window, "Ctrl+S")
    yes(qtbot, window)
    with team.office.reading() as session:
        assert session.scalars(select(Collection.dated)).one() == datetime.date(2026, 4, 1)


def yes(qtbot: QtBot, window: Desktop) -> None:
    """Answer what the form asks, if it asks anything."""
    strip = list_page(window, "payments").panel.strip
    if strip.isVisible():
        press(qtbot, window, "Return")


def test_a_day_that_somebody_typed_stays(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    window = open_desk(qtbot, awake(team, "k1"), tmp_path)
    window.open(Link("payments", do="new"))
    settle(qtbot, window)
    form = list_page(window, "payments").panel.form
    assert form is not None
    form.editor("dated").show_value(datetime.date(2026, 3, 30))
    midnight(qtbot, window, datetime.date(2026, 4, 1))
    assert form.editor("dated").value() == datetime.date(2026, 3, 30)


def test_a_draft_comes_back_on_the_day_on_which_it_is_taken_up(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    window = open_desk(qtbot, awake(team, "k1"), tmp_path)
    window.open(Link("payments", do="new"))
    settle(qtbot, window)
    write(qtbot, window, "c1")
    press(qtbot, window, "Escape")
    Clock.now = datetime.date(2026, 4, 1)
    window.open(Link("payments", do="new"))
    settle(qtbot, window)
    form = list_page(window, "payments").panel.form
    assert form is not None
    assert form.editor("dated").value() == datetime.date(2026, 4, 1)


def test_a_day_before_the_newest_booking_is_asked_about_once_and_shown(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    record_collection(awake(team, "k1"), "C1", 100)
    Clock.now = datetime.date(2026, 2, 10)
    window = open_desk(qtbot, awake(team, "c1"), tmp_path)
    assert window.top.doubt.isVisible()
    assert "2026-03-31" in window.top.doubt.toolTip()
    assert "2026-03-31" in window.strip.words  # once by itself, and each time it is pressed
    window.strip.clear()
    window.refresh()
    settle(qtbot, window)
    assert not window.strip.words
    window.top.doubt.click()
    assert "2026-03-31" in window.strip.words
    assert "时间" in window.strip.words
    window.open(Link("orders"))
    settle(qtbot, window)
    for asked in (True, False):
        press(qtbot, window, "Ctrl+N")
        for typed in ("c1", "p1", "", "3" if asked else "4"):
            write(qtbot, window, typed)
            press(qtbot, window, "Return")
        press(qtbot, window, "Ctrl+S")
        panel = list_page(window, "orders").panel
        assert panel.strip.isVisible() is asked
        if asked:
            press(qtbot, window, "Return")
        assert panel.form is None
    with team.office.reading() as session:
        days = session.scalars(select(Order.ordered_on)).all()
    assert days == [datetime.date(2026, 2, 10)] * 2
