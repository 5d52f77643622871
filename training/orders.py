"""Orders of the story: who asks for what, when, and for which day (D1, D2)."""

from datetime import date, timedelta
from random import Random

from training.branch import CLERK, Branch, Client
from training.catalogue import Product
from training.city import Area
from training.diary import FIRST_DAY, LAST_DAY, days, is_open, open_day
from training.restock import Shelf
from training.runs import Runs
from training.sold import Line, Order

_NEW_YEAR = date(2026, 2, 17)
_CALLED_OFF = ("店主来电，下回一起要", "算重了，和上一单一样", "店里装修，停几天")
_GIVING_FROM = date(2026, 3, 2)  # goods go free with whole cartons from then on


def drop_on(area: Area, day: date) -> date:
    """The first day from this one on which an area gets its goods."""
    while day.isoweekday() != area.drops_on or not is_open(day):
        day += timedelta(days=1)
    return day


class Orders:
    """Takes what clients ask for, drop by drop."""

    def __init__(self, branch: Branch, runs: Runs) -> None:
        self.branch = branch
        self.runs = runs
        self._dice = Random("orders")
        self._next_due: dict[str, date] = {}
        self._shelves: dict[str, Shelf] = {}  # of those that took a proposal, by client
        self._called_off = 0
        drops = days(date(2026, 1, 8), LAST_DAY + timedelta(days=4))
        before = FIRST_DAY
        for drop_day in (day for day in drops if day.weekday() in (0, 3)):
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
        diary, random = self.branch.diary, self.branch.random
        first = max(diary.day, open_day(FIRST_DAY, 1))
        ordering = days(first, open_day(drop_day, -1))
        # Before the hot weeks some order early, so that the last morning is a full one.
        early = timedelta(days=6 if drop_day == LAST_DAY else 0)
        for client in self.branch.clients:
            due = self._next_due.get(client.code)
            mine = client.shop.area.drops_on == drop_day.isoweekday()
            if due is None or due > drop_day + early or not mine:
                continue
            weeks = client.every_weeks + (random.choice((0, 0, 0, 1)) if client.size < 3 else 0)
            self._next_due[client.code] = drop_day + timedelta(weeks=weeks, days=-1)
            day = random.choice(ordering)
            # From 16:00 on an order has a day more (D2).
            latest = 1005 if day < open_day(drop_day, -1) else 955
            diary.at(
                day,
                random.randrange(510, latest),
                lambda c=client: self._order(c, drop_day),  # type: ignore[misc]
            )
        diary.at(open_day(drop_day, -1), 985, lambda: self.runs.plan_drops(drop_day))

    def _order(self, client: Client, drop_day: date) -> None:
        diary, random = self.branch.diary, self.branch.random
        if client.shop.segment == "学校店" and _holidays(diary.day) and random.random() < 0.7:
            return
        if client.code in self.branch.accepted:
            self._first_order(client, drop_day)
            return
        lines = self._lines(client, random)
        self._give_with(lines)
        fields: dict[str, object] = {"at": f"{diary.minute // 60:02d}:{diary.minute % 60:02d}"}
        if self._dice.random() < 0.04 and drop_day < LAST_DAY:
            wanted = drop_day + timedelta(days=self._dice.randrange(1, 7))
            drop_day = drop_on(client.shop.area, wanted)
            fields["wanted"] = wanted.isoformat()
        order = Order(diary.ref("O"), client, drop_day, lines)
        diary.note(
            client.rep if random.random() < 0.45 else CLERK,
            "order.add",
            ref=order.ref,
            client=client.code,
            lines=[line.fields for line in lines],
            **fields,
        )
        self._keep(order)
        if random.random() < 0.006 and self._called_off < 4:
            self._called_off += 1
            diary.at(diary.day, diary.minute + 20, lambda: self._call_off(order))

    def order_ahead(self, client: Client, drop_day: date, dice: Random) -> None:
        """A client that would order later asks today for what it needs."""
        self._next_due[client.code] = drop_day + timedelta(weeks=client.every_weeks, days=-1)
        lines = self._lines(client, dice)
        self.take(client, drop_day, lines, client.rep if dice.random() < 0.3 else CLERK)

    def take(self, client: Client, drop_day: date, lines: list[Line], by: str) -> None:
        """Write an order down now."""
        diary = self.branch.diary
        order = Order(diary.ref("O"), client, drop_day, lines)
        diary.note(
            by,
            "order.add",
            ref=order.ref,
            client=client.code,
            lines=[line.fields for line in lines],
            at=f"{diary.minute // 60:02d}:{diary.minute % 60:02d}",
        )
        self._keep(order)

    def _first_order(self, client: Client, drop_day: date) -> None:
        """Take what the shop's proposal says."""
        proposal = self.branch.accepted.pop(client.code)
        lines = [Line.of(*one) for one in proposal.lines]
        order = Order(self.branch.diary.ref("O"), client, drop_day, lines)
        self.branch.diary.note(client.rep, "proposal.order", ref=proposal.ref, order=order.ref)
        expected = list(zip(lines, proposal.months, strict=True))
        self._shelves[client.code] = Shelf(client.code, expected, drop_day)
        self._keep(order)

    def _keep(self, order: Order) -> None:
        self.runs.waiting.append(order)
        order.client.open_orders += 1

    def _call_off(self, order: Order) -> None:
        self.runs.waiting.remove(order)
        order.client.open_orders -= 1
        reason = self.branch.random.choice(_CALLED_OFF)
        self.branch.diary.note(CLERK, "order.cancel", order=order.ref, reason=reason)

    def _lines(self, client: Client, random: Random) -> list[Line]:
        """What a client asks for now: by its shelf if it has one of a proposal, else by choice."""
        # Thrown for everybody, so that what others order stays as it is.
        chosen = [Line.of(*one) for one in self._choose(client, random)]
        shelf, day = self._shelves.get(client.code), self.branch.diary.day
        if shelf is None:
            return chosen
        pushed = {one.code for one in self.branch.products if client.pushes(one, day)}
        return shelf.wanted(client.shop.segment, day, 7 * client.every_weeks, pushed)

    def _choose(self, client: Client, random: Random) -> list[tuple[Product, str, int]]:
        day = self.branch.diary.day
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
            lines.append((product, *self._quantity(client, product, day, random)))
        return lines

    def _quantity(
        self, client: Client, product: Product, day: date, random: Random
    ) -> tuple[str, int]:
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

    def _give_with(self, lines: list[Line]) -> None:
        """Some pieces of what is bought by the carton go with it, free (M3a)."""
        if self.branch.diary.day < _GIVING_FROM or self._dice.random() >= 0.35:
            return
        whole = [line for line in lines if line.unit == line.product.carton]
        if whole:
            product = whole[0].product
            pieces = 2 * whole[0].ordered
            lines.append(Line(product, product.base, pieces, 0, free=True))


def _holidays(day: date) -> bool:
    """Whether the schools are closed."""
    return date(2026, 1, 24) <= day <= date(2026, 2, 27) or day >= date(2026, 7, 4)
