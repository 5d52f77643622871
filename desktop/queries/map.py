"""What a map shows: the active clients that have a place, and what is known of each (P6–P8)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from statistics import median

from sqlalchemy import Float, func, select, type_coerce
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.basics.map_scene import area_middles
from desktop.basics.places import Place, apart_mm
from desktop.models import (
    Client,
    Order,
    Run,
    Staff,
    Stop,
    Survey,
    Visit,
    VisitPlan,
)
from desktop.queries.facts.agreements import lead_lines
from desktop.queries.facts.neighbours import Conflict, Density, all_outlets, conflicts
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.surveys import latest_surveys
from desktop.queries.facts.visits import is_overdue

_SURE_M = 30_000  # no area is as large
_SHIFTED_M = 300  # the least by which kinds of coordinates differ within China
_OUTSIDE = 4  # times as far from the middle as most of its area's shops
_FEWEST = 5  # shops of an area whose middle says something


@dataclass(frozen=True, slots=True)
class MapShop:
    """An active client on the map; ``lines`` are those that it leads by an agreement in force."""

    id: int
    code: str
    name: str
    area: str
    segment: str
    client_class: str
    rep: str
    place: Place
    lines: tuple[str, ...]
    is_overdue: bool
    density: Density
    is_dense: bool


@dataclass(frozen=True)
class DayWay:
    """A way of today: a rep's released visits, or a run; the clients in their order."""

    words: str
    client_ids: tuple[int, ...]


@dataclass(frozen=True)
class Doubt:
    """A shop that lies far from its area's others: its coordinates may be of another kind."""

    client_id: int
    apart_m: int


@dataclass(frozen=True)
class MapFacts:
    """All that the layers of the map are made of. ``without_place`` active clients have none."""

    shops: Mapping[int, MapShop]
    conflicts: Sequence[Conflict]
    visits: Sequence[DayWay]
    runs: Sequence[DayWay]
    without_place: int

    @cached_property
    def doubts(self) -> Sequence[Doubt]:
        """The shops that lie far from their area's others, the farthest first."""
        return doubtful(self.shops.values())

    @cached_property
    def in_doubt(self) -> frozenset[int]:
        """The clients whose places are in doubt."""
        return frozenset(one.client_id for one in self.doubts)

    @cached_property
    def in_conflict(self) -> frozenset[int]:
        """The clients that lead a line which a neighbour leads too."""
        return frozenset(key for one in self.conflicts for key in (one.client_id, one.other_id))

    @cached_property
    def by_households(self) -> Sequence[MapShop]:
        """Where households were counted: the most for each outlet first (P7).

        A new shop beside the first ones would find most people; the last are crowded.
        """
        known = [shop for shop in self.shops.values() if shop.density.each is not None]
        return sorted(known, key=lambda shop: (-(shop.density.each or 0), shop.code))


def map_facts(session: Session, today: date) -> MapFacts:
    """What is known on a day; the number of questions doesn't grow with the clients."""
    shops = _shops(session, today)
    nowhere = select(func.count()).where(Client.state == "active", Client.cell.is_(None))
    return MapFacts(
        shops,
        [one for one in conflicts(session, today) if {one.client_id, one.other_id} <= set(shops)],
        _visits(session, today, shops),
        _runs(session, today, shops),
        session.scalar(nowhere) or 0,
    )


def _shops(session: Session, today: date) -> Mapping[int, MapShop]:
    there = Client.state == "active"
    rules = read_rules(session)
    late = set(session.scalars(select(Client.id).where(is_overdue(rules, today))))
    around, lines = all_outlets(session), lead_lines(session, today)
    surveyed = _surveyed_households(session)
    rows = session.execute(
        select(
            Client.id,
            Client.code,
            Client.name,
            Client.area,
            Client.segment,
            Client.client_class,
            Staff.name,
            type_coerce(Client.lat, Float()),
            type_coerce(Client.lon, Float()),
            Client.households,
        )
        .outerjoin(Staff, Staff.id == Client.rep_id)
        .where(there, Client.cell.is_not(None))
        .order_by(Client.client_class, Client.code_key)
    )
    found = {}
    for key, code, name, area, segment, grade, rep, lat, lon, households in rows:
        density = Density(around.get(key, 1), surveyed.get(key, households))
        found[key] = MapShop(
            key,
            code,
            name,
            area,
            segment,
            grade or "",
            rep or "",
            (lat, lon),
            lines.get(key, ()),
            key in late,
            density,
            density.is_dense(rules),
        )
    return found


def _surveyed_households(session: Session) -> Mapping[int, int | None]:
    """The households of each client's latest survey."""
    counting = Survey.id.in_(latest_surveys())
    rows = session.execute(select(Survey.client_id, Survey.households).where(counting))
    return {client_id: households for client_id, households in rows}  # noqa: C416 - typed


def _visits(session: Session, today: date, shops: Collection[int]) -> Sequence[DayWay]:
    rows = session.execute(
        select(Staff.name, Visit.client_id)
        .join(VisitPlan, VisitPlan.id == Visit.plan_id)
        .join(Staff, Staff.id == VisitPlan.rep_id)
        .where(VisitPlan.day == today, VisitPlan.released_on.is_not(None))
        .order_by(Staff.code, VisitPlan.id, Visit.position)
    )
    return _ways(((name, client_id) for name, client_id in rows), shops)


def _runs(session: Session, today: date, shops: Collection[int]) -> Sequence[DayWay]:
    rows = session.execute(
        select(Run.number, Order.client_id)
        .join(Stop, Stop.run_id == Run.id)
        .join(Order, Order.id == Stop.order_id)
        .where(Run.day == today)
        .order_by(Run.number, Stop.position)
    )
    return _ways(((number, client_id) for number, client_id in rows), shops)


def _ways(rows: Iterable[tuple[str, int]], shops: Collection[int]) -> Sequence[DayWay]:
    found: dict[str, list[int]] = defaultdict(list)
    for words, client_id in rows:
        if client_id in shops:
            found[words].append(client_id)
    return [DayWay(words, tuple(ids)) for words, ids in found.items()]


def doubtful(shops: Iterable[MapShop]) -> Sequence[Doubt]:
    """The shops that lie far from their area's others, the farthest first.

    That is beyond what an area can measure, or so far outside that the shift between kinds of
    coordinates (GCJ-02, BD-09, WGS-84: 300 to 1,500 m) would explain it.
    """
    by_area: dict[str, list[MapShop]] = defaultdict(list)
    for shop in shops:
        if shop.area:
            by_area[shop.area].append(shop)
    found = []
    middles = area_middles((shop.area, shop.place) for some in by_area.values() for shop in some)
    for area, some in by_area.items():
        if len(some) < _FEWEST:
            continue
        apart = {shop.id: apart_mm(shop.place, middles[area]) // 1000 for shop in some}
        most = max(_SHIFTED_M, _OUTSIDE * int(median(apart.values())))
        found += [Doubt(key, far) for key, far in apart.items() if far > min(most, _SURE_M)]
    return sorted(found, key=lambda one: (-one.apart_m, one.client_id))


def density_told(density: Density) -> str:
    """How dense it is around a shop, in words."""
    if density.each is None:
        return _("{number} outlets around").format(number=density.outlets)
    return _("{households} households each, {number} outlets around").format(
        number=density.outlets, households=density.each
    )
