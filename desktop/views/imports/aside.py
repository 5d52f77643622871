"""A list that another one took the place of, or that is understood anew: how it comes back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk

if TYPE_CHECKING:
    from desktop.services.imports.look import ListFile, Look


@dataclass(frozen=True)
class Aside:
    """What was said of a list; its rows are read again, so that no big list is held.

    ``look`` is how it was understood, without its rows.
    """

    path: Path
    sheet: str
    look: "Look"
    create_missing: bool
    good_rows: bool
    same_names: str
    datum: str

    def read(self) -> tuple["ListFile", "Look | None"]:
        """Open the list and understand it as it was understood; off the GUI thread."""
        from desktop.services.imports.look import open_list

        file = open_list(self.path, self.sheet or None)
        return file, None if file.table is None else self.look.again(file.table).ready()


class ListBack:
    """Ctrl+Z after a list was put aside; nothing was written, so nothing of the office changes."""

    changes = False
    of_typing = False

    def __init__(self, desk: Desk, page: QWidget, aside: Aside, put: Callable[[], None]) -> None:
        self._page = page
        self._desk = desk
        self._name = aside.path.name
        self._put = put
        self.after = desk.office.deeds.number

    @property
    def button(self) -> str:
        """The words of the button that does it."""
        return _("Undo")

    @property
    def words(self) -> str:
        """What was done, and how it is undone."""
        return _("{file} was put aside as it stood. Ctrl+Z brings it back.").format(file=self._name)

    def __call__(self) -> None:
        """Open it again, unless its page was made anew."""
        if isValid(self._page):
            self._put()
        else:
            self._desk.say(_("{file} has to be chosen again.").format(file=self._name), self)
