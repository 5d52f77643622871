"""Orders, runs, deliveries, returns and collections of the story."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from math import atan2, dist

from desktop.basics.money import part, share, yuan
from training.branch import CASHIER, CLERK, DISPATCHER, Branch, Client
from training.catalogue import Product
from training.diary import FIRST_DAY, LAST_DAY, days, open_day
from training.opening import VEHICLES

_MONDAY_AREAS = ("老城片区", "城东片区", "高新片区", "白鹤镇片区", "青杠镇片区")
_NEW_YEAR = date(2026, 2, 17)
_STOPS_TODAY = 31
_RUNS_FROM = date(2026, 6, 22)
_CALLED_OFF = ("店主来电，下回一起要", "算重了，和上一单一样", "店里装修，停几天")


@dataclass
class Sold:
    """A delivered line with the amounts posted for it."""

    unit_fen: int
    ordered: int
    accepted: int = 0
    basic_fen: int = 0
    fund_fen: int = 0
    returned: int = 0


@dataclass
class Order:
    """An order of the story."""

    ref: str
    client: Client
    due_on: date
    lines: list[tuple[Product, str, int]]
    sold: list[Sold]
    cartons: Decimal
    planned: bool = False
    cancelled: bool = False
    delivery: str = ""
    delivered_on: date = field(default=FIRST_DAY)


class Trade:
    """Goods out, money in."""

    def __init__(self, branch: Branch) -> None:
        self.branch = branch
        self.orders: list[Order] = []
        self._next_due: dict[str, date] = {}
        self._mistaken = False
        self._called_off = 0
        drops = days(date(2026, 1, 8), LAST_DAY + timedelta(days=4))
        self.drop_days = [day for day in drops if day.weekday() in (0, 3)]
        before = FIRST_DAY
        for drop_day in self.drop_days:
            branch.diary.at(
                before,
                490,
                lambda day=drop_day: self._gather(day),  # type: ignore[misc]
            )
            before = drop_day

    def begin(self, client: Client, day: date) -> None:
        """A client orders from a day on."""
        ahead = self.branch.random.randrange(min(client.every_weeks, 4))
        self._next_due[client.code] = day + timedelta(weeks=ahead)

    def _gather(self, drop_day: date) -> None:
        monday_areas = drop_day.weekday() == 0
        diary, random = self.branch.diary, self.branch.random
        first = max(diary.day, open_day(FIRST_DAY, 1))
        ordering = days(first, open_day(drop_day, -1))
        # Before the hot weeks some order early, so that the last morning is a full one.
        early = timedelta(days=6 if drop_day == LAST_DAY else 0)
        for client in self.branch.clients:
            due = self._next_due.get(client.code)
            mine = (client.shop.area.name in _MONDAY_AREAS) == monday_areas
            if due is None or due > drop_day + early or not mine:
                continue
            weeks = client.every_weeks + (random.choice((0, 0, 0, 1)) if client.size < 3 else 0)
            self._next_due[client.code] = drop_day + timedelta(weeks=weeks, days=-1)
            diary.at(
                random.choice(ordering),
                random.randrange(510, 955),
                lambda c=client: self._order(c, drop_day),  # type: ignore[misc]
            )
        diary.at(open_day(drop_day, -1), 985, lambda: self._plan_drops(drop_day))

    def _order(self, client: Client, drop_day: date) -> None:
        diary, random = self.branch.diary, self.branch.random
        if client.shop.segment == "学校店" and _holidays(diary.day) and random.random() < 0.7:
            return
        lines = self._choose(client)
        order = Order(
            ref=diary.ref("O"),
            client=client,
            due_on=drop_day,
            lines=lines,
            sold=[Sold(p.prices_fen[unit], quantity) for p, unit, quantity in lines],
            cartons=sum(
                (Decimal(q * p.units[unit]) / p.units[p.carton] for p, unit, q in lines), Decimal(0)
            ),
        )
        diary.note(
            client.rep if random.random() < 0.45 else CLERK,
            "order.add",
            ref=order.ref,
            client=client.code,
            lines=[{"product": p.code, "unit": unit, "quantity": q} for p, unit, q in lines],
        )
        self.orders.append(order)
        client.open_orders += 1
        if random.random() < 0.006 and self._called_off < 4:
            self._called_off += 1
            diary.at(diary.day, diary.minute + 20, lambda: self._call_off(order))

    def _call_off(self, order: Order) -> None:
        order.cancelled = True
        order.client.open_orders -= 1
        reason = self.branch.random.choice(_CALLED_OFF)
        self.branch.diary.note(CLERK, "order.cancel", order=order.ref, reason=reason)

    def _choose(self, client: Client) -> list[tuple[Product, str, int]]:
        day, random = self.branch.diary.day, self.branch.random
        left = list(client.products)
        pushed = [p for p in self.branch.products if client.pushes(p, day) and p not in left]
        left += pushed
        if day < _NEW_YEAR:
            gifts = [p for p in self.branch.products if p.category == "礼盒" and p not in left]
            left += random.sample(gifts, 1)
        lines = []
        for _ in range(random.choice((3, 4, 4, 4, 5, 5, 5, 6))):
            weights = [
                p.sells(client.shop.segment, day.month) * (4 if client.pushes(p, day) else 1)
                for p in left
            ]
            product = random.choices(left, weights)[0]
            left.remove(product)
            lines.append((product, *self._quantity(client, product, day)))
        return lines

    def _quantity(self, client: Client, product: Product, day: date) -> tuple[str, int]:
        random = self.branch.random
        sells = product.sells(client.shop.segment, day.month) * client.size
        if client.pushes(product, day):
            sells = sells * 3 // 2
        packs = [unit for unit, size in product.units.items() if 1 < size < 10]
        carton_fen = product.prices_fen[product.carton]
        if client.size >= 3 and random.random() < 0.5 and carton_fen < sells * 220:
            return product.carton, 1 if sells < 500 else random.choice((1, 2, 2))
        if packs and random.random() < 0.6:
            return packs[0], random.choice((3, 4, 6)) + sells // 120
        budget_fen = (3000 + 28 * sells) * random.randint(70, 135) // 100
        quantity = max(2, budget_fen // product.prices_fen[product.base])
        step = 6 if quantity >= 12 else 3 if quantity >= 6 else 1
        return product.base, quantity // step * step

    # runs

    def _plan_drops(self, drop_day: date) -> None:
        waiting = [
            o for o in self.orders if o.due_on == drop_day and not (o.cancelled or o.planned)
        ]
        if not waiting:
            return
        for order in waiting:
            order.planned = True
        waiting.sort(key=lambda o: atan2(o.client.shop.north_km, o.client.shop.east_km))
        if drop_day == LAST_DAY:
            # Two vehicles are full; the dispatcher still has the third to send.
            waiting = waiting[:_STOPS_TODAY]
        half = (len(waiting) + 1) // 2
        parts = (waiting[:half], waiting[half:]) if len(waiting) > 9 else (waiting,)
        for place, stops in enumerate(parts):
            self._plan_run(drop_day, place, _tour(stops))

    def _plan_run(self, drop_day: date, place: int, stops: list[Order]) -> None:
        diary, random = self.branch.diary, self.branch.random
        if drop_day >= _RUNS_FROM:
            ref = f"T{drop_day:%m%d}-{place + 1}"
            vehicles = VEHICLES[:2] if drop_day.weekday() == 0 else VEHICLES[1:]
            diary.note(
                DISPATCHER,
                "run.plan",
                ref=ref,
                date=drop_day.isoformat(),
                vehicle=vehicles[place][0],
                orders=[order.ref for order in stops],
                departs=("08:00", "08:30")[place],
            )
            if drop_day < LAST_DAY or place == 0:
                diary.at(
                    drop_day, 460 + 15 * place, lambda: diary.note(DISPATCHER, "run.load", run=ref)
                )
        next_morning = random.random() < 0.4
        record_on = open_day(drop_day, 1) if next_morning else drop_day
        minute = 530 if next_morning else 1040
        arrived = 510 + 30 * place
        for position, order in enumerate(stops):
            arrived += random.randint(9, 17)
            diary.at(
                record_on,
                minute + position,
                lambda o=order, at=arrived: self._deliver(o, drop_day, at),  # type: ignore[misc]
            )

    # deliveries

    def _deliver(self, order: Order, drop_day: date, arrived: int) -> None:
        diary, random = self.branch.diary, self.branch.random
        accepted = [quantity for _, _, quantity in order.lines]
        luck = random.random()
        if luck < 0.012:
            accepted = [0] * len(accepted)
        elif luck < 0.07:
            short = random.randrange(len(accepted))
            accepted[short] = accepted[short] * random.choice((0, 50, 75)) // 100
        order.delivery = diary.ref("D")
        order.delivered_on = drop_day
        order.client.open_orders -= 1
        fields: dict[str, object] = {"ref": order.delivery, "order": order.ref}
        due_fen = self._post(order, accepted, drop_day)
        if luck < 0.07:
            fields["accepted"] = accepted
        fields["arrived"] = f"{arrived // 60:02d}:{arrived % 60:02d}"
        collected_fen = self._at_the_door(order.client) if due_fen else 0
        if collected_fen:
            fields["collected"] = yuan(collected_fen)
            order.client.receivable_fen -= collected_fen
        if drop_day != diary.day:
            fields["dated"] = drop_day.isoformat()
        if not self._mistaken and luck >= 0.07 and not collected_fen and diary.day.month == 3:
            self._mistake(order, fields)
            return
        diary.note(DISPATCHER, "delivery.record", **fields)
        if luck >= 0.012 and random.random() < 0.05:
            self._return_later(order)

    def _mistake(self, order: Order, fields: dict[str, object]) -> None:
        """Type a wrong quantity, see it the next morning, cancel and record it anew (L2a)."""
        self._mistaken = True
        diary = self.branch.diary
        wrong = [1, *(quantity for _, _, quantity in order.lines[1:])]
        diary.note(DISPATCHER, "delivery.record", **fields, accepted=wrong)
        first, order.delivery = order.delivery, diary.ref("D")
        right = fields | {"ref": order.delivery, "dated": order.delivered_on.isoformat()}

        def mend() -> None:
            reason = "第一行数量录错，按客户签收联重录"
            diary.note(CLERK, "delivery.cancel", delivery=first, reason=reason)
            diary.note(DISPATCHER, "delivery.record", **right)

        diary.at(open_day(diary.day, 1), 515, mend)

    def _post(self, order: Order, accepted: list[int], day: date) -> int:
        agreement = order.client.agreement_on(day)
        due_fen = 0
        lines = zip(order.lines, order.sold, accepted, strict=True)
        for (product, unit, _), sold, quantity in lines:
            zero = Decimal(0)
            basic, fund = agreement.rates_for(product) if agreement else (zero, zero)
            supply_fen = sold.unit_fen * quantity
            sold.accepted = quantity
            sold.basic_fen, sold.fund_fen = share(supply_fen, basic), share(supply_fen, fund)
            due_fen += supply_fen - sold.basic_fen
            order.client.accrue(day, sold.fund_fen)
            product.stock -= quantity * product.units[unit]
            product.sold += quantity * product.units[unit]
        order.client.receivable_fen += due_fen
        order.client.active_since = order.client.active_since or day
        return due_fen

    def _at_the_door(self, client: Client) -> int:
        if client.pays_at_door and self.branch.random.random() < 0.95:
            return max(0, client.receivable_fen)
        if not client.collecting:
            client.collecting = True
            wait = self.branch.random.randint(12, 32)
            later = open_day(self.branch.diary.day + timedelta(days=wait))
            minute = self.branch.random.randrange(570, 1000)
            self.branch.diary.at(later, minute, lambda: self._collect(client))
        return 0

    def _collect(self, client: Client) -> None:
        client.collecting = False
        amount_fen = client.receivable_fen
        if amount_fen <= 0:
            return
        if self.branch.random.random() < 0.18 and amount_fen > 40_000:
            amount_fen = amount_fen // 2 // 1000 * 1000
        self.branch.diary.note(
            CASHIER,
            "collection.record",
            ref=self.branch.diary.ref("M"),
            client=client.code,
            amount=yuan(amount_fen),
            means=self.branch.random.choice(
                ("wechat", "wechat", "wechat", "alipay", "bank", "cash")
            ),
        )
        client.receivable_fen -= amount_fen

    # returns

    def _return_later(self, order: Order) -> None:
        random = self.branch.random
        day = open_day(self.branch.diary.day + timedelta(days=random.randint(4, 26)))
        # Goods of the first quarter don't come back while it is being settled.
        if order.delivered_on < date(2026, 4, 1) and date(2026, 4, 1) <= day:
            day = max(day, date(2026, 4, 16))
        self.branch.diary.at(day, random.randrange(600, 1000), lambda: self._return(order))

    def _return(self, order: Order) -> None:
        line = self.branch.random.randrange(len(order.lines))
        sold = order.sold[line]
        if sold.accepted < 1:
            return
        sold.returned = max(1, sold.accepted * self.branch.random.choice((20, 34, 50, 100)) // 100)
        supply_fen = sold.unit_fen * sold.returned
        basic_fen = part(sold.basic_fen, sold.returned, sold.accepted)
        self.branch.diary.note(
            DISPATCHER,
            "return.record",
            ref=self.branch.diary.ref("R", 3),
            delivery=order.delivery,
            line=line + 1,
            quantity=sold.returned,
        )
        order.client.receivable_fen -= supply_fen - basic_fen
        fund_fen = part(sold.fund_fen, sold.returned, sold.accepted)
        order.client.accrue(self.branch.diary.day, -fund_fen)
        product, unit, _ = order.lines[line]
        product.stock += sold.returned * product.units[unit]


def _holidays(day: date) -> bool:
    """Whether the schools are closed."""
    return date(2026, 1, 24) <= day <= date(2026, 2, 27) or day >= date(2026, 7, 4)


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
