"""The foot of a list: how many there are, and what they come to."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from PySide6.QtWidgets import QLabel, QWidget

from desktop.basics.i18n import _
from desktop.basics.money import grouped
from desktop.queries.facts.cartons import told_cartons
from desktop.queries.lists import AMOUNT, CARTONS, Figure, Sum
from desktop.views.kit.flow import Flow
from desktop.views.kit.parts import label, line

_GAP_PX, _BELOW_PX = 14, 2


class ListFoot(QWidget):
    """Numbers at the left; buttons at the right take the list away."""

    def __init__(self, *buttons: QWidget) -> None:
        super().__init__()
        self.number = label(kind="label")
        self._sums: list[QLabel] = []
        self._said = Flow(_GAP_PX, below=_BELOW_PX)
        self._said.addWidget(self.number)
        row = line(self._said, line(*buttons, spacing=4), spacing=14)
        row.setStretch(0, 1)
        self.setLayout(row)

    def say_number(self, words: str) -> None:
        """How many there are, or are chosen."""
        self.number.setText(words)

    def say_sums(self, sums: Mapping[str, str]) -> None:
        """What they come to, by what it is; those that have no room stand in a further row."""
        while len(self._sums) < len(sums):
            made = label(kind="label")
            self._said.addWidget(made)
            self._sums.append(made)
        said = [f"{words} {figure}" for words, figure in sums.items()]
        for one, words in zip_longest(self._sums, said, fillvalue=""):
            assert isinstance(one, QLabel)
            one.setText(words)
            one.setVisible(bool(words))


def sums_said(
    sums: Sequence[Sum], totals: Mapping[str, Figure], columns: Sequence[Any]
) -> Mapping[str, str]:
    """The sums under the headings of their columns, as they are read."""
    headings = {one.name: _(one.heading) for one in columns}
    return {
        headings[one.column]: _said(one, totals[one.column])
        for one in sums
        if one.column in headings
    }


def _said(one: Sum, figure: Figure) -> str:
    if one.kind == AMOUNT:
        return grouped(int(figure))
    return f"{told_cartons(figure) if one.kind == CARTONS else figure:,}"
