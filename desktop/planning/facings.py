"""What a product is worth with several facings side by side (P2a, P3): × facings^0.17, exactly."""

from decimal import Context
from functools import lru_cache

_POWER = 17  # of a hundred
_SPARE = 20  # digits beyond those of the value
_STEP = 40  # digits are asked for by so many, so that few roots are reckoned


def worth(value: int, facings: int) -> int:
    """``value`` × facings^0.17, rounded half up (away from 0); ``value`` is that of one facing.

    The power is irrational, so that nothing lies just between two whole numbers; what a long
    root leaves open is decided by the hundredth powers of both sides.
    """
    if facings == 1:
        return value
    if value < 0:
        return -worth(-value, facings)
    digits = len(str(value)) + _SPARE
    digits += -digits % _STEP
    root, scale = _root(facings, digits)
    low = (2 * value * (root - 1) + scale) // (2 * scale)
    high = (2 * value * (root + 1) + scale) // (2 * scale)
    if low == high or (2 * high - 1) ** 100 > (2 * value) ** 100 * facings**_POWER:
        return low
    return high


@lru_cache(maxsize=1_024)
def _root(facings: int, digits: int) -> tuple[int, int]:
    """Facings^0.17 × the scale, right to one, and the scale."""
    context = Context(prec=digits + len(str(facings)) + 5, Emax=999_999, Emin=-999_999)
    power = context.power(facings, context.divide(_POWER, 100))
    return int(context.scaleb(power, digits)), int(10**digits)
