"""Margins (F2, B4): what clients earn on what they buy, beside the trade's average."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from desktop.basics.figures import COUNT, MONEY, RATE, Value, part_of
from desktop.basics.i18n import N_, _
from desktop.basics.report import Column, Line, Scope, Source, Table
from desktop.queries.facts.margins import Margin, client_margins
from desktop.queries.reports.declared import Declared
from desktop.queries.reports.groups import (
    Grouping,
    Shop,
    client_columns,
    client_values,
    kept,
    shops,
)


@dataclass(frozen=True)
class _Earned:
    """A client with its margin."""

    shop: Shop
    margin: Margin


def margins(session: Session, scope: Scope, _today: date) -> tuple[Table, ...]:
    """The tables of the report."""
    found = client_margins(session, scope.start, scope.end)
    there = shops(session)
    rows = kept(scope, [_Earned(there[key], one) for key, one in found.items()])
    grouping = Grouping(_columns(), _figures, "retail", "client", _none())
    return _by_client(rows), grouping.by_segment(scope, rows), grouping.by_rep(scope, rows)


def _none() -> str:
    return _("Nothing with a suggested retail price was delivered in this time.")


def _columns() -> tuple[Column, ...]:
    return (
        Column("clients", _("Clients"), COUNT),
        Column("low", _("Below the trade"), COUNT, main=True),
        *_amounts(),
        Column("margin", _("Margin"), RATE, main=True),
    )


def _amounts() -> tuple[Column, ...]:
    return (
        Column("retail", _("At retail"), MONEY),
        Column("cost", _("Cost to the shop"), MONEY),
        Column("benefits", _("Benefits"), MONEY),
    )


def _summed(some: Sequence[_Earned]) -> tuple[int, int, int]:
    return (
        sum(one.margin.retail_fen for one in some),
        sum(one.margin.cost_fen for one in some),
        sum(one.margin.benefits_fen for one in some),
    )


def _figures(some: Sequence[_Earned]) -> tuple[Value, ...]:
    retail_fen, cost_fen, benefits_fen = amounts = _summed(some)
    earned = retail_fen - cost_fen + benefits_fen
    low = sum(one.margin.is_low for one in some)
    return (len(some), low, *amounts, part_of(earned, retail_fen))


def _by_client(rows: Sequence[_Earned]) -> Table:
    """Who lies farthest below the trade's average stands first."""

    def below(one: _Earned) -> Decimal:
        margin, trade = one.margin.margin, one.margin.trade
        return Decimal(1) if margin is None or trade is None else margin - trade

    lines = []
    for one in sorted(rows, key=below):
        its = one.margin
        amounts = (its.retail_fen, its.cost_fen, its.benefits_fen)
        told = (its.margin, its.trade, _("below the trade") if its.is_low else "")
        lines.append(
            Line((*client_values(one.shop), *amounts, *told), Source("clients", one.shop.id))
        )
    columns = (
        *client_columns(),
        *_amounts(),
        Column("margin", _("Margin"), RATE, main=True),
        Column("trade", _("Trade's average"), RATE),
        Column("flag", _("Remark")),
    )
    retail_fen, cost_fen, benefits_fen = amounts = _summed(rows)
    margin = part_of(retail_fen - cost_fen + benefits_fen, retail_fen)
    total: tuple[Value, ...] = ("", _("Total"), "", "", *amounts, margin, None, "")
    title = _("By client")
    return Table("client", title, columns, tuple(lines), _none(), total if lines else ())


MARGINS = Declared(
    "margins",
    N_("Clients' margins"),
    ("manager", "clerk", "accountant"),
    margins,
    (
        N_(
            "Margin: suggested retail less what the goods cost the shop (supply less basic profit "
            "and fund), and what it was given, as a part of the retail. Signs and racks count by "
            "their days."
        ),
        N_(
            "Trade's average: of the goods that this client bought. Goods without a retail price "
            "count nowhere."
        ),
    ),
)
