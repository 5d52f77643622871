"""What a product would sell at a shop, what that is worth, and its first order (P2a–P3a).

All is exact: whole numbers and fractions. Only the power of the facings is cut, far behind what
any rounding sees.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import ceil

from desktop.basics.money import part, share
from desktop.planning.facings import worth

SALES_DAYS = 91  # P2a: the time over which sales are looked at
ORDER_DAYS = 14  # P3a: how long a first order lasts
AGE_DAYS = 90  # P4a: after so many days a proposal comes of age
MICRO = 1_000_000  # expected sales are kept in millionths of a base unit
_SHRINKING = 5  # how many clients the office's own mean weighs, and a client's own sales
_UNKNOWN = Fraction(1, 20)  # base units a day of what nobody sells anything like
_KAPPA, _SIZE = (Fraction(1, 2), Fraction(2)), (Fraction(1, 2), Fraction(2))
_LEARNED = (Fraction(1, 2), Fraction(3, 2))
_LEARNED_FROM = 50  # units that weigh against what was learned
_FINE = 10**60


@dataclass(frozen=True)
class Buyers:
    """Clients that were delivered a product in the last ``SALES_DAYS`` and active all the time.

    ``units`` are their net base units; ``households`` those around the ``counted`` of them whose
    households are known.
    """

    clients: int = 0
    units: int = 0
    households: int = 0
    counted: int = 0

    def __add__(self, other: "Buyers") -> "Buyers":
        return Buyers(
            self.clients + other.clients,
            self.units + other.units,
            self.households + other.households,
            self.counted + other.counted,
        )

    @property
    def daily(self) -> Fraction | None:
        """The mean of what one of them was delivered a day; None without any."""
        return Fraction(self.units, self.clients * SALES_DAYS) if self.clients else None


NOBODY = Buyers()


@dataclass(frozen=True)
class Sold:
    """What is known of a product's sales: in the shop's segment, in all, and at the shop itself.

    ``usual`` is the category's mean (``category_means``), ``own_units`` what the shop itself was
    delivered in the time, None if it buys it not; ``learned`` the factor of its category.
    """

    segment: Buyers = NOBODY
    everywhere: Buyers = NOBODY
    usual: Fraction | None = None
    own_units: int | None = None
    learned: Fraction = Fraction(1)


def expected_daily(sold: Sold, fit: int, households: int | None) -> Fraction:
    """Base units a day that a product sells at a shop with one facing (P2a)."""
    # Whole numbers, reduced once: a product of fractions would be reduced at each step.
    kappa, learned = _kappa(fit), sold.learned
    size, of_size = _size(sold, households)
    rate, of_rate = _rate(sold)
    return Fraction(
        kappa.numerator * size * rate * learned.numerator,
        kappa.denominator * of_size * of_rate * learned.denominator,
    )


@cache
def _kappa(fit: int) -> Fraction:
    return _within(1 + Fraction(fit, 10), _KAPPA)


def _size(sold: Sold, households: int | None) -> tuple[int, int]:
    """The households around the shop against those around buyers, as numerator and denominator."""
    buyers = sold.segment if sold.segment.clients else sold.everywhere
    if households is None or not buyers.households or not buyers.counted:
        return 1, 1
    size, of_size = households * buyers.counted, buyers.households
    for bound, is_over in zip(_SIZE, (False, True), strict=True):
        beyond = size * bound.denominator - bound.numerator * of_size
        if (beyond > 0) if is_over else (beyond < 0):
            return bound.numerator, bound.denominator
    return size, of_size


def _rate(sold: Sold) -> tuple[int, int]:
    """The segment's mean, shrunk towards that of all; a buyer's own counts as five more clients.

    It comes as numerator and denominator.
    """
    usual = _UNKNOWN if sold.usual is None else sold.usual
    mean, of_mean = usual.numerator, usual.denominator
    if sold.everywhere.clients:
        mean, of_mean = sold.everywhere.units, sold.everywhere.clients * SALES_DAYS
    clients, units = sold.segment.clients, sold.segment.units
    if sold.own_units is not None:
        clients, units = clients + _SHRINKING, units + _SHRINKING * sold.own_units
    rate = units * of_mean + _SHRINKING * mean * SALES_DAYS
    return rate, SALES_DAYS * of_mean * (clients + _SHRINKING)


def _within(value: Fraction, bounds: tuple[Fraction, Fraction]) -> Fraction:
    least, most = bounds
    return min(max(value, least), most)


def category_means(rates: Iterable[tuple[str, Fraction | None]]) -> dict[str, Fraction]:
    """The mean daily sales by category, of (category, a product's own mean or None)."""
    found: dict[str, list[Fraction]] = {}
    for category, daily in rates:
        if daily is not None:
            found.setdefault(category, []).append(daily)
    return {category: sum(means, Fraction(0)) / len(means) for category, means in found.items()}


def learned_factor(delivered: int, expected: Fraction) -> Fraction:
    """What a category's proposals taught: delivered against expected base units (P2a, P4a)."""
    return _within((delivered + _LEARNED_FROM) / (expected + _LEARNED_FROM), _LEARNED)


@cache
def facing_factor(facings: int) -> Fraction:
    """How much more a product sells with so many facings than with one: facings to the 0.17."""
    return Fraction(worth(_FINE, facings), _FINE)


def half_up(value: Fraction) -> int:
    """The next whole number, ties away from zero."""
    return part(value.numerator, 1, value.denominator)


def micro(daily: Fraction) -> int:
    """Base units a day in millionths, as they are kept."""
    return half_up(daily * MICRO)


@dataclass(frozen=True)
class Terms:
    """What a shop pays and gets for a product: its price in fen a unit of ``size`` base units, the
    suggested retail price of a base unit, and the rates of its agreement.
    """

    price_fen: int
    size: int
    retail_fen: int
    basic_rate: Decimal
    fund_rate: Decimal

    @property
    def profit(self) -> Fraction:
        """What a base unit earns the shop, in fen: ``retail − supply + basic + fund`` (P3)."""
        back = share(self.price_fen, self.basic_rate) + share(self.price_fen, self.fund_rate)
        return Fraction(self.retail_fen * self.size - self.price_fen + back, self.size)

    @property
    def per_yuan(self) -> Fraction:
        """What a fen spent on it earns."""
        return self.profit * self.size / self.price_fen


def value_of(profit: Fraction, daily: Fraction) -> int:
    """What a product earns a shop with one facing, in thousandths of a fen a day (P3)."""
    of_it = profit.denominator * daily.denominator
    return part(profit.numerator * daily.numerator, 1000, of_it)


@dataclass(frozen=True)
class Placed:
    """A product on the shelf: what it sells a day with one facing, and its terms."""

    code: str
    facings: int
    daily: Fraction
    terms: Terms

    @property
    def least(self) -> int:
        """The units of a first order that put one piece into each facing."""
        return ceil(Fraction(self.facings, self.terms.size))

    @property
    def wanted(self) -> int:
        """The units that cover the days of a first order (P3a)."""
        selling = self.daily * facing_factor(self.facings) * ORDER_DAYS
        return max(self.least, ceil(selling / self.terms.size))


def first_order(placed: Sequence[Placed], budget_fen: int | None = None) -> Mapping[str, int]:
    """How many units of each product come first (P3a).

    Over the budget one unit at a time goes where it earns least per yuan, never below one piece a
    facing: what then is still over the budget stays. Of equal ones the later code gives way.
    """
    units = {one.code: one.wanted for one in placed}
    if budget_fen is None:
        return units
    over_fen = sum(one.terms.price_fen * units[one.code] for one in placed) - budget_fen
    for one in _least_worth_first(placed):
        spare = units[one.code] - one.least
        gone = min(spare, max(0, -(-over_fen // one.terms.price_fen)))
        units[one.code] -= gone
        over_fen -= gone * one.terms.price_fen
    return units


def _least_worth_first(placed: Sequence[Placed]) -> list[Placed]:
    by_code = sorted(placed, key=lambda one: one.code, reverse=True)
    return sorted(by_code, key=lambda one: one.terms.per_yuan)


@dataclass(frozen=True)
class Considered:
    """A product as it is asked whether it may be proposed (P2b).

    ``led`` says whether a neighbour leads its line and this client's own agreement doesn't.
    """

    width_mm: int | None
    retail_fen: int | None
    fit: int
    led: bool = False


def why_not(one: Considered) -> str:
    """Why a product on sale is no candidate: a word of ``WHY_LEFT_OUT``, "" for a candidate."""
    if one.width_mm is None:
        return "no_width"
    if one.retail_fen is None:
        return "no_retail"
    if one.fit < 0:
        return "unfit"
    return "led_near" if one.led else ""
