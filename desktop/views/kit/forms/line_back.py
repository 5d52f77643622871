"""A line that was taken out of a form, and how it comes back."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk


class LineBack:
    """Ctrl+Z after a line was taken out of a form, while it is still open."""

    changes = False
    of_typing = True

    def __init__(
        self,
        desk: Desk,
        lines: QWidget,
        put_back: Callable[[], None],
        before: "LineBack | None" = None,
    ) -> None:
        """``before`` is the line that was taken out before this one: it comes back after it."""
        self._desk = desk
        self._lines = lines
        self._put_back = put_back
        self._before = before
        self._over = False  # it is back, or its form is gone
        self.after = desk.office.deeds.number

    @property
    def button(self) -> str:
        """The words of the button that does it."""
        return "" if self._over else _("Undo")

    @property
    def words(self) -> str:
        """What was done, and how it is undone."""
        if self._over:
            return _("The line that was taken out last is back, or its form is closed.")
        return _("A line was taken out. Ctrl+Z brings it back.")

    def __call__(self) -> None:
        """Put the line back, unless its form is gone."""
        open_ = isValid(self._lines) and self._lines.isVisible()
        if open_ and not self._over:
            self._put_back()
        self._over = True
        following = self._before if self._before is not None and self._before.button else self
        self._desk.say(_("The line is back.") if open_ else self.words, following)
