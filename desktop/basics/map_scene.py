"""A map as facts: shops, what their signs mean, ways and links; without how it is drawn.

Frozen, so that a paper may keep it. A place is latitude and longitude in degrees, GCJ-02.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from desktop.basics.i18n import _
from desktop.basics.places import Place

SHAPES = ("circle", "square", "triangle", "diamond", "cross")
_COUNTS = {"quiet": 0, "good": 1}  # what a layer is not about, what is as it should be
HUES = ("hue1", "hue2", "hue3", "hue4", "hue5", "hue6")


@dataclass(frozen=True)
class Sign:
    """What a shop's symbol means: its words in the legend, its shape and its tone.

    Shapes differ as well as tones, so that a black-and-white laser keeps them apart.
    """

    words: str
    shape: str = "circle"
    tone: str = "accent"

    @property
    def counts(self) -> int:
        """How much it matters: what does more lies above the others, and is named before them."""
        return _COUNTS.get(self.tone, len(_COUNTS))


@dataclass(frozen=True)
class Spot:
    """A shop on the map; ``sign`` is the place of its sign in the scene's.

    ``facts`` of thousands are worded when somebody points at one.
    """

    id: int
    place: Place
    name: str
    sign: int = 0
    facts: str | Callable[[], str] = ""

    @property
    def told(self) -> str:
        """Its name and facts, for a tip and for whoever hears."""
        facts = self.facts() if callable(self.facts) else self.facts
        return "\n".join(filter(None, (self.name, facts)))


@dataclass(frozen=True)
class Way:
    """A way through shops in their order: a run, or a rep's visits of a day."""

    words: str
    places: tuple[Place, ...]
    tone: str


@dataclass(frozen=True)
class AreaName:
    """The name of an area, at the middle of its shops."""

    words: str
    place: Place


@dataclass(frozen=True)
class Mark:
    """A place that is no shop: where one would find people, or where a client is to lie."""

    words: str
    place: Place
    tone: str = "accent"


@dataclass(frozen=True)
class Scene:
    """What a map shows. ``links`` join two shops, such as neighbours that lead the same line."""

    title: str = ""
    spots: tuple[Spot, ...] = ()
    signs: tuple[Sign, ...] = (Sign(""),)
    ways: tuple[Way, ...] = ()
    links: tuple[tuple[Place, Place], ...] = ()
    areas: tuple[AreaName, ...] = ()
    marks: tuple[Mark, ...] = ()

    @cached_property
    def legend(self) -> Sequence[tuple[Sign, int]]:
        """The signs that some shop has, with how many have it."""
        counts = [0] * len(self.signs)
        for spot in self.spots:
            counts[spot.sign] += 1
        pairs = zip(self.signs, counts, strict=True)
        return [(sign, number) for sign, number in pairs if number and sign.words]

    @property
    def told(self) -> str:
        """The map in a sentence: how many shops, and what their signs mean."""
        parts = [f"{sign.words} {number}" for sign, number in self.legend]
        shops = _("{number} shops").format(number=len(self.spots))
        return _("; ").join([shops, *parts, *filter(None, (way.words for way in self.ways))])


def distinct(place: int, words: str) -> Sign:
    """A sign of its own for the kind at a place of a list: all of thirty differ."""
    return Sign(words, SHAPES[place % len(SHAPES)], HUES[place % len(HUES)])


def middle(places: Iterable[Place]) -> Place:
    """Where most of these places lie: what lies far off doesn't move it."""
    listed = list(places)
    return median(lat for lat, _lon in listed), median(lon for _lat, lon in listed)


def area_middles(spots: Iterable[tuple[str, Place]]) -> Mapping[str, Place]:
    """The middle of each named area's shops."""
    lying: dict[str, list[Place]] = defaultdict(list)
    for area, place in spots:
        if area:
            lying[area].append(place)
    return {area: middle(places) for area, places in lying.items()}
