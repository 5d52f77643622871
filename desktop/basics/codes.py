"""Codes that people give: which one comes next after the pattern of those that are there."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from desktop.basics.rules import CLAIM_DIGITS
from desktop.basics.typed import narrow

# What an office without a code of its own begins with.
FIRST_CODES = {"client": "K0001", "product": "P0001", "staff": "Y01"}
# A longer number is no count: a barcode, a phone.
_COUNTED = re.compile(r"(|.*\D)([0-9]{1,8})", re.DOTALL)


def same_code(code: str) -> str:
    """A code as it is compared: letter case and width make no other code."""
    return narrow(code).strip().casefold()


def is_claim_code(code: str) -> bool:
    """Whether something can be the code against which a reward is paid (V2)."""
    return len(code) == CLAIM_DIGITS and code.isascii() and code.isdigit()


def series_of(code: str) -> str | None:
    """What stands before the number at a code's end; None when it has none that counts on."""
    counted = _COUNTED.fullmatch(code)
    return counted[1] if counted else None


def usual_series(newest: Iterable[str]) -> str | None:
    """The series that most of these codes are of, the newest first; None when most are of none."""
    found = Counter(series_of(code) for code in newest)
    return found.most_common(1)[0][0] if found else None


def next_in_series(series: str, taken: Iterable[str]) -> str:
    """The code after the highest of a series, as wide as that one: K0013 after K0012.

    Letter case makes no other code: what differs by it alone is taken too.
    """
    folded = {code.casefold() for code in taken}
    counted = [found for code in folded if (found := _COUNTED.fullmatch(code))]
    numbers = [one[2] for one in counted if one[1] == series.casefold()]
    # Nothing of the series yet: what has no number of its own counts as the first.
    highest = max(numbers, key=lambda text: (int(text), len(text)), default="1")
    return next(codes_from(f"{series}{int(highest) + 1:0{len(highest)}d}", folded))


def series_beside(code: str) -> str:
    """The series in which the next one beside a code stands: its own, else wang2 beside wang."""
    series = series_of(code)
    if series is not None:
        return series
    return f"{code}-" if code[-1:].isdigit() else code


def codes_from(first: str, taken: Iterable[str]) -> Iterator[str]:
    """Codes that nobody has yet, from a first one on: K0001, K0002 …"""
    counted = _COUNTED.fullmatch(first)
    assert counted is not None, first
    used = set(taken)
    number = int(counted[2])
    while True:
        code = f"{counted[1]}{number:0{len(counted[2])}d}"
        if code not in used and code.casefold() not in used:
            yield code
        number += 1
