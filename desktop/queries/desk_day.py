"""Today, for one person: a few figures, and what waits with its first lines."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.basics.i18n import _
from desktop.basics.money import grouped
from desktop.models import (
    Agreement,
    Case,
    Client,
    Delivery,
    DeliveryLine,
    Order,
    Posting,
    Proposal,
    Run,
    Staff,
    Suggestion,
    Visit,
    VisitPlan,
)
from desktop.models.suggestion import OUTCOMES
from desktop.queries.clients import is_overdue
from desktop.queries.waiting import Waiting, waiting

_LINES = 4


@dataclass(frozen=True)
class Figure:
    """One figure of the office's day."""

    words: str
    figure: str
    under: str = ""


@dataclass(frozen=True)
class Line:
    """One piece of work: what, a quiet word beside it, and the record it opens."""

    words: str
    under: str = ""
    key: int | None = None
    filter: str = ""
    tone: str = ""


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
    return DeskDay(_figures(session, today), tuple(sections))


def _section(session: Session, one: Waiting, today: date, person_id: int) -> Section:
    ask = _LINES_OF.get((one.page, one.filter))
    lines = ask(session, today, person_id) if ask else ()
    return Section(one.words, one.number, one.urgent, one.page, one.filter, tuple(lines))


def _figures(session: Session, today: date) -> tuple[Figure, ...]:
    start = today.replace(day=1)
    month = session.scalar(
        select(func.sum(DeliveryLine.supply_fen))
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(Delivery.state == "recorded", Delivery.dated.between(start, today))
    )
    active, everyone = session.execute(
        select(
            func.count().filter(Client.state == "active"),
            func.count().filter(Client.state != "closed"),
        )
    ).one()
    quarter = Quarter.of(today)
    adopted, said = session.execute(
        select(
            func.count().filter(Suggestion.state.in_(("adopted", "partly"))),
            func.count().filter(Suggestion.state.in_(OUTCOMES)),
        ).where(Suggestion.presented_on >= quarter.previous().start)
    ).one()
    balances = dict(
        session.execute(
            select(Posting.account, -func.sum(Posting.amount_fen))
            .where(Posting.account.in_(("fund", "payable")))
            .group_by(Posting.account)
        ).all()
    )
    fund, payable = int(balances.get("fund") or 0), int(balances.get("payable") or 0)
    rate = f"{round(100 * adopted / said)}%" if said else "—"
    return (
        Figure(_("Delivered this month"), f"¥ {grouped(int(month or 0))}"),
        Figure(_("Active clients"), f"{active} / {everyone}"),
        Figure(_("Suggestions adopted"), rate, _("of {number}").format(number=said)),
        Figure(_("In the fund"), f"¥ {grouped(fund)}"),
        Figure(_("Settled, to be paid"), f"¥ {grouped(payable)}"),
    )


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
    rows = session.execute(
        select(Client.id, Client.name, Client.client_class, func.max(VisitPlan.day))
        .outerjoin(
            Visit, (Visit.client_id == Client.id) & Visit.state.not_in(("planned", "failed"))
        )
        .outerjoin(VisitPlan, VisitPlan.id == Visit.plan_id)
        .where(is_overdue(session, today), Client.rep_id == person)
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
}
