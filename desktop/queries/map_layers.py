"""The layers of the map: which shops each shows, by which signs, and what stands beside it (P8)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from desktop.basics.datums import DATUMS
from desktop.basics.i18n import N_, _
from desktop.basics.map_scene import (
    HUES,
    AreaName,
    Mark,
    Scene,
    Sign,
    Spot,
    Way,
    area_middles,
    distinct,
)
from desktop.basics.order_key import order_key
from desktop.basics.places import Place
from desktop.queries.facts.misplaced import TURNED, Doubt
from desktop.queries.map import DayWay, MapFacts, MapShop, density_told

_NO_LINE = N_("no line")
_SEVERAL = N_("several lines")
_OTHERS = N_("other shops")
_OTHER = ("circle", "quiet")


@dataclass(frozen=True)
class Narrowed:
    """Which shops are wanted; "" for all of a kind."""

    layer: str = "lines"
    rep: str = ""
    segment: str = ""
    area: str = ""
    line: str = ""

    def takes(self, shop: MapShop) -> bool:
        """Whether a shop is among them."""
        pairs = ((self.rep, shop.rep), (self.segment, shop.segment), (self.area, shop.area))
        return all(wanted in ("", own) for wanted, own in pairs) and (
            not self.line or self.line in shop.lines
        )


@dataclass(frozen=True)
class MapLine:
    """A line beside the map: the shop that it centres on, and what is to be said of it.

    ``place`` is what it centres on instead, where it tells of no shop's own place.
    """

    client_id: int
    name: str
    words: str
    area: str = ""
    tone: str = ""
    place: Place | None = None


@dataclass(frozen=True)
class Shown:
    """A layer as it is shown: the scene, and the lines beside it."""

    scene: Scene
    lines: Sequence[MapLine]


@dataclass(frozen=True)
class _Layer:
    """``signs`` gives the signs and which one a shop has; ``lines`` what stands beside.

    ``marks`` are places that are no shops.
    """

    words: str
    signs: Callable[[MapFacts, Sequence[MapShop]], tuple[Sequence[Sign], Callable[[MapShop], int]]]
    lines: Callable[[MapFacts, Mapping[int, MapShop]], Iterable[MapLine]]
    ways: Callable[[MapFacts], Sequence[DayWay]] = lambda _facts: ()
    marks: Callable[[MapFacts, Narrowed], Sequence[Mark]] = lambda _facts, _wanted: ()


def shown(facts: MapFacts, wanted: Narrowed) -> Shown:
    """What a layer shows of the shops that are wanted."""
    layer = _LAYERS[wanted.layer]
    shops = {key: shop for key, shop in facts.shops.items() if wanted.takes(shop)}
    signs, sign_of = layer.signs(facts, list(shops.values()))
    spots = tuple(
        Spot(shop.id, shop.place, shop.name, sign_of(shop), partial(facts_of, shop))
        for shop in shops.values()
    )
    areas = area_middles((shop.area, shop.place) for shop in shops.values())
    scene = Scene(
        _(layer.words),
        spots,
        tuple(signs),
        tuple(_ways(layer.ways(facts), shops)),
        _links(facts, shops) if wanted.layer == "conflicts" else (),
        tuple(AreaName(area, place) for area, place in areas.items()),
        tuple(layer.marks(facts, wanted)),
    )
    return Shown(scene, list(layer.lines(facts, shops)))


def facts_of(shop: MapShop) -> str:
    """What is said of a shop in its tip, a line each."""
    grade = _("class {name}").format(name=shop.client_class) if shop.client_class else ""
    kind = " · ".join(filter(None, (shop.area, shop.segment, grade, shop.rep)))
    late = _("visit overdue") if shop.is_overdue else ""
    lines = _(", ").join(shop.lines)
    return "\n".join(filter(None, (kind, lines, density_told(shop.density), late)))


def _links(
    facts: MapFacts, shops: Mapping[int, MapShop]
) -> tuple[tuple[tuple[float, float], tuple[float, float]], ...]:
    return tuple(
        (shops[one.client_id].place, shops[one.other_id].place)
        for one in facts.conflicts
        if one.client_id in shops and one.other_id in shops
    )


def _ways(ways: Sequence[DayWay], shops: Mapping[int, MapShop]) -> Iterable[Way]:
    for number, way in enumerate(ways):
        places = tuple(shops[one].place for one in way.client_ids if one in shops)
        if places:
            yield Way(way.words, places, HUES[number % len(HUES)])


def _by_line(
    _facts: MapFacts, shops: Sequence[MapShop]
) -> tuple[Sequence[Sign], Callable[[MapShop], int]]:
    lines = sorted({line for shop in shops for line in shop.lines}, key=order_key)
    place = {line: number for number, line in enumerate(lines)}
    signs = [distinct(number, line) for number, line in enumerate(lines)]
    signs += [Sign(_(_SEVERAL), "diamond", "text"), Sign(_(_NO_LINE), *_OTHER)]

    def sign_of(shop: MapShop) -> int:
        if len(shop.lines) == 1:
            return place[shop.lines[0]]
        return len(lines) if shop.lines else len(lines) + 1

    return signs, sign_of


def _by_class(
    _facts: MapFacts, shops: Sequence[MapShop]
) -> tuple[Sequence[Sign], Callable[[MapShop], int]]:
    classes = sorted({shop.client_class for shop in shops} - {""})
    place = {name: number for number, name in enumerate(classes)}
    signs = [
        distinct(number, _("class {name}").format(name=name)) for number, name in enumerate(classes)
    ]
    signs.append(Sign(_("no class"), *_OTHER))
    return signs, lambda shop: place.get(shop.client_class, len(classes))


def _marked(
    words: str, which: Callable[[MapFacts, MapShop], bool], tone: str, shape: str = "triangle"
) -> Callable[[MapFacts, Sequence[MapShop]], tuple[Sequence[Sign], Callable[[MapShop], int]]]:
    """Signs of those that are meant, and of all others."""

    def signs(
        facts: MapFacts, _shops: Sequence[MapShop]
    ) -> tuple[Sequence[Sign], Callable[[MapShop], int]]:
        both = (Sign(_(_OTHERS), *_OTHER), Sign(_(words), shape, tone))
        return both, lambda shop: int(which(facts, shop))

    return signs


def _by_density(
    _facts: MapFacts, _shops: Sequence[MapShop]
) -> tuple[Sequence[Sign], Callable[[MapShop], int]]:
    signs = (
        Sign(_("households not counted"), *_OTHER),
        Sign(_("room for shops"), "circle", "good"),
        Sign(_("too dense"), "square", "wrong"),
    )

    def sign_of(shop: MapShop) -> int:
        if shop.is_dense:
            return 2
        return 0 if shop.density.each is None else 1

    return signs, sign_of


def _no_lines(_facts: MapFacts, _shops: Mapping[int, MapShop]) -> Iterable[MapLine]:
    return ()


def _conflict_lines(facts: MapFacts, shops: Mapping[int, MapShop]) -> Iterable[MapLine]:
    for one in facts.conflicts:
        if one.client_id in shops and one.other_id in shops:
            shop, other = shops[one.client_id], shops[one.other_id]
            words = _("{line}: also {other}").format(line=one.line, other=other.name)
            yield MapLine(shop.id, shop.name, words, shop.area, "wrong")


def _overdue_lines(_facts: MapFacts, shops: Mapping[int, MapShop]) -> Iterable[MapLine]:
    for shop in shops.values():
        if shop.is_overdue:
            grade = _("class {name}").format(name=shop.client_class)
            yield MapLine(shop.id, shop.name, f"{grade} · {shop.rep}", shop.area)


def _density_lines(facts: MapFacts, shops: Mapping[int, MapShop]) -> Iterable[MapLine]:
    """Where a new shop would find most households for each outlet first, crowded places last."""
    for shop in facts.by_households:
        if shop.id in shops:
            tone = "wrong" if shop.is_dense else "good"
            yield MapLine(shop.id, shop.name, density_told(shop.density), shop.area, tone)


def _room_marks(facts: MapFacts, wanted: Narrowed) -> Sequence[Mark]:
    return [
        Mark(_("{number} each").format(number=room.each), room.place, "good")
        for room in facts.rooms
        if wanted.area in ("", room.nearest.area)
    ]


def _room_lines(facts: MapFacts, _shops: Mapping[int, MapShop]) -> Iterable[MapLine]:
    """Where a new shop would find most households for each outlet, the most first."""
    for room in facts.rooms:
        words = _("{households} households each, {number} outlets with the new one").format(
            households=room.each, number=room.density.outlets
        )
        name = _("{metres} m from {name}").format(
            metres=room.apart_mm // 1000, name=room.nearest.name
        )
        yield MapLine(room.nearest.id, name, words, room.nearest.area, "good", room.place)


def _doubt_lines(facts: MapFacts, shops: Mapping[int, MapShop]) -> Iterable[MapLine]:
    for one in facts.doubts:
        if one.client_id in shops:
            shop = shops[one.client_id]
            words = doubt_told(one)
            yield MapLine(shop.id, shop.name, words, shop.area, "careful")


def doubt_told(one: Doubt) -> str:
    """How far off a doubted shop lies, and what would put it among its area's others."""
    far = _("{metres} m from the middle of its area").format(metres=one.apart_m)
    if not one.datum:
        return far
    words = _("{far}; {then} m if latitude and longitude are exchanged")
    if one.datum != TURNED:
        words = _("{far}; {then} m if its coordinates are {kind}")
    kind = _(DATUMS[one.datum]) if one.datum in DATUMS else ""
    return words.format(far=far, then=one.then_m, kind=kind)


def _way_lines(
    ways: Callable[[MapFacts], Sequence[DayWay]],
) -> Callable[[MapFacts, Mapping[int, MapShop]], Iterable[MapLine]]:
    def lines(facts: MapFacts, shops: Mapping[int, MapShop]) -> Iterable[MapLine]:
        for way in ways(facts):
            for number, client_id in enumerate(way.client_ids, 1):
                if client_id in shops:
                    shop = shops[client_id]
                    yield MapLine(shop.id, shop.name, f"{way.words} · {number}", shop.area)

    return lines


def _visited(facts: MapFacts) -> Sequence[DayWay]:
    return facts.visits


def _driven(facts: MapFacts) -> Sequence[DayWay]:
    return facts.runs


def _is_on(ways: Callable[[MapFacts], Sequence[DayWay]]) -> Callable[[MapFacts, MapShop], bool]:
    return lambda facts, shop: any(shop.id in way.client_ids for way in ways(facts))


def _conflicting(facts: MapFacts, shop: MapShop) -> bool:
    return shop.id in facts.in_conflict


def _doubted(facts: MapFacts, shop: MapShop) -> bool:
    return shop.id in facts.in_doubt


_LAYERS: Mapping[str, _Layer] = {
    "lines": _Layer(N_("Lead lines"), _by_line, _no_lines),
    "classes": _Layer(N_("Classes"), _by_class, _no_lines),
    "overdue": _Layer(
        N_("Overdue visits"),
        _marked(N_("overdue"), lambda _facts, shop: shop.is_overdue, "wrong"),
        _overdue_lines,
    ),
    "conflicts": _Layer(
        N_("Conflicts of lines"), _marked(N_("in conflict"), _conflicting, "wrong"), _conflict_lines
    ),
    "density": _Layer(N_("Density"), _by_density, _density_lines),
    "room": _Layer(N_("Room for a new shop"), _by_density, _room_lines, marks=_room_marks),
    "visits": _Layer(
        N_("Visits of today"),
        _marked(N_("visited today"), _is_on(_visited), "accent", "square"),
        _way_lines(_visited),
        _visited,
    ),
    "runs": _Layer(
        N_("Runs of today"),
        _marked(N_("delivered to today"), _is_on(_driven), "accent", "square"),
        _way_lines(_driven),
        _driven,
    ),
    "doubts": _Layer(
        N_("Places in doubt"), _marked(N_("far from its area"), _doubted, "careful"), _doubt_lines
    ),
}
# The layers by name, with their words (msgids).
LAYERS: Mapping[str, str] = {name: layer.words for name, layer in _LAYERS.items()}
