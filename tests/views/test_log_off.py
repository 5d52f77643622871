"""Logging off and shutting down: what is typed is kept, also when somebody cancels it."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtGui import QSessionManager
from pytestqt.qtbot import QtBot

from desktop.app import MainWindow
from desktop.starting import log_off
from desktop.views.cases.page import CasesPage
from desktop.views.kit.desk import Link
from desktop.views.kit.forms.form import Form
from desktop.views.kit.memory import Memory
from desktop.views.window import Desktop
from tests.office import team_with_all_roles
from tests.views.desk import list_page, rest, settle
from tests.views.program import Begin, begun
from tests.views.test_start import started


class Session:
    """The system's session as Qt hands it on: it can be asked to stay."""

    def __init__(self) -> None:
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


def as_qt(session: Session) -> QSessionManager:
    return cast("QSessionManager", session)


@pytest.fixture
def begin(qtbot: QtBot, tmp_path: Path) -> Iterator[Begin]:
    with begun(qtbot, tmp_path) as window:
        yield window


def desk_of(qtbot: QtBot, begin: Begin) -> Desktop:
    """The desk of whoever began the office just now."""
    window = begin()
    started(qtbot, window)
    assert window.desktop is not None
    return window.desktop


def new_person(qtbot: QtBot, desktop: Desktop) -> Form:
    desktop.open(Link("staff", do="new"))
    settle(qtbot, desktop)
    form = list_page(desktop, "staff").panel.form
    assert form is not None
    return form


def test_after_a_log_off_that_was_cancelled_the_window_and_its_drafts_go_on(
    qtbot: QtBot, begin: Begin
) -> None:
    desktop = desk_of(qtbot, begin)
    window = desktop.window()
    assert isinstance(window, MainWindow)
    session = Session()
    form = new_person(qtbot, desktop)
    form.editor("code").show_value("wang")
    form.editor("name").show_value("王正")
    log_off(window, as_qt(session))
    assert not session.cancelled
    (key,) = desktop.desk.memory.drafts("staff")
    kept = desktop.desk.memory.draft(key)
    assert kept is not None
    assert kept.values["name"] == "王正"
    # Somebody cancels: what is typed on is kept as well, and saved once.
    form.editor("name").show_value("王正柏")
    log_off(window, as_qt(session))
    kept = desktop.desk.memory.draft(key)
    assert kept is not None
    assert kept.values["name"] == "王正柏"
    form.editor("roles").show_value(["manager"])
    list_page(desktop, "staff").panel.save()
    settle(qtbot, desktop)
    assert desktop.desk.memory.drafts("staff") == []
    log_off(window, as_qt(session))
    assert desktop.desk.memory.drafts("staff") == []
    assert list_page(desktop, "staff").table.rowCount() == 2
    assert window.isVisible()


def test_three_drafts_on_three_pages_are_there_after_the_next_start(
    qtbot: QtBot, begin: Begin, tmp_path: Path
) -> None:
    team_with_all_roles(f"sqlite:///{(tmp_path / 'office.db').as_posix()}").office.engine.dispose()
    window = begin()
    window.sign_in.given.emit("all", "")
    rest(qtbot, window, window.tasks)
    desktop = window.desktop
    assert desktop is not None
    for page, name in (("staff", "王正"), ("clients", "小店一"), ("products", "洗面奶")):
        desktop.open(Link(page, do="new"))
        settle(qtbot, desktop)
        form = list_page(desktop, page).panel.form
        assert form is not None
        form.editor("name").show_value(name)
    log_off(window, as_qt(Session()))
    # The program is ended there and then: nothing but what was written is left.
    corner = desktop.desk.memory
    kept = Memory(corner.root).of(str(desktop.desk.office.engine.url), "all")
    found = [kept.draft(key) for key in kept.drafts()]
    assert {one.values["name"] for one in found if one} == {"王正", "小店一", "洗面奶"}


def test_codes_that_nobody_could_show_again_hold_a_log_off_up(
    qtbot: QtBot, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = desk_of(qtbot, begin)
    desktop.page("cases")
    monkeypatch.setattr(CasesPage, "why_stay", lambda _page: "请先把领奖码交给举报人")
    session, window = Session(), desktop.window()
    assert isinstance(window, MainWindow)
    log_off(window, as_qt(session))
    assert session.cancelled
    assert "领奖码" in desktop.strip.words
