"""The client list, and the head of one client's file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, extract, func, or_, select
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.models import (
    Agreement,
    Case,
    Client,
    Delivery,
    DeliveryLine,
    Posting,
    Staff,
    Suggestion,
    Visit,
    VisitPlan,
)
from desktop.models.ledger import CLIENT_ACCOUNTS
from desktop.models.suggestion import OUTCOMES
from desktop.queries.agreements import agreement_filters
from desktop.queries.facts.rules import read_rules
from desktop.queries.listing import Wanted, called, how_many, ordered, searched

_BESIDE = ("visited", "waiting", "fund", "flag")  # sorted by what doesn't stand with the client
_DAY_S = 86_400
_NOT_MADE = ("planned", "failed")  # visits that say nothing of when a client was seen


@dataclass(frozen=True)
class ClientRow:
    """A line of the client list; ``fund_fen`` is what the fund owes the client."""

    id: int
    code: str
    name: str
    area: str
    segment: str
    client_class: str
    state: str
    rep: str
    visited_on: date | None
    overdue_days: int
    fund_fen: int
    frozen: bool
    agreement_ends_on: date | None
    days_left: int | None
    to_renew: bool


@dataclass(frozen=True)
class ClientFile:
    """The facts of one client; amounts in fen, ``ordered_fen`` in the quarter of today."""

    id: int
    version: int
    code: str
    name: str
    segment: str
    state: str
    rep_code: str
    rep: str
    client_class: str
    contact: str
    phone: str
    address: str
    area: str
    lat: Any
    lon: Any
    households: int | None
    opens: str
    closes: str
    break_from: str
    break_to: str
    hours: str
    density_reason: str
    added_on: date
    active_since: date | None
    closed_on: date | None
    closing_reason: str
    successor: str
    fund_fen: int
    receivable_fen: int
    payable_fen: int
    ordered_fen: int
    adopted: int
    suggested: int
    line: ClientRow


def client_ids(session: Session, wanted: Wanted, person_id: int | None, today: date) -> list[int]:
    """The clients of a list, in order; those overdue by who waits longest.

    Filters: mine, a, overdue, my_overdue, renew, prospect, closed.
    """
    query = filtered_clients(session, wanted.filter, person_id, today)
    if not wanted.sort and wanted.filter in ("overdue", "my_overdue"):
        wanted = wanted.changed(sort="waiting")
    columns: dict[str, Any] = {
        "name": Client.name_key,
        "code": Client.code_key,
        "area": Client.area_key,
    }
    key: Any = Client.id
    match = called(Client, wanted.search)
    if wanted.search or wanted.sort in _BESIDE:
        # By computed values, so that SQLite finds the clients first and sorts them then: along
        # an index it would fetch every one in that order to look at what stands beside.
        columns = {name: func.coalesce(column, "") for name, column in columns.items()}
        key = func.coalesce(key, 0)
    columns["class"] = Client.client_class
    if wanted.sort in _BESIDE:
        query, columns[wanted.sort] = _beside(session, query, wanted.sort, today)
    query = ordered(query, columns, wanted, columns["code"], key)
    return searched(session, query, wanted, match)


def _beside(session: Session, query: Select[Any], sort: str, today: date) -> tuple[Any, Any]:
    """The query with what stands beside the clients, and how it sorts by that."""
    visited, fund, ends = _visited(), _fund(), _agreement_end(today)
    if sort == "fund":
        query = query.outerjoin(fund, fund.c.client_id == Client.id)
        return query, func.coalesce(fund.c.fen, 0)
    query = query.outerjoin(visited, visited.c.client_id == Client.id)
    if sort == "visited":
        return query, visited.c.day
    if sort == "waiting":
        return query, func.coalesce(visited.c.day, Client.added_on)
    query = query.outerjoin(ends, ends.c.client_id == Client.id)
    return query, _flag(session, today, visited.c.day, ends.c.day)


def _flag(session: Session, today: date, visited: Any, ends: Any) -> tuple[Any, Any]:
    """Sorts by what is to notice about a client, the most pressing kind first, then by how long.

    Days are told in seconds, which both kinds of database can reckon with.
    """
    rules = read_rules(session)
    rhythm = {"A": rules.visit_days_a, "B": rules.visit_days_b, "C": rules.visit_days_c}
    frozen = select(Case.client_id).where(Case.state == "accepted")
    late = is_overdue(session, today)
    renewing = Client.id.in_(_renewing(session, today))
    since = extract("epoch", func.coalesce(visited, Client.active_since))
    due = since + _DAY_S * case(rhythm, value=Client.client_class, else_=0)
    kind = case(
        (Client.id.in_(frozen), 0),
        (late, 1),
        (renewing, 2),
        (Client.state == "prospect", 3),
        else_=4,
    )
    return kind, case((Client.id.in_(frozen), 0), (late, due), (renewing, extract("epoch", ends)))


def filtered_clients(
    session: Session, name: str, person_id: int | None, today: date
) -> Select[Any]:
    """The keys of the clients under a filter."""
    query = select(Client.id).select_from(Client)
    if name != "closed":
        query = query.where(Client.state != "closed")
    match name:
        case "mine":
            return query.where(Client.rep_id == person_id)
        case "a":
            return query.where(Client.client_class == "A")
        case "prospect" | "closed":
            return query.where(Client.state == name)
        case "overdue":
            return query.where(is_overdue(session, today))
        case "my_overdue":
            return query.where(is_overdue(session, today), Client.rep_id == person_id)
        case "renew":
            return query.where(Client.id.in_(_renewing(session, today)))
    return query


def client_counts(session: Session, person_id: int | None, today: date) -> dict[str, int]:
    """How many clients stand under each filter."""
    there = Client.state != "closed"
    counts = {
        "": there,
        "mine": there & (Client.rep_id == person_id),
        "a": there & (Client.client_class == "A"),
        "prospect": Client.state == "prospect",
        "closed": Client.state == "closed",
    }
    found = session.execute(
        select(*(func.count().filter(condition) for condition in counts.values())).select_from(
            Client
        )
    ).one()

    asked = {
        name: how_many(session, filtered_clients(session, name, person_id, today))
        for name in ("overdue", "my_overdue", "renew")
    }
    return {**dict(zip(counts, found, strict=True)), **asked}


def client_rows(session: Session, ids: Sequence[int], today: date) -> dict[int, ClientRow]:
    """The lines of these clients, by id; the number of statements doesn't grow with them."""
    wanted = list(ids)
    rules = read_rules(session)
    rhythm = {"A": rules.visit_days_a, "B": rules.visit_days_b, "C": rules.visit_days_c}
    visited = _by_client(session, select(_visited()), wanted)
    fund = _by_client(session, select(_fund()), wanted)
    ends = _by_client(session, select(_agreement_end(today)), wanted)
    frozen = set(
        session.scalars(
            select(Case.client_id).where(Case.state == "accepted", Case.client_id.in_(wanted))
        )
    )
    renewing = set(
        session.scalars(_renewing(session, today).where(Agreement.client_id.in_(wanted)))
    )
    rows = session.execute(
        select(Client, Staff.name)
        .outerjoin(Staff, Staff.id == Client.rep_id)
        .where(Client.id.in_(wanted))
    )
    found = {}
    for client, rep in rows:
        seen, end = visited.get(client.id), ends.get(client.id)
        days = rhythm.get(client.client_class or "")
        since = seen or client.active_since
        over = (today - since).days - days if days and since and client.state == "active" else 0
        found[client.id] = ClientRow(
            id=client.id,
            code=client.code,
            name=client.name,
            area=client.area,
            segment=client.segment,
            client_class=client.client_class or "",
            state=client.state,
            rep=rep or "",
            visited_on=seen,
            overdue_days=max(0, over),
            fund_fen=fund.get(client.id, 0),
            frozen=client.id in frozen,
            agreement_ends_on=end,
            days_left=(end - today).days if end else None,
            to_renew=client.id in renewing,
        )
    return found


def client_file(session: Session, client_id: int, today: date) -> ClientFile:
    """One client's facts."""
    client = session.get_one(Client, client_id)
    rep = session.get(Staff, client.rep_id) if client.rep_id else None
    successor = session.get(Client, client.successor_id) if client.successor_id else None
    balances = dict(
        session.execute(
            select(Posting.account, func.sum(Posting.amount_fen))
            .where(Posting.account.in_(CLIENT_ACCOUNTS), Posting.client_id == client_id)
            .group_by(Posting.account)
        ).all()
    )
    asked = select(func.count()).select_from(Suggestion).where(Suggestion.client_id == client_id)
    return ClientFile(
        id=client.id,
        version=client.version,
        code=client.code,
        name=client.name,
        segment=client.segment,
        state=client.state,
        rep_code=rep.code if rep else "",
        rep=rep.name if rep else "",
        client_class=client.client_class or "",
        contact=client.contact,
        phone=client.phone,
        address=client.address,
        area=client.area,
        lat=client.lat,
        lon=client.lon,
        households=client.households,
        opens=client.opens,
        closes=client.closes,
        break_from=client.break_from,
        break_to=client.break_to,
        hours=client.hours.text,
        density_reason=client.density_reason,
        added_on=client.added_on,
        active_since=client.active_since,
        closed_on=client.closed_on,
        closing_reason=client.closing_reason,
        successor=successor.title if successor else "",
        fund_fen=-int(balances.get("fund") or 0),
        receivable_fen=int(balances.get("receivable") or 0),
        payable_fen=-int(balances.get("payable") or 0),
        ordered_fen=_delivered_fen(session, client_id, today),
        adopted=session.scalar(asked.where(Suggestion.state.in_(("adopted", "partly")))) or 0,
        suggested=session.scalar(asked.where(Suggestion.state.in_(OUTCOMES))) or 0,
        line=client_rows(session, [client_id], today)[client_id],
    )


def is_overdue(session: Session, today: date) -> ColumnElement[bool]:
    """Whether a client is active and its visit overdue by its class's rhythm (G9).

    Who was visited within the rhythm is found from the newest plans, so that the years before
    cost nothing.
    """
    rules = read_rules(session)
    rhythms = (("A", rules.visit_days_a), ("B", rules.visit_days_b), ("C", rules.visit_days_c))
    late = [
        and_(
            Client.client_class == name,
            Client.id.not_in(_visited_since(today - timedelta(days=days))),
            or_(
                Client.active_since < today - timedelta(days=days),
                select(Visit.id)
                .where(Visit.client_id == Client.id, Visit.state.not_in(_NOT_MADE))
                .correlate(Client)
                .exists(),
            ),
        )
        for name, days in rhythms
    ]
    return and_(Client.state == "active", or_(*late))


def _visited_since(day: date) -> Select[Any]:
    return (
        select(Visit.client_id)
        .join(VisitPlan, VisitPlan.id == Visit.plan_id)
        .where(VisitPlan.day >= day, Visit.state.not_in(_NOT_MADE))
        .correlate(None)
    )


def _visited() -> Any:
    """The last day on which each client was visited."""
    return (
        select(Visit.client_id, func.max(VisitPlan.day).label("day"))
        .join(VisitPlan, VisitPlan.id == Visit.plan_id)
        .where(Visit.state.not_in(_NOT_MADE))
        .group_by(Visit.client_id)
        .subquery("visited")
    )


def _fund() -> Any:
    """What the fund owes each client, in fen."""
    return (
        select(Posting.client_id, (-func.sum(Posting.amount_fen)).label("fen"))
        .where(Posting.account == "fund")
        .group_by(Posting.client_id)
        .subquery("fund")
    )


def _agreement_end(today: date) -> Any:
    """The end of the agreement that is in force for each client."""
    return (
        select(Agreement.client_id, func.max(Agreement.ends_on).label("day"))
        .where(Agreement.state == "active", Agreement.ends_on >= today)
        .group_by(Agreement.client_id)
        .subquery("agreed")
    )


def _renewing(session: Session, today: date) -> Select[Any]:
    """The clients of the agreements that are to be renewed (A6)."""
    to_renew = agreement_filters(read_rules(session), today)["renew"]
    return select(Agreement.client_id).where(to_renew)


def _by_client(session: Session, query: Select[Any], ids: list[int]) -> dict[int, Any]:
    columns = list(query.selected_columns)
    return dict(session.execute(query.where(columns[0].in_(ids))).all())


def _delivered_fen(session: Session, client_id: int, today: date) -> int:
    start = Quarter.of(today).start
    total = session.scalar(
        select(func.sum(DeliveryLine.supply_fen))
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(
            Delivery.client_id == client_id,
            Delivery.state == "recorded",
            Delivery.dated.between(start, today),
        )
    )
    return int(total or 0)
