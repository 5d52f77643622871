"""Money: whole fen, and the only rounding in the program (M1, M2, M5, M6, M7).

An amount is an ``int`` of fen, named ``…_fen``; a rate is a ``Decimal`` with at most four
places (``Decimal("0.0500")`` is 5 %). Nothing here, or anywhere else, is a binary float.
"""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

RATE_PLACES = 4
RATE_UNIT = 10**RATE_PLACES

# The largest amount the program takes: far above any office, far below what databases hold.
LARGEST_FEN = 10**15

_AMOUNT = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d{1,2})?", re.ASCII)
_RATE = re.compile(r"(?:0|[1-9]\d*)(?:\.\d{1,4})?", re.ASCII)


class TooLarge(ValueError):
    """An amount beyond all reason."""


def fen(text: str) -> int:
    """Read an amount in yuan (``"12.50"``) as fen; ValueError unless it is exact to the fen."""
    if not _AMOUNT.fullmatch(text):
        raise ValueError(text)
    whole, _, places = text.lstrip("-").partition(".")
    amount_fen = int(whole) * 100 + int(places.ljust(2, "0"))
    if amount_fen > LARGEST_FEN:
        raise TooLarge(text)
    return -amount_fen if text.startswith("-") else amount_fen


def yuan(amount_fen: int) -> str:
    """Write fen as yuan with two places and no separators, ``"-1234.50"``."""
    sign = "-" if amount_fen < 0 else ""
    whole, rest = divmod(abs(amount_fen), 100)
    return f"{sign}{whole}.{rest:02d}"


def grouped(amount_fen: int) -> str:
    """Write fen as people read them on screen and paper, ``"-1,234.50"``."""
    sign = "-" if amount_fen < 0 else ""
    whole, rest = divmod(abs(amount_fen), 100)
    return f"{sign}{whole:,}.{rest:02d}"


def rate(text: str) -> Decimal:
    """Read a rate from 0 to 1 with at most four places; ValueError otherwise (M1)."""
    if not _RATE.fullmatch(text):
        raise ValueError(text)
    value = Decimal(text)
    if value > 1:
        raise ValueError(text)
    return value


def percent(value: Decimal, places: int | None = None) -> str:
    """Write a rate as people read it: ``Decimal("0.125")`` is ``"12.5%"``.

    With ``places`` it has so many decimals, as rates in one column need to be compared.
    """
    if places is None:
        return f"{(value * 100).normalize():f}%"
    return f"{(value * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):f}%"


def side_by_side(value: Decimal, other: Decimal) -> tuple[str, str]:
    """Write two rates that are compared: with one decimal, or with both if only these differ."""
    pair = percent(value, 1), percent(other, 1)
    alike = pair[0] == pair[1] and value != other
    return (percent(value, 2), percent(other, 2)) if alike else pair


def percents(values: Iterable[Decimal | None], unknown: str = "") -> list[str]:
    """Write the rates of one column, all with as many decimals as the longest of them needs."""
    listed = list(values)
    exponents = [(value * 100).normalize().as_tuple().exponent for value in listed if value]
    places = max((-exponent for exponent in exponents if isinstance(exponent, int)), default=0)
    return [unknown if value is None else percent(value, max(places, 0)) for value in listed]


def _half_up(numerator: int, denominator: int) -> int:
    """Divide two integers and round half away from zero."""
    magnitude, rest = divmod(abs(numerator), denominator)
    if 2 * rest >= denominator:
        magnitude += 1
    return -magnitude if numerator < 0 else magnitude


def share(amount_fen: int, value: Decimal) -> int:
    """Amount × rate, rounded half up to the fen, ties away from zero (M2)."""
    numerator, denominator = value.as_integer_ratio()
    return _half_up(amount_fen * numerator, denominator)


def part(posted_fen: int, returned: int, accepted: int) -> int:
    """What is reversed in all once ``returned`` of ``accepted`` units came back (M5)."""
    return _half_up(posted_fen * returned, accepted)


def split(amount_fen: int, people: int) -> list[int]:
    """Equal parts rounded down; the fen left over go one each to the earliest (M6)."""
    if people < 1 or amount_fen < 0:
        raise ValueError((amount_fen, people))
    each, left = divmod(amount_fen, people)
    return [each + 1 if place < left else each for place in range(people)]


_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ((10**8, "亿"), (10**4, "万"))


def capitals(amount_fen: int) -> str:
    """Write an amount in Chinese capitals (人民币大写, M7).

    A whole amount and a 角 amount end in 整, a 分 amount does not: 壹拾元整, 壹角整, 伍分.
    """
    if amount_fen < 0:
        return "负" + capitals(-amount_fen)
    whole, rest = divmod(amount_fen, 100)
    jiao, cents = divmod(rest, 10)
    text = f"{_whole_capitals(whole)}元" if whole else ""
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif whole and cents:
        text += "零"
    if cents:
        return text + f"{_DIGITS[cents]}分"
    return (text or "零元") + "整"


def _whole_capitals(whole: int) -> str:
    for size, word in _GROUPS:
        if whole >= size:
            above, below = divmod(whole, size)
            gap = "零" if 0 < below < size // 10 else ""
            return f"{_whole_capitals(above)}{word}{gap}{_whole_capitals(below)}"
    return _group_capitals(whole)


def _group_capitals(group: int) -> str:
    text = ""
    gap = False
    for power in range(3, -1, -1):
        digit = group // 10**power % 10
        if not digit:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + _DIGITS[digit] + _PLACES[power]
        gap = False
    return text
