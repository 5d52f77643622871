"""Rebates (F2, B3): what each plan came to, and how much of it clients have got."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.chart import BARS, MOST_BARS, Chart, Series
from desktop.basics.drafts.benefit import PAID_BY
from desktop.basics.figures import COUNT, DAY, MONEY, Value
from desktop.basics.i18n import N_, _
from desktop.basics.report import Column, Line, Only, Part, Scope, Source, Table
from desktop.models import Benefit, RebateAmount, RebatePlan
from desktop.models.benefit import BENEFIT_STATES
from desktop.models.rebate import REBATE_STATES
from desktop.queries.reports.declared import Declared
from desktop.queries.reports.groups import Shop, client_columns, client_values, kept, shops


@dataclass(frozen=True)
class _Rebate:
    """What a plan came to for a client, in fen, and the benefit that it became, if any."""

    shop: Shop
    plan_id: int
    plan: str
    amount_fen: int
    benefit_id: int | None
    state: str
    paid_by: str
    paid_on: date | None

    @property
    def way(self) -> Source:
        """To the benefit that it became, else to the client."""
        if self.benefit_id is None:
            return Source("clients", self.shop.id)
        return Source("benefits", self.benefit_id)

    @property
    def paid_fen(self) -> int:
        return self.amount_fen if self.state in Benefit.GIVEN else 0


def rebates(session: Session, scope: Scope, _today: date) -> tuple[Table, ...]:
    """The tables of the report: the plans whose time touches the report's."""
    plans = session.scalars(
        select(RebatePlan)
        .where(RebatePlan.starts_on <= scope.end, RebatePlan.ends_on >= scope.start)
        .order_by(RebatePlan.starts_on, RebatePlan.id)
    ).all()
    found = kept(scope, _of_plans(session, plans))
    only = scope.key("plan")
    shown = [one for one in found if only in (None, str(one.plan_id))]
    return _by_plan(scope, plans, found), _by_client(shown)


def _of_plans(session: Session, plans: Sequence[RebatePlan]) -> list[_Rebate]:
    there = shops(session)
    names = {one.id: one.name for one in plans}
    rows = session.execute(
        select(RebateAmount, Benefit)
        .outerjoin(
            Benefit,
            (Benefit.rebate_plan_id == RebateAmount.rebate_plan_id)
            & (Benefit.client_id == RebateAmount.client_id),
        )
        .where(RebateAmount.rebate_plan_id.in_(names))
        .order_by(RebateAmount.rebate_plan_id, RebateAmount.amount_fen.desc())
    )
    return [
        _Rebate(
            there[amount.client_id],
            amount.rebate_plan_id,
            names[amount.rebate_plan_id],
            amount.amount_fen,
            benefit.id if benefit else None,
            benefit.state if benefit else "",
            benefit.paid_by or "" if benefit else "",
            benefit.delivered_on if benefit else None,
        )
        for amount, benefit in rows
    ]


def _none() -> str:
    return _("No rebate plan touches this time.")


def _figures(some: Sequence[_Rebate]) -> tuple[int, ...]:
    """Clients with a rebate, what it comes to, what of it was paid, and what is still owed."""
    amount_fen, paid_fen = sum(one.amount_fen for one in some), sum(one.paid_fen for one in some)
    owed_fen = sum(one.amount_fen for one in some if one.state == "promised")
    return sum(one.amount_fen > 0 for one in some), amount_fen, paid_fen, owed_fen


def _by_plan(scope: Scope, plans: Sequence[RebatePlan], found: Sequence[_Rebate]) -> Table:
    of_plan: Mapping[int, list[_Rebate]] = defaultdict(list)
    for one in found:
        of_plan[one.plan_id].append(one)
    lines = tuple(
        Line(
            (
                one.name,
                _(REBATE_STATES[one.state]),
                one.starts_on,
                one.ends_on,
                *_figures(of_plan[one.id]),
            ),
            Part("client", scope.narrowed(Only("plan", str(one.id), one.name))),
        )
        for one in plans
    )
    columns = (
        Column("plan", _("Rebate plan"), wide=True),
        Column("state", _("State")),
        Column("from", _("From"), DAY),
        Column("to", _("To"), DAY),
        Column("clients", _("Clients"), COUNT),
        Column("amount", _("Rebate"), MONEY, main=True),
        Column("paid", _("Paid"), MONEY, main=True),
        Column("owed", _("Promised"), MONEY, main=True),
    )
    if not lines:
        return Table("plan", _("By plan"), columns, (), _none())
    total: tuple[Value, ...] = (_("Total"), "", None, None, *_figures(found))
    seen = lines[:MOST_BARS]
    amounts = tuple(_figures(of_plan[one.id])[1] for one in plans[:MOST_BARS])
    places = tuple(str(line.values[0]) for line in seen)
    chart = Chart(_("What rebate plans come to"), BARS, places, (Series(_("Rebate"), amounts),))
    return Table("plan", _("By plan"), columns, lines, _none(), total, chart)


def _by_client(found: Sequence[_Rebate]) -> Table:
    lines = tuple(
        Line(
            (
                one.plan,
                *client_values(one.shop),
                one.amount_fen,
                _(BENEFIT_STATES[one.state]) if one.state else "",
                _(PAID_BY[one.paid_by]) if one.paid_by else "",
                one.paid_on,
            ),
            one.way,
        )
        for one in found
        if one.amount_fen
    )
    columns = (
        Column("plan", _("Rebate plan")),
        *client_columns(),
        Column("amount", _("Rebate"), MONEY, main=True),
        Column("state", _("State")),
        Column("paid_by", _("Paid with")),
        Column("day", _("Given on"), DAY),
    )
    amount_fen = sum(one.amount_fen for one in found)
    total: tuple[Value, ...] = ("", "", _("Total"), "", "", amount_fen, "", "", None)
    title, none = _("By client"), _("No client has a rebate by these plans.")
    return Table("client", title, columns, lines, none, total if lines else ())


REBATES = Declared(
    "rebates",
    N_("Rebates"),
    ("manager", "clerk", "accountant"),
    rebates,
    (
        N_(
            "The plans whose time touches the report's, as they were reckoned last. Paid: handed "
            "over to the client; promised: confirmed, and not handed over yet."
        ),
    ),
    filled_at=("rebates", N_("Rebate plans")),
)
