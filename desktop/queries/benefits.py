"""Benefits: what clients were given, and what it stands against."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.drafts.benefit import BENEFIT_KINDS, BenefitDraft
from desktop.basics.fields import stored
from desktop.basics.i18n import N_
from desktop.models import Benefit, Client, Staff
from desktop.queries.facts.sales import supplied_fen
from desktop.queries.listing import Wanted, by_name, in_turn, numbered, of_client, ordered, searched
from desktop.queries.lists import Filter, PageList


@dataclass(frozen=True)
class BenefitRow:
    """A line of the list."""

    id: int
    number: str
    client: str
    kind: str
    cost_fen: int
    recorded_on: date
    state: str


@dataclass(frozen=True, kw_only=True)
class BenefitDetail(BenefitDraft):
    """One benefit; ``given_fen`` and ``sales_fen`` are all of the client's of the last year."""

    row: BenefitRow
    client_id: int
    who: str
    entry_number: int | None
    cancelled_on: date | None
    cancel_reason: str
    given_fen: int
    sales_fen: int


def benefit_ids(session: Session, wanted: Wanted) -> list[int]:
    """The benefits of a list, the newest first."""
    query = BENEFITS.under(wanted.filter)
    named = numbered(Benefit.number, wanted.search)
    match = of_client(Benefit.client_id, wanted.search) | named
    columns: dict[str, Any] = {
        "client": by_name(),
        "day": Benefit.recorded_on,
        "cost": Benefit.cost_fen,
        "kind": in_turn(Benefit.kind, BENEFIT_KINDS),
        "state": in_turn(Benefit.state, Benefit.STATE_WORDS),
    }
    if wanted.sort == "client":
        query = query.join(Client, Client.id == Benefit.client_id)
    return searched(session, ordered(query, columns, wanted, Benefit.id.desc()), wanted, match)


BENEFITS = PageList(
    "benefits",
    Benefit.id,
    (
        Filter("", N_("All")),
        *(Filter(kind, words, Benefit.kind == kind) for kind, words in BENEFIT_KINDS.items()),
        Filter("cancelled", N_("Cancelled"), Benefit.state == "cancelled"),
    ),
    lambda asked, wanted: benefit_ids(asked.session, wanted),
    lambda asked, ids: benefit_rows(asked.session, ids),
    counted=False,
)


def benefit_rows(session: Session, ids: Sequence[int]) -> dict[int, BenefitRow]:
    """The lines of these benefits."""
    rows = session.execute(
        select(Benefit, Client.name)
        .join(Client, Client.id == Benefit.client_id)
        .where(Benefit.id.in_(list(ids)))
    )
    return {
        one.id: BenefitRow(
            one.id, one.number, name, one.kind, one.cost_fen, one.recorded_on, one.state
        )
        for one, name in rows
    }


def benefit_detail(session: Session, benefit_id: int, today: date) -> BenefitDetail:
    """One benefit with the client's year."""
    benefit = session.get_one(Benefit, benefit_id)
    since = today.replace(year=today.year - 1, day=min(today.day, 28))
    given = session.scalar(
        select(func.coalesce(func.sum(Benefit.cost_fen), 0)).where(
            Benefit.client_id == benefit.client_id,
            Benefit.state == "recorded",
            Benefit.recorded_on > since,
        )
    )
    sales = supplied_fen(session, since + timedelta(days=1), today, benefit.client_id)
    return BenefitDetail(
        **stored(BenefitDraft, benefit),
        client=session.get_one(Client, benefit.client_id).code,
        row=benefit_rows(session, [benefit_id])[benefit_id],
        client_id=benefit.client_id,
        who=session.get_one(Staff, benefit.recorded_by_id).name,
        entry_number=benefit.entry_number,
        cancelled_on=benefit.cancelled_on,
        cancel_reason=benefit.cancel_reason,
        given_fen=int(given or 0),
        sales_fen=sales,
    )
