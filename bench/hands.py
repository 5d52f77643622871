"""Somebody at the window: does one thing by keys and waits until it is painted."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bench.crowd import TODAY
from bench.watch import application, turn_once
from desktop.services.office import Office
from desktop.views.clients.page import ClientsPage
from desktop.views.kit import theme
from desktop.views.kit.desk import Desk
from desktop.views.kit.memory import Memory
from desktop.views.kit.page import Page
from desktop.views.kit.tasks import Tasks
from desktop.views.today.page import TodayPage

_LONGEST_S = 60
_TURN_S = 0.0005  # a loop without rest would keep Python's lock from the workers it waits for


class Hands:
    """Works the list of clients and Today; each is a page that stands by itself."""

    def __init__(self, office: Office, folder: Path) -> None:
        app = application()
        theme.apply(app)
        manager = office.on(TODAY, office.find_person("manager"))
        self._desk = Desk(manager, Tasks(), Memory(folder / "window"))
        self._page = ClientsPage(self._desk)
        self._today = TodayPage(self._desk)
        self._resets = 0
        self._down = 0
        self.open()
        self.today()

    def open(self) -> None:
        """A fresh page with its list."""
        self._page.hide()
        self._page.deleteLater()
        self._page = ClientsPage(self._desk)
        self._page.table.modelReset.connect(self._on_list)
        self._until_list(lambda: self._show(self._page))

    def search(self, text: str) -> None:
        """Type a word into an empty search and clear it, the list shown after each key."""
        self._until_list(lambda: self._page.search.setText(text[:1]))
        for number in range(2, len(text) + 1):
            self._until_list(lambda number=number: self._page.search.setText(text[:number]))  # type: ignore[misc]
        self._until_list(self._page.search.clear)

    def keys(self, words: Sequence[str]) -> Iterator[Callable[[], None]]:
        """Each key of some words, typed in turn into the search; shown when it was done."""
        for word in words:
            for place in range(len(word)):
                typed = partial(self._page.search.setText, word[: place + 1])
                yield partial(self._until_list, typed)
            self._until_list(self._page.search.clear)
            self._until(lambda: self._desk.tasks.idle)

    def sort(self, name: str) -> None:
        """Sort the whole list by a column."""
        self._until_list(lambda: self._page.view.sorted_by.emit(name, False))

    def stand_at_top(self) -> None:
        """On the first row of a list whose words were never fetched."""
        table = self._page.table
        self._until(lambda: self._desk.tasks.idle)  # what was sorted is all there
        QTest.keyClick(self._page.view, Qt.Key.Key_Home)
        table.set_ids(table.ids)
        self._until(lambda: self._desk.tasks.idle)

    def jump_to_end(self) -> None:
        """From the top to the last row, shown."""
        table = self._page.table
        QTest.keyClick(self._page.view, Qt.Key.Key_End)
        self._until(lambda: table.row_of(table.ids[-1]) is not None)

    def choose_all(self) -> None:
        """All of the list chosen, the pane beside it shown with what they come to."""
        self._page.view.setFocus()
        QTest.keyClick(self._page.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self._until(lambda: self._desk.tasks.idle)
        assert len(self._page.several.keys) == len(self._page.table.ids)
        QTest.keyClick(self._page.view, Qt.Key.Key_Escape)

    def down(self) -> None:
        """One row further; its file is read and shown."""
        self._down += 1
        self._page.view.pick(self._page.table.ids[self._down])
        self._until(lambda: self._desk.tasks.idle)

    def today(self) -> None:
        """What waits, read and shown."""
        self._show(self._today)
        self._today.refresh()
        self._until(lambda: self._desk.tasks.idle)

    def rest(self) -> None:
        """Let go of everything."""
        self._desk.tasks.wait()
        self._page.close()
        self._today.close()

    def _on_list(self) -> None:
        self._resets += 1

    def _show(self, page: Page) -> None:
        page.resize(1180, 700)
        page.show()

    def _until_list(self, do: Callable[[], object]) -> None:
        before = self._resets
        do()
        self._until(lambda: self._resets > before)

    def _until(self, there: Callable[[], bool]) -> None:
        wait_until(there)


def wait_until(there: Callable[[], bool]) -> None:
    """Let the window work until something is there, and paint it."""
    end = time.perf_counter() + _LONGEST_S
    while not there():
        turn_once()
        time.sleep(_TURN_S)
        assert time.perf_counter() < end, "nothing is shown"
    turn_once()
