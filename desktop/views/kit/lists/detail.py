"""The open item of a list page: what is shown of it, and what can be done with it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Action, ActionBar
from desktop.views.kit.parts import button

if TYPE_CHECKING:
    from desktop.services.moves import Move
    from desktop.services.office import Reading
    from desktop.views.kit.lists.list_page import ListPage


class Detail(QWidget):
    """The open item of a list page.

    A page's own detail gives ``load`` (off the GUI thread), ``show_row``, and its ``steps``;
    ``kind`` is what moves call the noun.
    """

    kind: ClassVar[str] = ""

    def __init__(self, desk: Desk, page: "ListPage[Any]") -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.key: int | None = None
        self._open_row: Any = None
        self._ways: list[tuple[QPushButton, Callable[[Any], int | None]]] = []
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        self.bar = ActionBar(desk, self.steps(), page.name)
        self.bar.done.connect(self._after)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addLayout(self.body, 1)
        whole.addWidget(self.bar)
        self.bar.hide()

    def steps(self) -> Sequence[Action]:
        """What can be done with the item."""
        return ()

    def load(self, session: "Reading", key: int) -> Any:
        """Read what is shown of an item."""
        raise NotImplementedError

    def show_row(self, row: Any) -> None:
        """Show what was read."""
        raise NotImplementedError

    def way(self, words: str, page: str, key: Callable[[Any], int | None]) -> QPushButton:
        """A button to what the open item belongs to; ``key(row)`` names it, None hides the way."""
        made = button(words, lambda: self.desk.open(Link(page, key(self._open_row))))
        self._ways.append((made, key))
        return made

    @property
    def ways(self) -> list[QPushButton]:
        """The buttons to what the open item belongs to."""
        return [made for made, _key in self._ways]

    def ask_moves(self, row: Any, key: int) -> Sequence["Move"]:
        """What this person may do with the item now (off the GUI thread)."""
        if not self.kind:
            return ()
        from desktop.services.moves import moves

        return moves(self.desk.office, self.kind, key)

    def open(self, key: int) -> None:
        """Open an item."""
        self.key = key

        def question(session: "Reading") -> tuple[Any, Sequence["Move"]]:
            row = self.load(session, key)
            return row, self.ask_moves(row, key)

        self.desk.ask(self, question, self._show, slot="open")

    def _show(self, answer: tuple[Any, Sequence["Move"]]) -> None:
        row, moves = answer
        self._open_row = row
        for made, key in self._ways:
            made.setVisible(key(row) is not None)
        held = self._holds_focus()
        self.show_row(row)
        if self.key is not None:
            self.bar.show_moves(self.key, row, moves)
        if held and not self._holds_focus():
            self.page.hold_focus()

    def _holds_focus(self) -> bool:
        here = QApplication.focusWidget()
        return here is not None and self.isAncestorOf(here)

    def _after(self, goes_on: bool) -> None:
        if goes_on:
            self.page.go_on()
        elif self.key is not None:
            self.open(self.key)
            self.page.hold_focus()
