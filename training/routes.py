"""Route plans in force from the last Monday on, and a trial that begins then (G10, G7)."""

from collections.abc import Iterator, Sequence
from itertools import cycle
from math import atan2
from typing import Any

from training.branch import MANAGER, Branch, Client
from training.diary import LAST_DAY

_MONDAY, _TUESDAY, _WEEKDAYS = 1, 2, 5
_FIRST_WEEK = {"A": "1234", "B": "13"}
_LATER = {"A": ("1234",), "B": ("24",), "C": ("2", "3", "4")}
_ANY = {"A": ("1234",), "B": ("13", "24"), "C": ("1", "2", "3", "4")}
_TRIED = 8


def put_route(branch: Branch, rep: str, today: Sequence[Client]) -> None:
    """A rep's four weeks by the way around the office; the first Monday is that of ``today``."""
    others = sorted(
        (one for one in branch.active(rep) if one not in today),
        key=lambda one: atan2(one.shop.north_km, one.shop.east_km),
    )
    lines = [_line(one, _MONDAY, _FIRST_WEEK.get(one.client_class, "1")) for one in today]
    turns: dict[tuple[int, str], Iterator[str]] = {}
    for place, one in enumerate(others):
        weekday = 1 + place * _WEEKDAYS // len(others)
        if weekday == _MONDAY and one.client_class == "A":
            weekday = _TUESDAY  # on Mondays it would stand in the first week too
        kind = one.client_class if one.client_class in _ANY else "C"
        weeks = (_LATER if weekday == _MONDAY else _ANY)[kind]
        turn = turns.setdefault((weekday, kind), cycle(weeks))
        lines.append(_line(one, weekday, next(turn)))
    branch.diary.note(
        MANAGER,
        "route.put",
        **{"ref": f"R-{rep}", "rep": rep, "from": LAST_DAY.isoformat(), "lines": lines},
    )


def _line(client: Client, weekday: int, weeks: str) -> dict[str, Any]:
    return {"client": client.code, "weekday": weekday, "weeks": weeks}


def draw_trial(branch: Branch, rep: str) -> None:
    """One suggestion for the rep's most usual kind of shop, to begin with on the last Monday."""
    free = [one for one in branch.active(rep) if not one.busy]
    kinds = [one.shop.segment for one in free]
    usual = max(sorted(set(kinds)), key=kinds.count)
    tried = [one for one in free if one.shop.segment == usual][:_TRIED]
    branch.diary.note(
        rep,
        "trial.draw",
        **{
            "ref": "SY2",
            "category": "display",
            "content": "收银台旁边放一篮试用装，结账时顺手就能拿",
            "wording": "不占地方，拿走的都是零花钱买的",
            "from": LAST_DAY.isoformat(),
            "clients": [one.code for one in tried],
        },
    )
