"""How wide a table's columns are: what is written in them first, then what their list asks for.

Nobody should drag a heading to read a word while the column beside it stands empty.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHeaderView, QTableView

from desktop.views.kit.tables.headings import heading_px

_NARROWEST_PX = 48
CELL_PX = 18  # around a cell's words
_WIDEST_PX = 480  # more than this a long sentence does not claim
_TIGHT_PX = 40  # of a cut heading over figures that are narrower
_SHORT_PX = 120
_FIGURES_PX = 180  # such as a span of days
_WRAPPED_PX = 80  # of a sentence in several lines, where there is little room
NAME_PX = 104  # of a name that is cut: five signs and the dots; headings are cut before it is less
_FEW_PX, _TWO_PX = 76, 62  # a name of three signs and the dots, and other words before it is less
_BARE_PX = 68  # of three signs without air; a long state is cut before a name is less
_STATE_PX = 84  # of a long state that is cut: its first signs tell it
_AIR_PX = 120  # after a name; what a wide window has besides is divided among all columns
_ROWS_MEASURED = 200  # of those that come at once


@dataclass(frozen=True)
class Wish:
    """What a column asks for, in pixels: its ``usual`` width, and what its words ``need``.

    ``least`` is its heading; an ``elastic`` column takes what is left over. A ``whole`` one is a
    state or a flag, cut last however long its words are in some language. To what is ``tight`` a
    column goes, its heading cut, before the elastic one is a sign or two; 0 if it doesn't. One of
    ``words`` can be told by its first signs; ``figures`` and days, cut, say something else. One
    that was dragged is ``fixed``.
    """

    usual: int
    need: int
    least: int
    elastic: bool = False
    whole: bool = False
    tight: int = 0
    words: bool = False
    figures: bool = False
    fixed: bool = False

    @property
    def short(self) -> int:
        """What a figure or a state needs: cut, it says nothing or something else."""
        most = _FIGURES_PX if self.figures else _SHORT_PX
        is_short = self.whole or (self.need <= most and not self.elastic)
        return max(self.least, self.need if is_short else 0)

    @property
    def own(self) -> int:
        """What the list's own name, and other words, keep before headings are cut."""
        told = self.elastic or self.words
        return max(self.short, min(self.need, self.usual) if told else 0)

    @property
    def name(self) -> int:
        """What the list's own name keeps while others can still give way."""
        told = self.elastic or self.words
        return max(self.least, min(self.need, self.usual, NAME_PX)) if told else 0

    @property
    def tightest(self) -> int:
        """What it gives way to for the list's own name."""
        return min(self.tight or self.name or self.short, max(self.short, self.name))

    @property
    def few(self) -> int:
        """What words keep while the list's own name has no more signs."""
        if self.elastic:
            return min(self.tightest, max(self.least, _FEW_PX))
        return min(self.tightest, _TWO_PX) if self.words else self.tightest

    @property
    def bare(self) -> int:
        """What the list's own name keeps while a long state can be cut."""
        return min(self.few, max(self.least, _BARE_PX)) if self.elastic else self.few

    @property
    def told(self) -> int:
        """The same, and a long state keeps its first signs."""
        return min(self.bare, max(self.least, _STATE_PX)) if self.whole else self.bare

    @property
    def last(self) -> int:
        """What it keeps until nothing else can give way."""
        return min(self.short, self.told) if self.words or self.whole else self.short


def share_width(room: int, wishes: Sequence[Wish]) -> list[int]:
    """Divide ``room`` pixels: whole words in as many columns as can be, no gap, no overflow.

    Wider than ``room`` only when not even the headings fit, cut where they may be.
    """
    widths = [max(wish.usual, wish.short) for wish in wishes]
    left = room - sum(widths)
    for place in sorted(range(len(wishes)), key=lambda one: wishes[one].need - widths[one]):
        short = wishes[place].need - widths[place]
        if short <= 0:
            continue
        if left < short:
            left += _reclaim(widths, wishes, short - left)
        given = max(0, min(short, left))
        widths[place] += given
        left -= given
    if left < 0:
        left += _reclaim(widths, wishes, -left)
    if left < 0:
        left += _squeeze(widths, wishes, -left)
    elastic = [place for place, wish in enumerate(wishes) if wish.elastic]
    _spread(widths, elastic, left)
    too_wide = [_too_wide(widths[place], wishes[place]) for place in elastic]
    for place, px in zip(elastic, too_wide, strict=True):
        widths[place] -= px
    free = [place for place, wish in enumerate(wishes) if not wish.fixed]
    _spread(widths, free, sum(too_wide))
    return widths


def _spread(widths: list[int], places: Sequence[int], left: int) -> None:
    """Give these columns equal parts of what is left."""
    for number, place in enumerate(places):
        widths[place] += max(0, left) // len(places)
        widths[place] += 1 if number < max(0, left) % len(places) else 0


def _too_wide(width: int, wish: Wish) -> int:
    """How far its figures would stand off from a name; a sentence is never too wide."""
    if not wish.words or wish.need >= _WIDEST_PX:
        return 0
    return max(0, width - max(wish.need, wish.usual, wish.least) - _AIR_PX)


def _reclaim(widths: list[int], wishes: Sequence[Wish], wanted: int) -> int:
    """Take up to ``wanted`` pixels from columns wider than their words; how many came."""
    return _take(widths, [max(wish.need, wish.least) for wish in wishes], wanted)


def _squeeze(widths: list[int], wishes: Sequence[Wish], wanted: int) -> int:
    """Cut words, whose whole text is in the tip: the short, and the list's own name, at last."""
    stages: tuple[Callable[[Wish], int], ...] = (
        lambda one: one.own,
        lambda one: max(one.short, one.name),
        lambda one: one.tightest,
        lambda one: one.few,
        lambda one: one.bare,
        lambda one: one.told,
        lambda one: one.last,
        lambda one: one.least,
    )
    came = 0
    for floor in stages:
        came += _take(widths, [floor(one) for one in wishes], wanted - came)
    return came


def _take(widths: list[int], floors: Sequence[int], wanted: int) -> int:
    """Take from the columns in the measure of what each can spare."""
    spare = [max(0, width - floor) for width, floor in zip(widths, floors, strict=True)]
    total = sum(spare)
    wanted = min(wanted, total)
    if wanted <= 0:
        return 0
    came = 0
    for place, one in enumerate(spare):
        part = -(-one * wanted // total)
        part = min(part, wanted - came)
        widths[place] -= part
        came += part
    return came


# Which columns stand in so many pixels, by their places, where each asks for its wish.
Standing = Callable[[int, Sequence[Wish]], Collection[int]]


class ColumnWidths(QObject):
    """Keeps the columns of one table in measure as its rows come and its room changes.

    What a person dragged stays as dragged; ``dragged`` tells that it was, ``laid`` that columns
    may have another width now. ``standing`` says which there is room for; without it all stand.
    """

    dragged = Signal()
    laid = Signal()

    def __init__(self, view: QTableView, columns: Sequence[Any], headings: Sequence[str]) -> None:
        super().__init__(view)
        self._view = view
        self._columns = columns
        self._head: QHeaderView = view.horizontalHeader()
        self._by_hand: dict[int, int] = {}
        self._needs = [0] * len(columns)
        self._figures = [0] * len(columns)  # texts with a digit, less those without
        self._least = [self._least_for(heading) for heading in headings]
        self._laying = False
        self.bold = False  # whether a row may stand in bold, as a total does
        self.standing: Standing | None = None
        self._head.setMinimumSectionSize(0)
        self._head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self._head.sectionResized.connect(self._on_resized)
        view.viewport().installEventFilter(self)

    def _least_for(self, heading: str) -> int:
        """What a heading needs so that it isn't cut."""
        return max(_NARROWEST_PX, heading_px(self._head, heading)) if heading else 0

    def name_columns(self, headings: Sequence[str]) -> None:
        """The headings have other words now (an arrow came or went)."""
        self._least = [self._least_for(heading) for heading in headings]
        self.lay_out()

    def forget(self) -> None:
        """Other rows come, for which the words of those before are no measure."""
        self._needs = [0] * len(self._columns)
        self._figures = [0] * len(self._columns)

    def measure(self, rows: Iterable[Any]) -> None:
        """Take note of how much room the words of new rows need; widths never shrink for them."""
        font = QFont(self._view.font())
        font.setBold(self.bold)
        words = QFontMetrics(font)
        measured = list(islice(rows, _ROWS_MEASURED))
        for place, column in enumerate(self._columns):
            # Most columns say the same of many rows: an area, a class, a day.
            for text, times in Counter(map(column.text, measured)).items():
                if text:
                    longest = max(map(words.horizontalAdvance, text.split("\n")))
                    need = min(_WIDEST_PX, longest + CELL_PX)
                    self._needs[place] = max(self._needs[place], need)
                    self._figures[place] += times if any(map(str.isdigit, text)) else -times
        self.lay_out()

    def lay_out(self) -> None:
        """Divide the room anew among the columns that stand in it."""
        wishes = [self._wish(place) for place in range(len(self._columns))]
        room = self._view.viewport().width()
        self._laying = True
        places = self._stand(room, wishes)
        for place, width in zip(
            places, share_width(room, [wishes[place] for place in places]), strict=True
        ):
            self._head.resizeSection(place, width)
        self._laying = False
        self.laid.emit()

    def _stand(self, room: int, wishes: Sequence[Wish]) -> Sequence[int]:
        """The places of the columns that stand there; the others are hidden."""
        places = range(len(wishes))
        if self.standing is None:
            return places
        stand = self.standing(room, wishes)
        for place in places:
            if self._head.isSectionHidden(place) == (place in stand):
                self._head.setSectionHidden(place, place not in stand)
        return [place for place in places if place in stand]

    def _wish(self, place: int) -> Wish:
        column, kept = self._columns[place], self._by_hand.get(place)
        if kept is not None:
            return Wish(kept, kept, kept, fixed=True)
        words, least = self._needs[place], self._least[place]
        tight = 0 if column.stretch else max(_TIGHT_PX, words)
        figures = not column.stretch and (column.right or self._figures[place] > 0)
        if column.wraps:  # in several lines it is read as well, but not in a few signs each
            tight = max(least, min(words, _WRAPPED_PX))
            least = max(least, min(words, column.width))
            words = least if column.stretch else words
        plain = not (figures or column.wraps or column.is_state)
        return Wish(
            column.width,
            max(words, least),
            least,
            column.stretch,
            column.is_state,
            tight,
            words=plain,
            figures=figures and not column.wraps,
        )

    @property
    def by_hand(self) -> Mapping[str, int]:
        """The widths that were dragged, by what a column is called, for the window's memory."""
        return {self._columns[place].called: width for place, width in self._by_hand.items()}

    @by_hand.setter
    def by_hand(self, widths: Mapping[str, int]) -> None:
        places = {column.called: place for place, column in enumerate(self._columns)}
        self._by_hand = {
            places[called]: width for called, width in widths.items() if called in places
        }
        self.lay_out()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.lay_out()
        return False

    def _on_resized(self, place: int, _before: int, width: int) -> None:
        if not self._laying and width:  # a column that is hidden has none
            self._by_hand[place] = width
            self.dragged.emit()
            self.laid.emit()
