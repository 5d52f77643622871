"""The dispatcher's last days: a day to be planned, goods that don't go round, an exchange.

Its dice are its own, so that what comes before stays as it is.
"""

from collections import Counter
from datetime import date
from functools import partial
from random import Random

from training.branch import CLERK, DISPATCHER, Branch, Client
from training.catalogue import Product
from training.diary import LAST_DAY
from training.orders import Orders
from training.runs import Runs
from training.sold import Line

_NEXT_DROPS = date(2026, 7, 9)
_AHEAD = 46  # drops for three vehicles: a day to be planned
# When they call: day, first and last minute.
_CALLS = (
    (date(2026, 7, 3), 520, 950),
    (date(2026, 7, 4), 520, 950),
    (LAST_DAY, 500, 585),
)
_SHUT = date(2026, 7, 13)  # a Monday on which all help to count the shelves
_EXCHANGED = ("T0702-1", 4)  # a run, and which of its stops
_SHORT_RUN = "T0706-2"


class Rush:
    """Fills the dispatcher's desk."""

    def __init__(self, branch: Branch, orders: Orders, runs: Runs) -> None:
        self.branch = branch
        self.orders = orders
        self.runs = runs
        self._dice = Random("rush")
        diary = branch.diary
        diary.at(date(2026, 6, 30), 1090, self._shut)
        diary.at(_CALLS[0][0], 495, self._calls)
        diary.at(date(2026, 7, 4), 630, self._exchange)
        diary.at(LAST_DAY, 525, self._come_short)

    def _shut(self) -> None:
        self.branch.diary.note(DISPATCHER, "holiday.set", date=_SHUT.isoformat())

    def _calls(self) -> None:
        """Before the hot weeks many order early for their next day."""
        calling = [client for client in self.branch.active() if self._may_call(client)]
        for client in self._dice.sample(calling, _AHEAD):
            day, first, last = self._dice.choice(_CALLS)
            order = partial(self.orders.order_ahead, client, _NEXT_DROPS, self._dice)
            self.branch.diary.at(day, self._dice.randrange(first, last), order)

    def _may_call(self, client: Client) -> bool:
        area = client.shop.area
        return (
            area.drops_on == _NEXT_DROPS.isoweekday()
            and client.shop.segment != "学校店"
            and client.code not in self.branch.accepted
        )

    def _exchange(self) -> None:
        """What leaked is taken back, and as much of it ordered anew."""
        run, place = _EXCHANGED
        order = self.runs.planned[run].stops[place]
        first = order.lines[0]
        pieces = min(2, first.accepted)
        self.runs.deliveries.take_back(order, 0, pieces, bad=True)
        anew = Line.of(first.product, first.unit, pieces)
        self.orders.take(order.client, _NEXT_DROPS, [anew], CLERK)

    def _come_short(self) -> None:
        """A receipt is counted again: less came than its paper says, and some stops go short."""
        wanted = Counter[str]()
        lines = Counter[str]()
        for order in self.runs.planned[_SHORT_RUN].stops:
            for line in order.lines:
                wanted[line.product.code] += line.ordered * line.size
                lines[line.product.code] += 1
        several = [code for code in wanted if lines[code] > 1]
        code = min(several, key=lambda one: self._total(one) - wanted[one])
        left = wanted[code] * 6 // 10
        reason = "复点到货短装，已拍照报厂，厂家周三补发"
        self._count_down(self.branch.product(code), left, reason)

    def _total(self, code: str) -> int:
        return self.branch.warehouse.total(self.branch.product(code))

    def _count_down(self, product: Product, left: int, reason: str) -> None:
        """Leave so many pieces of a product, those that expire first."""
        for lot in self.branch.warehouse.lots(product):
            stays = min(lot.pieces, left)
            left -= stays
            if stays < lot.pieces:
                lot.pieces = stays
                self.branch.diary.note(
                    DISPATCHER,
                    "stock.count",
                    product=product.code,
                    lot=lot.code,
                    quantity=stays,
                    reason=reason,
                )
