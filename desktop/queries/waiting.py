"""What waits for whom, and where in the window it is done."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.basics.i18n import _
from desktop.basics.rules import Rules
from desktop.models import (
    Agreement,
    Audit,
    Case,
    Client,
    Entry,
    OfficeProfile,
    Opening,
    Order,
    Payout,
    Proposal,
    Reporter,
    Run,
    Settlement,
    Suggestion,
    Visit,
    VisitPlan,
)
from desktop.queries.clients import is_overdue
from desktop.queries.funds import closed_quarter
from desktop.queries.rules import read_rules


@dataclass(frozen=True)
class Waiting:
    """How much of one kind of work waits for a role; ``page`` and ``filter`` lead to it.

    ``state`` tells apart what one page holds without a filter for it.
    """

    role: str
    words: str
    number: int
    page: str
    filter: str = ""
    urgent: bool = False
    state: str = ""


@dataclass(frozen=True)
class Surroundings:
    """What stands around a page: counts for the navigation, the office, the last change."""

    office: str
    counts: dict[str, int]
    urgent: frozenset[str]
    last_change: int
    database: str
    rules: Rules


def waiting(
    session: Session, today: date, roles: Collection[str], person_id: int | None = None
) -> list[Waiting]:
    """What waits for these roles; reps see their own clients when ``person_id`` is given.

    What two roles of one person share stands once.
    """
    found: dict[tuple[str, ...], Waiting] = {}
    for role, ask in _ASK.items():
        if role in roles:
            for one in ask(session, today, person_id):
                if one.number:
                    whose = one.role if person_id is None else ""
                    found.setdefault((whose, one.page, one.filter, one.state), one)
    return list(found.values())


def surroundings(
    session: Session, person_id: int, roles: Collection[str], today: date
) -> Surroundings:
    """What the window shows beside its pages."""
    work = waiting(session, today, roles, person_id)
    counts: dict[str, int] = {}
    for one in work:
        counts[one.page] = counts.get(one.page, 0) + one.number
    counts["today"] = len(work)
    profile = session.get(OfficeProfile, 1)
    sqlite = session.get_bind().dialect.name == "sqlite"
    return Surroundings(
        office=profile.name if profile else "",
        counts=counts,
        urgent=frozenset(one.page for one in work if one.urgent),
        last_change=session.scalar(select(func.max(Audit.id))) or 0,
        rules=read_rules(session),
        database=_("on this computer (SQLite)") if sqlite else _("on the office's server"),
    )


def _count(session: Session, record: Any, *conditions: Any) -> int:
    return session.scalar(select(func.count()).select_from(record).where(*conditions)) or 0


def _manager(session: Session, today: date, _person: int | None) -> Iterator[Waiting]:
    def one(words: str, page: str, filter_: str, record: Any, *conditions: Any) -> Waiting:
        number = _count(session, record, *conditions)
        return Waiting("manager", words, number, page, filter_, urgent=True)

    yield one(
        _("suggestions to confirm"),
        "suggestions",
        "submitted",
        Suggestion,
        Suggestion.state == "submitted",
    )
    yield one(_("proposals to confirm"), "proposals", "draft", Proposal, Proposal.state == "draft")
    yield one(
        _("agreements to approve"),
        "agreements",
        "submitted",
        Agreement,
        Agreement.state == "submitted",
    )
    yield one(
        _("opening balances to approve"), "fund", "opening", Opening, Opening.approved_on.is_(None)
    )
    yield one(_("cases to decide"), "cases", "open", Case, Case.state.in_(("reported", "accepted")))
    settling = _count(session, Settlement, Settlement.state == "submitted")
    yield Waiting(
        "manager",
        _("settlements to approve"),
        settling,
        "settlements",
        urgent=True,
        state="submitted",
    )
    overdue = _count(session, Client, is_overdue(session, today))
    yield Waiting("manager", _("clients overdue for a visit"), overdue, "clients", "overdue")


def _clerk(session: Session, today: date, _person: int | None) -> Iterator[Waiting]:
    renew = Agreement.ends_on.between(
        today, today + timedelta(days=read_rules(session).renewal_days)
    )
    signing = _count(session, Agreement, Agreement.state == "approved")
    yield Waiting("clerk", _("agreements to sign"), signing, "agreements", "approved")
    renewing = _count(session, Agreement, Agreement.state == "active", renew)
    yield Waiting("clerk", _("agreements to renew"), renewing, "agreements", "renew", urgent=True)
    closed, quarter = closed_quarter(session), Quarter.of(today).previous()
    begun = _count(session, Settlement, Settlement.quarter == quarter.text)
    some = session.scalar(select(Entry.number).where(Entry.booked_on <= quarter.end).limit(1))
    unsettled = int(bool(some) and not begun and (closed is None or closed < quarter))
    yield Waiting("clerk", _("quarters to settle"), unsettled, "settlements", state="due")
    drafts = _count(session, Settlement, Settlement.state == "draft")
    yield Waiting("clerk", _("settlements to submit"), drafts, "settlements", state="draft")


def _rep(session: Session, today: date, person: int | None) -> Iterator[Waiting]:
    own = [Client.rep_id == person] if person is not None else []
    overdue = _count(session, Client, is_overdue(session, today), *own)
    yield Waiting(
        "rep", _("clients overdue for a visit"), overdue, "clients", "overdue", urgent=True
    )
    mine = [Suggestion.prepared_by_id == person] if person is not None else []
    drafts = _count(session, Suggestion, Suggestion.state == "draft", *mine)
    yield Waiting("rep", _("suggestions to finish"), drafts, "suggestions", "draft")
    results = session.scalar(
        select(func.count(Visit.id))
        .select_from(Visit)
        .join(VisitPlan, VisitPlan.id == Visit.plan_id)
        .where(
            VisitPlan.state == "released",
            VisitPlan.day <= today,
            Visit.state == "planned",
            *([VisitPlan.rep_id == person] if person is not None else []),
        )
    )
    yield Waiting("rep", _("visits without a result"), results or 0, "visits", "open", urgent=True)


def _dispatcher(session: Session, today: date, _person: int | None) -> Iterator[Waiting]:
    unplanned = _count(session, Order, Order.state == "confirmed")
    yield Waiting("dispatcher", _("orders to put on a run"), unplanned, "orders", "confirmed")
    loading = _count(session, Run, Run.state == "planned", Run.day <= today)
    yield Waiting("dispatcher", _("runs to load"), loading, "runs", "planned")
    out = _count(session, Order, Order.state == "loaded")
    yield Waiting(
        "dispatcher", _("deliveries without a result"), out, "orders", "loaded", urgent=True
    )


def _cashier(session: Session, today: date, _person: int | None) -> Iterator[Waiting]:
    unpaid = _count(session, Payout, Payout.state == "unpaid")
    yield Waiting("cashier", _("payouts to pay"), unpaid, "payouts", "unpaid")
    ruled = today - timedelta(days=read_rules(session).appeal_days + 1)
    due = session.scalar(
        select(func.count(Reporter.id))
        .join(Case, Case.id == Reporter.case_id)
        .where(Reporter.reward_state == "due", Case.state == "upheld", Case.ruled_on <= ruled)
    )
    yield Waiting("cashier", _("rewards to pay"), due or 0, "cases", "reward")


def _accountant(session: Session, today: date, _person: int | None) -> Iterator[Waiting]:
    approved = _count(session, Settlement, Settlement.state == "approved")
    yield Waiting(
        "accountant",
        _("settlements to post"),
        approved,
        "settlements",
        urgent=True,
        state="approved",
    )


_ASK = {
    "manager": _manager,
    "clerk": _clerk,
    "rep": _rep,
    "dispatcher": _dispatcher,
    "cashier": _cashier,
    "accountant": _accountant,
}
