"""Which agreement is in force on a day, which run, and which are to renew."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, Select, bindparam, func, select
from sqlalchemy.orm import Session, selectinload

from desktop.basics.order_key import order_key
from desktop.basics.rules import Rules
from desktop.models import Agreement, LeadLine
from desktop.queries.facts.asked_once import once
from desktop.queries.facts.held import held

_SIGNED = Agreement.state == "active"


@once
def agreement_on(session: Session, client_id: int, day: date) -> Agreement | None:
    """The agreement in force for a client on a day, as known now (A2, M4)."""
    return session.scalar(_IN_FORCE, {"client": client_id, "day": day})


def agreements_on(session: Session, client_ids: Collection[int], day: date) -> dict[int, Agreement]:
    """The agreements in force for several clients on a day, with their rates, by client."""
    rows = session.execute(_ALL_IN_FORCE, {"clients": list(client_ids), "day": day})
    by_client: dict[int, int] = dict(rows.all())
    if not by_client:
        return {}
    # Of those that this session holds nothing is read again: a day's deliveries have the same.
    found = held(session, Agreement, by_client.values())
    missing = [key for key in by_client.values() if key not in found]
    if missing:
        found |= {one.id: one for one in session.scalars(_WITH_RATES, {"keys": missing})}
    return {client_id: found[key] for client_id, key in by_client.items()}


def lead_lines(
    session: Session, day: date, client_ids: Collection[int] | None = None
) -> dict[int, tuple[str, ...]]:
    """The lines that clients (all, or these) lead by their agreements in force, in order (A4)."""
    query = (
        select(Agreement.client_id, LeadLine.line)
        .join(LeadLine, LeadLine.agreement_id == Agreement.id)
        .where(in_force(day))
    )
    if client_ids is not None:
        query = query.where(Agreement.client_id.in_(list(client_ids)))
    found: dict[int, list[str]] = {}
    for client_id, line in session.execute(query):
        found.setdefault(client_id, []).append(line)
    return {client_id: tuple(sorted(lines, key=order_key)) for client_id, lines in found.items()}


def in_force(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Whether an agreement is in force on a day, first and last included (A3)."""
    return (
        (Agreement.signed_on <= day)
        & (Agreement.starts_on <= day)
        & (Agreement.ends_on >= day)
        & func.coalesce(Agreement.terminated_on >= day, True)
    )


# Built once, as every delivery asks them.
_IN_FORCE = (
    select(Agreement)
    .where(Agreement.client_id == bindparam("client"), in_force(bindparam("day", type_=Date())))
    .limit(1)
)


_ALL_IN_FORCE = select(Agreement.client_id, Agreement.id).where(
    Agreement.client_id.in_(bindparam("clients", expanding=True)),
    in_force(bindparam("day", type_=Date())),
)
_WITH_RATES = (
    select(Agreement)
    .where(Agreement.id.in_(bindparam("keys", expanding=True)))
    .options(selectinload(Agreement.product_rates))
)


def agreement_of(session: Session, proposal_id: int) -> Agreement | None:
    """The agreement that came of a proposal (P4); one made void is none."""
    return session.scalar(
        select(Agreement).where(Agreement.proposal_id == proposal_id, Agreement.state != "void")
    )


def is_running(today: date) -> ColumnElement[bool]:
    """Whether an agreement is signed and hasn't ended."""
    return _SIGNED & (Agreement.ends_on >= today)


def has_ended(today: date) -> ColumnElement[bool]:
    """Whether an agreement was terminated, or ran out."""
    return (Agreement.state == "terminated") | (_SIGNED & (Agreement.ends_on < today))


def renewed_by(rules: Rules, today: date) -> date:
    """The last end of an agreement that is to renew on a day (A6)."""
    return today + timedelta(days=rules.renewal_days)


def is_to_renew(rules: Rules, today: date) -> ColumnElement[bool]:
    """Whether a running agreement ends so soon that its successor is to be made (A6)."""
    return is_running(today) & (Agreement.ends_on <= renewed_by(rules, today))


def renewing(rules: Rules, today: date) -> Select[Any]:
    """The clients of the agreements that are to renew."""
    return select(Agreement.client_id).where(is_to_renew(rules, today))
