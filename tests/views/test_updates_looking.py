"""Looking for a newer version: without a word, and without anybody who waits for it."""

import threading

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.updates import Looked
from desktop.views.kit.updates import Updates


def test_a_folder_that_never_answers_keeps_nobody_waiting(qtbot: QtBot) -> None:
    """Neither the window nor the end of the program; and no second thread hangs there too."""
    hangs, asked = threading.Event(), []

    def look(folder: str, _schema: str) -> Looked:
        asked.append(folder)
        hangs.wait(30)
        return Looked(words="late")

    updates = Updates(look=look)
    updates.patience_ms = 300
    updates.follow("X:\\share")
    qtbot.waitUntil(lambda: updates.looked is not None, timeout=10_000)
    assert updates.looked is not None
    assert updates.looked.again
    assert "连不上" in updates.looked.words
    assert updates.headline == ""
    updates.look()
    qtbot.waitUntil(lambda: not updates.looking, timeout=10_000)
    assert asked == ["X:\\share"]
    hangs.set()
    qtbot.waitUntil(lambda: not _alive(), timeout=10_000)
    updates.look()  # it answers by now
    qtbot.waitUntil(lambda: updates.looked.words == "late", timeout=10_000)  # type: ignore[union-attr]


def _alive() -> bool:
    return any(one.name == "updates" for one in threading.enumerate())


def test_what_was_asked_of_another_folder_is_not_shown(qtbot: QtBot) -> None:
    first = threading.Event()

    def look(folder: str, _schema: str) -> Looked:
        if folder == "a":
            first.wait(30)
        return Looked(words=folder)

    updates = Updates(look=look)
    updates.follow("a")
    updates.follow("b")
    first.set()
    qtbot.waitUntil(lambda: updates.looked is not None, timeout=10_000)
    qtbot.waitUntil(lambda: not updates.looking and not _alive(), timeout=10_000)
    assert updates.looked == Looked(words="b")
    updates.follow("")
    assert (updates.looked, updates.looking) == (None, False)


def test_no_folder_no_look(qtbot: QtBot) -> None:
    updates = Updates(look=lambda _folder, _schema: pytest.fail("it looked"))
    updates.follow("")
    updates.look()
    assert not updates.looking
