"""A window that was worked in all day holds what a fresh one holds, and no more."""

import gc
import shutil
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.offices import open_training
from desktop.services.office import Office
from desktop.views.kit.tasks import Tasks
from desktop.views.scenes import walk
from desktop.views.window import Desktop
from tests.views.desk import settle
from tests.views.hands import Hands

MANAGER = "wang"
ROUNDS, WARM = 5, 1  # what is loaded once is there after the second
WALKED = ("clients",)  # its tabs, forms, steps and papers are opened, too
# SQLAlchemy and its driver keep statements, up to a number, and so do plain containers that are
# part of them; pytest keeps what Qt said; a weak reference holds nothing. Python's words for Qt's
# objects aren't counted, since asking for those makes some.
NOT_COUNTED = (
    *("builtins.tuple", "builtins.list", "builtins.dict", "builtins.set", "builtins.frozenset"),
    *("sqlalchemy.", "sqlite3.Statement", "weakref.ReferenceType", "pytestqt.", "PySide6."),
)


@pytest.fixture
def training(training_built: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copytree(training_built, tmp_path / "office", dirs_exist_ok=True)
    office, day = open_training(tmp_path / "office")
    yield office.on(day, None)
    office.engine.dispose()


def test_what_was_looked_at_and_left_leaves_nothing_behind(
    qtbot: QtBot, training: Office, tmp_path: Path
) -> None:
    desktop = Hands(qtbot, training, MANAGER, tmp_path).desktop

    def rest() -> None:
        settle(qtbot, desktop)

    told: dict[str, list[int]] = {}
    for _round in range(ROUNDS):
        for name in desktop.names:
            desktop.open_by_keys(name)
            rest()
        for _sight in walk(desktop, rest, WALKED, set()):
            pass
        for kind, number in _kinds(desktop).items():
            told.setdefault(kind, []).append(number)
    assert not {kind: numbers for kind, numbers in told.items() if _grows(numbers)}


def _grows(numbers: list[int]) -> bool:
    """Whether there are more after each round, those apart in which the window warms up."""
    return len(numbers) == ROUNDS and numbers[WARM:] == sorted(set(numbers[WARM:]))


def _kinds(desktop: Desktop) -> Counter[str]:
    """How many there are of each kind: of Python's objects, and of Qt's by their own class."""
    gc.unfreeze()
    gc.collect()
    made = Counter(f"{type(one).__module__}.{type(one).__qualname__}" for one in gc.get_objects())
    kinds = Counter({one: made[one] for one in made if not one.startswith(NOT_COUNTED)})
    kinds.update(f"Qt's {one.metaObject().className()}" for one in desktop.findChildren(QObject))
    return kinds


class _Asked:
    """Something that a work on a worker asks about."""


def test_a_worker_lets_go_of_what_it_was_asked(qtbot: QtBot) -> None:
    tasks = Tasks()
    answers: list[str] = []

    def begun(ask: Callable[..., None]) -> weakref.ref[_Asked]:
        asked = _Asked()
        ask(tasks, lambda _progress: str(asked), answers.append)
        return weakref.ref(asked)

    for ask in (tasks.read, tasks.change):
        asked = begun(ask)
        qtbot.waitUntil(lambda: tasks.idle)
        tasks.wait()  # a worker holds it until it has left it
        gc.collect()
        assert asked() is None
    assert len(answers) == 2
    tasks.end()
