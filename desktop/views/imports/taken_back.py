"""The last import, taken back as a whole after it was said what that is."""

from typing import TYPE_CHECKING

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.show_error import show_error
from desktop.views.kit.doing.undo import Stays
from desktop.views.kit.parts import Strip, button

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton

    from desktop.services.imports.take_back import LastImport
    from desktop.services.office import Reading


class TakenBack:
    """Asks in the page's strip, then undoes the import; what rests on it is said there."""

    def __init__(self, desk: Desk, strip: Strip) -> None:
        self._desk = desk
        self._strip = strip
        self.button: QPushButton = button(
            _("Take back the last import"),
            self._look,
            "link",
            "",
            _("What it added goes, what it changed is as before, while nothing rests on it"),
        )
        self.button.hide()

    def refresh(self) -> None:
        """Show the button once there is something that it could take back."""
        if self.button.isHidden():
            self._find(lambda last: self.button.setVisible(last is not None), "any import")

    def _look(self) -> None:
        self._find(self._ask, "last import")

    def _find(self, then: "Callable[[LastImport | None], None]", slot: str) -> None:
        def question(session: "Reading") -> "LastImport | None":
            from desktop.services.imports.take_back import last_import

            return last_import(session)

        self._desk.ask(self._strip, question, then, slot=slot)

    def _ask(self, last: "LastImport | None") -> None:
        if last is None:
            self._strip.say(_("There is no import that could be taken back."), "careful")
            self.button.hide()
            return
        words = _("Import of {at} by {who}: {new} records added, {changed} changed. Take it back?")
        self._strip.ask(
            words.format(at=last.at, who=last.who, new=last.new, changed=last.changed),
            _("Take back"),
            lambda: self._take_back(last),
            careful=True,
        )

    def _take_back(self, last: "LastImport") -> None:
        office = self._desk.office

        def work(_progress: object) -> int:
            from desktop.services.imports.take_back import take_back_import

            return take_back_import(office, last.key)

        def done(_number: int) -> None:
            words = _("Taken back: all is as before the import.")
            self._desk.say(words, Stays(self._desk, words))
            self.button.hide()

        self._desk.tasks.change(
            self._strip, work, done, lambda error: show_error(error, self._strip)
        )
