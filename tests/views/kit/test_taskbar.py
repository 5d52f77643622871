"""The taskbar of Windows: its interface is called as its table says (by a table made here)."""

import ctypes

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.views.kit import taskbar as module
from desktop.views.kit import tasks
from desktop.views.kit.taskbar import Taskbar, taskbar
from desktop.views.kit.tasks import Progress, Tasks

Call = tuple[str, int, tuple[int, ...]]


class Shell:
    """An ITaskbarList3 in memory, as a compiler lays it out, that notes how it was called."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        whom, large = ctypes.c_void_p, ctypes.c_ulonglong
        kinds = {
            3: ("HrInit", ()),
            9: ("SetProgressValue", (ctypes.c_void_p, large, large)),
            10: ("SetProgressState", (ctypes.c_void_p, ctypes.c_int)),
        }
        self._kept = []
        table = (ctypes.c_void_p * 12)()
        for place, (name, given) in kinds.items():
            made = ctypes.CFUNCTYPE(ctypes.c_long, whom, *given)(self._noting(name))
            self._kept.append(made)
            table[place] = ctypes.cast(made, ctypes.c_void_p)
        self._table = table
        self._itself = ctypes.c_void_p(ctypes.addressof(table))
        self.pointer = ctypes.c_void_p(ctypes.addressof(self._itself))

    def _noting(self, name: str):  # type: ignore[no-untyped-def]
        def note(itself: int, *given: int) -> int:
            self.calls.append((name, itself, given))
            return 0

        return note

    def said(self) -> list[tuple[str, tuple[int, ...]]]:
        assert all(itself == self.pointer.value for _name, itself, _given in self.calls)
        return [(name, given) for name, _itself, given in self.calls]


def test_each_word_goes_to_its_place_in_the_table() -> None:
    shell = Shell()
    bar = Taskbar(shell.pointer)
    window = 0x7FFF_0000_1234
    bar.show(window, 0, 0)
    bar.show(window, 3, 10)
    bar.show(window, 11, 10)
    bar.show(window, 2**40, 2**41)
    bar.clear(window)
    assert shell.said() == [
        ("HrInit", ()),
        ("SetProgressState", (window, 1)),
        ("SetProgressState", (window, 2)),
        ("SetProgressValue", (window, 3, 10)),
        ("SetProgressState", (window, 2)),
        ("SetProgressValue", (window, 10, 10)),
        ("SetProgressState", (window, 2)),
        ("SetProgressValue", (window, 2**40, 2**41)),
        ("SetProgressState", (window, 0)),
    ]


def test_names_of_interfaces_are_laid_out_as_windows_reads_them() -> None:
    assert bytes(module._guid("00112233-4455-6677-8899-aabbccddeeff")).hex() == (
        "33221100554477668899aabbccddeeff"
    )


def test_elsewhere_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.platform, "system", lambda: "Linux")
    taskbar.cache_clear()
    assert taskbar() is None
    taskbar.cache_clear()


def test_long_work_shows_there_how_far_it_is_and_goes_when_it_is_done(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = Shell()
    bar = Taskbar(shell.pointer)
    monkeypatch.setattr(tasks, "taskbar", lambda: bar)
    monkeypatch.setattr(tasks, "_PATIENCE_MS", 0)
    window, workers = QWidget(), Tasks()
    qtbot.addWidget(window)
    window.show()
    told: list[bool] = []

    def work(progress: Progress) -> None:
        while not any(name == "SetProgressValue" for name, _given in shell.said()):
            progress.report(3, 10)

    workers.read(window, work, lambda _none: told.append(True), words="…")
    qtbot.waitUntil(lambda: bool(told), timeout=20_000)
    qtbot.waitUntil(lambda: shell.said()[-1] == ("SetProgressState", (int(window.winId()), 0)))
    assert ("SetProgressValue", (int(window.winId()), 3, 10)) in shell.said()
    workers.wait()
