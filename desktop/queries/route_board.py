"""A rep's four weeks as they are looked at and arranged (G10): who stands where, and what it costs.

Nothing here asks the office but ``route_board``: the rest is reckoned from what it read.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.drafts.route_plan import RouteLineDraft
from desktop.basics.i18n import _
from desktop.basics.map_scene import Scene, Sign, Spot, Way
from desktop.basics.places import Place, place
from desktop.models import Client, RoutePlan, Staff
from desktop.models.route_plan import CYCLE_WEEKS, WEEKS_OF
from desktop.planning.visits import Day, Plan, Problem, Watching, solve_apart
from desktop.planning.visits_by_hand import WeeksByHand
from desktop.queries.facts.route_plans import newest_route_plan
from desktop.queries.plans.visits import route_lines, visits_problem

Lines = Mapping[str, RouteLineDraft]  # where each client stands, by its code
RouteDay = Day
RouteWeeks = Plan
WEEKS = CYCLE_WEEKS


@dataclass(frozen=True)
class RouteShop:
    """A client that the rep visits; ``place`` is None where it isn't known."""

    id: int
    code: str
    name: str
    client_class: str
    area: str
    place: Place | None

    @property
    def weeks(self) -> Sequence[str]:
        """In which weeks it may stand, as figures (G10)."""
        return WEEKS_OF[self.client_class or "C"]


@dataclass(frozen=True)
class StandingPlan:
    """The newest route plan of a rep; it is in force from its Monday on."""

    id: int
    version: int
    starts_on: date
    put_by: str
    week_now: int | None  # which of the four this week is; None before it begins
    lines: Lines


@dataclass(frozen=True)
class RouteBoard:
    """A rep's clients, the plan that stands, and what reckons other ones."""

    rep: str
    shops: Mapping[str, RouteShop]
    standing: StandingPlan | None
    problem: Problem
    by_hand: WeeksByHand

    @property
    def day_s(self) -> int:
        """How long a day may last, in seconds."""
        return self.problem.day_s

    def planned(self, lines: Lines) -> Plan:
        """The days of these lines."""
        return self.by_hand.planned(lines.values())

    def weekdays(self, lines: Lines) -> Sequence[int]:
        """The weekdays that are shown: those that are worked on, and those that have clients."""
        return sorted({*self.problem.weekdays, *(line.weekday for line in lines.values())})

    def off(self, lines: Lines) -> Sequence[str]:
        """The clients, by code, that stand on no day."""
        return [code for code in self.shops if code not in lines]

    def put(self, lines: Lines, code: str, week: int, weekday: int) -> RouteLineDraft:
        """Where a client stands once it is put on a day: in the weeks that its class asks for."""
        weeks = next(one for one in self.shops[code].weeks if str(week) in one)
        fixed = code in lines and lines[code].fixed
        return RouteLineDraft(code, weekday, weeks, fixed)

    def scene(self, lines: Lines, day: Day | None) -> Scene:
        """The rep's clients on the map: those of a day, joined by its way, before the others."""
        here = set(day.clients) if day else set()
        spots = tuple(
            Spot(shop.id, shop.place, shop.name, _sign(code, here, lines), shop.area)
            for code, shop in self.shops.items()
            if shop.place is not None
        )
        signs = (
            Sign(_("on this day"), "circle", "accent"),
            Sign(_("on another day"), "circle", "quiet"),
            Sign(_("on no day"), "diamond", "wrong"),
        )
        return Scene(_("Route plan"), spots, signs, self._ways(day))

    def _ways(self, day: Day | None) -> tuple[Way, ...]:
        found = [self.shops[code].place for code in day.clients] if day else []
        placed = [one for one in found if one is not None]
        if day is None or not placed:
            return ()
        start = self.problem.office.place
        words = _("the way of this day: {km} km").format(km=km_words(day.metres))
        return (Way(words, (start, *placed, start), "accent"),)


def _sign(code: str, here: Collection[str], lines: Lines) -> int:
    if code in here:
        return 0
    return 1 if code in lines else 2


def km_words(metres: int) -> str:
    """Metres as kilometres with one digit, rounded half up."""
    tenths = (metres + 50) // 100
    return f"{tenths // 10}.{tenths % 10}"


def hours_words(seconds: int) -> str:
    """Seconds as hours with one digit, rounded half up."""
    tenths = (seconds + 180) // 360
    return f"{tenths // 10}.{tenths % 10}"


def moved(before: Lines, after: Lines) -> int:
    """How many clients stand on another weekday than before."""
    both = before.keys() & after.keys()
    return sum(before[code].weekday != after[code].weekday for code in both)


def reps_of_routes(session: Session) -> Sequence[tuple[str, str]]:
    """The reps who work here, by code and name."""
    people = session.scalars(select(Staff).where(Staff.active).order_by(Staff.code_key))
    return [(one.code, one.name) for one in people if "rep" in {held.role for held in one.roles}]


def route_board(session: Session, rep_code: str, today: date) -> RouteBoard:
    """A rep's clients and newest route plan; clients closed since stand on it no more."""
    rep = session.scalars(select(Staff).where(Staff.code == rep_code)).one()
    plan = newest_route_plan(session, rep.id)
    on_it = [line.client_id for line in plan.lines] if plan else []
    theirs = (Client.rep_id == rep.id) & (Client.state == "active")
    clients = session.scalars(
        select(Client)
        .where((theirs | Client.id.in_(on_it)) & (Client.state != "closed"))
        .order_by(Client.code_key)
    ).all()
    shops = {one.code: _shop(one) for one in clients}
    problem = visits_problem(session, rep)
    places = {code: shop.place for code, shop in shops.items() if shop.place is not None}
    return RouteBoard(
        rep.code,
        shops,
        _standing(session, plan, {one.id: one.code for one in clients}, today),
        problem,
        WeeksByHand(problem, places),
    )


def _shop(client: Client) -> RouteShop:
    return RouteShop(
        client.id,
        client.code,
        client.name,
        client.client_class or "",
        client.area or "",
        place(client.lat, client.lon),
    )


def _standing(
    session: Session, plan: RoutePlan | None, codes: Mapping[int, str], today: date
) -> StandingPlan | None:
    if plan is None:
        return None
    lines = {
        codes[line.client_id]: RouteLineDraft(
            codes[line.client_id], line.weekday, line.weeks, line.fixed
        )
        for line in plan.lines
        if line.client_id in codes
    }
    begun = plan.starts_on <= today
    return StandingPlan(
        plan.id,
        plan.version,
        plan.starts_on,
        session.get_one(Staff, plan.put_by_id).name,
        plan.week_on(today) if begun else None,
        lines,
    )


def computed(
    board: RouteBoard,
    lines: Lines,
    watch: Watching,
    *,
    keep_today: bool,
) -> dict[str, RouteLineDraft]:
    """The four weeks that are found for a rep, in a process of its own; it takes seconds.

    What is fixed on ``lines`` stays; so does who has no place, as no way leads there. ``watch``
    sees how far it is, and ends it by True; whatever it raises gives it up.
    """
    problem = _with_fixed(replace(board.problem, keep_today=keep_today), lines)
    found = {line.client: line for line in route_lines(problem, solve_apart(problem, watch))}
    kept = {code: line for code, line in lines.items() if board.shops[code].place is None}
    return {**found, **kept}


def _with_fixed(problem: Problem, lines: Lines) -> Problem:
    """The problem with the weekdays that are fixed on these lines."""
    fixed = {code: line.weekday for code, line in lines.items() if line.fixed}
    clients = tuple(replace(one, fixed_weekday=fixed.get(one.code)) for one in problem.clients)
    weekdays = tuple(sorted({*problem.weekdays, *fixed.values()}))
    return replace(problem, weekdays=weekdays, clients=clients)


def known_lines(board: RouteBoard, kept: Iterable[Sequence[object]]) -> dict[str, RouteLineDraft]:
    """The lines of a draft that was kept, of clients that are still there in the same class."""
    found = {}
    for client, weekday, weeks, fixed in kept:
        shop = board.shops.get(str(client))
        if shop is not None and weeks in shop.weeks and isinstance(weekday, int):
            found[shop.code] = RouteLineDraft(shop.code, weekday, str(weeks), bool(fixed))
    return found
