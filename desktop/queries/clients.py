"""The client list, and the head of one client's file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, extract, func, select
from sqlalchemy.orm import Session, aliased

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.fields import stored
from desktop.basics.i18n import N_, _, ngettext
from desktop.basics.order_key import order_key
from desktop.models import (
    Agreement,
    Client,
    ClientBalance,
    Patrol,
    Staff,
    Suggestion,
)
from desktop.models.suggestion import ADOPTED, OUTCOMES
from desktop.queries.facts.agreements import agreement_on, is_running, renewing
from desktop.queries.facts.balances import client_accounts, client_balances, owed_to
from desktop.queries.facts.cases import frozen, frozen_clients
from desktop.queries.facts.neighbours import Density, LedNear, density, led_near
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.sales import supplied_fen
from desktop.queries.facts.seen_prices import unreported
from desktop.queries.facts.visits import days_overdue, is_overdue, rhythm_days
from desktop.queries.listing import Wanted, called, in_turn, ordered, searched
from desktop.queries.lists import Asked, Filter, Line, PageList, Sum
from desktop.queries.visits import UnderPrice, unreported_prices

# What the list is sorted by that doesn't stand with the client.
_BESIDE = ("visited", "waiting", "fund", "flag", "rep", "ends")
_DAY_S = 86_400


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
    rep_code: str
    visited_on: date | None
    overdue_days: int
    fund_fen: int
    frozen: bool
    agreement_ends_on: date | None
    days_left: int | None
    to_renew: bool

    @property
    def told(self) -> Line:
        """How long it waits for a visit."""
        seen = _("last visit {day}").format(day=self.visited_on)
        words = f"{self.name} · {self.client_class}"
        return Line(words, seen if self.visited_on else _("never visited"))


@dataclass(frozen=True, kw_only=True)
class ClientFile(ClientDraft):
    """All that is known of one client; amounts in fen, ``ordered_fen`` in the quarter of today.

    ``led_near`` are lines that it leads and a neighbour too (P6).
    """

    id: int
    version: int
    state: str
    rep_name: str
    hours: str
    added_on: date
    active_since: date | None
    closed_on: date | None
    closing_reason: str
    successor: str
    density: Density | None
    is_dense: bool
    led_near: tuple[LedNear, ...]
    fund_fen: int
    receivable_fen: int
    payable_fen: int
    ordered_fen: int
    adopted: int
    suggested: int
    line: ClientRow


def client_ids(session: Session, wanted: Wanted, person_id: int | None, today: date) -> list[int]:
    """The clients of a list, in order; those overdue by who waits longest."""
    query = CLIENTS.under(wanted.filter, Asked(session, today, person_id))
    if not wanted.sort and wanted.filter in ("overdue", "my_overdue"):
        wanted = wanted.changed(sort="waiting")
    columns: dict[str, Any] = {
        "name": Client.name_key,
        "code": Client.code_key,
        "area": Client.area_key,
    }
    key: Any = Client.id
    match = called(Client, wanted.search)
    common = bool(wanted.search) and match.is_common(session)
    if common and match.looked_for is not None:
        match = replace(match, anywhere=match.looked_for)
    few = not wanted.search or (common and wanted.first)
    if not few or wanted.sort in _BESIDE:
        # By computed values, so that SQLite finds the clients first and sorts them then: along
        # an index it would fetch every one in that order to look at what stands beside.
        columns = {name: func.coalesce(column, "") for name, column in columns.items()}
        key = func.coalesce(key, 0)
    columns["class"] = Client.client_class
    if wanted.sort == "segment":
        columns["segment"] = in_turn(Client.segment, sorted(_segments(session), key=order_key))
    if wanted.sort in _BESIDE:
        query, columns[wanted.sort] = _beside(session, query, wanted.sort, today)
    query = ordered(query, columns, wanted, columns["code"], key)
    return searched(session, query, wanted, match)


def _segments(session: Session) -> Sequence[str]:
    return session.scalars(select(Client.segment).distinct()).all()


def _beside(session: Session, query: Select[Any], sort: str, today: date) -> tuple[Any, Any]:
    """The query with what stands beside the clients, and how it sorts by that."""
    fund, ends = client_balances("fund"), _agreement_end(today)
    if sort == "fund":
        query = query.outerjoin(fund, fund.c.client_id == Client.id)
        return query, -func.coalesce(fund.c.fen, 0)
    if sort == "rep":
        reps = query.outerjoin(Staff, Staff.id == Client.rep_id)
        return reps, (Staff.name_key, Staff.code_key)
    if sort == "ends":
        return query.outerjoin(ends, ends.c.client_id == Client.id), ends.c.day
    if sort == "waiting":
        return query, func.coalesce(Client.visited_on, Client.added_on)
    if sort == "visited":
        return query, Client.visited_on
    query = query.outerjoin(ends, ends.c.client_id == Client.id)
    return query, _flag(session, today, ends.c.day)


def _flag(session: Session, today: date, ends: Any) -> tuple[Any, Any]:
    """Sorts by what is to notice about a client, the most pressing kind first, then by how long.

    Days are told in seconds, which both kinds of database can reckon with.
    """
    rules = read_rules(session)
    is_frozen = Client.id.in_(frozen())
    late = is_overdue(rules, today)
    to_renew = Client.id.in_(renewing(rules, today))
    since = extract("epoch", func.coalesce(Client.visited_on, Client.active_since))
    due = since + _DAY_S * case(rhythm_days(rules), value=Client.client_class, else_=0)
    kind = case(
        (is_frozen, 0),
        (late, 1),
        (to_renew, 2),
        (Client.state == "prospect", 3),
        else_=4,
    )
    return kind, case((is_frozen, 0), (late, due), (to_renew, extract("epoch", ends)))


_THERE = Client.state != "closed"


def _overdue(asked: Asked) -> ColumnElement[bool]:
    return is_overdue(asked.rules, asked.today)


def _too_low(asked: Asked) -> ColumnElement[bool]:
    """Whether a patrol saw a price under the protected one that nobody reported (G4)."""
    seen = unreported(asked.rules, asked.today).with_only_columns(Patrol.client_id)
    return _THERE & Client.id.in_(seen)


def _my_too_low(asked: Asked) -> ColumnElement[bool]:
    """The same at a client of one's own, or seen by oneself."""
    owner = aliased(Client)  # asked from the few patrols on: not of each client whether it has one
    mine = asked.mine(owner.rep_id) | asked.mine(Patrol.patrolled_by_id)
    seen = unreported(asked.rules, asked.today).join(owner, owner.id == Patrol.client_id)
    return _THERE & Client.id.in_(seen.where(mine).with_only_columns(Patrol.client_id))


def _told_too_low(asked: Asked, ids: Sequence[int]) -> Mapping[int, Line]:
    """The first price of each, and how many more there are."""
    found: dict[int, list[UnderPrice]] = {key: [] for key in ids}
    for one in unreported_prices(asked.session, ids, asked.today):
        found[one.client_id].append(one)
    return {key: _with_more(some) for key, some in found.items()}


def _with_more(some: Sequence[UnderPrice]) -> Line:
    told, more = some[0].told, len(some) - 1
    if not more:
        return told
    words = ngettext("and {more} more", "and {more} more", more).format(more=more)
    return replace(told, under=f"{told.under} {words}")


CLIENTS = PageList(
    "clients",
    Client.id,
    (
        Filter("", N_("All"), _THERE),
        Filter("mine", N_("Mine"), lambda asked: _THERE & asked.mine(Client.rep_id)),
        Filter("a", N_("Class A"), _THERE & (Client.client_class == "A")),
        Filter("overdue", N_("Overdue"), _overdue),
        Filter(
            "my_overdue",
            N_("Mine overdue"),
            lambda asked: _overdue(asked) & asked.mine(Client.rep_id),
            role="rep",
        ),
        Filter(
            "renew",
            N_("To renew"),
            lambda asked: _THERE & Client.id.in_(renewing(asked.rules, asked.today)),
        ),
        Filter("too_low", N_("Priced too low"), _too_low, lines=_told_too_low),
        Filter("my_too_low", N_("Mine too low"), _my_too_low, role="rep", lines=_told_too_low),
        Filter("prospect", N_("Prospects"), Client.state == "prospect"),
    ),
    lambda asked, wanted: client_ids(asked.session, wanted, asked.person_id, asked.today),
    lambda asked, ids: client_rows(asked.session, ids, asked.today),
    sums=(Sum("fund", lambda _asked, within: owed_to("fund", within(ClientBalance.client_id))),),
)


def client_rows(session: Session, ids: Sequence[int], today: date) -> dict[int, ClientRow]:
    """The lines of these clients, by id; the number of statements doesn't grow with them."""
    wanted = list(ids)
    rules = read_rules(session)
    fund = _by_client(session, select(client_balances("fund")), wanted)
    ends = _by_client(session, select(_agreement_end(today)), wanted)
    frozen_ones = frozen_clients(session, wanted)
    to_renew = set(session.scalars(renewing(rules, today).where(Agreement.client_id.in_(wanted))))
    rows = session.execute(
        select(Client, Client.visited_on, Staff.name, Staff.code)
        .outerjoin(Staff, Staff.id == Client.rep_id)
        .where(Client.id.in_(wanted))
    )
    found = {}
    for client, seen, rep, rep_code in rows:
        end = ends.get(client.id)
        found[client.id] = ClientRow(
            id=client.id,
            code=client.code,
            name=client.name,
            area=client.area,
            segment=client.segment,
            client_class=client.client_class or "",
            state=client.state,
            rep=rep or "",
            rep_code=rep_code or "",
            visited_on=seen,
            overdue_days=days_overdue(client, seen, rules, today),
            fund_fen=-fund.get(client.id, 0),
            frozen=client.id in frozen_ones,
            agreement_ends_on=end,
            days_left=(end - today).days if end else None,
            to_renew=client.id in to_renew,
        )
    return found


def client_file(session: Session, client_id: int, today: date) -> ClientFile:
    """One client's facts."""
    client = session.get_one(Client, client_id)
    rep = session.get(Staff, client.rep_id) if client.rep_id else None
    successor = session.get(Client, client.successor_id) if client.successor_id else None
    around = density(session, client)
    accounts = client_accounts(session, client_id)
    adopted, suggested = session.execute(
        select(func.count().filter(Suggestion.state.in_(ADOPTED)), func.count()).where(
            Suggestion.client_id == client_id, Suggestion.state.in_(OUTCOMES)
        )
    ).one()
    return ClientFile(
        **stored(ClientDraft, client),
        id=client.id,
        version=client.version,
        state=client.state,
        rep=rep.code if rep else None,
        rep_name=rep.name if rep else "",
        hours=client.hours.text,
        added_on=client.added_on,
        active_since=client.active_since,
        closed_on=client.closed_on,
        closing_reason=client.closing_reason,
        successor=successor.title if successor else "",
        density=around,
        is_dense=around is not None and around.is_dense(read_rules(session)),
        led_near=_conflicting(session, client_id, today),
        fund_fen=-accounts.get("fund", 0),
        receivable_fen=accounts.get("receivable", 0),
        payable_fen=-accounts.get("payable", 0),
        ordered_fen=supplied_fen(session, Quarter.of(today).start, today, client_id),
        adopted=adopted,
        suggested=suggested,
        line=client_rows(session, [client_id], today)[client_id],
    )


def _conflicting(session: Session, client_id: int, today: date) -> tuple[LedNear, ...]:
    """The lines that this client leads and a neighbour too (P6)."""
    agreement = agreement_on(session, client_id, today)
    own = {lead.line for lead in agreement.lead_lines} if agreement else set()
    return tuple(one for one in led_near(session, client_id, today) if one.line in own)


def _agreement_end(today: date) -> Any:
    """The end of the agreement that is in force for each client."""
    return (
        select(Agreement.client_id, func.max(Agreement.ends_on).label("day"))
        .where(is_running(today))
        .group_by(Agreement.client_id)
        .subquery("agreed")
    )


def _by_client(session: Session, query: Select[Any], ids: list[int]) -> dict[int, Any]:
    columns = list(query.selected_columns)
    return dict(session.execute(query.where(columns[0].in_(ids))).all())
