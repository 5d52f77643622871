"""A progress dialog comes up for what takes long, and leaves the keys where they were."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressDialog
from pytestqt.qtbot import QtBot

from desktop.views.kit import tasks
from desktop.views.kit.desk import Link
from desktop.views.kit.tasks import Progress
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import focus, list_page, open_desk, press, settle


@pytest.fixture
def desktop(qtbot: QtBot, sqlite_url: str, tmp_path: Path) -> Desktop:
    """The clients' page, the keyboard in its search field."""
    team: Team = new_team(sqlite_url)
    desktop = open_desk(qtbot, team.r1, tmp_path)
    desktop.open(Link("clients"))
    settle(qtbot, desktop)
    list_page(desktop, "clients").search.setFocus()
    return desktop


def dialogs(desktop: Desktop) -> list[QProgressDialog]:
    return [one for one in desktop.findChildren(QProgressDialog) if one.isVisible()]


@pytest.mark.parametrize("ends", ["well", "badly"])
def test_the_keys_go_on_where_they_were(
    qtbot: QtBot, desktop: Desktop, monkeypatch: pytest.MonkeyPatch, ends: str
) -> None:
    monkeypatch.setattr(tasks, "_PATIENCE_MS", 1)
    go = threading.Event()

    def work(_progress: Progress) -> None:
        go.wait(20)
        if ends == "badly":
            raise OSError("the stick is away")

    failed: list[Exception] = []
    desktop.desk.tasks.change(desktop, work, lambda _done: None, failed.append, "Waiting …")
    qtbot.waitUntil(lambda: bool(dialogs(desktop)))
    (dialog,) = dialogs(desktop)
    qtbot.waitUntil(dialog.isActiveWindow)
    go.set()
    settle(qtbot, desktop)
    assert dialogs(desktop) == []
    assert len(failed) == (ends == "badly")
    assert QApplication.activeWindow() is desktop
    assert focus(desktop) is list_page(desktop, "clients").search
    press(qtbot, desktop, "Ctrl+N")
    assert list_page(desktop, "clients").panel.form is not None


def test_a_step_that_takes_long_is_said_to_go_on() -> None:
    said = [tasks.waiting(one) for one in ("", "Waiting …", "批准")]
    assert said == ["正在处理…", "Waiting …", "批准…"]


def test_what_ends_while_its_dialog_is_being_made_leaves_none_behind(
    qtbot: QtBot, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "_PATIENCE_MS", 1)
    go, made = threading.Event(), []

    class Slow(QProgressDialog):
        def __init__(self, *given: object) -> None:
            super().__init__(*given)  # type: ignore[call-overload]
            go.set()
            assert desktop.desk.tasks._changer.waitForDone(20_000)
            made.append(self)

    monkeypatch.setattr(tasks, "QProgressDialog", Slow)
    desktop.desk.tasks.change(desktop, lambda _progress: go.wait(20), lambda _done: None)
    qtbot.waitUntil(lambda: bool(made))
    settle(qtbot, desktop)
    assert dialogs(desktop) == []


def test_what_is_given_up_is_told_to_the_work(
    qtbot: QtBot, desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "_PATIENCE_MS", 1)
    given_up: list[bool] = []

    def work(progress: Progress) -> None:
        progress.report(2, 8, "the third of eight")
        given_up.append(progress._cancelled.wait(20))

    desktop.desk.tasks.read(desktop, work, lambda _done: None, words="Reading …")
    qtbot.waitUntil(lambda: bool(dialogs(desktop)))
    (dialog,) = dialogs(desktop)
    qtbot.waitUntil(lambda: dialog.value() == 2)
    assert dialog.labelText() == "the third of eight"
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    settle(qtbot, desktop)
    assert given_up == [True]
    assert dialogs(desktop) == []
    assert QApplication.activeWindow() is desktop
