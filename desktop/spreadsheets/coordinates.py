"""Cells into coordinates, in every way in which people write them."""

import re
from decimal import Decimal

from desktop.basics.i18n import N_, _
from desktop.basics.typed import narrow
from desktop.spreadsheets.cells import INVISIBLE, Cell, number_text
from desktop.spreadsheets.fields import BadValue, number, text

_SIX_PLACES = Decimal("0.000001")


def latitude(cell: Cell) -> Decimal:
    """Degrees north with six places."""
    return _degrees(cell, 90, N_("a latitude lies between -90 and 90"))


def longitude(cell: Cell) -> Decimal:
    """Degrees east with six places."""
    return _degrees(cell, 180, N_("a longitude lies between -180 and 180"))


def place(cell: Cell) -> tuple[Decimal, Decimal]:
    """Latitude and longitude from one cell, in whichever order they stand: 104.77, 31.48.

    Told apart by size, which holds all over China: the longitude is the larger.
    """
    parts = [part for part in re.split(r"[\s,;/|]+", narrow(text(cell)).strip("()[] ")) if part]
    if len(parts) != 2:
        raise BadValue(_("a place is two numbers, longitude and latitude"))
    numbers = sorted(number(part) for part in parts)
    return latitude(str(numbers[0])), longitude(str(numbers[1]))


def _degrees(cell: Cell, limit: int, reason: str) -> Decimal:
    if cell.__class__ is float and -limit <= cell <= limit:
        return Decimal(number_text(cell)).quantize(_SIX_PLACES)
    found = cell.strip(INVISIBLE).rstrip("°NEne北东") if isinstance(cell, str) else cell
    degrees = number(found)
    if abs(degrees) > limit:
        raise BadValue(_(reason))
    return degrees.quantize(_SIX_PLACES)
