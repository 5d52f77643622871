"""Goods in from the maker, the first count, and what is counted and written off later (D3).

The office takes over full shelves and keeps stock from the end of the first quarter on. Its dice
are its own.
"""

from datetime import date, timedelta
from functools import partial
from random import Random

from training.branch import DISPATCHER, Branch
from training.catalogue import Product
from training.diary import FIRST_DAY, LAST_DAY, open_day
from training.warehouse import Lot

FIRST_COUNT = date(2026, 3, 31)
_HALF_YEAR = date(2026, 6, 30)
# Short-dated goods that come from a neighbouring office: day, product, lot, expiry, cartons.
_SHORT_DATED = (
    (date(2026, 5, 11), "LH36", "20230701A", date(2026, 6, 30), 12),
    (date(2026, 5, 11), "LH39", "20230728B", date(2026, 7, 27), 8),
    (date(2026, 6, 8), "LH40", "20230705A", date(2026, 7, 4), 5),
    (date(2026, 6, 29), "JM05", "20230812A", date(2026, 8, 11), 3),
    (date(2026, 7, 3), "KQ33", "20230903A", date(2026, 9, 2), 2),
)
# Taken off the shelf: day, product, pieces (None for all that expired), why.
_WRITTEN_OFF = (
    (date(2026, 4, 23), "XF17", 2, "搬货时摔破"),
    (date(2026, 5, 27), "JM06", 6, "新店开业试用装"),
    (date(2026, 7, 1), "LH36", None, "过期报损，已拍照封存"),
)
# What the half-year's count found of some products: more or less than was written down, and why.
_FOUND = (
    ("XZ08", -3, "半年盘点，少三块，散货拿混"),
    ("MY28", 2, "半年盘点，多两瓶，前次装车少点"),
    ("KQ31", -1, "半年盘点，少一支，查不出"),
    ("XF16", 0, "半年盘点，相符"),
    ("JM06", 0, "半年盘点，相符"),
    ("XZ15", 0, "半年盘点，相符"),
    ("XF23", 0, "半年盘点，相符"),
)


class Stock:
    """Keeps the shelves filled and their count right."""

    def __init__(self, branch: Branch) -> None:
        self.branch = branch
        self._dice = Random("stock")
        self._sold: dict[str, list[int]] = {}  # up to each Monday
        diary = branch.diary
        diary.at(FIRST_DAY, 480, self._take_over)
        weeks = (LAST_DAY - FIRST_DAY).days // 7
        mondays = (FIRST_DAY + timedelta(weeks=n) for n in range(1, weeks + 1))
        diary.each(map(open_day, mondays), 450, self._restock)
        diary.at(FIRST_COUNT, 1080, self._first_count)
        for day, code, lot, expires, cartons in _SHORT_DATED:
            old = branch.warehouse.lot(branch.product(code), lot, expires)
            diary.at(day, 610, partial(self._receive, old, cartons))
        for day, code, pieces, reason in _WRITTEN_OFF:
            diary.at(day, 1000, partial(self._write_off, code, pieces, reason))
        diary.at(_HALF_YEAR, 1085, self._half_year)

    def _take_over(self) -> None:
        """Fill the shelves with what nobody wrote down before the first count."""
        for product in self.branch.products:
            size = product.units[product.carton]
            pieces = 250 if product.category == "礼盒" else 900
            cartons = min(60, max(12, pieces // size)) + self._dice.randrange(4)
            self._fresh(product).pieces += cartons * size

    def _fresh(self, product: Product) -> Lot:
        made = self.branch.diary.day - timedelta(days=self._dice.randint(20, 75))
        expires = made.replace(year=made.year + 3) - timedelta(days=1)
        code = f"{made:%Y%m%d}{self._dice.choice('ABC')}"
        return self.branch.warehouse.lot(product, code, expires)

    def _restock(self) -> None:
        for product in self.branch.products:
            weekly = self._weekly(product)
            size = product.units[product.carton]
            if self._lasting(product) < max(5 * weekly, 8 * size):
                cartons = 6 * weekly // size
                self._receive(self._fresh(product), max(10, cartons // 5 * 5))

    def _lasting(self, product: Product) -> int:
        """How much of it lies here that is still good in a fortnight."""
        day = self.branch.diary.day + timedelta(days=14)
        return sum(lot.pieces for lot in self.branch.warehouse.lots(product, day))

    def _weekly(self, product: Product) -> int:
        """How much of it sold in a week of late."""
        sold = self._sold.setdefault(product.code, [0])
        sold.append(product.sold)
        lately = sold[-5:]
        return (lately[-1] - lately[0]) // (len(lately) - 1)

    def _receive(self, lot: Lot, cartons: int) -> None:
        product = lot.product
        self.branch.diary.note(
            DISPATCHER,
            "stock.receive",
            product=product.code,
            lot=lot.code,
            expires=lot.expires.isoformat(),
            unit=product.carton,
            quantity=cartons,
        )
        lot.pieces += cartons * product.units[product.carton]
        lot.known = True

    def _first_count(self) -> None:
        lots = [lot for one in self.branch.products for lot in self.branch.warehouse.lots(one)]
        for lot in lots:
            lot.known = True
        self.branch.diary.note(
            DISPATCHER,
            "stock.start",
            lots=[
                {
                    "product": lot.product.code,
                    "lot": lot.code,
                    "expires": lot.expires.isoformat(),
                    "quantity": lot.pieces,
                }
                for lot in lots
            ],
        )

    def _write_off(self, code: str, pieces: int | None, reason: str) -> None:
        lot = self.branch.warehouse.lots(self.branch.product(code))[0]
        if pieces is None and lot.expires >= self.branch.diary.day:
            return  # what expired was sold in time
        gone = lot.pieces if pieces is None else pieces
        lot.pieces -= gone
        self._note("write_off", lot, gone, reason)

    def _half_year(self) -> None:
        for code, more, reason in _FOUND:
            lot = max(
                self.branch.warehouse.lots(self.branch.product(code)), key=lambda one: one.pieces
            )
            lot.pieces += more
            self._note("count", lot, lot.pieces, reason)

    def _note(self, do: str, lot: Lot, quantity: int, reason: str) -> None:
        self.branch.diary.note(
            DISPATCHER,
            f"stock.{do}",
            product=lot.product.code,
            lot=lot.code,
            quantity=quantity,
            reason=reason,
        )
