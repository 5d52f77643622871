"""Runs of the story: planned on the evening before, loaded, driven, closed (D4-D6).

Before the first count the goods went out without a run. Its dice are its own.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from math import atan2, dist
from random import Random

from desktop.basics.money import yuan
from training.branch import DISPATCHER, Branch
from training.deliveries import Deliveries
from training.diary import LAST_DAY, open_day
from training.opening import VEHICLES
from training.sold import Order
from training.stock import FIRST_COUNT
from training.warehouse import Lot

_STOPS_TODAY = 31
_LEFT_OPEN = "T0702-2"  # its driver hasn't handed over yet
_BROUGHT_BACK = 6  # the stop on it that took but half of its first line
_NOT_SERVED = (
    "店门关着，电话没人接",
    "前面修路过不去",
    "店主在外头，约下一趟",
    "赶上停电，店主叫改天",
)
# From a day on: handed over less (or more) than was taken, in fen, and what the driver says.
_CASH_OFF = (
    (date(2026, 4, 20), -500, "找零多找五元，司机认"),
    (date(2026, 5, 18), 200, "店主多付两元没要找"),
    (date(2026, 6, 22), -1000, "有一张十元找错，已当面说明"),
)
# From a day on: of what comes back a piece is missing.
_GOODS_OFF = (
    (date(2026, 4, 13), "退回的压破一件，当场拍照"),
    (date(2026, 6, 1), "退回时少一件，疑在前一站多下"),
)


@dataclass
class Run:
    """A vehicle's way with its stops; ``cash_fen`` was taken at them in cash."""

    ref: str
    day: date
    stops: list[Order]
    cash_fen: int = 0
    unserved: list[Order] = field(default_factory=list)


class Runs:
    """Sends out what waits."""

    def __init__(self, branch: Branch, deliveries: Deliveries) -> None:
        self.branch = branch
        self.deliveries = deliveries
        self.waiting: list[Order] = []
        self.planned: dict[str, Run] = {}
        self._dice = Random("runs")
        self._cash_off = list(_CASH_OFF)
        self._goods_off = list(_GOODS_OFF)

    def plan_drops(self, drop_day: date) -> None:
        """Plan what goes out on a day: two vehicles, each with its side of the city."""
        going = [order for order in self.waiting if order.goes_on <= drop_day]
        going.sort(key=lambda o: atan2(o.client.shop.north_km, o.client.shop.east_km))
        if drop_day == LAST_DAY:
            # Two vehicles are full; the dispatcher still has the third to send.
            going = going[:_STOPS_TODAY]
        for order in going:
            self.waiting.remove(order)
        half = (len(going) + 1) // 2
        parts = (going[:half], going[half:]) if len(going) > 9 else (going,)
        for place, stops in enumerate(part for part in parts if part):
            self._plan(drop_day, place, _tour(stops))

    def _plan(self, drop_day: date, place: int, stops: list[Order]) -> None:
        diary, random = self.branch.diary, self.branch.random
        run = None
        if drop_day > FIRST_COUNT:
            run = Run(f"T{drop_day:%m%d}-{place + 1}", drop_day, stops)
            self.planned[run.ref] = run
            vehicles = VEHICLES[:2] if drop_day.weekday() == 0 else VEHICLES[1:]
            diary.note(
                DISPATCHER,
                "run.plan",
                ref=run.ref,
                date=drop_day.isoformat(),
                vehicle=vehicles[place][0],
                orders=[order.ref for order in stops],
                departs=("08:00", "08:30")[place],
            )
            if drop_day < LAST_DAY or place == 0:
                diary.at(drop_day, 460 + 15 * place, partial(self._load, run))
        next_morning = random.random() < 0.4
        record_on = open_day(drop_day, 1) if next_morning else drop_day
        minute = 530 if next_morning else 1040
        arrived = 510 + 30 * place
        for position, order in enumerate(stops):
            arrived += random.randint(9, 17)
            serve = partial(self._serve, order, drop_day, arrived, run)
            if drop_day < LAST_DAY:
                diary.at(record_on, minute + position, serve)
            elif place == 0:
                # The driver tells each stop by phone; those after the last minute stay open.
                diary.at(drop_day, arrived + 2, serve)
        if run and run.ref != _LEFT_OPEN:
            diary.at(record_on, minute + len(stops) + 5, partial(self._close, run))

    def _load(self, run: Run) -> None:
        self.branch.diary.note(DISPATCHER, "run.load", run=run.ref)
        for order in run.stops:
            for line in order.lines:
                pieces = line.ordered * line.size
                line.loaded = self.branch.warehouse.take(line.product, pieces, run.day)

    def _serve(self, order: Order, day: date, arrived: int, run: Run | None) -> None:
        if run and self._dice.random() < 0.012 and day < LAST_DAY:
            self._leave(order, run)
            return
        halved = run is not None and run.ref == _LEFT_OPEN and order is run.stops[_BROUGHT_BACK]
        cash_fen = self.deliveries.deliver(
            order, day, arrived, by_run=run is not None, halved=halved
        )
        if run:
            run.cash_fen += cash_fen

    def _leave(self, order: Order, run: Run) -> None:
        """Its goods go back, and it goes out with the next runs."""
        reason = self._dice.choice(_NOT_SERVED)
        self.branch.diary.note(
            DISPATCHER, "run.unserved", run=run.ref, order=order.ref, reason=reason
        )
        run.unserved.append(order)
        self.waiting.append(order)
        for line in order.lines:
            for lot, pieces in line.loaded:
                lot.pieces += pieces
            line.loaded = []

    def _close(self, run: Run) -> None:
        lying = _lying(run)
        for lot, pieces in lying.items():
            lot.pieces += pieces
        fields: dict[str, object] = {}
        if lying and self._goods_off and self._goods_off[0][0] <= run.day:
            _day, reason = self._goods_off.pop(0)
            lot, pieces = next(iter(lying.items()))
            lot.pieces -= 1
            back = {"product": lot.product.code, "lot": lot.code, "quantity": pieces - 1}
            fields = {"back": [back], "reason": reason}
        elif run.cash_fen > 10_000 and self._cash_off and self._cash_off[0][0] <= run.day:
            _day, more_fen, reason = self._cash_off.pop(0)
            fields = {"cash": yuan(run.cash_fen + more_fen), "reason": reason}
        self.branch.diary.note(DISPATCHER, "run.close", run=run.ref, **fields)


def _lying(run: Run) -> dict[Lot, int]:
    """What comes back, by lot."""
    lying: dict[Lot, int] = {}
    for order in run.stops:
        if order not in run.unserved:
            for line in order.lines:
                for lot, pieces in line.loaded:
                    lying[lot] = lying.get(lot, 0) + pieces
                line.loaded = []
    return lying


def _tour(stops: list[Order]) -> list[Order]:
    """The stops from the warehouse on, always to the nearest that is left."""
    left, tour = list(stops), []
    here = (2.0, 2.0)
    while left:
        nearest = min(left, key=lambda order, here=here: dist(here, _spot(order)))  # type: ignore[misc]
        left.remove(nearest)
        tour.append(nearest)
        here = _spot(nearest)
    return tour


def _spot(order: Order) -> tuple[float, float]:
    return order.client.shop.east_km, order.client.shop.north_km
