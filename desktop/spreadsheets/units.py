"""What a product list tells of units: how many pieces a carton holds, in whichever column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.basics.i18n import _
from desktop.basics.typed import narrow
from desktop.spreadsheets.fields import BadValue, number

CARTON = "箱"  # what a column like 箱规 or 装箱数 counts the pieces of: office data, not UI
LARGE_UNITS = frozenset({CARTON, "整箱", "大箱"})
_LARGEST = 100_000
_UNIT = r"[^\W\d_]{1,4}"
# 1箱=24支, 1*24, 1×24, 24支/箱, 24
_EQUATION = re.compile(rf"1?\s*({_UNIT})\s*=\s*(\d+)\s*({_UNIT})?")
_RATIO = re.compile(rf"1\s*({_UNIT})?\s*[*xX×:]\s*(\d+)\s*({_UNIT})?(?:\s*/\s*({_UNIT}))?")
_PER = re.compile(rf"(\d+)\s*({_UNIT})?\s*[/每]\s*({_UNIT})")


@dataclass(frozen=True, slots=True)
class BigUnit:
    """A larger unit of a row: ``size`` base units; its price in fen, None where none is told."""

    name: str
    size: int
    price_fen: int | None


def read_sizes(
    unit: str, words: Mapping[str, str], big_price_fen: int | None, carton_heading: str
) -> tuple[int | None, BigUnit | None]:
    """How many base units ``unit`` holds, and the larger unit beside it.

    ``words`` are the texts of the columns ``unit_size``, ``big_unit``, ``carton`` and ``spec``.
    Raises BadValue for a number that is none, or that doesn't say what it counts.
    """
    big_unit, rate, carton = (words.get(one, "") for one in ("big_unit", "unit_size", "carton"))
    if big_unit and big_unit != unit:
        told = _pieces(rate or carton, unit, big_unit) or _in_spec(words, unit, big_unit)
        if told is None:
            raise BadValue(
                _("how many {base} one {unit} holds is not told").format(base=unit, unit=big_unit)
            )
        return 1, _big(big_unit, told, big_price_fen)
    if rate:
        return _pieces(rate, "", unit), None
    large = unit in LARGE_UNITS
    if carton:
        name = unit if large else _named_in(carton_heading)
        size = _pieces(carton, "" if large else unit, name)
        if size is None or size == 1:
            return None, None
        return (size, None) if large else (1, _big(name, size, big_price_fen))
    return (_in_spec(words, "", unit), None) if large else (None, None)


def _big(name: str, size: int, price_fen: int | None) -> BigUnit | None:
    if size == 1:
        raise BadValue(_("the larger unit holds no more than the smaller one"))
    return BigUnit(name, size, price_fen)


def _named_in(heading: str) -> str:
    return "件" if "件" in heading and CARTON not in heading else CARTON


def _in_spec(words: Mapping[str, str], base: str, unit: str) -> int | None:
    """The number that a specification tells beyond doubt: 24支/箱, 1*24, 1箱=24支."""
    try:
        return _told(words.get("spec", ""), base, unit)
    except BadValue:
        return None


def _pieces(text: str, base: str, unit: str) -> int | None:
    """The number of pieces that a column for them tells; None for a blank one."""
    if not text:
        return None
    told = _told(text, base, unit)
    if told is not None:
        return told
    bare = number(text)
    if bare != int(bare) or not 1 <= bare <= _LARGEST:
        raise BadValue(_("a unit holds a whole number of smaller ones"))
    return int(bare)


def _told(text: str, base: str, unit: str) -> int | None:
    """The pieces of a text that says what it counts; None where it tells nothing."""
    said = narrow(text).replace(" ", "")
    if match := _EQUATION.fullmatch(said):
        large, count, small = match[1], match[2], match[3]
    elif match := _PER.fullmatch(said):
        count, small, large = match[1], match[2], match[3]
    elif match := _RATIO.fullmatch(said):
        large, count, small = match[4] or match[1], match[2], match[3]
    else:
        return None
    if (large and large != unit) or (base and small and small != base):
        raise BadValue(_("“{text}” speaks of other units").format(text=text))
    if not 1 <= int(count) <= _LARGEST:
        raise BadValue(_("a unit holds a whole number of smaller ones"))
    return int(count)
