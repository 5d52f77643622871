"""A rep's visits of a day, each with its one suggestion (G2, G3)."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.i18n import N_
from desktop.models import Client, Product, Staff, Suggestion, Visit, VisitPlan
from desktop.models.suggestion import OUTCOMES
from desktop.printing.places import degrees
from desktop.printing.visit_sheet import PlannedVisit, VisitSheet
from desktop.queries.facts.day_way import along_a_short_way, day_places
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


def visit_sheet(session: Session, plan: VisitPlan) -> VisitSheet:
    """The sheet of a released plan: its visits along a short way, with a map of it."""
    by_client = {visit.client_id: visit for visit in plan.visits}
    found = session.scalars(select(Client).where(Client.id.in_(by_client)))
    known = {client.id: client for client in found}
    clients = along_a_short_way(session, [known[visit.client_id] for visit in plan.visits])
    begins, places = day_places(session, clients)
    return VisitSheet(
        letterhead=letterhead(session),
        number=sheet_number(plan),
        rep=session.get_one(Staff, plan.rep_id).name,
        day=plan.day,
        visits=tuple(_visit(session, plan, by_client[one.id], one) for one in clients),
        begins=degrees(begins),
        places=tuple(degrees(one) if one is not None else None for one in places),
    )


def _visit(session: Session, plan: VisitPlan, visit: Visit, client: Client) -> PlannedVisit:
    suggestion = session.get_one(Suggestion, visit.suggestion_id)
    aimed = [product.product_id for product in suggestion.products]
    names = session.scalars(
        select(Product.name).where(Product.id.in_(aimed)).order_by(Product.code_key)
    )
    return PlannedVisit(
        client=outlet(client),
        segment=client.segment,
        category=_CATEGORIES[suggestion.category],
        content=suggestion.content,
        wording=suggestion.wording,
        expected=suggestion.expected,
        products=tuple(names),
        last=_last(session, plan, client),
    )


def _last(session: Session, plan: VisitPlan, client: Client) -> str:
    """What became of the suggestion before, so that the rep can ask about it."""
    before = session.scalar(
        select(Suggestion)
        .where(
            Suggestion.client_id == client.id,
            Suggestion.state.in_(OUTCOMES),
            Suggestion.presented_on < plan.day,
        )
        .order_by(Suggestion.presented_on.desc(), Suggestion.id.desc())
        .limit(1)
    )
    if before is None:
        return ""
    said = f"，店主说“{before.words}”" if before.words else ""
    return f"{before.presented_on} {_OUTCOMES[before.state]}：{before.content.rstrip('。')}{said}"
