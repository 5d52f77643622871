"""What is known of an item: facts with their labels, the figures that matter, the steps taken."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from desktop.basics.i18n import N_, _
from desktop.views.kit.blocks.block import Block, Item, Words
from desktop.views.kit.parts import column, empty, label, line, term
from desktop.views.kit.words import day, joined

Taken = tuple[str, str, date]  # a step that was taken: what, who, when


class Fact(NamedTuple):
    """A label with what is known, in a tone; without words there is nothing to tell."""

    label: str
    words: str
    tone: str = ""


class Facts(Block[Item]):
    """Facts one below the other (or in two columns)."""

    def __init__(
        self, facts: Callable[[Item], Iterable[Fact]], *, columns: int = 1, title: Words[Item] = ""
    ) -> None:
        grid = QGridLayout()
        super().__init__(grid, title)
        self._grid = grid
        self._facts = facts
        self._columns = columns
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(7)
        for place in range(columns):
            self._grid.setColumnStretch(2 * place + 1, 1)

    def fill(self, item: Item) -> bool:
        empty(self._grid)
        shown = [fact for fact in self._facts(item) if fact.words]
        top = Qt.AlignmentFlag.AlignTop
        for place, fact in enumerate(shown):
            row, side = divmod(place, self._columns)
            named = term(fact.label, tone="quiet")
            self._grid.addWidget(named, row, 2 * side, top)
            words = label(fact.words, tone=fact.tone, wrap=True)
            named.setBuddy(words)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(words, row, 2 * side + 1, top)
        return bool(shown)


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
