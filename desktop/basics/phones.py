"""Phone numbers as people in China write them, each kept in one form."""

import re

from desktop.basics.i18n import _
from desktop.basics.typed import narrow

# What blanks and dashes stand between, so that they group and don't divide.
_NUMBER = re.compile(
    r"""(?<![\d*])(?:
    (?:\(?(?:\+|00)?86\)?[-\s]*)?(?P<mobile>1[3-9]\d[-\s]?\d{4}[-\s]?\d{4})
    | (?: \(?(?P<area>0(?:10|2\d|[3-9]\d\d))\)?
        | \(?(?:\+|00)86\)?[-\s]*\(?0?\)?(?P<from_abroad>10|2\d|[3-9]\d\d)\)? )
      [-\s]*(?P<local>[2-9]\d{2,3}[-\s]?\d{4})
      (?:\s*(?:-|转|分机|ext\.?)\s*(?P<extension>\d{1,6}))?
    | (?P<service>(?:400|800)[-\s]?\d{3}[-\s]?\d{4} | (?:400|800)[-\s]?\d{4}[-\s]?\d{3})
    | (?P<masked>\d{2,}\*+\d* | 0\d{2,3}-\d*\*+\d*)
    | (?P<short>[2-9]\d{6,7} | [2-9]\d{2,3}[-\s]\d{4} | 9\d{4,5})
      (?:\s*(?:-|转|分机|ext\.?)\s*(?P<inside>\d{1,6}))?
    )(?![\d*])""",
    re.VERBOSE,
)
# How most are written; ``_NUMBER`` would say the same of it.
_PLAIN_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_SPLIT = re.compile(r"[/\\、,;|\n\r]+")
_BETWEEN = " / "  # several that are kept together


def is_plain_mobile(text: str) -> bool:
    """Whether a text is a mobile number as it is kept."""
    return _PLAIN_MOBILE.fullmatch(text) is not None


def parts(text: str) -> list[str]:
    """What stands between the signs that part several numbers."""
    return [part.strip() for part in _SPLIT.split(text)]


def numbers_in(part: str) -> tuple[list[str], str]:
    """The numbers in a text as they are kept (a landline as ``0816-2280000``), and what is left."""
    return [_tidy(match) for match in _NUMBER.finditer(part)], _NUMBER.sub("", part)


def phone_problem(number: str) -> str | None:
    """Why a number looks wrong, in words; None when its form is right."""
    if _PLAIN_MOBILE.fullmatch(number) or _NUMBER.fullmatch(number):
        return None
    return _("{number} doesn't look like a phone number").format(number=number)


def wrong_phone(text: str) -> str | None:
    """The first part of what was typed that is no phone number; None where all are."""
    for part in parts(narrow(text)):
        found, left = numbers_in(part)
        if (part and not found) or left.strip():
            return part
    return None


def kept_phones(text: str) -> str:
    """What was typed, as it is kept: each number in its form, once; what is none stays as it is."""
    if is_plain_mobile(text) or wrong_phone(text) is not None:
        return text.strip()
    found = [number for part in parts(narrow(text)) for number in numbers_in(part)[0]]
    return _BETWEEN.join(dict.fromkeys(found))


def _tidy(match: re.Match[str]) -> str:
    """A number without the blanks and dashes of grouping; one dash after an area code."""
    if match["local"]:
        area = match["area"] or f"0{match['from_abroad']}"
        return f"{area}-{_digits(match['local'])}{_extended(match['extension'])}"
    if match["service"]:
        digits = _digits(match["service"])
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    if match["short"]:
        return f"{_digits(match['short'])}{_extended(match['inside'])}"
    return match["masked"] or _digits(match["mobile"])


def _extended(extension: str | None) -> str:
    return f"-{extension}" if extension else ""


def _digits(number: str) -> str:
    return re.sub(r"[-\s]", "", number)
