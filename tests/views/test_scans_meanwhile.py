"""Scans that wait while others work: what was entered or changed meanwhile is told in time."""

from collections.abc import Mapping
from pathlib import Path
from threading import Event

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.models import Survey
from desktop.services.papers.registry import issue
from desktop.services.scan_folder import LookedForScans
from desktop.services.scans import read_scans
from desktop.services.visits import record_visit
from desktop.views.proposals.survey import SurveyForm
from desktop.views.scans import page as scans_page
from desktop.views.scans.page import ScansPage
from desktop.views.visits.results import VisitResults
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import list_page, open_desk, press, settle
from tests.views.test_scans import opened, scanned, visit_sheet


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def waiting(qtbot: QtBot, team: Team, folder: Path) -> tuple[Desktop, ScansPage]:
    """A rep's window in which a visit sheet waits to be entered."""
    path = scanned(visit_sheet(team), {("C1", "result", "adopted")}, folder / "1.jpg")
    desktop = open_desk(qtbot, team.r1, folder / "memory")
    return desktop, opened(qtbot, desktop, path)


def test_a_sheet_that_was_entered_by_hand_meanwhile_is_told_and_isnt_opened(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, page = waiting(qtbot, team, tmp_path)
    assert page.lines[0].can_open
    for client in ("C1", "C2"):
        record_visit(team.r1, 1, client, "adopted")  # in another window
    page.hold_focus()
    press(qtbot, desktop, "Return")
    assert desktop.here.page == "scans"
    assert "已经录入" in desktop.foot.said.text()
    assert not page.lines[0].can_open
    press(qtbot, desktop, "Ctrl+Delete")
    assert page.lines == []


def test_f5_tells_what_of_the_papers_that_wait_is_entered(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, page = waiting(qtbot, team, tmp_path)
    for client in ("C1", "C2"):
        record_visit(team.r1, 1, client, "adopted")
    press(qtbot, desktop, "F5")
    assert "已经录入" in page.lines[0].to_look_at


def test_the_same_sheet_in_two_windows_is_entered_once(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    said = {(one, "result", "adopted") for one in ("C1", "C2")}
    path = scanned(visit_sheet(team), said, tmp_path / "1.jpg")
    windows = [open_desk(qtbot, team.r1, tmp_path / name) for name in ("one", "two")]
    for desktop in windows:
        go_to(qtbot, desktop)
        opened(qtbot, desktop, path).hold_focus()
        press(qtbot, desktop, "Return")
        press(qtbot, desktop, "1")  # where the scan isn't sure
    first, second = windows
    go_to(qtbot, first)
    assert isinstance(list_page(first, "visits").panel.form, VisitResults)
    press(qtbot, first, "Ctrl+S")
    assert first.here.page == "scans"
    go_to(qtbot, second)
    press(qtbot, second, "Ctrl+S")
    panel = list_page(second, "visits").panel
    assert isinstance(panel.form, VisitResults), "it stays, with why"
    assert "已采纳" in panel.form.note("visits")


def go_to(qtbot: QtBot, desktop: Desktop) -> None:
    """Work in this one of two windows."""
    with qtbot.waitActive(desktop):
        desktop.activateWindow()


def entered(desktop: Desktop) -> SurveyForm:
    form = list_page(desktop, "proposals").panel.form
    assert isinstance(form, SurveyForm)
    groups = [{"name": "学生", "share": "100"}]
    levels = [{"width_cm": "90", "height_cm": "30"}]
    figures = {
        "shop_type": {"value": "学校店", "text": "学校店"},
        "area_m2": "30",
        "households": "500",
        "rivals": "2",
    }
    said: Mapping[str, object] = {**figures, "groups": groups, "levels": levels}
    for name, raw in said.items():
        form.editor(name).show_raw(raw)
    return form


def test_a_survey_form_in_two_windows_is_entered_once(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    pdf = issue(team.r1, "survey_form", "C1")
    path = scanned(pdf, {("spending", "spending", "middle")}, tmp_path / "1.jpg")
    windows = [open_desk(qtbot, team.r1, tmp_path / name) for name in ("one", "two")]
    for desktop in windows:
        go_to(qtbot, desktop)
        opened(qtbot, desktop, path).hold_focus()
        press(qtbot, desktop, "Return")
        entered(desktop)
    for desktop in windows:
        go_to(qtbot, desktop)
        press(qtbot, desktop, "Ctrl+S")
        form = list_page(desktop, "proposals").panel.form
        assert form is None
    with team.office.reading() as session:
        assert len(session.scalars(select(Survey.id)).all()) == 1
    (paper,) = read_scans(team.r1, [path]).papers
    assert "已经录入" in paper.target.remark, "a correction is a person's own wish"
    assert not paper.target.trouble


def test_a_look_that_takes_longer_than_to_the_next_one_comes_to_its_end(
    qtbot: QtBot, team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forty pages take a minute; what was asked again meanwhile threw the answer away."""
    path = scanned(visit_sheet(team), {("C1", "result", "adopted")}, tmp_path / "夹" / "1.jpg")
    desktop = open_desk(qtbot, team.r1, tmp_path / "memory")
    page = opened(qtbot, desktop, path)
    read, looks, done = read_scans(team.r1, [path]), [0], Event()

    def slow(*_asked: object) -> LookedForScans:
        looks[0] += 1
        done.wait(20)
        return LookedForScans(read)

    page.lines.clear()
    monkeypatch.setattr(scans_page, "look_for_scans", slow)
    page.watched.watch(path.parent)
    qtbot.waitUntil(lambda: looks[0] == 1)
    for _turn in range(3):
        page.watched._timer.timeout.emit()
    done.set()
    settle(qtbot, desktop)
    assert looks[0] == 1
    assert [one.files for one in page.lines] == [(path,)]


def test_the_line_that_was_chosen_stays_so_as_another_scan_comes(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path / "memory")
    for name in ("1.jpg", "2.jpg", "3.jpg"):
        (tmp_path / name).write_bytes(b"")
        page = opened(qtbot, desktop, tmp_path / name)
        page.rows.pick(len(page.lines) - 1)
    page.rows.pick(1)
    page.hold_focus()
    (tmp_path / "4.jpg").write_bytes(b"")
    opened(qtbot, desktop, tmp_path / "4.jpg")
    assert page.lines[page.rows.place].files[0].name == "2.jpg"


def test_a_long_reading_ends_as_its_page_is_no_more(
    qtbot: QtBot, team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = open_desk(qtbot, team.r1, tmp_path / "memory")
    path = scanned(visit_sheet(team), set(), tmp_path / "1.jpg")
    page = opened(qtbot, desktop, path)
    given, told = Event(), []

    def reading(_office: object, _paths: object, watch: scans_page._UntilLeft) -> object:
        given.wait(20)
        told.append(watch.cancelled)
        raise scans_page.Cancelled("")

    monkeypatch.setattr(scans_page, "read_scans", reading)
    page.read([path])
    desktop._make_anew("scans")
    page.deleteLater()
    qtbot.waitUntil(page._left.is_set)
    given.set()
    settle(qtbot, desktop)
    assert told == [True]
