"""Today, for one person: a few figures, and what waits with its first lines."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.basics.money import grouped
from desktop.models import (
    Agreement,
    Case,
    Client,
    Opening,
    Order,
    Payout,
    Proposal,
    Reporter,
    Run,
    Settlement,
    Staff,
    Suggestion,
    Visit,
    VisitPlan,
)
from desktop.queries.clients import is_overdue
from desktop.queries.desk_figures import Figure, desk_figures
from desktop.queries.first_steps import first_steps
from desktop.queries.rules import read_rules
from desktop.queries.settlement_list import quarter_to_settle, settlement_rows
from desktop.queries.stock import expiring, missing
from desktop.queries.waiting import Waiting, waiting

_LINES = 4
_KEEPS_STOCK = {"dispatcher", "clerk"}


@dataclass(frozen=True)
class Line:
    """One piece of work: what, a quiet word beside it, and the record it opens.

    With ``do`` (``new``) it begins one; ``page`` when it isn't the section's.
    """

    words: str
    under: str = ""
    key: int | None = None
    filter: str = ""
    tone: str = ""
    do: str = ""
    page: str = ""


@dataclass(frozen=True)
class Section:
    """One kind of work that waits."""

    words: str
    number: int
    urgent: bool
    page: str
    filter: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class DeskDay:
    """All that Today shows."""

    figures: tuple[Figure, ...]
    sections: tuple[Section, ...]


def desk_day(session: Session, today: date, person_id: int, roles: Collection[str]) -> DeskDay:
    """What waits for a person with these roles, and the office's figures."""
    sections = [
        _section(session, one, today, person_id)
        for one in waiting(session, today, roles, person_id)
    ]
    visits = _visits_today(session, today, person_id)
    if visits:
        section = Section(_("visits today"), len(visits), False, "visits", "", tuple(visits[:8]))
        sections.insert(0, section)
    if steps := first_steps(session, roles):
        lines = [Line(one.words, one.hint, do=one.do, page=one.page) for one in steps]
        section = Section(_("first steps"), len(steps), False, "today", "", tuple(lines))
        sections.insert(0, section)
    if _KEEPS_STOCK & set(roles):
        sections += [*_missing(session), *_expiring(session, today)]
    return DeskDay(desk_figures(session, today), tuple(sections))


def _section(session: Session, one: Waiting, today: date, person_id: int) -> Section:
    ask = _LINES_OF.get((one.page, one.filter or one.state))
    lines = ask(session, today, person_id) if ask else ()
    return Section(one.words, one.number, one.urgent, one.page, one.filter, tuple(lines))


def _visits_today(session: Session, today: date, person_id: int) -> list[Line]:
    rows = session.execute(
        select(VisitPlan.id, Client.name, Suggestion.content, Visit.state)
        .join(Visit, Visit.plan_id == VisitPlan.id)
        .join(Client, Client.id == Visit.client_id)
        .outerjoin(Suggestion, Suggestion.id == Visit.suggestion_id)
        .where(VisitPlan.day == today, VisitPlan.rep_id == person_id)
        .order_by(VisitPlan.id, Visit.position)
    )
    return [
        Line(
            f"{name} — {content}" if content else name,
            "" if content else _("no suggestion yet"),
            plan,
            tone="" if content else "wrong",
        )
        for plan, name, content, _state in rows
    ]


def _suggestions(session: Session, today: date, _person: int) -> list[Line]:
    rows = session.execute(
        select(Suggestion.id, Client.name, Suggestion.content, Staff.name)
        .join(Client, Client.id == Suggestion.client_id)
        .join(Staff, Staff.id == Suggestion.prepared_by_id)
        .where(Suggestion.state == "submitted")
        .order_by(Suggestion.submitted_on, Suggestion.id)
        .limit(_LINES)
    )
    return [Line(f"{client} — {content}", rep, key) for key, client, content, rep in rows]


def _my_drafts(session: Session, today: date, person: int) -> list[Line]:
    rows = session.execute(
        select(Suggestion.id, Client.name, Suggestion.content, Suggestion.return_word)
        .join(Client, Client.id == Suggestion.client_id)
        .where(Suggestion.state == "draft", Suggestion.prepared_by_id == person)
        .order_by(Suggestion.id.desc())
        .limit(_LINES)
    )
    return [
        Line(f"{client} — {content}", _("returned: {word}").format(word=word) if word else "", key)
        for key, client, content, word in rows
    ]


def _overdue(session: Session, today: date, person: int) -> list[Line]:
    """The clients that wait longest: a rep's own, or everybody's for who has none."""
    own = session.scalar(select(func.count()).where(Client.rep_id == person))
    rows = session.execute(
        select(Client.id, Client.name, Client.client_class, func.max(VisitPlan.day))
        .outerjoin(
            Visit, (Visit.client_id == Client.id) & Visit.state.not_in(("planned", "failed"))
        )
        .outerjoin(VisitPlan, VisitPlan.id == Visit.plan_id)
        .where(is_overdue(session, today), *([Client.rep_id == person] if own else []))
        .group_by(Client.id, Client.name, Client.client_class, Client.added_on)
        .order_by(func.coalesce(func.max(VisitPlan.day), Client.added_on), Client.name)
        .limit(_LINES)
    )
    return [
        Line(
            f"{name} · {class_}",
            _("last visit {day}").format(day=day) if day else _("never visited"),
            key,
            "overdue",
        )
        for key, name, class_, day in rows
    ]


def _agreements(state: str) -> Callable[[Session, date, int], list[Line]]:
    def lines(session: Session, today: date, _person: int) -> list[Line]:
        query = (
            select(Agreement.id, Client.name, Agreement.number, Agreement.ends_on)
            .join(Client, Client.id == Agreement.client_id)
            .order_by(Agreement.ends_on, Agreement.id)
            .limit(_LINES)
        )
        if state == "renew":
            query = query.where(Agreement.state == "active", Agreement.ends_on >= today)
        else:
            query = query.where(Agreement.state == state)
        return [
            Line(f"{name} {number}".strip(), _("until {day}").format(day=end), key, state)
            for key, name, number, end in session.execute(query)
        ]

    return lines


def _cases(session: Session, today: date, _person: int) -> list[Line]:
    rows = session.execute(
        select(Case.id, Client.name, Case.number, Case.state, Case.protected_fen - Case.price_fen)
        .join(Client, Client.id == Case.client_id)
        .where(Case.state.in_(("reported", "accepted")))
        .order_by(Case.id)
        .limit(_LINES)
    )
    return [
        Line(
            _("{client} under the protected price by {amount}").format(
                client=name, amount=grouped(int(below))
            ),
            _("waits for its ruling") if state == "accepted" else _("new"),
            key,
        )
        for key, name, _number, state, below in rows
    ]


def _proposals(session: Session, today: date, _person: int) -> list[Line]:
    rows = session.execute(
        select(Proposal.id, Client.name, Proposal.number, Staff.name)
        .join(Client, Client.id == Proposal.client_id)
        .join(Staff, Staff.id == Proposal.drafted_by_id)
        .where(Proposal.state == "draft")
        .order_by(Proposal.id)
        .limit(_LINES)
    )
    return [Line(f"{client} {number}", rep, key) for key, client, number, rep in rows]


def _orders(state: str) -> Callable[[Session, date, int], list[Line]]:
    def lines(session: Session, today: date, _person: int) -> list[Line]:
        rows = session.execute(
            select(Order.id, Client.name, Order.number, Order.ordered_on, Client.area)
            .join(Client, Client.id == Order.client_id)
            .where(Order.state == state)
            .order_by(Order.ordered_on, Order.id)
            .limit(_LINES)
        )
        return [
            Line(f"{client} {number}", f"{area} {day}".strip(), key, state)
            for key, client, number, day, area in rows
        ]

    return lines


def _runs(state: str) -> Callable[[Session, date, int], list[Line]]:
    def lines(session: Session, today: date, _person: int) -> Sequence[Any]:
        rows = session.scalars(
            select(Run).where(Run.state == state).order_by(Run.day.desc(), Run.id).limit(_LINES)
        )
        return [
            Line(f"{run.number} {run.vehicle.driver}", str(run.day), run.id, state) for run in rows
        ]

    return lines  # type: ignore[return-value]


def _openings(session: Session, today: date, _person: int) -> list[Line]:
    rows = session.execute(
        select(Opening, Client.name)
        .join(Client, Client.id == Opening.client_id)
        .where(Opening.approved_on.is_(None))
        .order_by(Opening.set_on, Opening.id)
        .limit(_LINES)
    )
    return [
        Line(
            name,
            _("owes {owed}, fund {fund}").format(
                owed=grouped(one.receivable_fen), fund=grouped(one.fund_fen)
            ),
            one.client_id,
        )
        for one, name in rows
    ]


def _due_quarter(session: Session, today: date, _person: int) -> list[Line]:
    quarter = quarter_to_settle(session, today)
    ended = _("ended {day}").format(day=quarter.end)
    return [Line(_("prepare {quarter}").format(quarter=quarter.text), ended, do="new")]


def _settlements(state: str) -> Callable[[Session, date, int], list[Line]]:
    def lines(session: Session, today: date, _person: int) -> list[Line]:
        keys = session.scalars(
            select(Settlement.id)
            .where(Settlement.state == state)
            .order_by(Settlement.quarter)
            .limit(_LINES)
        ).all()
        return [
            Line(
                _("{quarter}, {number} clients").format(quarter=one.quarter, number=one.settled),
                grouped(one.amount_fen),
                one.id,
            )
            for one in settlement_rows(session, keys).values()
        ]

    return lines


def _payouts(session: Session, today: date, _person: int) -> list[Line]:
    rows = session.execute(
        select(Payout.settlement_entry_number, Client.name, Settlement.quarter, Payout.amount_fen)
        .join(Client, Client.id == Payout.client_id)
        .join(Settlement, Settlement.id == Payout.settlement_id)
        .where(Payout.state == "unpaid")
        .order_by(Settlement.quarter.desc(), Client.code)
        .limit(_LINES)
    )
    return [
        Line(f"{name} {quarter}", grouped(amount), key, "unpaid")
        for key, name, quarter, amount in rows
    ]


def _rewards(session: Session, today: date, _person: int) -> list[Line]:
    ruled = today - timedelta(days=read_rules(session).appeal_days + 1)
    rows = session.execute(
        select(Case.id, Case.number, func.sum(Reporter.reward_fen))
        .join(Reporter, Reporter.case_id == Case.id)
        .where(Reporter.reward_state == "due", Case.state == "upheld", Case.ruled_on <= ruled)
        .group_by(Case.id, Case.number)
        .order_by(Case.id)
        .limit(_LINES)
    )
    return [Line(number, grouped(int(amount)), key, "reward") for key, number, amount in rows]


def _results(session: Session, today: date, person: int) -> list[Line]:
    rows = session.execute(
        select(VisitPlan.id, VisitPlan.day, func.count())
        .join(Visit, Visit.plan_id == VisitPlan.id)
        .where(
            VisitPlan.state == "released",
            VisitPlan.day <= today,
            VisitPlan.rep_id == person,
            Visit.state == "planned",
        )
        .group_by(VisitPlan.id, VisitPlan.day)
        .order_by(VisitPlan.day)
        .limit(_LINES)
    )
    return [
        Line(
            _("visits of {day}").format(day=day),
            _("{number} without a result").format(number=number),
            key,
            "open",
        )
        for key, day, number in rows
    ]


def _missing(session: Session) -> list[Section]:
    """Products of which more went out than ever came in."""
    below = missing(session)
    lines = [
        Line(one.product, f"{one.left} {one.unit}", one.product_id, tone="wrong")
        for one in below[:_LINES]
    ]
    if not below:
        return []
    words = _("products with less than nothing in stock")
    return [Section(words, len(below), True, "products", "", tuple(lines))]


def _expiring(session: Session, today: date) -> list[Section]:
    """Lots that are still there and expire soon, or are past their day."""
    lots = expiring(session, today, read_rules(session).expiry_days)
    if not lots:
        return []
    lines = [
        Line(
            _("{product} lot {lot}, {left} {unit}").format(
                product=one.product, lot=one.lot, left=one.left, unit=one.unit
            ),
            _("until {day}").format(day=one.expires),
            one.product_id,
            tone="wrong" if one.expires < today else "",
        )
        for one in lots[:_LINES]
    ]
    late = any(one.expires < today for one in lots)
    return [Section(_("lots near their expiry"), len(lots), late, "products", "", tuple(lines))]


_LINES_OF: dict[tuple[str, str], Callable[[Session, date, int], list[Line]]] = {
    ("suggestions", "submitted"): _suggestions,
    ("suggestions", "draft"): _my_drafts,
    ("clients", "overdue"): _overdue,
    ("agreements", "submitted"): _agreements("submitted"),
    ("agreements", "approved"): _agreements("approved"),
    ("agreements", "renew"): _agreements("renew"),
    ("cases", "open"): _cases,
    ("proposals", "draft"): _proposals,
    ("orders", "confirmed"): _orders("confirmed"),
    ("orders", "loaded"): _orders("loaded"),
    ("runs", "planned"): _runs("planned"),
    ("fund", "opening"): _openings,
    ("settlements", "due"): _due_quarter,
    ("settlements", "draft"): _settlements("draft"),
    ("settlements", "submitted"): _settlements("submitted"),
    ("settlements", "approved"): _settlements("approved"),
    ("payouts", "unpaid"): _payouts,
    ("cases", "reward"): _rewards,
    ("visits", "open"): _results,
}
