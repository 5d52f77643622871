"""What waits for me: every line leads to where it is done."""

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.basics.i18n import N_, _
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.page import Page
from desktop.views.kit.parts import (
    EmptyState,
    OneLine,
    button,
    card,
    column,
    empty,
    label,
    line,
    scrolled,
    term,
)

if TYPE_CHECKING:
    from desktop.queries.lists import Line
    from desktop.queries.today import DeskDay, Section


class TodayPage(Page):
    """Figures across the top, then a card for each kind of work, in two columns."""

    name: ClassVar[str] = "today"
    title: ClassVar[str] = N_("Today")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._figures = QHBoxLayout()
        self._figures.setSpacing(12)
        self._columns = (QVBoxLayout(), QVBoxLayout())
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for place, one in enumerate(self._columns):
            one.setSpacing(12)
            grid.addLayout(one, 0, place)
            grid.setColumnStretch(place, 1)
        self._done = EmptyState(
            _("Nothing waits for you."),
            _("What others hand to you comes up here by itself."),
        )
        self._done.hide()
        inside = QWidget()
        whole = column(self._figures, grid, self._done, None, spacing=12)
        whole.setContentsMargins(14, 12, 14, 12)
        inside.setLayout(whole)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside))

    def refresh(self) -> None:
        """Ask what waits."""
        from desktop.queries.today import desk_day

        person, today = self.desk.office.person, self.desk.today
        assert person is not None
        self.desk.ask(
            self,
            lambda session: desk_day(session, today, person.id, person.roles),
            self._show,
            slot="day",
        )

    def _show(self, day: "DeskDay") -> None:
        focused = self.focusWidget()
        held = focused.accessibleName() if focused else ""
        empty(self._figures)
        for figure in day.figures:
            inner = column(
                term(figure.words, "label"),
                label(figure.figure, "figure"),
                label(figure.under, "label"),
                spacing=2,
            )
            self._figures.addWidget(card(inner), 1)
        for one in self._columns:
            empty(one)
        heights = [0, 0]
        cards = [self._section(section) for section in day.sections]
        for section, made in zip(day.sections, cards, strict=True):
            side = heights.index(min(heights))
            heights[side] += 2 + len(section.lines)
            self._columns[side].addWidget(made)
        for one in self._columns:
            one.addStretch(1)
        self._done.setVisible(not day.sections)
        self._give_focus(held, cards)

    def _give_focus(self, held: str, cards: list[QFrame]) -> None:
        """The first line takes the keyboard, so that the day begins without a mouse."""
        # Of these cards alone: those shown before are still there, about to go.
        ways = [way for one in cards for way in one.findChildren(QPushButton)]
        lines = [one for one in ways if one.property("kind") == "line"] or ways
        wanted = next((one for one in ways if held and one.accessibleName() == held), None)
        if wanted is None and lines:
            wanted = lines[0]
        if wanted is not None and self.isVisible():
            wanted.setFocus()

    def _section(self, section: "Section") -> QFrame:
        chip = label(str(section.number), "chip", "wrong" if section.urgent else "accent")
        head = line(label(section.words, "heading"), chip, None)
        if section.page != self.name:
            link = Link(section.page, filter=section.filter)
            if section.board_day is not None:
                link = Link("board", values=(("day", section.board_day),))
            every = button(_("All ›"), lambda: self.desk.open(link), "link")
            every.setAccessibleName(f"{section.words} {_('All ›')}")
            head.addWidget(every)
        lines = [self._line(section, one) for one in section.lines]
        return card(column(head, *lines, spacing=0))

    def _line(self, section: "Section", one: "Line") -> QPushButton:
        """A line opens its item in the list of its section, so that confirm-and-next goes on."""
        page = one.page or section.page
        link = Link(page, one.key, filter=section.filter, do=one.do)
        made = button("", lambda: self.desk.open(link), "line")
        made.setAccessibleName(f"{one.words} {one.under}".strip())
        left = OneLine(one.words)
        right = label(one.under, tone=one.tone or "quiet")
        inner = line(left, None, right)
        inner.setContentsMargins(2, 5, 2, 5)
        made.setLayout(inner)
        made.setMinimumHeight(30)
        return made
