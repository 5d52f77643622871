"""What is known of an item: facts with their labels, the figures that matter, the steps taken."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel

from desktop.basics.i18n import N_, _
from desktop.views.kit.blocks.block import Block, Item, Words
from desktop.views.kit.parts import column, empty, label, line, term
from desktop.views.kit.words import day, joined

_BESIDE_PX = 14
_MANY = 7  # facts; fewer are read at one glance below each other
_LEAST_PX = 90  # of what is told, beside another fact: a day, or a few words in two lines
_NEVER_PX = 1 << 24

Taken = tuple[str, str, date]  # a step that was taken: what, who, when


class Fact(NamedTuple):
    """A label with what is known, in a tone; without words there is nothing to tell."""

    label: str
    words: str
    tone: str = ""


class Facts(Block[Item]):
    """Facts one below the other, or in two columns; many short ones beside each other too.

    Declared in two, they stand in one where their labels leave too little for what is told.
    """

    def __init__(
        self, facts: Callable[[Item], Iterable[Fact]], *, columns: int = 1, title: Words[Item] = ""
    ) -> None:
        grid = QGridLayout()
        super().__init__(grid, title)
        self._grid = grid
        self._facts = facts
        self._columns = columns
        self._shown: list[tuple[QLabel, QLabel]] = []
        self._laid = 0  # the columns in which they stand
        self._wide_px = _NEVER_PX  # from which on two columns of them stand whole
        self._least_px = [0, 0]  # how narrow they may be, in one column and in two
        self._grid.setHorizontalSpacing(_BESIDE_PX)
        self._grid.setVerticalSpacing(7)

    def fill(self, item: Item) -> bool:
        empty(self._grid)
        self._shown, self._stand_in = [], 0
        for fact in self._facts(item):
            if fact.words:
                words = label(fact.words, tone=fact.tone, wrap=True)
                words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                named = term(fact.label, tone="quiet")
                named.setBuddy(words)
                self._shown.append((named, words))
        self._wide_px, self._laid = self._two_columns_px(), 0
        self._least_px = [self._narrowest_px(columns) for columns in (1, 2)]
        self._arrange()
        return bool(self._shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """As narrow as in one column: what they stand in then lets them."""
        return QSize(self._least_px[0], super().minimumSizeHint().height())

    def _narrowest_px(self, columns: int) -> int:
        """How narrow they may be in so many columns."""
        widest = [0] * columns
        for place, (named, _words) in enumerate(self._shown):
            named.ensurePolished()  # so that words are measured as they are written
            side = place % columns
            widest[side] = max(widest[side], named.sizeHint().width())
        return sum(widest) + columns * _LEAST_PX + (2 * columns - 1) * _BESIDE_PX

    def _two_columns_px(self) -> int:
        if len(self._shown) < _MANY:
            return _NEVER_PX
        widest = [0, 0]
        for pair in self._shown:
            for side, one in enumerate(pair):
                one.ensurePolished()  # so that words are measured as they are written
                wide = one.fontMetrics().horizontalAdvance(one.text())
                widest[side] = max(widest[side], wide)
        return 2 * (sum(widest) + 2 * _BESIDE_PX)

    def _arrange(self) -> None:
        """Put each fact where it stands in so much room."""
        columns = 2 if self.width() >= self._wide_px else self._columns
        if self.width() < self._least_px[1]:
            columns = 1
        if columns == self._laid:
            return
        self._laid = columns
        for place, pair in enumerate(self._shown):
            row, side = divmod(place, columns)
            for at, one in enumerate(pair, 2 * side):
                self._grid.removeWidget(one)
                self._grid.addWidget(one, row, at, Qt.AlignmentFlag.AlignTop)
        for side in range(2):
            self._grid.setColumnStretch(2 * side + 1, int(side < columns))


class Figures(Block[Item]):
    """A few facts that matter, large, with their labels above."""

    stays = True

    def __init__(self, figures: Callable[[Item], Iterable[Fact]]) -> None:
        row = line(spacing=26)
        super().__init__(row)
        self._row = row
        self._figures = figures

    def fill(self, item: Item) -> bool:
        empty(self._row)
        figures = list(self._figures(item))
        for one in figures:
            figure = label(one.words, "figure", one.tone)
            named = term(one.label, "label")
            named.setBuddy(figure)
            self._row.addLayout(column(named, figure, spacing=1))
        self._row.addStretch(1)
        return bool(figures)


class Steps(Facts[Item]):
    """Who did what with an item and when; ``words`` are the msgids of its steps."""

    def __init__(self, words: Mapping[str, str], steps: Callable[[Item], Iterable[Taken]]) -> None:
        def facts(item: Item) -> Iterable[Fact]:
            return (Fact(_(words[what]), f"{day(when)}  {who}") for what, who, when in steps(item))

        super().__init__(facts, columns=2, title=N_("Steps"))


def told(words: Mapping[str, str], steps: Iterable[Taken]) -> str:
    """The steps taken in one quiet line, by their msgids with ``who`` and ``day``."""
    return joined(*(_(words[what]).format(who=who, day=day(when)) for what, who, when in steps))
