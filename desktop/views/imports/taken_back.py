"""The last import, taken back as a whole after it was said what that is."""

from typing import TYPE_CHECKING

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.show_error import show_error
from desktop.views.kit.doing.undo import Stays
from desktop.views.kit.parts import Strip, button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from desktop.services.imports.take_back import LastImport


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

    def _look(self) -> None:
        from desktop.services.imports.take_back import last_import

        self._desk.ask(self._strip, last_import, self._ask, slot="last import")

    def _ask(self, last: "LastImport | None") -> None:
        if last is None:
            self._strip.say(_("There is no import that could be taken back."), "careful")
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

        self._desk.tasks.change(
            self._strip, work, done, lambda error: show_error(error, self._strip)
        )
