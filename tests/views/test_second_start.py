"""Two starts, one window; and what is typed when the computer is shut down."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import MainWindow
from desktop.starting import come_up, keep_typed
from desktop.views.second_start import FirstWindow, first_window
from desktop.views.sign_in.restore import RestorePage
from desktop.views.sign_in.start import StartPage
from tests.views.desk import rest

ROOT = Path(__file__).resolve().parents[2]
AGAIN = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop.views import second_start
app = QCoreApplication([])
second_start._PATIENCE_S = 0.5
backup = Path(sys.argv[2]) if len(sys.argv) > 2 else None
held = second_start.first_window(Path(sys.argv[1]), training=False, backup=backup)
print("brought up" if held is None else "opens")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "数据 文件夹"


@pytest.fixture
def first(qapp: QApplication, folder: Path) -> Iterator[FirstWindow]:
    held = first_window(folder, training=False)
    assert held is not None
    yield held
    held.let_go()


def start_again(folder: Path, *more: str) -> "subprocess.Popen[str]":
    """The program started once more, in a process of its own."""
    command = [sys.executable, "-c", AGAIN, str(folder), *more]
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


def said(qtbot: QtBot, process: "subprocess.Popen[str]") -> str:
    qtbot.waitUntil(lambda: process.poll() is not None, timeout=30_000)
    assert process.stdout is not None
    with process.stdout:
        return process.stdout.read().strip()


def test_a_second_start_brings_the_first_window_up(
    qtbot: QtBot, first: FirstWindow, folder: Path
) -> None:
    came: list[Path | None] = []
    first.take = came.append
    assert said(qtbot, start_again(folder)) == "brought up"
    assert came == [None]


def test_a_backup_that_is_opened_outside_is_handed_over(
    qtbot: QtBot, first: FirstWindow, folder: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "备份 七月.zxbackup"
    came: list[Path | None] = []
    first.take = came.append
    assert said(qtbot, start_again(folder, str(backup))) == "brought up"
    assert came == [backup]


def test_another_office_has_a_window_of_its_own(
    qtbot: QtBot,
    first: FirstWindow,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert said(qtbot, start_again(tmp_path / "another")) == "opens"
    training = first_window(folder, training=True)
    monkeypatch.setenv("ZHONGXIAO_DATABASE", str(tmp_path / "third.db"))
    named = first_window(folder, training=False)
    for held in (training, named):
        assert held is not None
        held.let_go()


def test_after_the_window_was_closed_the_next_start_opens(
    qtbot: QtBot, qapp: QApplication, folder: Path
) -> None:
    held = first_window(folder, training=False)
    assert held is not None
    held.let_go()
    assert said(qtbot, start_again(folder)) == "opens"


def test_a_window_that_was_killed_is_in_nobodys_way(qtbot: QtBot, folder: Path) -> None:
    """Its lock and its socket are left behind."""
    killed = AGAIN.replace("print(", "import os; os.abort()\nprint(")
    subprocess.run(
        [sys.executable, "-c", killed, str(folder)], cwd=ROOT, check=False, capture_output=True
    )
    assert (folder / "window" / "first.lock").exists()
    assert said(qtbot, start_again(folder)) == "opens"


def test_one_that_does_not_answer_keeps_nobody_from_work(
    qtbot: QtBot, first: FirstWindow, folder: Path
) -> None:
    first._server.close()  # as if it hung
    assert said(qtbot, start_again(folder)) == "opens"


def test_what_is_no_word_of_ours_only_brings_it_up(
    qtbot: QtBot, first: FirstWindow, folder: Path
) -> None:
    came: list[Path | None] = []
    first.take = came.append
    socket = QLocalSocket()
    socket.connectToServer(first._server.serverName())
    assert socket.waitForConnected(5000)
    socket.write(b"\xff\xfe not ours\n")
    qtbot.waitUntil(lambda: bool(came), timeout=10_000)
    assert came == [None]
    socket.abort()


# --- the window itself ------------------------------------------------------------------------


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    made = MainWindow(tmp_path / "home", training=False)
    qtbot.addWidget(made)
    made.show()
    made.open_office()
    rest(qtbot, made, made.tasks)
    yield made
    made.tasks.end()


def test_a_window_that_is_minimised_comes_up(qtbot: QtBot, window: MainWindow) -> None:
    window.showMinimized()
    come_up(window, None)
    assert not window.isMinimized()
    assert window.isVisible()


def test_a_backup_from_outside_stands_first_in_the_window_that_is_open(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    come_up(window, tmp_path / "备份.zxbackup")
    rest(qtbot, window, window.tasks)
    page = window.findChildren(RestorePage)[-1]
    assert page.isVisible()
    assert "备份.zxbackup" in page.list.item(0).text()


def test_what_is_typed_is_kept_when_the_computer_is_shut_down(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = window.findChildren(StartPage)[-1]
    page.form.editor("name").show_value("打了一半")
    keep_typed(window)
    keys = window.memory.drafts()
    drafts = [window.memory.draft(key) for key in keys]
    assert "打了一半" in [one.values.get("name") for one in drafts if one]
    assert window.memory.get("geometry")
