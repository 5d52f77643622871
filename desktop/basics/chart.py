"""A chart as figures: what it shows, without how it is drawn; frozen, so that paper may keep it.

A column chart goes along time, upwards; a bar chart ranks, from the top down; a line chart is a
curve along time. Series of one sign are stacked, those that are lines run over them.
"""

from dataclasses import dataclass

from desktop.basics.figures import MONEY, read_as
from desktop.basics.i18n import _

COLUMNS, BARS, LINES = "columns", "bars", "lines"
MOST_BARS = 12  # more than so many are read in the table below


@dataclass(frozen=True)
class Series:
    """One row of figures, one a place; None where there is none.

    ``tone`` is a colour of the palette (accent, quiet, careful, wrong, good). A ``line`` runs over
    the columns of the others.
    """

    words: str
    values: tuple[int | None, ...]
    tone: str = "accent"
    line: bool = False


@dataclass(frozen=True)
class Mark:
    """Something that happened at a place, such as a suggestion that was adopted.

    ``short`` is what is written over the chart where ``words`` are long.
    """

    place: int
    words: str
    tone: str = "careful"
    short: str = ""


@dataclass(frozen=True)
class Chart:
    """What is shown: ``places`` are the words along it (months, names), ``kind`` the figures'.

    ValueError when a series has not one figure a place.
    """

    title: str
    shape: str
    places: tuple[str, ...]
    series: tuple[Series, ...]
    kind: str = MONEY
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        for one in self.series:
            if len(one.values) != len(self.places):
                raise ValueError(f"{one.words}: {len(one.values)} figures, {len(self.places)}")

    def figures_at(self, place: int) -> list[tuple[str, str, str]]:
        """What stands at a place, exactly: words, figure and tone of each series."""
        return [(one.words, read_as(self.kind, one.values[place]), one.tone) for one in self.series]

    def told_at(self, place: int) -> str:
        """The figures of a place in a sentence, with what happened there."""
        figures = [f"{words} {figure}" for words, figure, _tone in self.figures_at(place)]
        happened = [mark.words for mark in self.marks if mark.place == place]
        return _("{place}: {figures}").format(
            place=self.places[place], figures=_(", ").join([*figures, *happened])
        )

    @property
    def told(self) -> str:
        """All its figures, for whoever hears instead of seeing."""
        return _("; ").join(self.told_at(place) for place in range(len(self.places)))
