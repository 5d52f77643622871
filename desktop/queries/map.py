"""What a map shows: the active clients that have a place, and what is known of each (P6–P8)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import Float, func, select, type_coerce
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.basics.places import Place
from desktop.basics.rules import Rules
from desktop.models import (
    Client,
    Order,
    Run,
    Staff,
    Stop,
    Visit,
    VisitPlan,
)
from desktop.queries.facts.agreements import lead_lines
from desktop.queries.facts.misplaced import Doubt, doubtful
from desktop.queries.facts.neighbours import Conflict, Density, conflicts, outlets
from desktop.queries.facts.room import Known, Room, counted_households, known_shops, rooms
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.visits import is_overdue

_MOST_ROOMS = 100  # places for a new shop that the map names


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
class MapFacts:
    """All that the layers of the map are made of. ``without_place`` active clients have none."""

    shops: Mapping[int, MapShop]
    conflicts: Sequence[Conflict]
    visits: Sequence[DayWay]
    runs: Sequence[DayWay]
    without_place: int
    prospects: Sequence[Known] = ()
    rules: Rules = Rules()  # noqa: RUF009 - frozen

    @cached_property
    def rooms(self) -> Sequence[Room]:
        """Where a new shop would find most households for each outlet (P7), the most first."""
        known = [
            Known(shop.id, shop.name, shop.area, shop.place, True, shop.density.households)
            for shop in self.shops.values()
        ]
        found = rooms(
            [*known, *self.prospects], self.rules.neighbour_m, self.rules.households_per_outlet
        )
        return found[:_MOST_ROOMS]

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
        known_shops(session, Client.state == "prospect"),
        read_rules(session),
    )


def _shops(session: Session, today: date) -> Mapping[int, MapShop]:
    there = Client.state == "active"
    rules = read_rules(session)
    late = set(session.scalars(select(Client.id).where(is_overdue(rules, today))))
    around, lines = outlets(session), lead_lines(session, today)
    surveyed = counted_households(session)
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


def density_told(density: Density) -> str:
    """How dense it is around a shop, in words."""
    if density.each is None:
        return _("{number} outlets around").format(number=density.outlets)
    return _("{households} households each, {number} outlets around").format(
        number=density.outlets, households=density.each
    )
