"""Today, for one person: a few figures, and what waits with its first lines."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.basics.money import grouped
from desktop.models import Client, Opening, Reporter, Staff, Suggestion
from desktop.queries.agreements import agreement_rows
from desktop.queries.cases import CaseRow, case_rows
from desktop.queries.clients import client_rows
from desktop.queries.desk_figures import Figure, desk_figures
from desktop.queries.facts.stock import BELOW, EXPIRED, EXPIRING, first_lots
from desktop.queries.first_steps import first_steps
from desktop.queries.orders import order_rows
from desktop.queries.products import product_rows
from desktop.queries.proposals import proposal_rows
from desktop.queries.runs import run_rows
from desktop.queries.settlement_list import payout_rows, quarter_to_settle, settlement_rows
from desktop.queries.visits import LACKING, plan_rows, visits_on
from desktop.queries.waiting import DUE, Waiting, waiting, waiting_ids
from desktop.queries.words import state_word

_LINES = 4


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


Lines = dict[int, Line]


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
        section = Section(
            _("visits today"), len(visits), False, "visits", "today", tuple(visits[:8])
        )
        sections.insert(0, section)
    if steps := first_steps(session, roles):
        lines = [Line(one.words, one.hint, do=one.do, page=one.page) for one in steps]
        section = Section(_("first steps"), len(steps), False, "today", "", tuple(lines))
        sections.insert(0, section)
    return DeskDay(desk_figures(session, today), tuple(sections))


def _section(session: Session, one: Waiting, today: date, person_id: int) -> Section:
    """One kind of work with the first lines of the page's own list."""
    if (one.page, one.filter) == DUE:
        lines, name = _due_quarter(session, today), ""
    else:
        keys = waiting_ids(session, one.page, one.filter, today, person_id)[:_LINES]
        found = _lines_of(one.page, one.filter)(session, keys, today)
        lines, name = [found[key] for key in keys], one.filter
    return Section(one.words, one.number, one.urgent, one.page, name, tuple(lines))


def _visits_today(session: Session, today: date, person_id: int) -> list[Line]:
    return [
        Line(
            told(one.visit.name, one.visit.suggestion),
            _(LACKING[one.visit.why_lacking])
            if one.visit.why_lacking
            else state_word("visit", one.visit.state)
            if one.visit.state != "planned"
            else "",
            one.plan_id,
            tone="wrong" if one.visit.why_lacking else "",
        )
        for one in visits_on(session, today, person_id)
    ]


def told(name: str, content: str) -> str:
    """A client with what is told it, if anything."""
    return f"{name} — {content}" if content else name


def _suggestions(session: Session, keys: Sequence[int], _today: date) -> Lines:
    rows = session.execute(
        select(Suggestion, Client.name, Staff.name)
        .join(Client, Client.id == Suggestion.client_id)
        .join(Staff, Staff.id == Suggestion.prepared_by_id)
        .where(Suggestion.id.in_(keys))
    )
    return {one.id: _suggestion(one, client, rep) for one, client, rep in rows}


def _suggestion(one: Suggestion, client: str, rep: str) -> Line:
    """A draft says why it came back, what was submitted says whose it is."""
    returned = _("returned: {word}").format(word=one.return_word) if one.return_word else ""
    under = returned if one.state == "draft" else rep
    return Line(told(client, one.content), under, one.id)


def _clients(session: Session, keys: Sequence[int], today: date) -> Lines:
    return {
        one.id: Line(
            f"{one.name} · {one.client_class}",
            _("last visit {day}").format(day=one.visited_on)
            if one.visited_on
            else _("never visited"),
            one.id,
        )
        for one in client_rows(session, keys, today).values()
    }


def _agreements(session: Session, keys: Sequence[int], today: date) -> Lines:
    return {
        one.id: Line(
            f"{one.client} {one.number}".strip(), _("until {day}").format(day=one.ends_on), one.id
        )
        for one in agreement_rows(session, keys, today).values()
    }


def _cases(session: Session, keys: Sequence[int], today: date) -> Lines:
    due = dict(
        session.execute(
            select(Reporter.case_id, func.sum(Reporter.reward_fen))
            .where(Reporter.case_id.in_(keys), Reporter.reward_state == "due")
            .group_by(Reporter.case_id)
        ).all()
    )
    rows = case_rows(session, keys, today).values()
    return {one.id: _case(one, int(due.get(one.id) or 0)) for one in rows}


def _case(row: CaseRow, due_fen: int) -> Line:
    if row.state == "final":
        return Line(row.number, grouped(due_fen), row.id)
    words = _("{client} under the protected price by {amount}").format(
        client=row.client, amount=grouped(row.protected_fen - row.price_fen)
    )
    return Line(words, _("waits for its ruling") if row.state == "accepted" else _("new"), row.id)


def _proposals(session: Session, keys: Sequence[int], _today: date) -> Lines:
    return {
        one.id: Line(f"{one.client} {one.number}", one.rep, one.id)
        for one in proposal_rows(session, keys).values()
    }


def _orders(session: Session, keys: Sequence[int], _today: date) -> Lines:
    return {
        one.id: Line(f"{one.client} {one.number}", f"{one.area} {one.ordered_on}".strip(), one.id)
        for one in order_rows(session, keys).values()
    }


def _runs(session: Session, keys: Sequence[int], _today: date) -> Lines:
    return {
        one.id: Line(f"{one.number} {one.driver}", str(one.day), one.id)
        for one in run_rows(session, keys).values()
    }


def _openings(session: Session, keys: Sequence[int], _today: date) -> Lines:
    rows = session.execute(
        select(Opening, Client.name)
        .join(Client, Client.id == Opening.client_id)
        .where(Opening.client_id.in_(keys), Opening.approved_on.is_(None))
    )
    return {
        one.client_id: Line(
            name,
            _("owes {owed}, fund {fund}").format(
                owed=grouped(one.receivable_fen), fund=grouped(one.fund_fen)
            ),
            one.client_id,
        )
        for one, name in rows
    }


def _due_quarter(session: Session, today: date) -> list[Line]:
    quarter = quarter_to_settle(session, today)
    ended = _("ended {day}").format(day=quarter.end)
    return [Line(_("prepare {quarter}").format(quarter=quarter.text), ended, do="new")]


def _settlements(session: Session, keys: Sequence[int], _today: date) -> Lines:
    return {
        one.id: Line(
            _("{quarter}, {number} clients").format(quarter=one.quarter, number=one.settled),
            grouped(one.amount_fen),
            one.id,
        )
        for one in settlement_rows(session, keys).values()
    }


def _payouts(session: Session, keys: Sequence[int], _today: date) -> Lines:
    return {
        one.id: Line(f"{one.name} {one.quarter}", grouped(one.amount_fen), one.id)
        for one in payout_rows(session, keys).values()
    }


def _plans(session: Session, keys: Sequence[int], _today: date) -> Lines:
    return {
        one.id: Line(
            _("visits of {day}").format(day=one.day),
            _("{number} without a result").format(number=one.open),
            one.id,
        )
        for one in plan_rows(session, keys).values()
    }


def _below_zero(session: Session, keys: Sequence[int], today: date) -> Lines:
    return {
        one.id: Line(one.name, f"{one.stock} {one.unit}", one.id, tone="wrong")
        for one in product_rows(session, keys, today).values()
    }


def _expired(session: Session, keys: Sequence[int], today: date) -> Lines:
    return _lots(session, keys, today, date.min, "wrong")


def _expiring(session: Session, keys: Sequence[int], today: date) -> Lines:
    return _lots(session, keys, today, today, "")


def _lots(session: Session, keys: Sequence[int], today: date, since: date, tone: str) -> Lines:
    """Each product with the lot that is the first to expire."""
    products = product_rows(session, keys, today)
    return {
        key: Line(
            _("{product} lot {lot}, {left} {unit}").format(
                product=products[key].name, lot=lot.lot, left=left, unit=products[key].unit
            ),
            _("until {day}").format(day=lot.expires),
            key,
            tone=tone,
        )
        for key, (lot, left) in first_lots(session, keys, since).items()
    }


_Show = Callable[[Session, Sequence[int], date], Lines]


def _lines_of(page: str, name: str) -> _Show:
    """What shows the lines of a page; of products under one of its filters."""
    return _OF_PRODUCTS[name] if page == "products" else _LINES_OF[page]


_OF_PRODUCTS: dict[str, _Show] = {BELOW: _below_zero, EXPIRED: _expired, EXPIRING: _expiring}
_LINES_OF: dict[str, _Show] = {
    "agreements": _agreements,
    "cases": _cases,
    "clients": _clients,
    "fund": _openings,
    "orders": _orders,
    "payouts": _payouts,
    "proposals": _proposals,
    "runs": _runs,
    "settlements": _settlements,
    "suggestions": _suggestions,
    "visits": _plans,
}
