"""The day board (D4): a day's drops and runs, reckoned after each hand edit, and planned again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from desktop.basics.day_merge import ReadDay, laid_over
from desktop.basics.day_plan import DayPlan, Tour
from desktop.basics.errors import Refused
from desktop.planning.routes import Fixed, Plan, Problem, checker, familiar, solve_apart
from desktop.planning.routing.form import Vehicle, minute_of
from desktop.planning.routing.plan import Run as Reckoned
from desktop.queries.day_names import Known, known_runs, named
from desktop.queries.day_rows import DayFigures, PlannedDay, ReckonedDay, StopLine, TourLine
from desktop.queries.day_words import broken_words
from desktop.queries.facts.run_ways import DayDrop, GoneRun
from desktop.queries.facts.stock import ShortGoods, short_goods
from desktop.queries.plans.day_ground import DayGround, day_ground

# Asked while it is planned, with the best so far; True: good enough.
Watch = Callable[[ReckonedDay | None], bool]

_MOST_KNOWN = 2_000


class DayBoard:
    """A day as it was read, ready to be arranged; it asks the office nothing more.

    ``start`` is the plan as it is kept, ``short`` names goods that don't go round (D3a). Without a
    depot nothing is reckoned, but all is seen.
    """

    def __init__(self, ground: DayGround, known: Known, short: tuple[ShortGoods, ...] = ()) -> None:
        self.ground = ground
        self.short = short
        self._known = known
        self._lines: dict[object, TourLine] = {}
        self.problem: Problem | None = None if ground.depot is None else ground.problem(())
        self._checker = None if self.problem is None else checker(self.problem)
        self.start = DayPlan(
            tuple(
                Tour(at, run.vehicle, run.drops, run.locked, run.departs, run.id, run.name)
                for at, run in enumerate(ground.runs, 1)
            ),
            frozenset(code for run in ground.runs for code in run.held),
        )

    @cached_property
    def kept(self) -> ReckonedDay:
        """The plan as it is kept, reckoned."""
        return self.reckoned(self.start)

    @property
    def day(self) -> date:
        """Its day."""
        return self.ground.day

    @property
    def seen(self) -> Mapping[int, int]:
        """The kept runs of the day by id, with their versions."""
        return {run.id: run.version for run in self.ground.runs}

    @property
    def read(self) -> ReadDay:
        """The day as it is kept, and which orders its drops' codes mean."""
        return ReadDay(self.start, {key: one.orders for key, one in self.ground.drops.items()})

    def laid_over(self, plan: DayPlan, read: ReadDay) -> DayPlan:
        """A plan made on an older reading of this day, as far as its drops and runs are there.

        What others did since is in it.
        """
        plan = laid_over(plan, read, self.read)
        there = {run.id for run in self.ground.runs}
        tours = tuple(
            one if one.run_id in there else replace(one, run_id=None)
            for one in plan.tours
            if one.vehicle in self.ground.vehicles
        )
        return replace(plan, tours=tours)

    # --- reckoning --------------------------------------------------------------------------------

    def reckoned(self, plan: DayPlan) -> ReckonedDay:
        """A plan with its times, loads and costs (some milliseconds)."""
        found = self._checker.checked(_as_it_stands(plan)) if self._checker else None
        return self._told(plan, found)

    def place_on(self, plan: DayPlan, code: str, key: int) -> int:
        """Before which stop of a run a drop costs least."""
        tour = plan.tour(key)
        if tour is None or self._checker is None:
            return len(tour.drops) if tour else 0
        apart = plan.taken_off([code])
        numbers = _numbers(apart, also=key)
        return self._checker.place_on(_as_it_stands(apart, key), code, tour.vehicle, numbers[key])

    def _told(self, plan: DayPlan, found: Plan | None) -> ReckonedDay:
        names = named(self._known, plan, self.ground.drops)
        runs = _by_tour(plan, found) if found else {}
        lines = [
            self._kept_line(tour, names[tour.key], plan.held.intersection(tour.drops), run)
            for tour in plan.tours
            for run in (runs.get(tour.key),)
        ]
        placed = plan.placed
        waiting = tuple(one for code, one in self.ground.drops.items() if code not in placed)
        why = {one.code: one.why for one in found.unserved} if found else {}
        figures = DayFigures(
            sum(bool(one.stops) for one in lines),
            len(placed),
            len(waiting),
            sum(one.metres for one in lines),
            sum(one.seconds for one in lines),
            sum(one.cost_fen for one in lines),
            sum(bool(one.broken) for one in lines),
        )
        gone = [self._gone(one) for one in self.ground.gone.values()]
        idle = self._idle(plan)
        only_said_after_trying = {code: word for code, word in why.items() if word != "day_full"}
        return ReckonedDay(plan, (*gone, *lines, *idle), waiting, only_said_after_trying, figures)

    def _idle(self, plan: DayPlan) -> list[TourLine]:
        """A line for each vehicle that has no run and may make one; their keys are below 0."""
        busy = {tour.vehicle for tour in plan.tours}
        return [
            replace(self._bare(code, "", (), None), key=-at)
            for at, (code, one) in enumerate(self.ground.vehicles.items(), 1)
            if code not in busy and one.asked.runs > 0
        ]

    def _kept_line(
        self, tour: Tour, name: str, held: frozenset[str], run: Reckoned | None
    ) -> TourLine:
        """A run's line, made once as long as it stays so."""
        key = tour, name, held, run
        if key not in self._lines:
            if len(self._lines) > _MOST_KNOWN:
                self._lines.clear()
            self._lines[key] = self._line(tour, name, held, run)
        return self._lines[key]

    def _line(self, tour: Tour, name: str, held: frozenset[str], run: Reckoned | None) -> TourLine:
        drops = [self.ground.drops[code] for code in tour.drops]
        arrivals = {stop.code: stop.arrives for stop in run.stops} if run else {}
        stops = tuple(
            stop_line(drop, arrivals.get(drop.code, ""), held=drop.code in held) for drop in drops
        )
        line = self._bare(tour.vehicle, name, stops, run)
        asked = self.ground.vehicles[tour.vehicle].asked
        return replace(
            line,
            key=tour.key,
            locked=tour.locked,
            run_id=tour.run_id,
            broken=broken_words(run, line, asked) if run else (),
        )

    def _gone(self, gone: GoneRun) -> TourLine:
        arrivals = {one.code: one.arrives for one in gone.reckoned.stops} if gone.reckoned else {}
        stops = tuple(
            stop_line(gone.drops[code], arrivals.get(code, ""), held=True)
            for code in gone.run.drops
        )
        line = self._bare(gone.run.vehicle, gone.run.name, stops, gone.reckoned)
        return replace(line, locked=True, out=gone.run.id, run_id=gone.run.id)

    def _bare(
        self, vehicle: str, name: str, stops: tuple[StopLine, ...], run: Reckoned | None
    ) -> TourLine:
        found = self.ground.vehicles[vehicle]
        return replace(tour_line(found.asked, stops, run), name=name, driver=found.driver)

    # --- planning ---------------------------------------------------------------------------------

    def planned(self, plan: DayPlan, freedom: str, watch: Watch) -> PlannedDay:
        """The rest of the day planned again, in a process of its own; it takes up to a minute.

        ``watch`` sees better plans; what it raises ends the search. Refuses (``invalid``) without
        a depot.
        """
        if self.problem is None:
            self.ground.problem(())
            raise Refused("invalid", "", "depot")
        problem = replace(self.problem, fixed=tuple(_fixed(plan, freedom)))

        def told(better: Plan | None) -> bool:
            return watch(None if better is None else self._told(*self._taken(plan, better)))

        found = solve_apart(problem, told, fill=freedom == "fill", rests=self.ground.rests)
        why = {one.code: one.why for one in found.unserved}
        if freedom != "anew":
            return PlannedDay(self._taken(plan, found)[0], why)
        worth = Decimal(self.ground.rules.familiar_fen).scaleb(-2)
        drivers = {
            code: self._known.vehicles[drop.client_id]
            for code, drop in self.ground.drops.items()
            if drop.client_id in self._known.vehicles
        }
        kept = familiar(problem, found, drivers, worth)
        made = self._taken(_without_names(plan), kept.plan)[0]
        return PlannedDay(made, why, kept.kept, kept.known, int(kept.dearer.scaleb(2)))

    def _taken(self, plan: DayPlan, found: Plan) -> tuple[DayPlan, Plan]:
        """What was planned, as the runs that it is made of; kept runs go on as far as they can."""
        left = list(plan.tours)
        tours = []
        key = plan.next_key
        for run in found.runs:
            drops = tuple(stop.code for stop in run.stops)
            alike = [one for one in left if one.vehicle == run.vehicle]
            if alike:
                best = max(
                    alike, key=lambda one: (one.drops == drops, len({*one.drops} & {*drops}))
                )
                left.remove(best)
                tours.append(replace(best, drops=drops))
            else:
                tours.append(Tour(key, run.vehicle, drops))
                key += 1
        return replace(plan, tours=tuple(tours)), found


def day_board(session: Session, day: date) -> DayBoard:
    """A day to be arranged: what is due then or before, the runs of the day, who knows whom."""
    ground = day_ground(session, day)
    clients = {drop.client_id for drop in ground.drops.values()}
    orders = [order_id for drop in ground.drops.values() for order_id in drop.orders]
    short = short_goods(session, orders) if orders else ()
    board = DayBoard(ground, known_runs(session, day, clients), short)
    _reckoned = board.kept  # here, where nobody waits for it
    return board


def tour_line(asked: Vehicle, stops: tuple[StopLine, ...], run: Reckoned | None) -> TourLine:
    """Stops on a vehicle with their load and, where it could be reckoned, how they are driven."""
    return TourLine(
        0,
        "",
        asked.code,
        "",
        stops,
        sum((one.drop.cartons for one in stops), Decimal(0)),
        asked.cartons,
        sum((one.drop.kg or Decimal(0) for one in stops), Decimal(0)),
        asked.kg,
        run.departs if run else "",
        run.returns if run else "",
        run.metres if run else 0,
        run.seconds if run else 0,
        int(run.cost.scaleb(2)) if run else 0,
        (),
    )


def stop_line(drop: DayDrop, arrives: str, *, held: bool) -> StopLine:
    """A drop as a stop that is reached then; "" where nothing tells."""
    late = bool(arrives and drop.closes) and _is_late(arrives, drop.opens, drop.closes)
    return StopLine(drop, arrives, late, held, bool(arrives) and drop.hours.is_break_at(arrives))


def _is_late(arrives: str, opens: str, closes: str) -> bool:
    last = minute_of(closes)
    if opens and last <= minute_of(opens):
        last += minute_of("24:00")
    hour, minute = arrives.split(":")
    return int(hour) * 60 + int(minute) > last


def _numbers(plan: DayPlan, also: int | None = None) -> dict[int, int]:
    """How the runs of each vehicle are counted; empty ones aren't, but for ``also``."""
    counted: dict[str, int] = {}
    found = {}
    for tour in plan.tours:
        if tour.drops or tour.key == also:
            counted[tour.vehicle] = counted.get(tour.vehicle, 0) + 1
            found[tour.key] = counted[tour.vehicle]
    return found


def _as_it_stands(plan: DayPlan, also: int | None = None) -> list[Fixed]:
    numbers = _numbers(plan, also)
    return [
        Fixed(
            tour.vehicle,
            numbers[tour.key],
            tour.drops,
            True,
            False,
            tour.departs or None if tour.locked else None,
        )
        for tour in plan.tours
        if tour.key in numbers
    ]


def _by_tour(plan: DayPlan, found: Plan) -> dict[int, Reckoned]:
    """The reckoned runs by the keys of the tours: a vehicle's stand in the order of its tours."""
    left: dict[str, list[Reckoned]] = {}
    for run in found.runs:
        left.setdefault(run.vehicle, []).append(run)
    return {tour.key: left[tour.vehicle].pop(0) for tour in plan.tours if tour.drops}


def _fixed(plan: DayPlan, freedom: str) -> Sequence[Fixed]:
    """What planning leaves as it is."""
    numbers = _numbers(plan)
    found = []
    for tour in plan.tours:
        if tour.key not in numbers:
            continue
        number = numbers[tour.key]
        if tour.locked:
            found.append(Fixed(tour.vehicle, number, tour.drops, True, True, tour.departs or None))
        elif freedom == "anew":
            stay = tuple(code for code in tour.drops if code in plan.held)
            if stay:
                found.append(Fixed(tour.vehicle, number, stay, False, False, None))
        else:
            found.append(Fixed(tour.vehicle, number, tour.drops, freedom == "fill", False, None))
    return found


def _without_names(plan: DayPlan) -> DayPlan:
    """Runs that are made anew get the name of where they go now."""
    return replace(
        plan, tours=tuple(one if one.locked else replace(one, name="") for one in plan.tours)
    )


def arranged(day: ReckonedDay, board: DayBoard) -> list[dict[str, Any]]:
    """The runs of a plan as they are to be kept, by the fields of ``ArrangedRun``."""
    held = day.plan.held
    drops = board.ground.drops
    found = []
    for line in day.lines:
        if line.out is None and line.stops:
            codes = [stop.drop.code for stop in line.stops]
            tour = day.plan.tour(line.key)
            kept = tour.departs if tour is not None and (tour.locked or not line.departs) else ""
            found.append(
                {
                    "run_id": line.run_id,
                    "vehicle": line.vehicle,
                    "departs": kept or line.departs,
                    "name": line.name,
                    "locked": line.locked,
                    "orders": tuple(key for code in codes for key in drops[code].orders),
                    "held": frozenset(
                        key for code in codes if code in held for key in drops[code].orders
                    ),
                }
            )
    return found
