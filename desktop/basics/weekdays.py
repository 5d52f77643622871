"""Weekdays as they are kept, ``135`` for Monday, Wednesday and Friday, and as people write them."""

import re

from desktop.basics.calendar import WEEKDAYS
from desktop.basics.i18n import _
from desktop.basics.typed import narrow

FIGURES = "1234567"
_SIGNS = "一二三四五六日"
_ENGLISH = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_TOGETHER = {
    **dict.fromkeys(("每天", "每日", "天天", "daily", "everyday"), FIGURES),
    **dict.fromkeys(("工作日", "weekdays"), "12345"),
    **dict.fromkeys(("周末", "weekend"), "67"),
}
_DAY = (
    r"(?:(?:星期|礼拜|周)?([一二三四五六日天1-7])"
    r"|(mon|tue|wed|thu|fri|sat|sun)(?:nesday|rsday|urday|sday|day|rs|r|s)?)"
)
_PART = re.compile(rf"[\s,、;；/+.和及与]*{_DAY}(?:\s*[-~–—至到]\s*{_DAY})?[\s,、;；/+.]*")


def are_weekdays(days: str) -> bool:
    """Whether these are weekdays as they are kept: at least one, none twice, from Monday on."""
    return bool(days) and set(days) <= set(FIGURES) and list(days) == sorted(set(days))


def read_weekdays(text: str) -> str:
    """Weekdays of 一三五, 周一至周五, 1,3,5, Mon-Wed or 每天; ValueError for anything else."""
    plain = narrow(text).strip().casefold().removeprefix("每周").replace("every day", "everyday")
    if plain in _TOGETHER:
        return _TOGETHER[plain]
    found, at = "", 0
    while at < len(plain):
        part = _PART.match(plain, at)
        if part is None:
            raise ValueError(text)
        at = part.end()
        first, last = part[1] or part[2], part[3] or part[4]
        found += _from_to(_figure(first), _figure(last or first))
    if not found or len(set(found)) < len(found):
        raise ValueError(text)
    return "".join(sorted(found))


def _figure(word: str) -> str:
    if word in _ENGLISH:
        return str(_ENGLISH.index(word) + 1)
    return word if word in FIGURES else str(_SIGNS.index(word.replace("天", "日")) + 1)


def _from_to(first: str, last: str) -> str:
    """The days of a span, which may go over Sunday."""
    twice = FIGURES * 2
    start = twice.index(first)
    return twice[start : twice.index(last, start) + 1]


def wrong_weekdays() -> str:
    """Why something isn't read as weekdays, and how they are written."""
    return _("Weekdays, each once, such as Mon, Wed, Fri or Mon-Sat.")


def weekday_words(days: str) -> str:
    """Weekdays as they are read on the screen, in the program's language."""
    return _(", ").join(_(WEEKDAYS[int(one) - 1]) for one in days)


def weekday_signs(days: str) -> str:
    """Weekdays as an office writes them in a list: 一三五."""
    return "".join(_SIGNS[int(one) - 1] for one in days)
