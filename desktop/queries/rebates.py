"""Rebate plans: the list, and one with its bands, whom it is for and what came of it (B3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.drafts.rebate import CLIENTS, GOODS, Band
from desktop.basics.i18n import N_, _
from desktop.models import Benefit, Client, Product, RebateAmount, RebatePlan, Staff
from desktop.queries.facts.asked_once import once
from desktop.queries.listing import Wanted, holds, in_turn, ordered, searched
from desktop.queries.lists import Asked, Filter, Line, PageList

_PROMISED = select(Benefit.rebate_plan_id).where(Benefit.state == "promised")


@dataclass(frozen=True)
class RebateRow:
    """A line of the list; ``amount_fen`` is what it was reckoned to come to, for ``clients``."""

    id: int
    name: str
    starts_on: date
    ends_on: date
    base: str
    mode: str
    state: str
    clients: int
    amount_fen: int
    promised_fen: int

    @property
    def told(self) -> Line:
        return Line(self.name, f"{self.starts_on}–{self.ends_on}")


@dataclass(frozen=True)
class RebateOf:
    """What a plan comes to for a client: its base (fen, or base units), and the rebate in fen.

    ``state`` is that of the promise that it became, if it did.
    """

    client_id: int
    code: str
    client: str
    base: int
    amount_fen: int
    state: str
    benefit_id: int | None


@dataclass(frozen=True)
class RebateDetail:
    """One plan: its bands, what of goods and clients it names, in words, and who gets what."""

    row: RebateRow
    bands: tuple[Band, ...]
    goods: tuple[str, ...]
    clients: tuple[str, ...]
    amounts: tuple[RebateOf, ...]
    steps: tuple[tuple[str, str, date], ...]


def rebate_ids(asked: Asked, wanted: Wanted) -> list[int]:
    """The plans of a list, the newest first."""
    query = REBATE_PLANS.under(wanted.filter, asked)
    columns: dict[str, Any] = {
        "name": RebatePlan.name,
        "from": RebatePlan.starts_on,
        "to": RebatePlan.ends_on,
        "state": in_turn(RebatePlan.state, RebatePlan.STATE_WORDS),
    }
    match = holds(RebatePlan.name, wanted.search)
    return searched(
        asked.session, ordered(query, columns, wanted, RebatePlan.id.desc()), wanted, match
    )


def rebate_rows(session: Session, ids: Sequence[int]) -> dict[int, RebateRow]:
    """The lines of these plans."""
    sums = {
        plan: (int(clients), int(fen or 0))
        for plan, clients, fen in session.execute(
            select(
                RebateAmount.rebate_plan_id,
                func.count().filter(RebateAmount.amount_fen > 0),
                func.sum(RebateAmount.amount_fen),
            )
            .where(RebateAmount.rebate_plan_id.in_(list(ids)))
            .group_by(RebateAmount.rebate_plan_id)
        )
    }
    promised = dict(
        session.execute(
            select(Benefit.rebate_plan_id, func.sum(Benefit.cost_fen))
            .where(Benefit.rebate_plan_id.in_(list(ids)), Benefit.state == "promised")
            .group_by(Benefit.rebate_plan_id)
        ).all()
    )
    plans = session.scalars(select(RebatePlan).where(RebatePlan.id.in_(list(ids))))
    return {
        one.id: RebateRow(
            one.id,
            one.name,
            one.starts_on,
            one.ends_on,
            one.base,
            one.mode,
            one.state,
            *sums.get(one.id, (0, 0)),
            int(promised.get(one.id) or 0),
        )
        for one in plans
    }


REBATE_PLANS = PageList(
    "rebates",
    RebatePlan.id,
    (
        Filter("", N_("All")),
        Filter("draft", N_("To approve"), RebatePlan.state == "draft"),
        Filter(
            "reckon",
            N_("To reckon"),
            lambda asked: (RebatePlan.state == "approved") & (RebatePlan.ends_on < asked.today),
        ),
        Filter("reckoned", N_("To confirm"), RebatePlan.state == "reckoned"),
        Filter("promised", N_("To be paid"), RebatePlan.id.in_(_PROMISED)),
    ),
    rebate_ids,
    lambda asked, ids: rebate_rows(asked.session, ids),
)


def rebate_detail(session: Session, plan_id: int) -> RebateDetail:
    """One plan with its clients, who gets most first."""
    told = rebate_rows(session, [plan_id])  # before it is looked at: both read it whole
    plan = session.get_one(RebatePlan, plan_id)
    names = dict(session.execute(select(Staff.id, Staff.name)).all())
    promise = (Benefit.rebate_plan_id == plan_id) & (Benefit.client_id == RebateAmount.client_id)
    rows = session.execute(
        select(RebateAmount, Client, Benefit)
        .join(Client, Client.id == RebateAmount.client_id)
        .outerjoin(Benefit, promise)
        .where(RebateAmount.rebate_plan_id == plan_id)
        .order_by(RebateAmount.amount_fen.desc(), Client.code_key)
    )
    return RebateDetail(
        row=told[plan_id],
        bands=tuple(Band(one.threshold, one.rate, one.each_fen) for one in plan.bands),
        goods=named_goods(session, plan),
        clients=_named_clients(session, plan),
        amounts=tuple(
            RebateOf(
                client.id,
                client.code,
                client.name,
                one.base,
                one.amount_fen,
                benefit.state if benefit else "",
                benefit.id if benefit else None,
            )
            for one, client, benefit in rows
        ),
        steps=tuple(
            (step, names.get(by or 0, ""), day)
            for step, by, day in (
                ("drafted", plan.drafted_by_id, plan.drafted_on),
                ("approved", plan.approved_by_id, plan.approved_on),
                ("reckoned", plan.reckoned_by_id, plan.reckoned_on),
                ("confirmed", plan.confirmed_by_id, plan.confirmed_on),
            )
            if day is not None
        ),
    )


@once
def named_goods(session: Session, plan: RebatePlan) -> tuple[str, ...]:
    """The products, lines and categories that count; none: all do."""
    codes = plan.named(GOODS[0])
    products = session.scalars(
        select(Product).where(Product.code.in_(codes)).order_by(Product.code_key)
    )
    words = [word for kind in GOODS[1:] for word in plan.named(kind)]
    return (*(one.name for one in products), *words)


def _named_clients(session: Session, plan: RebatePlan) -> tuple[str, ...]:
    """Whom it is for: clients, kinds of shops and classes, each of which must hold."""
    codes = plan.named(CLIENTS[0])
    clients = session.scalars(
        select(Client.name).where(Client.code.in_(codes)).order_by(Client.code_key)
    )
    classes = [_("class {name}").format(name=one) for one in plan.named(CLIENTS[2])]
    return (*clients, *plan.named(CLIENTS[1]), *classes)
