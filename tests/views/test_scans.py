"""Scans in the window: a sheet that was ticked by hand becomes a grid, which a person confirms."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.models import Delivery, Suggestion, Visit
from desktop.printing import layouts_in
from desktop.services.clients import ClientDraft, add_client
from desktop.services.orders import OrderedLine, add_order
from desktop.services.papers.registry import issue
from desktop.services.runs import add_vehicle, load_run, plan_run
from desktop.services.scans import read_scans
from desktop.services.suggestions import (
    confirm_suggestion,
    prepare_suggestion,
    submit_suggestion,
)
from desktop.services.visits import plan_visits, release_plan
from desktop.views.kit.desk import Link
from desktop.views.kit.forms.grid.view import ROW_PX
from desktop.views.kit.scrolling import area_of
from desktop.views.runs.results import ResultsForm
from desktop.views.scans.page import ScansPage
from desktop.views.visits.results import VisitResults
from desktop.views.window import Desktop
from tests.office import MONDAY, Team, new_team
from tests.scans.hands import as_jpeg, pages, tick
from tests.views.conftest import Guard
from tests.views.desk import list_page, open_desk, press, settle, write

pytestmark = pytest.mark.traced


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def scanned(pdf: bytes, said: set[tuple[str, str, str]], path: Path) -> Path:
    """The first page of a paper, ticked by hand and scanned."""
    (layout,) = layouts_in(pdf)
    sheet, by = pages(pdf, 200)[0], Random(4)
    for one in layout.pages[0].ticks:
        if (one.row, one.field, one.value) in said:
            tick(sheet, one, by, 200)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(as_jpeg(sheet))
    return path


def visit_sheet(team: Team, clients: Sequence[str] = ("C1", "C2")) -> bytes:
    """The printed sheet of a day with two visits, or with others."""
    for client in clients:
        key = prepare_suggestion(team.r1, SuggestionDraft(client, "display", "摆到收银台旁"))
        submit_suggestion(team.r1, key)
        confirm_suggestion(team.m1, key)
    release_plan(team.r1, plan_visits(team.r1, VisitPlanDraft("r1", team.day, list(clients))))
    return issue(team.r1, "visit_sheet", "r1")


def test_a_sheet_is_confirmed_by_a_key_for_each_doubt_and_one_to_save(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    """Sixty a day: the keyboard stands where a person has to look, and then at the next sheet."""
    clients = [f"W{number}" for number in range(4)]
    for client in clients:
        add_client(team.r1, ClientDraft(client, f"小店{client}", "学校店"))
    said = {(one, "result", said) for one in ("W1", "W3") for said in ("adopted", "declined")}
    said |= {("W1", "mark", mark) for mark in "34"}
    path = scanned(visit_sheet(team, clients), said, tmp_path / "1.jpg")
    desktop = open_desk(qtbot, team.r1, tmp_path / "memory")
    page = opened(qtbot, desktop, path)
    paper = page.lines[0].paper
    assert paper is not None
    cells = [(client, field) for client in clients for field in ("result", "mark")]
    doubtful = [cell for cell in cells if paper.answers[cell].doubt]
    assert {("W1", "result"), ("W1", "mark"), ("W3", "result")} <= {*doubtful}
    page.hold_focus()
    press(qtbot, desktop, "Return")
    form = list_page(desktop, "visits").panel.form
    assert isinstance(form, VisitResults)
    grid = form.grid

    def here() -> tuple[str, str]:
        assert grid.grid.hasFocus()
        return grid.grid.key, grid.column

    for cell in doubtful:
        assert here() == cell
        press(qtbot, desktop, "F8")
    for cell in doubtful[:-1]:
        assert here() == cell, "from the top again, and each next one by the answer alone"
        press(qtbot, desktop, "Space" if cell == ("W1", "result") else "1")
    press(qtbot, desktop, "5")
    assert here() == ("W3", "words"), "a visit that failed says why"
    write(qtbot, desktop, "关门")
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "F8")
    assert "都看过了" in desktop.foot.said.text()
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        states = dict(session.execute(select(Visit.client_id, Visit.state)).all())
    assert [*states.values()][1::2] == ["adopted", "failed"]
    assert desktop.here.page == "scans"


def opened(qtbot: QtBot, desktop: Desktop, path: Path) -> ScansPage:
    """The page of scans, with what a file holds."""
    desktop.open(Link("scans", do="read", values=(("files", (path,)),)))
    settle(qtbot, desktop)
    page = desktop.page("scans")
    assert isinstance(page, ScansPage)
    return page


def test_a_scanned_sheet_fills_the_grid_and_a_person_confirms_it(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    said = {
        ("C1", "result", "adopted"),
        ("C1", "mark", "4"),
        ("C2", "result", "adopted"),
        ("C2", "result", "declined"),
    }
    path = scanned(visit_sheet(team), said, tmp_path / "扫描" / "1.jpg")
    desktop = open_desk(qtbot, team.r1, tmp_path / "memory")
    page = opened(qtbot, desktop, path)
    page.watched.watch(path.parent)
    (line,) = page.lines
    assert line.paper is not None
    assert (line.paper.ticked, line.paper.doubtful, line.can_open) == (2, 1, True)
    gui_thread_never_waits.watching = True
    page.hold_focus()
    press(qtbot, desktop, "Return")
    form = list_page(desktop, "visits").panel.form
    assert isinstance(form, VisitResults)
    assert form.grid.rows.typed == {"C1": {"result": "adopted", "mark": "4"}}
    assert form.grid.rows.text("C2", "result").startswith("？"), "two ticks: a person says which"
    area = area_of(form)
    assert area is not None
    inside = area.widget()
    assert inside is not None
    settle(qtbot, desktop)
    assert area.verticalScrollBar().maximum() == 0, "grid and cut-out stand in sight together"
    assert form.height() > inside.height() - 2 * ROW_PX, "and no room stays empty below"
    with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
        assert set(session.scalars(select(Visit.state))) == {"planned"}
    form.grid.grid.pick("C2", "result")
    press(qtbot, desktop, "3")
    press(qtbot, desktop, "Ctrl+S")
    with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
        ended = dict(session.execute(select(Suggestion.client_id, Suggestion.state)).all())
        assert sorted(ended.values()) == ["adopted", "declined"]
    assert desktop.here.page == "scans"
    assert page.lines == []
    settle(qtbot, desktop)
    assert (path.parent / "已录入" / "1.jpg").exists()


def test_scans_are_dropped_on_whatever_page_is_open(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    path = scanned(visit_sheet(team), {("C1", "result", "adopted")}, tmp_path / "1.JPG")
    desktop = open_desk(qtbot, team.r1, tmp_path / "memory")
    assert desktop.here.page == "today"
    for files, page in (([tmp_path / "1.txt"], "today"), ([path], "scans")):
        dropped = QMimeData()
        dropped.setUrls([QUrl.fromLocalFile(str(one)) for one in files])
        how = Qt.DropAction.CopyAction, dropped, Qt.MouseButton.LeftButton
        nothing = Qt.KeyboardModifier.NoModifier
        # On the page that is shown: it takes no files itself, so that they reach the window.
        for event in (
            QDragEnterEvent(QPoint(300, 300), *how, nothing),
            QDropEvent(QPointF(300, 300), *how, nothing),
        ):
            QApplication.sendEvent(desktop.shown, event)
        settle(qtbot, desktop)
        assert desktop.here.page == page
    read = desktop.page("scans")
    assert isinstance(read, ScansPage)
    assert [one.files for one in read.lines] == [(path,)]


def test_a_paper_that_is_entered_already_or_none_of_ours_is_told_in_words(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    path = scanned(visit_sheet(team), {("C1", "result", "adopted")}, tmp_path / "1.jpg")
    (tmp_path / "2.png").write_bytes(b"no picture")
    from desktop.services.visits import record_visit

    for client in ("C1", "C2"):
        record_visit(team.r1, 1, client, "adopted")
    desktop = open_desk(qtbot, team.r1, tmp_path / "memory")
    page = opened(qtbot, desktop, path)
    opened(qtbot, desktop, tmp_path / "2.png")
    assert [(one.can_open, bool(one.to_look_at)) for one in page.lines] == [(False, True)] * 2


def test_what_came_half_into_the_watched_folder_is_told_no_more_once_it_is_whole(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    said = {("C1", "result", "adopted")}
    whole = scanned(visit_sheet(team), said, tmp_path / "拍的.jpg").read_bytes()
    desktop = open_desk(qtbot, team.r1, tmp_path / "memory")
    desktop.open(Link("scans"))
    settle(qtbot, desktop)
    page = desktop.page("scans")
    assert isinstance(page, ScansPage)
    path = tmp_path / "扫描仪" / "张 三，周一.jpg"
    path.parent.mkdir()
    for content in (whole[: len(whole) // 2], whole):  # a slow scanner stops in between
        path.write_bytes(content)
        page.watched.watch(path.parent)
        settle(qtbot, desktop)
        assert not any(one.can_open for one in page.lines), "it isn't read while it may grow"
        page.look()
        settle(qtbot, desktop)
        (line,) = page.lines
        assert line.can_open == (content == whole)


def test_what_lies_in_a_watched_folder_is_read_by_any_name_and_told_where_it_cant_be(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    """A phone's HEIC, .jpeg and .JPG, the same photo twice; and the folder goes and comes back."""
    folder = tmp_path / "扫描仪 共享"
    first = scanned(visit_sheet(team), {("C1", "result", "adopted")}, folder / "张三，周一.jpeg")
    again = first.with_name("张三，周一 - 副本.JPG")
    again.write_bytes(first.read_bytes())
    heic = first.with_name("IMG_0001.HEIC")
    heic.write_bytes(b"\0\0\0\x18ftypheic")
    (folder / "Thumbs.db").write_bytes(b"of Windows")
    (folder / "子文件夹.jpg").mkdir()
    desktop = open_desk(qtbot, team.r1, tmp_path / "memory")
    desktop.open(Link("scans"))
    settle(qtbot, desktop)
    page = desktop.page("scans")
    assert isinstance(page, ScansPage)

    def look() -> None:
        page.look()
        settle(qtbot, desktop)

    page.watched.watch(folder)
    look()
    look()
    papers = [one for one in page.lines if one.paper]
    assert [({*one.files}, one.can_open) for one in papers] == [({first, again}, True)]
    (alone,) = read_scans(team.r1, [first]).papers
    assert papers[0].paper is not None
    assert papers[0].paper.answers == alone.answers, "twice the same is as sure as once"
    told = {one.files[0].name: one.to_look_at for one in page.lines if not one.paper}
    assert told.keys() == {heic.name}
    assert "HEIC" in told[heic.name]
    away = folder.rename(tmp_path / "拔掉了")
    look()
    assert str(folder) in page.watched.remark.text()
    assert len(page.lines) == 2, "what was read stays"
    away.rename(folder)
    look()
    assert page.watched.remark.text() == ""
    page.hold_focus()
    page.rows.pick(page.lines.index(papers[0]))
    press(qtbot, desktop, "Return")
    press(qtbot, desktop, "Ctrl+S")
    list_page(desktop, "visits").panel.strip._yes.click()  # what is open of the second is left
    settle(qtbot, desktop)
    gone = {one.name for one in (folder / "已录入").iterdir()}
    assert gone == {first.name, again.name}
    look()
    assert [one.files for one in page.lines] == [(heic,)]


def test_a_scanned_manifest_says_how_its_stops_went(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    add_vehicle(team.d1, VehicleDraft("V1", "骆师傅", 100, ""))
    lines = [OrderedLine("P1", "支", 3)]
    orders = [add_order(team.r1, client, lines) for client in ("C1", "C2")]
    load_run(team.d1, plan_run(team.d1, RunDraft("V1", MONDAY, orders, "08:00")))
    pdf = issue(team.d1, "manifest", "CC-2026-0001")
    (layout,) = layouts_in(pdf)
    first, second = dict.fromkeys(one.row for one in layout.pages[0].ticks)
    said = {(first, "result", "full"), (first, "means", "cash"), (second, "result", "part")}
    path = scanned(pdf, said, tmp_path / "1.jpg")
    desktop = open_desk(qtbot, team.d1, tmp_path / "memory")
    page = opened(qtbot, desktop, path)
    page.hold_focus()
    press(qtbot, desktop, "Return")
    form = list_page(desktop, "runs").panel.form
    assert isinstance(form, ResultsForm)
    (typed,) = form.grid.rows.typed.values()
    assert form.grid.rows.text(form.grid.grid.key, "result").startswith("？"), "where to look"
    assert typed == {"result": "full", "collected": "113.40", "means": "cash"}
    open_key = form.grid.grid.key
    form.grid.grid.pick(next(iter(form.grid.rows.typed)))
    press(qtbot, desktop, "Ctrl+Shift+A")  # the rest as planned
    assert len(form.grid.rows.typed) == 1, "but where a person has to look"
    assert "F8" in desktop.foot.said.text()
    press(qtbot, desktop, "Ctrl+S")
    strip = list_page(desktop, "runs").panel.strip
    assert "1 个？" in strip.words
    with team.office.reading() as session:
        assert not session.scalars(select(Delivery.id)).all()
    press(qtbot, desktop, "Space")  # no
    assert form.grid.grid.hasFocus(), "at what is open"
    assert form.grid.grid.key == open_key
    assert not strip.words
    (line_key,) = (
        one.key for one in form.grid.rows.under(open_key) if one.open == {"accepted", "why"}
    )
    form.grid.write(line_key, {"accepted": "2"})
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        assert len(session.scalars(select(Delivery.id)).all()) == 2


def test_a_sheet_with_what_nobody_can_read_is_saved_by_a_yes(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    both = {("C1", "result", "adopted")} | {
        ("C2", "result", one) for one in ("adopted", "declined")
    }
    path = scanned(visit_sheet(team), both, tmp_path / "1.jpg")
    desktop = open_desk(qtbot, team.r1, tmp_path / "memory")
    opened(qtbot, desktop, path).hold_focus()
    press(qtbot, desktop, "Return")
    form = list_page(desktop, "visits").panel.form
    assert isinstance(form, VisitResults)
    press(qtbot, desktop, "Ctrl+Shift+A")
    assert set(form.grid.rows.typed) == {"C1"}
    press(qtbot, desktop, "Ctrl+S")
    assert list_page(desktop, "visits").panel.form is form
    list_page(desktop, "visits").panel.strip._yes.click()
    settle(qtbot, desktop)
    with team.office.reading() as session:
        assert sorted(session.scalars(select(Visit.state))) == ["adopted", "planned"]
    assert desktop.here.page == "scans"
