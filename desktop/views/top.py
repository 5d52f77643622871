"""The top of the window: where one is, the search, the day, and what is the person's own."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QMenu

from desktop.basics.calendar import weekday
from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk
from desktop.views.kit.parts import OneLine, button, keep_if, label, line
from desktop.views.navigation import PageTabs
from desktop.views.pages import Family, places_of
from desktop.views.search import SearchBox

if TYPE_CHECKING:
    from desktop.queries.facts.clock import ClockDoubt

# A title is whole before the search has its width, but for a paper's with a long name in it.
_TITLE_PX = (150, 260)


class Top(QFrame):
    """One line. A page of a family is told by its tab, whatever else is shown by its title.

    ``menu`` hangs under the person's name: what is theirs, not a page's. ``explained`` says why
    the clock is doubted, once by itself and each time somebody asks.
    """

    explained = Signal(str, str)

    def __init__(
        self, desk: Desk, families: Sequence[Family], menu: QMenu, *, training: bool
    ) -> None:
        super().__init__()
        self.title = OneLine()
        self.title.setObjectName("pageTitle")
        self.tabs = PageTabs()
        self.search = SearchBox(desk, places_of(families))
        chip = label(_("Training office"), "chip", "careful")
        keep_if(chip, training)
        self.doubt = button("", self._explain, "doubt")
        self.doubt.hide()
        self._doubt = ""
        self.day = label(tone="quiet")
        person = desk.office.person
        me = button(person.name if person else "", lambda: None, "link")
        me.setToolTip(_("Password, looks, keys, training office, sign out"))
        me.setMenu(menu)
        row = line(
            self.title, self.tabs, None, self.search, chip, self.doubt, self.day, me, spacing=12
        )
        row.setContentsMargins(18, 0, 18, 0)
        self.setObjectName("theTop")
        self.setFixedHeight(45)
        self.setLayout(row)

    def show_page(self, family: Family, name: str, title: str) -> None:
        """Show where one is: the title of a page, or the tabs of its family."""
        if len(family.pages) == 1:
            self.show_title(title)
        else:
            self.title.hide()
            self.tabs.show_page(family, name)
            self.tabs.show()

    def show_title(self, title: str) -> None:
        """Show what lies over the page, or a page that has no tabs."""
        self.tabs.hide()  # first: for a moment both would widen the window
        self.title.setText(title)
        self.title.ensurePolished()  # so that words are measured as they are written
        wide = self.title.sizeHint().width()
        self.title.setMinimumWidth(min(max(wide, _TITLE_PX[0]), _TITLE_PX[1]))
        self.title.show()

    def show_day(self, day: date) -> None:
        """Show what day it is."""
        self.day.setText(f"{day} {weekday(day)}")

    def show_doubt(self, doubt: "ClockDoubt | None") -> None:
        """Say that the clock may be wrong, and why as soon as it is so."""
        words = doubt.words if doubt else ""
        new, self._doubt = doubt is not None and not self._doubt, words
        self.doubt.setText(_("Look at the clock") if doubt else "")
        self.doubt.setToolTip(words)
        self.doubt.setAccessibleDescription(words)
        self.doubt.setVisible(doubt is not None)
        if new:
            self._explain()

    def _explain(self) -> None:
        advice = _("Set the date and time of Windows right, then press F5.")
        self.explained.emit(f"{self._doubt} {advice}", "careful")
