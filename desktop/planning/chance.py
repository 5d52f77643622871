"""How far figures swing by chance: 90 % intervals by Student's t (G7, G8).

Sums and means stay exact fractions; only the quantile and the square root are rounded, to six
places, the same on every machine.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import atan, cos, isqrt, pi, sin, sqrt
from statistics import NormalDist

ONE_SIDE = 0.95  # so that 90 % lie between both ends
FEWEST = 2  # one figure alone swings nobody knows how far
_PLACES = 10**6
_SERIES_FROM = 60  # from so many degrees of freedom on the series is right to six places
_HALVINGS = 60
_WIDEST = 100.0


def reach_of_another(seen: Sequence[int | Fraction]) -> Fraction | None:
    """How far one more of the same kind lies from the mean of those seen; None of too few."""
    number = len(seen)
    if number < FEWEST:
        return None
    return student(number - 1) * root(_variance(seen) * Fraction(number + 1, number))


def reach_of_mean(seen: Sequence[int | Fraction]) -> Fraction | None:
    """How far the mean of many more may lie from the mean of those seen; None of too few."""
    number = len(seen)
    if number < FEWEST:
        return None
    return student(number - 1) * root(_variance(seen) / number)


def _variance(seen: Sequence[int | Fraction]) -> Fraction:
    number = len(seen)
    total = sum(seen)
    squares = sum(one * one for one in seen)
    return Fraction(number * squares - total * total) / (number * (number - 1))


def root(square: Fraction) -> Fraction:
    """The square root, cut to six places."""
    whole = square.numerator * square.denominator * _PLACES * _PLACES
    return Fraction(isqrt(whole), square.denominator * _PLACES)


@lru_cache(maxsize=1_024)
def student(freedom: int) -> Fraction:
    """The 95 % quantile of Student's t with these degrees of freedom (at least 1)."""
    found = _series(freedom) if freedom >= _SERIES_FROM else _halved(freedom)
    return Fraction(round(found * _PLACES), _PLACES)


def _halved(freedom: int) -> float:
    low, high = 0.0, _WIDEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _below(middle, freedom) < ONE_SIDE else (low, middle)
    return low


def _below(value: float, freedom: int) -> float:
    """How likely t lies below a positive value: a finite sum, as the freedom is whole."""
    angle = atan(value / sqrt(freedom))
    odd = freedom % 2
    term = cos(angle) if odd else 1.0
    total = 0.0
    for step in range(odd + 1, freedom, 2):
        total += term
        term *= cos(angle) ** 2 * step / (step + 1)
    both = 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total
    return (1 + both) / 2


def _series(freedom: int) -> float:
    """Fisher's expansion around the normal quantile."""
    z = NormalDist().inv_cdf(ONE_SIDE)
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )
