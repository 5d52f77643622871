"""The first page of a client file: what one looks at before a visit, a call or an order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import case, select
from sqlalchemy.orm import Session, joinedload

from desktop.models import Agreement, Asset, Client, Staff, Suggestion
from desktop.models.suggestion import OUTCOMES
from desktop.queries.attachments import FileRow, files_of
from desktop.queries.client_weeks import ClientWeeks, client_weeks
from desktop.queries.clients import ClientFile, client_file
from desktop.queries.facts.agreements import in_force, lead_lines
from desktop.queries.facts.neighbours import near_clients
from desktop.queries.facts.receivables import Owed, owed_by_age
from desktop.queries.facts.route_plans import next_route_day
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.surveys import latest_survey
from desktop.queries.facts.visits import next_visit, visit_due
from desktop.queries.order_desk import OrderDesk, order_desk
from desktop.queries.suggestions import PastSuggestion, last_told
from desktop.queries.surveys import SurveyFacts, survey_facts
from desktop.queries.visits import UnderPrice, unreported_prices
from desktop.queries.waiting import ClientWork, waiting_for


@dataclass(frozen=True)
class ToTell:
    """The suggestion that is to be told next, or is on its way to that."""

    id: int
    content: str
    wording: str
    state: str


@dataclass(frozen=True)
class VisitToCome:
    """The next visit: planned for a ``day`` on a plan, else what the route or the rhythm asks.

    ``route_on`` is when the route plan sends the rep there, ``due_on`` the last day in time (G9).
    """

    day: date | None
    plan_id: int | None
    rep: str
    route_on: date | None
    due_on: date | None
    to_tell: ToTell | None
    told: PastSuggestion | None


@dataclass(frozen=True)
class AssetThere:
    """A sign or rack that stands in the shop, and how it was seen last."""

    benefit_id: int
    tag: str
    kind: str
    place: str
    condition: str
    seen_on: date


@dataclass(frozen=True)
class AgreementNow:
    """The agreement in force, else the newest one."""

    id: int
    number: str
    state: str
    starts_on: date
    ends_on: date
    basic_rate: Decimal
    fund_rate: Decimal
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Neighbour:
    """A neighbouring shop, what it leads, and what of that this one leads too (P6)."""

    client_id: int
    name: str
    metres: int
    lines: tuple[str, ...]
    both: tuple[str, ...]


@dataclass(frozen=True)
class ClientPage:
    """What is known of a client, each from where it is told; what it brought comes apart."""

    weeks: ClientWeeks
    visit: VisitToCome
    desk: OrderDesk
    owed: Owed | None
    waits: tuple[ClientWork, ...]
    too_low: tuple[UnderPrice, ...]
    assets: tuple[AssetThere, ...]
    agreement: AgreementNow | None
    neighbours: tuple[Neighbour, ...]
    survey: SurveyFacts | None
    files: tuple[FileRow, ...]


@dataclass(frozen=True, kw_only=True)
class OpenClient(ClientFile):
    """A client file that is open, with its first page."""

    page: ClientPage


def open_client(session: Session, client_id: int, today: date) -> OpenClient:
    """One client's file, read as it is opened."""
    file = client_file(session, client_id, today)
    return OpenClient(**vars(file), page=client_page(session, file, today))


def client_page(session: Session, file: ClientFile, today: date) -> ClientPage:
    """The first page of a file; the number of statements doesn't grow with what it shows."""
    desk = order_desk(session, file.code, today)
    assert desk is not None  # the client is there
    return ClientPage(
        weeks=client_weeks(session, file.id, today),
        visit=_visit(session, file, today),
        desk=desk,
        owed=next(iter(owed_by_age(session, today, file.id)), None),
        waits=tuple(waiting_for(session, file.id, today)),
        too_low=tuple(unreported_prices(session, [file.id], today)),
        assets=_assets(session, file.id),
        agreement=_agreement(session, file.id, today),
        neighbours=_neighbours(session, file.id, today),
        survey=_survey(session, file.id),
        files=tuple(files_of(session, "client", file.id)),
    )


def _visit(session: Session, file: ClientFile, today: date) -> VisitToCome:
    client = session.get_one(Client, file.id)
    found = next_visit(session, file.id, today)
    plan, visit = found if found is not None else (None, None)
    rep_id = plan.rep_id if plan is not None else client.rep_id
    rep = session.get(Staff, rep_id) if rep_id else None
    routed = None
    if plan is None and client.state == "active" and client.rep_id is not None:
        routed = next_route_day(session, client.rep_id, file.id, today)
    bound = visit.suggestion_id if visit is not None else None
    return VisitToCome(
        day=plan.day if plan is not None else None,
        plan_id=plan.id if plan is not None else None,
        rep=rep.name if rep is not None else "",
        route_on=routed,
        due_on=visit_due(client, file.line.visited_on, read_rules(session)),
        to_tell=_to_tell(session, file.id, bound, today),
        told=last_told(session, file.id, today),
    )


def _to_tell(session: Session, client_id: int, bound: int | None, today: date) -> ToTell | None:
    """The visit's suggestion, else the furthest of those that have no outcome yet."""
    turn = case({"confirmed": 0, "submitted": 1, "draft": 2}, value=Suggestion.state, else_=3)
    query = select(Suggestion).where(Suggestion.client_id == client_id)
    if bound is not None:
        query = query.where(Suggestion.id == bound)
    else:
        query = query.where(Suggestion.state.in_(("confirmed", "submitted", "draft")))
    one = session.scalar(query.order_by(turn, Suggestion.id.desc()).limit(1))
    if one is None or one.state in OUTCOMES:
        return None
    state = one.state_on(today, read_rules(session).stale_days)
    return ToTell(one.id, one.content, one.wording, state)


def _assets(session: Session, client_id: int) -> tuple[AssetThere, ...]:
    there = session.scalars(
        select(Asset)
        .options(joinedload(Asset.benefit))
        .where(Asset.client_id == client_id, Asset.ended_on.is_(None))
        .order_by(Asset.id)
    )
    return tuple(
        AssetThere(
            one.benefit_id,
            one.tag,
            one.benefit.kind,
            one.place,
            one.condition,
            one.seen_on,
        )
        for one in there
    )


def _agreement(session: Session, client_id: int, today: date) -> AgreementNow | None:
    held = case((in_force(today), 0), else_=1)
    one = session.scalar(
        select(Agreement)
        .where(Agreement.client_id == client_id)
        .order_by(held, Agreement.starts_on.desc(), Agreement.id.desc())
        .limit(1)
    )
    if one is None:
        return None
    return AgreementNow(
        one.id,
        one.number,
        one.state_on(today),
        one.starts_on,
        one.ends_on,
        one.basic_rate,
        one.fund_rate,
        tuple(lead.line for lead in one.lead_lines),
    )


def _survey(session: Session, client_id: int) -> SurveyFacts | None:
    survey = latest_survey(session, client_id)
    return survey_facts(session, survey) if survey is not None else None


def _neighbours(session: Session, client_id: int, today: date) -> tuple[Neighbour, ...]:
    near = near_clients(session, client_id)
    lines = lead_lines(session, today, [client_id, *(one.client_id for one in near)])
    own = lines.get(client_id, ())
    found = [
        Neighbour(
            one.client_id,
            one.name,
            one.apart_mm // 1000,
            lines.get(one.client_id, ()),
            tuple(line for line in lines.get(one.client_id, ()) if line in own),
        )
        for one in near
    ]
    return tuple(_in_conflict_first(found))


def _in_conflict_first(found: Sequence[Neighbour]) -> list[Neighbour]:
    return sorted(found, key=lambda one: not one.both)
