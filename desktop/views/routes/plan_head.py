"""What stands above the weeks: whose they are, since when, what they come to beside the plan."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from desktop.basics.calendar import WEEKDAYS
from desktop.basics.drafts.route_plan import RouteLineDraft
from desktop.basics.i18n import _
from desktop.queries.route_board import (
    Lines,
    RouteBoard,
    RouteDay,
    RouteWeeks,
    StandingPlan,
    hours_words,
    km_words,
    moved,
)
from desktop.views.kit.blocks.facts import Fact
from desktop.views.kit.words import day, joined, listed

MONDAYS = 9  # so many are offered
_MOST_NAMES = 6


class Compared(NamedTuple):
    """The plan that stands, where there is one, and the one that is looked at."""

    before: RouteWeeks | None
    after: RouteWeeks
    moved: int | None
    longest_s: int  # the hours of a day


def compared(board: RouteBoard, lines: Lines, *, drafted: bool) -> Compared:
    """What lines come to, beside the plan that stands where they are a draft."""
    standing = board.standing
    if standing is None or not drafted:
        return Compared(None, board.planned(lines), None, board.day_s)
    before = board.planned(standing.lines)
    return Compared(before, board.planned(lines), moved(standing.lines, lines), board.day_s)


def figures(one: Compared) -> Iterable[Fact]:
    """Hours over, the way, the longest day, and whose weekday changes."""
    before, after = one.before, one.after
    was = before or after
    yield Fact(
        _("Over the hours"),
        _two(hours_words(before.over_s) if before else "", hours_words(after.over_s), _("h")),
        "wrong" if after.over_s else _better(was.over_s, after.over_s),
    )
    yield Fact(
        _("Way in four weeks"),
        _two(km_words(before.metres) if before else "", km_words(after.metres), _("km")),
        _better(was.metres, after.metres),
    )
    yield Fact(
        _("Longest day"),
        _two(hours_words(before.longest_s) if before else "", hours_words(after.longest_s), _("h")),
        "wrong" if after.longest_s > one.longest_s else "",
    )
    if one.moved is not None:
        yield Fact(_("Weekday changes"), _("{number} clients").format(number=one.moved))


def _two(before: str, after: str, unit: str) -> str:
    return f"{before} → {after} {unit}" if before else f"{after} {unit}"


def _better(before: int, after: int) -> str:
    return "good" if after < before else ""


def too_long(days: Iterable[RouteDay], found: RouteLineDraft, day_s: int) -> str:
    """Which of its days, on which a client stands now, is over the hours; "" for none."""
    for one in days:
        is_its = one.weekday == found.weekday and str(one.week) in found.weeks
        if is_its and one.seconds > day_s:
            words = _("Week {number} {day} is {hours} h over the hours now.")
            over, named = hours_words(one.seconds - day_s), _(WEEKDAYS[one.weekday - 1])
            return words.format(number=one.week, day=named, hours=over)
    return ""


def standing_words(plan: StandingPlan | None, *, drafted: bool) -> str:
    """Which plan it is that is looked at."""
    if plan is None:
        return _("Draft: nothing is in force yet") if drafted else ""
    words = _("In force from {day}") if plan.week_now is None else _("In force since {day}")
    told = words.format(day=day(plan.starts_on))
    if drafted:
        return joined(_("Draft, not in force yet"), told)
    return joined(told, plan.put_by)


def mondays(today: date) -> Sequence[date]:
    """The Mondays from which a plan may begin: this week's and later ones."""
    first = today - timedelta(days=today.weekday())
    return [first + timedelta(days=7 * week) for week in range(MONDAYS)]


def without_place(board: RouteBoard) -> str:
    """Who can't be computed, as its place isn't known; "" for nobody."""
    names = [shop.name for shop in board.shops.values() if shop.place is None]
    if not names:
        return ""
    words = _("{number} clients have no place, so no way leads there: {names}")
    more = _(" and others") if len(names) > _MOST_NAMES else ""
    return words.format(number=len(names), names=listed(names[:_MOST_NAMES]) + more)
