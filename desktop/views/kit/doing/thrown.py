"""A form that was thrown away, and how it comes back with all that stood in it."""

from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.form import Place
from desktop.views.kit.memory import Draft


@dataclass(frozen=True)
class Thrown:
    """What stood in a form, where the keyboard was in it, and on which page it stood.

    ``item`` is what was open on the page then. It is held until another form is thrown away, or
    the office is closed.
    """

    edit: Edit
    draft: Draft
    place: Place | None
    panel: QWidget
    page: str = ""
    item: int | None = None

    @property
    def title(self) -> str:
        """The title of the form."""
        return self.edit.title


class BringBack:
    """Ctrl+Z after a form was thrown away; nothing was saved, so nothing of the office changes."""

    changes = False
    of_typing = False
    button = ""  # the one that brings it back stands at the foot for as long as it is held

    def __init__(self, desk: Desk, thrown: Thrown) -> None:
        self._desk = desk
        self._title = thrown.title
        self.after = desk.office.deeds.number

    @property
    def words(self) -> str:
        """What was done, and how it is undone."""
        return _("Thrown away: “{title}”. Ctrl+Z brings it back.").format(title=self._title)

    def __call__(self) -> None:
        """Open it again as it stood."""
        bring_back(self._desk)


def throw_away(desk: Desk, thrown: Thrown) -> None:
    """Hold a form that was thrown away, in place of the one before, and say how it comes back."""
    desk.hold(thrown)
    back = BringBack(desk, thrown)
    desk.say(back.words, back)


def bring_back(desk: Desk) -> None:
    """Open again the form that was thrown away last."""
    thrown = desk.thrown
    if thrown is not None:
        desk.brought_back.emit(thrown)
