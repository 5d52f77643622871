"""The commonest acts of a role, begun from Today by one key each."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import zip_longest

from PySide6.QtWidgets import QPushButton

from desktop.basics.i18n import N_, _
from desktop.basics.report import Scope
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.parts import button

KEYS = ("Ctrl+N", "F6", "F7", "F8")  # of the first, the second …


@dataclass(frozen=True)
class Act:
    """What a role does most: its words (a msgid), where it begins, and who may do it.

    With a ``paper`` it is that paper of the office, which is previewed. ``days``: of which days
    its report tells, by the day that it is.
    """

    role: str
    words: str
    link: Link
    action: str = ""
    paper: str = ""
    days: Callable[[date], Scope] | None = None

    def begin(self, desk: Desk) -> None:
        """Begin it."""
        if self.paper:
            desk.show_issued(_(self.words), self.paper)
        else:
            desk.open(of_days(self.link, self.days(desk.today)) if self.days else self.link)


def of_days(link: Link, days: Scope) -> Link:
    """A report of these days."""
    return replace(link, values=(*link.values, ("scope", days)))


def of_day(day: date) -> Scope:
    """One day."""
    return Scope(day, day)


def of_month(day: date) -> Scope:
    """The month up to a day."""
    return Scope(day.replace(day=1), day)


JOURNAL = Link("reports", values=(("report", "journal"),))
BALANCE = Link("reports", values=(("report", "trial-balance"),))
_ORDER = (N_("New order"), Link("orders", do="new"), "order.add")
ACTS = (
    Act("rep", *_ORDER),
    Act("rep", N_("New suggestion"), Link("suggestions", do="new"), "suggestion.prepare"),
    Act("rep", N_("Patrols of the day"), Link("visits", do="round"), "patrol.record"),
    Act("clerk", *_ORDER),
    Act("clerk", N_("New client"), Link("clients", do="new"), "client.add"),
    Act("clerk", N_("New agreement"), Link("agreements", do="new"), "agreement.draft"),
    Act("cashier", N_("Take money"), Link("payments", do="new"), "collection.record"),
    Act("cashier", N_("Payouts"), Link("payouts", filter="unpaid")),
    Act("dispatcher", N_("Day board"), Link("board")),
    Act("dispatcher", N_("Plan a run"), Link("runs", do="new"), "run.plan"),
    Act("manager", N_("New suggestion"), Link("suggestions", do="new"), "suggestion.prepare"),
    Act("manager", N_("Report a violation"), Link("cases", do="new"), "case.report"),
    Act("accountant", N_("Journal"), JOURNAL, days=of_day),
    Act("accountant", N_("Trial balance"), BALANCE, days=of_month),
    Act("accountant", N_("Write letters"), Link("letters", do="new"), "letter.send"),
    Act("accountant", N_("Check sheet"), Link("today"), "check.sheet", "check_sheet"),
    Act("administrator", N_("New person"), Link("staff", do="new"), "staff.add"),
    Act("administrator", N_("Backups"), Link("backups")),
)


def acts_of(roles: Collection[str]) -> list[Act]:
    """The acts of a person with these roles: of several the first of each, as many as have keys."""
    mine = [role for role in dict.fromkeys(one.role for one in ACTS) if role in roles]
    each = [[one for one in ACTS if one.role == role] for role in mine]
    turns = [one for turn in zip_longest(*each) for one in turn if one is not None]
    return list({one.link: one for one in reversed(turns)}.values())[::-1][: len(KEYS)]


def act_buttons(desk: Desk) -> list[QPushButton]:
    """A button for each act that the signed-in person may do; the first stands out."""
    person = desk.office.person
    acts = [one for one in acts_of(person.roles if person else ()) if _may(desk, one)]
    return [
        button(_(one.words), partial(one.begin, desk), _kind(place), KEYS[place])
        for place, one in enumerate(acts)
    ]


def _may(desk: Desk, act: Act) -> bool:
    return not act.action or desk.may(act.action)


def _kind(place: int) -> str:
    return "" if place else "primary"
