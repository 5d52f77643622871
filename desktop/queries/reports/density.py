"""Density (F2): where shops stand thin and where crowded, and where a new one finds people (P7)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from statistics import median_low

from sqlalchemy.orm import Session

from desktop.basics.chart import BARS, MOST_BARS, Chart, Series
from desktop.basics.figures import COUNT
from desktop.basics.i18n import N_, _
from desktop.basics.report import Column, Line, Only, Part, Scope, Source, Table
from desktop.basics.rules import Rules
from desktop.queries.facts.neighbours import Density, outlets
from desktop.queries.facts.room import Known, known_shops, rooms
from desktop.queries.facts.rules import read_rules
from desktop.queries.reports.declared import Declared

_MOST_ROWS = 100  # of thin places and of places for a new shop; the crowded ones are all named
_SIX_PLACES = Decimal("0.000001")

Shop = tuple[Known, Density]


def density(session: Session, scope: Scope, _today: date) -> tuple[Table, ...]:
    """The tables of the density report, as things stand now."""
    rules = read_rules(session)
    known = known_shops(session)
    around = outlets(session)
    shops = [
        (one, Density(around.get(one.id, 1), one.households)) for one in known if one.is_active
    ]
    area = scope.key("area")
    shown = [one for one in shops if area in (None, one[0].area)]
    return (
        _by_area(shops, scope, rules),
        _crowded(shown, rules),
        _thin(shown, rules),
        _new(known, area, rules),
    )


def _by_area(shops: Sequence[Shop], scope: Scope, rules: Rules) -> Table:
    areas: dict[str, list[Density]] = defaultdict(list)
    for shop, around in shops:
        areas[shop.area].append(around)
    rows = [(area, *_area_figures(some, rules)) for area, some in areas.items()]
    rows.sort(key=lambda row: (-row[2], -row[1], row[0]))
    columns = (
        Column("area", _("Area"), wide=True),
        Column("clients", _("Active clients with a place"), COUNT),
        Column("dense", _("In a dense place"), COUNT, main=True),
        Column("households", _("Households for each, in the middle"), COUNT),
    )
    told = tuple(Line((row[0] or _("no area"), *row[1:]), _part(scope, row[0])) for row in rows)
    total = (_("Total"), len(shops), sum(row[2] for row in rows), None) if rows else ()
    most = [row for row in rows[:MOST_BARS] if row[2]]
    chart = Chart(
        _("Areas with most clients in dense places"),
        BARS,
        tuple(row[0] or _("no area") for row in most),
        (Series(_("In a dense place"), tuple(row[2] for row in most)),),
        COUNT,
    )
    none = _("No active client has a place yet: give its file coordinates.")
    return Table("area", _("By area"), columns, told, none, total, chart if most else None)


def _area_figures(some: Sequence[Density], rules: Rules) -> tuple[int, int, int | None]:
    each = [one.each for one in some if one.each is not None]
    dense = sum(one.is_dense(rules) for one in some)
    return len(some), dense, median_low(each) if each else None


def _part(scope: Scope, area: str) -> Part:
    return Part("crowded", scope.narrowed(Only("area", area, area or _("no area"))))


def _crowded(shops: Sequence[Shop], rules: Rules) -> Table:
    rows = [one for one in shops if one[1].is_dense(rules)]
    rows.sort(key=_most_crowded)
    none = _("No shop stands in a dense place.")
    title = _("Crowded places, the most crowded first")
    return Table("crowded", title, _columns(), tuple(map(_line, rows)), none)


def _thin(shops: Sequence[Shop], rules: Rules) -> Table:
    rows = [one for one in shops if one[1].each is not None and not one[1].is_dense(rules)]
    rows.sort(key=lambda one: (-(one[1].each or 0), one[0].id))
    none = _("No shop whose households are counted has room around it.")
    title = _("Thin places, most households for each outlet first")
    return Table("thin", title, _columns(), tuple(map(_line, rows[:_MOST_ROWS])), none)


def _most_crowded(one: Shop) -> tuple[int, int, int]:
    """Fewest households for each; those that nobody counted by their outlets, after them."""
    shop, around = one
    if around.each is None:
        return 1, -around.outlets, shop.id
    return 0, around.each, shop.id


def _columns() -> tuple[Column, ...]:
    return (
        Column("client", _("Client"), wide=True),
        Column("area", _("Area")),
        Column("outlets", _("Outlets around"), COUNT),
        Column("households", _("Households"), COUNT),
        Column("each", _("Households for each"), COUNT),
    )


def _line(one: Shop) -> Line:
    shop, around = one
    values = (shop.name, shop.area, around.outlets, around.households, around.each)
    return Line(values, Source("clients", shop.id))


def _new(known: Sequence[Known], area: str | None, rules: Rules) -> Table:
    found = [
        room
        for room in rooms(known, rules.neighbour_m, rules.households_per_outlet)
        if area in (None, room.nearest.area)
    ]
    columns = (
        Column("nearest", _("Nearest shop"), wide=True),
        Column("metres", _("Metres from it"), COUNT),
        Column("area", _("Area")),
        Column("households", _("Households"), COUNT),
        Column("outlets", _("Outlets with the new one"), COUNT),
        Column("each", _("Households for each"), COUNT),
        Column("prospects", _("Prospects there"), COUNT),
        Column("lat", _("Latitude")),
        Column("lon", _("Longitude")),
    )
    told = tuple(
        Line(
            (
                room.nearest.name,
                room.apart_mm // 1000,
                room.nearest.area,
                room.density.households,
                room.density.outlets,
                room.each,
                room.prospects,
                *(str(Decimal(str(one)).quantize(_SIX_PLACES)) for one in room.place),
            ),
            Source("clients", room.nearest.id),
        )
        for room in found[:_MOST_ROWS]
    )
    none = _("Nowhere would a new shop find households enough, as far as they are counted.")
    title = _("Where a new shop would find most households")
    return Table("new", title, columns, told, none)


DENSITY = Declared(
    "density",
    N_("Density"),
    ("manager", "clerk", "rep"),
    density,
    (
        N_(
            "As things stand now. The outlets of a shop are the active clients within the office's "
            "distance, itself counted; its households those of its latest survey, else of its file."
        ),
        N_(
            "For a new shop each square that is as wide as the office's distance and holds a shop "
            "whose households are counted was looked at, at its middle: its people are the "
            "middle one of what the shops within the distance counted, prospects too, shared among "
            "the active clients there and the new one. Of two places within the distance of each "
            "other the better one is named. The place is GCJ-02; the row opens the nearest shop."
        ),
        N_("Of thin places and places for a new shop the first hundred are named."),
    ),
    filled_at=("clients", N_("Client files")),
)
