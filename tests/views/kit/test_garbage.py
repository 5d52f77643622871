"""Widgets in a cycle are destroyed on the GUI thread, however much a worker makes."""

import gc
import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.views.kit import garbage
from desktop.views.kit.garbage import GarbageCollector

A_WORKER_AT_WORK = """
import threading
from PySide6.QtCore import QCoreApplication, QTimer
from desktop.views.kit.garbage import GarbageCollector
from desktop.views.kit.tasks import Tasks
from tests.views.kit.test_garbage import Cycle

app = QCoreApplication([])
tasks, told, done = Tasks(), [], []
(collector,) = tasks.findChildren(GarbageCollector)
for timer in collector.findChildren(QTimer):
    timer.stop()  # a slow machine's work would last until its turn
Cycle(told)
tasks.read(tasks, lambda _progress: len([[n] for n in range(200_000)]), done.append)
while not done:
    app.processEvents()
assert done == [200_000]
print("kept" if told == [] else told)
for _turn in range(300):
    Cycle([])
    collector.collect()
    junk = [[n] for n in range(800)]
print("collected" if told == [threading.get_ident()] else told)
"""


@pytest.fixture(autouse=True)
def windows_can_be_collected() -> Iterator[None]:
    """Here the program does put aside what it puts aside, and Python collects as often as ever."""
    rarely = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*rarely)
    gc.unfreeze()


class Cycle:
    """Holds itself; tells on which thread it was let go."""

    def __init__(self, told: list[int]) -> None:
        self.myself = self
        self._told = told

    def __del__(self) -> None:
        self._told.append(threading.get_ident())


def test_a_worker_never_collects_what_belongs_to_the_gui() -> None:
    # In a process of its own: a window that another test left would put the cycle aside for good.
    run = subprocess.run(
        [sys.executable, "-c", A_WORKER_AT_WORK],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert run.stdout.split() == ["kept", "collected"], run.stderr


def test_what_is_collected_is_python_s_own_choice(qtbot: QtBot) -> None:
    owner = QObject()
    collector = GarbageCollector(owner)
    gc.collect()
    before = [one["collections"] for one in gc.get_stats()]
    junk = [[number] for number in range(2_000)]
    collector.collect()
    after = [one["collections"] for one in gc.get_stats()]
    assert junk
    assert after[0] == before[0] + 1
    assert after[1:] == before[1:]


def test_what_a_long_work_makes_is_never_gone_through(qtbot: QtBot) -> None:
    owner = QObject()
    collector = GarbageCollector(owner)
    told: list[int] = []
    gc.collect()
    before = [one["collections"] for one in gc.get_stats()]
    rows = [[number] for number in range(100_000)]
    collector.collect()
    assert [one["collections"] for one in gc.get_stats()] == before
    assert gc.get_count()[0] < 1_000
    del rows
    Cycle(told)
    junk = [[] for _one in range(2 * gc.get_threshold()[0])]
    collector.collect()
    assert junk
    assert told == [threading.get_ident()], "what comes after it is collected as ever"


def test_what_a_long_work_let_go_of_is_given_back_once_it_rests(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[bool] = []
    monkeypatch.setattr(garbage, "give_back", lambda: given.append(True))
    monkeypatch.setattr(garbage, "_RESTED_MS", 1)
    owner = QObject()
    collector = GarbageCollector(owner)
    gc.collect()
    collector.collect()
    qtbot.wait(20)
    assert not given, "a short one has nothing to give"
    rows = [[number] for number in range(100_000)]
    collector.collect()
    assert rows
    qtbot.waitUntil(lambda: given == [True])


def test_what_was_put_aside_is_gone_through_while_nobody_is_there(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(garbage, "_AWAY_MS", 1)
    owner = QObject()
    collector = GarbageCollector(owner)
    told: list[int] = []
    gc.collect()
    goes = QGuiApplication.instance()
    assert isinstance(goes, QGuiApplication)
    before = gc.get_stats()[2]["collections"]
    goes.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    qtbot.wait(20)
    assert gc.get_stats()[2]["collections"] == before, "nothing was put aside"
    Cycle(told)
    rows = [[number] for number in range(100_000)]
    collector.collect()
    assert rows
    goes.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    goes.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
    qtbot.wait(20)
    assert told == [], "somebody came back at once"
    goes.applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
    qtbot.waitUntil(lambda: told == [threading.get_ident()])


def test_the_allocator_knows_how_to_give_back() -> None:
    garbage.give_back()
