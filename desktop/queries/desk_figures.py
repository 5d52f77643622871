"""The figures across the top of Today: whose each is, what it is called, where it leads."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import zip_longest

from desktop.basics.i18n import N_, _
from desktop.queries import desk_money as money
from desktop.queries import desk_work as work
from desktop.queries.desk_told import Told
from desktop.queries.facts.stock import BELOW
from desktop.queries.lists import Asked
from desktop.queries.orders import due_filter, late_filter

MOST = 8  # of whoever has several roles: two rows


@dataclass(frozen=True)
class Figure:
    """One figure, and a quiet word below that says what to make of it.

    It leads to a ``page`` under a ``filter``, or to a ``report``.
    """

    words: str
    figure: str
    under: str = ""
    tone: str = ""
    page: str = ""
    filter: str = ""
    report: str = ""


@dataclass(frozen=True)
class RoleFigure:
    """A figure of a role: its words (a msgid), how it is told, and where it leads.

    A ``filter`` may depend on the day.
    """

    role: str
    words: str
    told: Callable[[Asked], Told]
    page: str
    filter: str | Callable[[Asked], str] = ""
    report: str = ""

    def figure(self, asked: Asked) -> Figure:
        """As it stands now."""
        told = self.told(asked)
        under = self.filter(asked) if callable(self.filter) else self.filter
        words = _(self.words)
        return Figure(words, told.figure, told.under, told.tone, self.page, under, self.report)


def _due(asked: Asked) -> str:
    return due_filter(asked.today)


def _late(asked: Asked) -> str:
    return late_filter(asked.today)


_FUND = (N_("In the fund"), money.fund, "fund")
_CLIENTS = (N_("Active clients"), work.clients, "clients")
_TO_PAY = (N_("Settled, to be paid"), money.to_pay, "payouts", "unpaid")

FIGURES = (
    RoleFigure("manager", N_("Queue of suggestions"), work.queue, "suggestions", "submitted"),
    RoleFigure("manager", N_("Open cases"), work.open_cases, "cases", "open"),
    RoleFigure(
        "manager", N_("Agreements for approval"), work.to_approve, "agreements", "submitted"
    ),
    RoleFigure("manager", N_("Delivered this month"), money.delivered, "reports", report="sales"),
    RoleFigure("manager", N_("Suggestions adopted"), work.adopted, "reports", report="suggestions"),
    RoleFigure("rep", N_("My visits today"), work.my_visits, "visits", "mine"),
    RoleFigure("rep", N_("My clients' orders this week"), work.my_orders, "orders"),
    RoleFigure("rep", N_("My clients overdue"), work.my_overdue, "clients", "my_overdue"),
    RoleFigure("rep", N_("My suggestions waiting"), work.my_suggestions, "suggestions", "mine"),
    RoleFigure("clerk", N_("Ordered today"), work.orders_today, "orders"),
    RoleFigure("clerk", N_("Agreements to be signed"), work.to_sign, "agreements", "approved"),
    RoleFigure("clerk", *_FUND),
    RoleFigure("clerk", *_CLIENTS),
    RoleFigure("dispatcher", N_("Due today"), work.due_today, "orders", _due),
    RoleFigure("dispatcher", N_("Runs out today"), work.runs_today, "runs", "today"),
    RoleFigure("dispatcher", N_("Goods that are short"), work.short_goods, "products", BELOW),
    RoleFigure("dispatcher", N_("Late orders"), work.late_orders, "orders", _late),
    RoleFigure(
        "accountant", N_("Owed for over 60 days"), money.old_debts, "reports", "", "receivables"
    ),
    RoleFigure("accountant", N_("Entries today"), money.entries_today, "reports", "", "journal"),
    RoleFigure("accountant", N_("Settlement of the quarter"), money.settlement, "settlements"),
    RoleFigure("accountant", *_TO_PAY),
    RoleFigure("cashier", N_("Taken today"), money.taken_today, "payments", "today"),
    RoleFigure("cashier", N_("Cash in the drawer today"), money.drawer, "payments", "today"),
    RoleFigure("cashier", *_TO_PAY),
    RoleFigure("cashier", N_("Rewards for reporters"), money.rewards, "cases", "reward"),
    RoleFigure("administrator", *_CLIENTS),
    RoleFigure("administrator", N_("People at work"), work.people, "staff"),
)


def figures_of(roles: Collection[str]) -> list[RoleFigure]:
    """The figures of a person with these roles: of several the first of each, at most eight."""
    each = [[one for one in FIGURES if one.role == role] for role in _in_turn(roles)]
    turns = (one for turn in zip_longest(*each) for one in turn if one is not None)
    found: dict[object, RoleFigure] = {}
    for one in turns:
        found.setdefault(one.told, one)
    return list(found.values())[:MOST]


def _in_turn(roles: Collection[str]) -> list[str]:
    return [role for role in dict.fromkeys(one.role for one in FIGURES) if role in roles]


def desk_figures(asked: Asked) -> tuple[Figure, ...]:
    """The figures of the person who asks, as they stand now."""
    return tuple(one.figure(asked) for one in figures_of(asked.roles))
