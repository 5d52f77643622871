"""Somebody at a keyboard in the training office: keys are pressed where they go, and counted."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QLabel

from desktop.queries.payments import open_accounts
from desktop.services.office import Office
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.window import Desktop
from tests.views.desk import focus, open_desk, press, save_as_it_stands, settle, write

if TYPE_CHECKING:  # the bench works by these hands too, without pytest
    from pytestqt.qtbot import QtBot


class Hands:
    """Somebody at a keyboard; a key held with others counts as one, each letter too."""

    def __init__(self, qtbot: "QtBot", training: Office, code: str, folder: Path) -> None:
        self._qtbot = qtbot
        self.keys = 0
        person = training.find_person(code)
        self.desktop: Desktop = open_desk(qtbot, training.on(training.today, person), folder)
        settle(qtbot, self.desktop)

    def press(self, *keys: str) -> None:
        for one in keys:
            self.keys += 1
            press(self._qtbot, self.desktop, one)

    def save_as_it_stands(self) -> None:
        """A form that came filled in is right: one key, once it was seen."""
        self.keys += 1
        save_as_it_stands(self._qtbot, self.desktop)

    def write(self, text: str) -> None:
        self.keys += len(text)
        write(self._qtbot, self.desktop, text)

    def line(self, words: str) -> None:
        """Go down Today to a line that leads to this page."""
        for _step in range(40):
            if words in focus(self.desktop).accessibleName():
                return
            self.press("Tab")
        raise AssertionError(f"no line “{words}” on Today")

    def card(self, words: str) -> None:
        """To a card of Today, by the figure before its heading."""
        cards = self.desktop.page("today").findChildren(QFrame)
        for card in cards:
            said = [one.text() for one in card.findChildren(QLabel) if one.isVisible()]
            if len(said) > 1 and said[0].isdigit() and words in said[1]:
                self.press(said[0])
                return
        raise AssertionError(f"no card “{words}” on Today")

    def task(self) -> int:
        """The keys since the last task."""
        keys, self.keys = self.keys, 0
        return keys

    def page(self, name: str) -> ListPage:
        page = self.desktop.page(name)
        assert isinstance(page, ListPage)
        assert page.isVisible(), name
        return page


def owing(office: Office) -> str:
    """The code of a client that owes something, as it is typed."""
    with office.reading() as session:
        return open_accounts(session, in_credit=False)[0].code.lower()
