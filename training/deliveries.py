"""What happens at the shop: goods accepted or refused, money at the door, returns later."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from desktop.basics.money import fen, part, share
from training.branch import CLERK, DISPATCHER, Branch
from training.diary import open_day
from training.sold import Line, Order
from training.stock import FIRST_COUNT
from training.takings import Takings
from training.warehouse import Lot

_Lots = list[tuple[Lot, int]]
_REFUSED_ALL = (
    "店主说没订，店员不敢收",
    "店主嫌这趟来晚了，叫下周再送",
    "店面正在盘点，不收货",
    "上次的还没卖动，整单不要",
)
_REFUSED_SOME = (
    "外箱压坏，少收几件",
    "货架摆不下，先收一部分",
    "瓶口渗漏，当场退回",
    "这款上回的还没卖完",
    "标签沾了水，不收",
)


class Deliveries:
    """Hands goods over, and takes some of them back."""

    def __init__(self, branch: Branch, takings: Takings) -> None:
        self.branch = branch
        self.takings = takings
        self._dice = Random("deliveries")
        self._mistaken = False

    def deliver(
        self, order: Order, day: date, arrived: int, *, by_run: bool, halved: bool = False
    ) -> int:
        """Write down what a stop brought; gives the cash taken, in fen.

        ``halved``: of its first line but half is taken, without the dice.
        """
        diary, random = self.branch.diary, self.branch.random
        accepted = [line.ordered for line in order.lines]
        luck = random.random()
        if luck < 0.012:
            accepted = [0] * len(accepted)
        elif luck < 0.07:
            short = random.randrange(len(accepted))
            accepted[short] = accepted[short] * random.choice((0, 50, 75)) // 100
        elif halved:
            accepted[0] //= 2
        order.delivery = diary.ref("D")
        order.delivered_on = day
        order.client.open_orders -= 1
        fields: dict[str, object] = {"ref": order.delivery, "order": order.ref}
        due_fen = self._post(order, accepted, day)
        self._hand_over(order, day, by_run=by_run)
        if luck < 0.07 or halved:
            why = _REFUSED_SOME if any(accepted) else _REFUSED_ALL
            fields |= {"accepted": accepted, "refused_because": self._dice.choice(why)}
        fields["arrived"] = f"{arrived // 60:02d}:{arrived % 60:02d}"
        taken = self.takings.at_the_door(order.client, due_fen) if due_fen else {}
        fields |= taken
        if day != diary.day:
            fields["dated"] = day.isoformat()
        if not self._mistaken and luck >= 0.07 and not taken and diary.day.month == 3:
            self._mistake(order, fields)
            return 0
        diary.note(DISPATCHER, "delivery.record", **fields)
        if luck >= 0.012 and random.random() < 0.05:
            self._return_later(order)
        return fen(taken["collected"]) if taken.get("means") == "cash" else 0

    def _mistake(self, order: Order, fields: dict[str, object]) -> None:
        """Type a wrong quantity, see it the next morning, cancel and record it anew (L2a)."""
        self._mistaken = True
        diary = self.branch.diary
        wrong = [1, *(line.ordered for line in order.lines[1:])]
        diary.note(DISPATCHER, "delivery.record", **fields, accepted=wrong)
        first, order.delivery = order.delivery, diary.ref("D")
        right = fields | {"ref": order.delivery, "dated": order.delivered_on.isoformat()}

        def mend() -> None:
            reason = "第一行数量录错，按客户签收联重录"
            diary.note(CLERK, "delivery.cancel", delivery=first, reason=reason)
            diary.note(DISPATCHER, "delivery.record", **right)

        diary.at(open_day(diary.day, 1), 515, mend)

    def _post(self, order: Order, accepted: list[int], day: date) -> int:
        client = order.client
        agreement = client.agreement_on(day)
        due_fen = 0
        for line, quantity in zip(order.lines, accepted, strict=True):
            zero = Decimal(0)
            basic, fund = agreement.rates_for(line.product) if agreement else (zero, zero)
            supply_fen = line.unit_fen * quantity
            line.accepted = quantity
            line.basic_fen, line.fund_fen = share(supply_fen, basic), share(supply_fen, fund)
            due_fen += supply_fen - line.basic_fen
            client.accrue(day, line.fund_fen)
            line.product.sold += quantity * line.size
        client.receivable_fen += due_fen
        client.active_since = client.active_since or day
        return due_fen

    def _hand_over(self, order: Order, day: date, *, by_run: bool) -> None:
        """Take what was accepted from the run, or from the warehouse where there was none."""
        for line in order.lines:
            pieces = line.accepted * line.size
            if by_run:
                line.taken, line.loaded = _split(line.loaded, pieces)
                got = self.branch.got.setdefault(order.client.code, [])
                got += [lot for lot, _pieces in line.taken]
            else:
                line.taken = self.branch.warehouse.take(line.product, pieces, day)

    def _return_later(self, order: Order) -> None:
        random = self.branch.random
        day = open_day(self.branch.diary.day + timedelta(days=random.randint(4, 26)))
        # Goods of the first quarter don't come back while it is being settled.
        if order.delivered_on < date(2026, 4, 1) and date(2026, 4, 1) <= day:
            day = max(day, date(2026, 4, 16))
        self.branch.diary.at(day, random.randrange(600, 1000), partial(self._return, order))

    def _return(self, order: Order) -> None:
        line = self.branch.random.randrange(sum(not one.free for one in order.lines))
        sold = order.lines[line]
        if sold.accepted < 1:
            return
        quantity = max(1, sold.accepted * self.branch.random.choice((20, 34, 50, 100)) // 100)
        self.take_back(order, line, quantity, bad=self._dice.random() < 0.25)

    def take_back(self, order: Order, line: int, quantity: int, *, bad: bool) -> None:
        """Write down that units of a line (from 0) come back today."""
        sold = order.lines[line]
        supply_fen = sold.unit_fen * quantity
        basic_fen = part(sold.basic_fen, quantity, sold.accepted)
        self.branch.diary.note(
            DISPATCHER,
            "return.record",
            ref=self.branch.diary.ref("R", 3),
            delivery=order.delivery,
            line=line + 1,
            quantity=quantity,
            **self._put_back(order, sold, quantity * sold.size, bad),
        )
        order.client.receivable_fen -= supply_fen - basic_fen
        fund_fen = part(sold.fund_fen, quantity, sold.accepted)
        order.client.accrue(self.branch.diary.day, -fund_fen)

    def _put_back(self, order: Order, sold: Line, pieces: int, bad: bool) -> dict[str, object]:
        """Put it back where it came from: what was taken last comes first, unless it is bad."""
        fields: dict[str, object] = {"condition": "bad"} if bad else {}
        back, _rest = _split(sold.taken[::-1], pieces)
        if order.delivered_on < FIRST_COUNT <= self.branch.diary.day:
            # Its lot is told from the pack; one that the count didn't meet isn't known.
            lot = back[0][0]
            back = [(lot, pieces)] if lot.known else []
            fields |= {"lot": lot.code} if lot.known else {}
        for lot, number in () if bad else back:
            lot.pieces += number
        return fields


def _split(lots: _Lots, pieces: int) -> tuple[_Lots, _Lots]:
    """The first so many pieces of these lots, and the rest."""
    first: _Lots = []
    rest: _Lots = []
    for lot, number in lots:
        now = min(number, pieces)
        pieces -= now
        first += [(lot, now)] if now else []
        rest += [(lot, number - now)] if number > now else []
    return first, rest
