"""A rep's visits of a day, each with its one suggestion (G2, G3)."""

import re
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import N_
from desktop.models import Client, Product, Staff, Suggestion, Visit, VisitPlan
from desktop.models.suggestion import OUTCOMES
from desktop.printing.places import degrees
from desktop.printing.visit_sheet import PlannedVisit, VisitSheet
from desktop.queries.facts.day_way import along_a_short_way, day_places
from desktop.queries.facts.held import held_or_read
from desktop.queries.facts.parts import some_at_once
from desktop.queries.papers.heads import letterhead, outlet
from desktop.queries.papers.scan import Scan

_CATEGORIES = {
    "display": "陈列",
    "promotion": "促销",
    "push": "主推",
    "stock": "备货",
    "service": "服务",
    "other": "其他",
}
_OUTCOMES = {
    "adopted": "采纳",
    "partly": "部分采纳",
    "declined": "没有采纳",
    "deferred": "说再看看",
}


def sheet_number(plan: VisitPlan) -> str:
    """What a plan's sheet is called: plans have no number of their own."""
    return f"BF-{plan.day:%Y%m%d}-{plan.id:04d}"


SCAN = Scan(
    re.compile(r"BF-\d{8}-(\d{1,9})", re.ASCII),
    "visits",
    N_("visit sheet"),
    lambda number: select(VisitPlan.id).where(VisitPlan.id == int(number[1])),
)


def visit_sheets(session: Session, plans: Sequence[VisitPlan]) -> Iterator[VisitSheet]:
    """The sheets of released plans: each plan's visits along a short way, with a map of it."""
    visits = [visit for plan in plans for visit in plan.visits]
    known = held_or_read(session, Client, (visit.client_id for visit in visits))
    suggested = held_or_read(session, Suggestion, (visit.suggestion_id for visit in visits))
    reps = held_or_read(session, Staff, (plan.rep_id for plan in plans))
    aimed = [one.product_id for each in suggested.values() for one in each.products]
    products = held_or_read(session, Product, aimed)
    last = _last_before(session, [plan.id for plan in plans])
    office = letterhead(session)
    for plan in plans:
        by_client = {visit.client_id: visit for visit in plan.visits}
        clients = along_a_short_way(session, [known[visit.client_id] for visit in plan.visits])
        begins, places = day_places(session, clients)
        yield VisitSheet(
            letterhead=office,
            number=sheet_number(plan),
            rep=reps[plan.rep_id].name,
            day=plan.day,
            visits=tuple(
                _visit(
                    client,
                    suggested[by_client[client.id].suggestion_id or 0],
                    products,
                    last.get(by_client[client.id].id),
                )
                for client in clients
            ),
            begins=degrees(begins),
            places=tuple(degrees(one) if one is not None else None for one in places),
        )


def _visit(
    client: Client,
    suggestion: Suggestion,
    products: Mapping[int, Product],
    before: Suggestion | None,
) -> PlannedVisit:
    aimed = [products[one.product_id] for one in suggestion.products]
    return PlannedVisit(
        client=outlet(client),
        segment=client.segment,
        category=_CATEGORIES[suggestion.category],
        content=suggestion.content,
        wording=suggestion.wording,
        expected=suggestion.expected,
        products=tuple(one.name for one in sorted(aimed, key=lambda one: one.code_key)),
        last=_last(before) if before is not None else "",
    )


def _last_before(session: Session, plan_ids: Sequence[int]) -> dict[int, Suggestion]:
    """By visit, what its client was last suggested before its day, and answered."""
    newest = func.row_number().over(
        partition_by=Visit.id, order_by=(Suggestion.presented_on.desc(), Suggestion.id.desc())
    )
    found: dict[int, int] = {}
    for some in some_at_once(plan_ids):
        ranked = (
            select(Visit.id, Suggestion.id.label("suggestion_id"), newest.label("place"))
            .join(VisitPlan, VisitPlan.id == Visit.plan_id)
            .join(
                Suggestion,
                (Suggestion.client_id == Visit.client_id)
                & (Suggestion.presented_on < VisitPlan.day)
                & Suggestion.state.in_(OUTCOMES),
            )
            .where(Visit.plan_id.in_(some))
            .subquery()
        )
        rows = select(ranked.c.id, ranked.c.suggestion_id).where(ranked.c.place == 1)
        found |= dict(session.execute(rows).all())
    known = held_or_read(session, Suggestion, found.values())
    return {visit_id: known[key] for visit_id, key in found.items()}


def _last(before: Suggestion) -> str:
    """What became of the suggestion before, so that the rep can ask about it."""
    said = f"，店主说“{before.words}”" if before.words else ""
    return f"{before.presented_on} {_OUTCOMES[before.state]}：{before.content.rstrip('。')}{said}"
