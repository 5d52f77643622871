"""Benefits: what clients were promised and given, and what it stands against."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from desktop.basics.drafts.benefit import BENEFIT_KINDS
from desktop.basics.i18n import N_, _
from desktop.models import Asset, Benefit, Client, RebatePlan, Staff
from desktop.models.benefit import LASTING
from desktop.queries.attachments import FileRow, files_of
from desktop.queries.facts.benefit_effects import effects_of_benefits
from desktop.queries.facts.effects import EffectRow
from desktop.queries.facts.sales import supplied_fen
from desktop.queries.listing import (
    Match,
    Wanted,
    by_name,
    in_turn,
    numbered,
    of_client,
    ordered,
    searched,
)
from desktop.queries.lists import Asked, Filter, Line, PageList, Sum, Within


@dataclass(frozen=True)
class BenefitRow:
    """A line of the list; ``day`` is that of its delivery, or of its promise before."""

    id: int
    number: str
    client: str
    kind: str
    cost_fen: int
    day: date
    state: str
    due: date | None
    tag: str

    @property
    def told(self) -> Line:
        what = f"{self.client} — {_(BENEFIT_KINDS[self.kind])}"
        return Line(what, self.tag or str(self.due or ""))


@dataclass(frozen=True)
class AssetFacts:
    """A sign or rack in a shop: how it was last seen, and how it ended."""

    tag: str
    place: str
    condition: str
    seen_on: date
    ended_on: date | None
    ended_how: str | None
    end_reason: str


@dataclass(frozen=True, kw_only=True)
class BenefitDetail:
    """One benefit; ``given_fen`` and ``sales_fen`` are all of the client's of the last year.

    ``goods`` are in words; the names are of those who took each step.
    """

    row: BenefitRow
    client_id: int
    paid_by: str | None
    promised_fen: int | None
    promised_on: date | None
    promised_by: str
    delivered_on: date | None
    delivered_by: str
    signed_on: date | None
    withdrawn_on: date | None
    withdraw_reason: str
    cancelled_on: date | None
    cancel_reason: str
    entry_number: int | None
    plan: str
    goods: str
    asset: AssetFacts | None
    files: tuple[FileRow, ...]
    given_fen: int
    sales_fen: int
    effect: EffectRow | None = None  # what it brought (B5), where it was asked for


_DAY = func.coalesce(Benefit.delivered_on, Benefit.promised_on)


def benefit_ids(asked: Asked, wanted: Wanted) -> list[int]:
    """The benefits of a list, the newest first; those that are due, the most urgent first."""
    query = BENEFITS.under(wanted.filter, asked)
    named = numbered(Benefit.number, wanted.search)
    match = of_client(Benefit.client_id, wanted.search) | named | _tagged(wanted.search)
    columns: dict[str, Any] = {
        "client": by_name(),
        "day": _DAY,
        "cost": Benefit.cost_fen,
        "number": Benefit.number,
        "due": Benefit.due,
        "kind": in_turn(Benefit.kind, BENEFIT_KINDS),
        "state": in_turn(Benefit.state, Benefit.STATE_WORDS),
    }
    if wanted.sort == "client":
        query = query.join(Client, Client.id == Benefit.client_id)
    first = Benefit.due if wanted.filter == "due" else Benefit.id.desc()
    return searched(asked.session, ordered(query, columns, wanted, first), wanted, match)


def _tagged(text: str) -> Match:
    """A benefit by the tag of what it brought."""
    tag = numbered(Asset.tag, text)
    assets = select(Asset.benefit_id)
    return Match(
        Benefit.id.in_(assets.where(tag.anywhere)), Benefit.id.in_(assets.where(tag.exact))
    )


def _due(asked: Asked) -> ColumnElement[bool]:
    return (Benefit.state == "promised") & (Benefit.due <= asked.today)


def _unseen(asked: Asked) -> ColumnElement[bool]:
    since = asked.today - timedelta(days=asked.rules.unseen_days)
    return Benefit.id.in_(
        select(Asset.benefit_id).where(Asset.ended_on.is_(None), Asset.seen_on <= since)
    )


def _costs(_asked: Asked, within: Within) -> Select[Any]:
    """What benefits cost that are promised or given."""
    stands = (within(Benefit.id), Benefit.state.not_in(("cancelled", "withdrawn")))
    return select(func.sum(Benefit.cost_fen)).where(*stands)


_MISSING = Benefit.id.in_(
    select(Asset.benefit_id).where(
        Asset.ended_on.is_(None), Asset.condition.in_(("gone", "damaged"))
    )
)

BENEFITS = PageList(
    "benefits",
    Benefit.id,
    (
        Filter("", N_("All")),
        Filter("promised", N_("Promised"), Benefit.state == "promised"),
        Filter("due", N_("Due now"), _due),
        Filter("unsigned", N_("Not signed for"), Benefit.state == "delivered"),
        Filter("assets", N_("Signs and racks"), Benefit.kind.in_(LASTING)),
        Filter("unseen", N_("Long unseen"), _unseen),
        Filter("missing", N_("Missing or damaged"), _MISSING),
        Filter("rebate", N_("Rebates"), Benefit.kind == "rebate"),
        Filter("cancelled", N_("Cancelled"), Benefit.state == "cancelled"),
    ),
    benefit_ids,
    lambda asked, ids: benefit_rows(asked.session, ids),
    counted=False,
    sums=(Sum("cost", _costs),),
)


def standing_tags(session: Session, client_code: str) -> list[str]:
    """The tags of what stands in a client's shop."""
    rows = session.scalars(
        select(Asset.tag)
        .join(Client, Client.id == Asset.client_id)
        .where(Client.code == client_code, Asset.ended_on.is_(None))
        .order_by(Asset.tag)
    )
    return list(rows)


def benefit_rows(session: Session, ids: Sequence[int]) -> dict[int, BenefitRow]:
    """The lines of these benefits."""
    rows = session.execute(
        select(Benefit, Client.name, Asset.tag)
        .join(Client, Client.id == Benefit.client_id)
        .outerjoin(Asset, Asset.benefit_id == Benefit.id)
        .where(Benefit.id.in_(list(ids)))
    )
    return {
        one.id: BenefitRow(
            one.id,
            one.number,
            name,
            one.kind,
            one.cost_fen,
            one.day,
            one.state,
            one.due,
            tag or "",
        )
        for one, name, tag in rows
    }


def benefit_detail(session: Session, benefit_id: int, today: date) -> BenefitDetail:
    """One benefit with the client's year."""
    benefit = session.get_one(Benefit, benefit_id)
    since = today.replace(year=today.year - 1, day=min(today.day, 28))
    given = session.scalar(
        select(func.coalesce(func.sum(Benefit.cost_fen), 0)).where(
            Benefit.client_id == benefit.client_id,
            Benefit.state.in_(Benefit.GIVEN),
            Benefit.delivered_on > since,
        )
    )
    return BenefitDetail(
        row=benefit_rows(session, [benefit_id])[benefit_id],
        client_id=benefit.client_id,
        paid_by=benefit.paid_by,
        promised_fen=benefit.promised_fen,
        promised_on=benefit.promised_on,
        promised_by=_name(session, benefit.promised_by_id),
        delivered_on=benefit.delivered_on,
        delivered_by=_name(session, benefit.delivered_by_id),
        signed_on=benefit.signed_on,
        withdrawn_on=benefit.withdrawn_on,
        withdraw_reason=benefit.withdraw_reason,
        cancelled_on=benefit.cancelled_on,
        cancel_reason=benefit.cancel_reason,
        entry_number=benefit.entry_number,
        plan=_plan(session, benefit.rebate_plan_id),
        goods=_(", ").join(
            f"{one.product.name} {one.quantity} {one.product.base_unit.name}"
            for one in benefit.goods
        ),
        asset=_asset(benefit.asset),
        files=tuple(files_of(session, "benefit", benefit_id)),
        given_fen=int(given or 0),
        sales_fen=supplied_fen(session, since + timedelta(days=1), today, benefit.client_id),
    )


def with_effect(session: Session, detail: BenefitDetail, today: date) -> BenefitDetail:
    """The same with what it brought (B5): that takes longer."""
    found = effects_of_benefits(session, today, [detail.row.id])
    return replace(detail, effect=found.get(detail.row.id))


def _name(session: Session, staff_id: int | None) -> str:
    return session.get_one(Staff, staff_id).name if staff_id is not None else ""


def _plan(session: Session, plan_id: int | None) -> str:
    """The name of the rebate plan that a promise came from."""
    return session.get_one(RebatePlan, plan_id).name if plan_id is not None else ""


def _asset(asset: Asset | None) -> AssetFacts | None:
    if asset is None:
        return None
    return AssetFacts(
        asset.tag,
        asset.place,
        asset.condition,
        asset.seen_on,
        asset.ended_on,
        asset.ended_how,
        asset.end_reason,
    )
