"""What a window asks, counted: nothing twice in one reading, nothing loaded while one waits."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from bench.watch import asked
from desktop.basics.report import Scope
from desktop.offices import open_training
from desktop.services.office import Office
from desktop.views.reports.page import ReportsPage
from tests.views.desk import settle
from tests.views.hands import Hands

# People of the training office: a manager, a clerk, a dispatcher, a cashier, a rep, an accountant.
PEOPLE = ("wang", "yang", "peng", "jiang", "chen", "he")
MOST_ASKED = 80  # by a page that is opened, with its list, the first item beside it, and the counts


@pytest.fixture(scope="module")
def training(training_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("read-once")
    shutil.copytree(training_built, folder, dirs_exist_ok=True)
    office, day = open_training(folder)
    yield office.on(day, None)
    office.engine.dispose()


@pytest.mark.parametrize("code", PEOPLE)
def test_no_page_reads_anything_twice(
    qtbot: QtBot, training: Office, tmp_path: Path, code: str
) -> None:
    hands = Hands(qtbot, training, code, tmp_path)
    for name in hands.desktop.names:
        with asked() as heard:
            hands.desktop.open_by_keys(name)
            settle(qtbot, hands.desktop)
        assert not heard.twice, f"{name}:\n" + "\n".join(heard.twice)
        assert heard.statements <= MOST_ASKED, f"{name}: {heard.statements}"


def test_the_journal_from_today_is_that_of_today(
    qtbot: QtBot, training: Office, tmp_path: Path
) -> None:
    hands = Hands(qtbot, training, "he", tmp_path)
    hands.press("Ctrl+N")
    page = hands.desktop.page("reports")
    assert isinstance(page, ReportsPage)
    assert page.chosen == "journal"
    assert page.scope == Scope(training.today, training.today)
    hands.press("Ctrl+1", "F6")
    assert page.chosen == "trial-balance"
    month = training.today.replace(day=1)
    assert page.scope == Scope(month, training.today), "not what the journal was asked for"


_SIGN_IN = """
import sys, threading, time
from pathlib import Path
from PySide6.QtWidgets import QApplication
app = QApplication([])
from desktop.app import MainWindow
window = MainWindow(Path(sys.argv[1]), training=True)
window.show()
def until(there):
    while not there():
        app.processEvents()
        time.sleep(0.001)
window.open_office()
until(lambda: window.office is not None and window.tasks.idle)
loaded = []
def hear(event, given):
    main = threading.current_thread() is threading.main_thread()
    if event == "import" and main and given[0].startswith("desktop."):
        loaded.append(given[0])
sys.addaudithook(hear)
window.sign_in.given.emit("wang", "")
until(lambda: window.desktop is not None and window.tasks.idle)
assert not [name for name in loaded if "views" in name or "queries" in name], loaded
print("signed in")
import os
os._exit(0)
"""


def test_signing_in_loads_nothing_on_the_gui_thread(training_built: Path, tmp_path: Path) -> None:
    shutil.copytree(training_built, tmp_path, dirs_exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-c", _SIGN_IN, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "signed in" in done.stdout, done.stderr
