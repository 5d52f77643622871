"""Phone numbers: one cell may hold several, written in every way people write them."""

import re

from desktop.basics.i18n import _
from desktop.basics.typed import narrow
from desktop.spreadsheets.cells import Cell
from desktop.spreadsheets.fields import BadValue, text

# What blanks and dashes stand between, so that they group and don't divide.
_NUMBER = re.compile(
    r"""(?<![\d*])(?:
    (?:\(?(?:\+|00)?86\)?[-\s]*)?(?P<mobile>1[3-9]\d[-\s]?\d{4}[-\s]?\d{4})
    | \(?(?P<area>0(?:10|2\d|[3-9]\d\d))\)?[-\s]*(?P<local>[2-9]\d{2,3}[-\s]?\d{4})
      (?:\s*(?:-|转|ext\.?)\s*(?P<extension>\d{1,6}))?
    | (?P<service>(?:400|800)[-\s]?\d{3}[-\s]?\d{4} | (?:400|800)[-\s]?\d{4}[-\s]?\d{3})
    | (?P<masked>\d{2,}\*+\d* | 0\d{2,3}-\d*\*+\d*)
    | (?P<short>[2-9]\d{6,7} | 9\d{4,5})
    )(?![\d*])""",
    re.VERBOSE,
)
# How most are written; ``_NUMBER`` would say the same of it.
_PLAIN_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_SPLIT = re.compile(r"[/\\、,;|\n\r]+")
_NOTHING = " -—0无暂没有"


def phones(cell: Cell) -> list[str]:
    """The numbers in a cell, in order, each once; landlines as ``0816-2280000``.

    Words around them go (电话：…（王姐）). A part with digits that make no number is kept as it
    stands, for ``phone_problem`` to say so. Raises BadValue for an error cell.
    """
    found = narrow(cell) if isinstance(cell, str) else text(cell)
    numbers: list[str] = []
    for part in _SPLIT.split(found):
        numbers += [number for number in _numbers(part.strip()) if number not in numbers]
    return numbers


def _numbers(part: str) -> list[str]:
    left_over = _NUMBER.sub("", part)
    if any(letter.isdigit() for letter in left_over):
        return [part] if part.strip(_NOTHING) else []
    return [_tidy(match) for match in _NUMBER.finditer(part)]


def _tidy(match: re.Match[str]) -> str:
    """A number without the blanks and dashes of grouping; one dash after an area code."""
    if match["local"]:
        extension = f"-{match['extension']}" if match["extension"] else ""
        return f"{match['area']}-{_digits(match['local'])}{extension}"
    if match["service"]:
        digits = _digits(match["service"])
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return match["masked"] or _digits(match["mobile"] or match["short"])


def _digits(number: str) -> str:
    return re.sub(r"[-\s]", "", number)


def phones_or_words(cell: Cell) -> list[str]:
    """The numbers in a cell; where there is none, its words as they stand, for ``phone_problem``.

    Nothing for a dash or 无. Raises BadValue for an error cell.
    """
    if isinstance(cell, str) and _PLAIN_MOBILE.fullmatch(cell):
        return [cell]
    words = text(cell)
    says_nothing = all(not part.strip(_NOTHING) for part in _SPLIT.split(words))
    return phones(cell) or ([] if says_nothing else [words])


def right_phones(cell: Cell) -> tuple[str, ...]:
    """The numbers or words in a cell; raises BadValue also where one doesn't look right."""
    if cell.__class__ is str and _PLAIN_MOBILE.fullmatch(cell):
        return (cell,)
    found = phones_or_words(cell)
    for number in found:
        if reason := phone_problem(number):
            raise BadValue(reason)
    return tuple(found)


def phone_problem(number: str) -> str | None:
    """Why a number looks wrong, as a warning; None when its form is right."""
    if _PLAIN_MOBILE.fullmatch(number) or _NUMBER.fullmatch(number):
        return None
    return _("{number} doesn't look like a phone number").format(number=number)
