"""How far figures swing by chance: 90 % intervals by Student's t (G7, G8, trials).

Sums and means stay exact fractions; only the quantile and the square root are rounded, to six
places, the same on every machine.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import atan, cos, exp, isqrt, lgamma, pi, sin, sqrt
from statistics import NormalDist

ONE_SIDE = 0.95  # so that 90 % lie between both ends
FEWEST = 2  # one figure alone swings nobody knows how far
_PLACES = 10**6
_SERIES_FROM = 60  # from so many degrees of freedom on the series is right to six places
_HALVINGS = 60
_WIDEST = 100.0
_STRIPS = 100  # of Simpson's rule, an even number


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


def holds_nought(low_fen: int | None, high_fen: int | None) -> bool:
    """Whether an interval that is known reaches over 0: then what it is about may be chance."""
    return low_fen is not None and high_fen is not None and low_fen <= 0 <= high_fen


def welch(first: Sequence[int | Fraction], second: Sequence[int | Fraction]) -> Fraction | None:
    """How far the difference of two groups' means may lie from the true one; None of too few.

    The groups may swing differently far: degrees of freedom by Welch and Satterthwaite, which are
    seldom whole. Where neither swings, nothing is left to chance.
    """
    if min(len(first), len(second)) < FEWEST:
        return None
    one, other = (_variance(group) / len(group) for group in (first, second))
    if one + other == 0:
        return Fraction(0)
    spread = one * one / (len(first) - 1) + other * other / (len(second) - 1)
    return student((one + other) ** 2 / spread) * root(one + other)


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
def student(freedom: int | Fraction) -> Fraction:
    """The 95 % quantile of Student's t with these degrees of freedom (at least 1)."""
    found = _series(float(freedom)) if freedom >= _SERIES_FROM else _halved(Fraction(freedom))
    return Fraction(round(found * _PLACES), _PLACES)


def _halved(freedom: Fraction) -> float:
    whole = freedom.denominator == 1
    low, high = 0.0, _WIDEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = _below(middle, int(freedom)) if whole else _below_between(middle, float(freedom))
        low, high = (middle, high) if below < ONE_SIDE else (low, middle)
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


def _below_between(value: float, freedom: float) -> float:
    """The same where the freedom isn't whole: Simpson's rule over the angle of the value."""
    width = atan(value / sqrt(freedom)) / _STRIPS
    heights = [float(cos(at * width) ** (freedom - 1)) for at in range(_STRIPS + 1)]
    area = heights[0] + heights[-1] + 4 * sum(heights[1::2]) + 2 * sum(heights[2:-1:2])
    scale = exp(lgamma((freedom + 1) / 2) - lgamma(freedom / 2)) / sqrt(pi)
    return float(0.5 + scale * area * width / 3)


def _series(freedom: float) -> float:
    """Fisher's expansion around the normal quantile."""
    z = NormalDist().inv_cdf(ONE_SIDE)
    return (
        z
        + (z**3 + z) / (4 * freedom)
        + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * freedom**2)
        + (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / (384 * freedom**3)
    )
