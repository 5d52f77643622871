"""What waits for me: every line leads to where it is done."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.basics.i18n import N_, _
from desktop.views.kit.blocks.chart import ChartBlock
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.offered import offered
from desktop.views.kit.page import Page
from desktop.views.kit.parts import EmptyState, bind, button, card, column, empty, label, line
from desktop.views.kit.scrolling import reveal, scrolled
from desktop.views.today.acts import act_buttons
from desktop.views.today.tiles import Tile
from desktop.views.today.unsaved import Unsaved, unsaved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.queries.desk_figures import Figure
    from desktop.queries.lists import Line
    from desktop.queries.today import DeskDay, Section

_ACROSS = 5  # figures that go beside each other
_CURVE_ROWS = 6  # as high as so many lines
_COLUMN_PX = 520  # from as much on a card has a column more
_MOST_COLUMNS = 3
_MOST_KEYS = 9  # cards that a figure leads to


class TodayPage(Page):
    """Acts and figures across the top, then cards of work in two columns or three."""

    name: ClassVar[str] = "today"
    title: ClassVar[str] = N_("Today")

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._figures = QGridLayout()
        self._figures.setSpacing(12)
        acts = line(*act_buttons(desk), None)
        self._columns = tuple(QVBoxLayout() for _place in range(_MOST_COLUMNS))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        for place, one in enumerate(self._columns):
            one.setSpacing(12)
            self._grid.addLayout(one, 0, place)
        self._across = self._room = 0  # columns in use, and those that there is room for
        self._done = EmptyState(
            _("Nothing waits for you."),
            _("What others hand to you comes up here by itself."),
        )
        self._done.hide()
        self._cards: Sequence[QFrame] = ()
        for number in range(1, _MOST_KEYS + 1):
            words = _("Today: to card {number}").format(number=number)
            bind(self, str(number), words, partial(self._go_to_card, number))
        bind(self, "0", _("Today: to the curve"), self._go_to_curve)
        self._curve: ChartBlock[DeskDay] | None = None
        self._day: DeskDay | None = None
        self._typed: list[Unsaved] = []
        inside = QWidget()
        whole = column(acts, self._figures, self._grid, self._done, None, spacing=12)
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

    def showEvent(self, event: QShowEvent) -> None:
        """What was typed meanwhile changed nothing in the office, and stands here all the same."""
        super().showEvent(event)
        if self._day is not None and unsaved(self.desk.memory) != self._typed:
            self._show(self._day)

    def _show(self, day: "DeskDay") -> None:
        focused = self.focusWidget()
        held = focused.accessibleName() if focused else ""
        self._show_figures(day.figures)
        for one in self._columns:
            empty(one)
        self._day, self._typed = day, unsaved(self.desk.memory)
        cards = [
            self._section(section, number)
            for number, section in enumerate(day.sections, 1 + bool(self._typed))
        ]
        rows = [2 + len(section.lines) for section in day.sections]
        if self._typed:
            cards.insert(0, self._unsaved(self._typed))
            rows.insert(0, 2 + len(self._typed))
        self._curve = None
        self._spread(len(cards) + (day.chart is not None))
        heights = [0] * self._across
        if day.chart is not None:
            self._show_curve(day)
            heights[1] = _CURVE_ROWS
        for made, high in zip(cards, rows, strict=True):
            side = heights.index(min(heights))
            heights[side] += high
            self._columns[side].addWidget(made)
        for one in self._columns:
            one.addStretch(1)
        self._cards = cards
        self._done.setVisible(not cards)
        self._give_focus(held, cards)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wider window has more columns."""
        super().resizeEvent(event)
        if self._day is not None and self._fitting() != self._room:
            self._show(self._day)

    def _fitting(self) -> int:
        return max(2, min(_MOST_COLUMNS, self.width() // _COLUMN_PX))

    def _spread(self, cards: int) -> None:
        """As many columns as fit, and are needed."""
        self._room = self._fitting()
        self._across = max(2, min(self._room, cards))
        for place in range(_MOST_COLUMNS):
            self._grid.setColumnStretch(place, int(place < self._across))

    def _show_figures(self, figures: "Sequence[Figure]") -> None:
        """In one row, or in two if there are more than go beside each other."""
        empty(self._figures)
        across = len(figures) if len(figures) <= _ACROSS else -(-len(figures) // 2)
        for place, figure in enumerate(figures):
            self._figures.addWidget(Tile(self.desk, figure), *divmod(place, across))

    def _show_curve(self, day: "DeskDay") -> None:
        """The office's sales by week; a week leads to their report."""
        chart: ChartBlock[DeskDay] = ChartBlock(lambda shown: shown.chart)
        link = Link("reports", values=(("report", "sales"),))
        chart.view.picked.connect(lambda _place: self.desk.open(link))
        self._columns[1].addWidget(card(column(chart)))
        self._curve = chart
        chart.show_item(day)  # shown before it stands anywhere, it would be a window

    def _unsaved(self, typed: "Sequence[Unsaved]") -> QFrame:
        """What was typed and not saved; each line opens it again."""
        chip = label(str(len(typed)), "chip", "accent")
        head = line(_key(1), label(_("Typed and not saved yet"), "heading"), chip, None)
        lines = [self._way(one.words, one.under, "quiet", one.link) for one in typed]
        return _card_of(head, lines)

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

    def _go_to_card(self, number: int) -> None:
        """To the first line of a card, by the figure that stands before its heading."""
        if number <= len(self._cards):
            lines = self._cards[number - 1].findChildren(QPushButton)
            first = next((one for one in lines if one.property("kind") == "line"), None)
            if first is not None:
                first.setFocus()
                reveal(first)

    def _go_to_curve(self) -> None:
        if self._curve is not None:
            self._curve.view.setFocus(Qt.FocusReason.TabFocusReason)

    def _section(self, section: "Section", number: int) -> QFrame:
        chip = label(str(section.number), "chip", "wrong" if section.urgent else "accent")
        head = line(_key(number), label(_begun(section.words), "heading"), chip, None)
        if section.page != self.name:
            link = Link(section.page, filter=section.filter)
            if section.board_day is not None:
                link = Link("board", values=(("day", section.board_day),))
            every = button(_("All ›"), lambda: self.desk.open(link), "link")
            every.setAccessibleName(f"{section.words} {_('All ›')}")
            head.addWidget(every)
        lines = [self._line(section, one) for one in section.lines]
        return _card_of(head, lines)

    def _line(self, section: "Section", one: "Line") -> QPushButton:
        """A line opens its item in the list of its section, so that confirm-and-next goes on."""
        page = one.page or section.page
        link = Link(page, one.key, filter=one.filter or section.filter, do=one.do)
        return self._way(one.words, one.under, one.tone or "quiet", link)

    def _way(self, words: str, under: str, tone: str, link: Link) -> QPushButton:
        heard = f"{words} {under}".strip()
        return offered(words, lambda: self.desk.open(link), label(under, tone=tone), name=heard)


def _card_of(head: QHBoxLayout, lines: "Sequence[QPushButton]") -> QFrame:
    return card(column(head, column(*lines, spacing=0), spacing=6))


def _begun(words: str) -> str:
    """Words that stand within a sentence elsewhere, as a heading begins."""
    return words[:1].upper() + words[1:]


def _key(number: int) -> QLabel:
    """The figure that leads to a card, before its heading."""
    made = label(str(number) if number <= _MOST_KEYS else "", "label", "quiet")
    made.setToolTip(_("Press {number} to come here").format(number=number))
    return made
