"""Sales (F2): net delivered supply by month, segment, rep, line and client; active clients."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    case,
    extract,
    func,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from desktop.basics.chart import BARS, COLUMNS, Chart, Series
from desktop.basics.figures import COUNT, MONEY, RATE, Value
from desktop.basics.i18n import N_, _
from desktop.basics.money import RATE_UNIT
from desktop.basics.periods import month_end, months_between
from desktop.basics.report import Asked, Column, Line, Only, Part, Source, Table
from desktop.models import Client, Delivery, DeliveryLine, Product, Return, Staff
from desktop.queries.reports.declared import Declared

_MOST_BARS = 12
_CLIENT_BARS = 8  # the table below is what one reads


@dataclass(frozen=True)
class _Sum:
    """What was delivered and came back, in fen, and how many clients something was brought to."""

    delivered_fen: int = 0
    returned_fen: int = 0
    bought: int = 0

    @property
    def net_fen(self) -> int:
        return self.delivered_fen - self.returned_fen

    @property
    def amounts(self) -> tuple[int, int, int]:
        return self.delivered_fen, self.returned_fen, self.net_fen


class _Sales:
    """The sales of one time: every table is a sum of the same movements."""

    def __init__(self, session: Session, asked: Asked) -> None:
        self._session = session
        self._asked = asked
        self._moves = _movements(asked)
        self._days = _active_days(session, asked)
        self.whole = self.by()[()]

    def by(self, *keys: Any) -> dict[tuple[Any, ...], _Sum]:
        """The sums by these columns; without any the one sum of all."""
        moves = self._moves.c
        client = case((moves.delivered > 0, moves.client_id))
        columns = (
            func.coalesce(func.sum(moves.delivered), 0),
            func.coalesce(func.sum(moves.returned), 0),
            func.count(client.distinct()),
        )
        query = _narrowed(select(*keys, *columns).select_from(self._moves), moves, self._asked)
        if keys:
            query = query.group_by(*keys)
        rows = self._session.execute(query)
        return {tuple(row[:-3]): _Sum(int(row[-3]), int(row[-2]), row[-1]) for row in rows}

    def by_month(self) -> dict[date, _Sum]:
        """The sums by the first day of their month."""
        day = self._moves.c.day
        found = self.by(extract("year", day), extract("month", day))
        return {date(int(year), int(month), 1): one for (year, month), one in found.items()}

    def active(self, day: date) -> int:
        """How many clients were active at the end of a day (C1)."""
        since, closed = self._days
        return bisect_right(since, day) - bisect_right(closed, day)

    def active_by(self, *keys: Any) -> dict[tuple[Any, ...], int]:
        """How many clients were active at the end of the time, by these columns."""
        end = self._asked.end
        there = Client.closed_on.is_(None) | (Client.closed_on > end)
        query = (
            select(*keys, func.count())
            .select_from(Client)
            .outerjoin(Staff, Staff.id == Client.rep_id)
            .where(Client.active_since <= end, there, *_of_clients(self._asked))
            .group_by(*keys)
        )
        return {tuple(row[:-1]): row[-1] for row in self._session.execute(query)}

    def share(self, one: _Sum) -> Decimal | None:
        """What part of the whole net amount it is; None where there is none."""
        if self.whole.net_fen <= 0:
            return None
        part = Decimal(one.net_fen) / self.whole.net_fen
        return part.quantize(Decimal(1) / RATE_UNIT, ROUND_HALF_UP)


def sales(session: Session, asked: Asked, today: date) -> tuple[Table, ...]:
    """The tables of the sales report."""
    found = _Sales(session, asked)
    return (
        _by_month(found, asked, today),
        _by_segment(found, asked),
        _by_rep(found, asked),
        _by_line(found, asked),
        _by_client(found),
    )


def _movements(asked: Asked) -> Any:
    """What stands of deliveries and returns, each by the day of its paper (L5)."""
    delivered = (
        select(
            Delivery.client_id,
            DeliveryLine.product_id,
            Delivery.dated.label("day"),
            DeliveryLine.supply_fen.label("delivered"),
            literal(0).label("returned"),
        )
        .join(DeliveryLine, DeliveryLine.delivery_id == Delivery.id)
        .where(Delivery.state == "recorded", Delivery.dated.between(asked.start, asked.end))
        .where(DeliveryLine.supply_fen > 0)
    )
    returned = (
        select(
            Return.client_id, DeliveryLine.product_id, Return.dated, literal(0), Return.supply_fen
        )
        .join(DeliveryLine, DeliveryLine.id == Return.delivery_line_id)
        .where(Return.state == "recorded", Return.dated.between(asked.start, asked.end))
    )
    return union_all(delivered, returned).subquery("moves")


def _narrowed(query: Select[Any], moves: Any, asked: Asked) -> Select[Any]:
    line = asked.key("line")
    return (
        query.join(Client, Client.id == moves.client_id)
        .join(Product, Product.id == moves.product_id)
        .outerjoin(Staff, Staff.id == Client.rep_id)
        .where(*_of_clients(asked), *([] if line is None else [Product.line == line]))
    )


def _of_rep(column: Any) -> Any:
    """A column of the client's rep, empty for nobody; PostgreSQL groups by no parameter."""
    return func.coalesce(column, literal_column("''"))


def _of_clients(asked: Asked) -> list[ColumnElement[bool]]:
    """Whose sales are asked for; a rep without a code is nobody."""
    segment, rep = asked.key("segment"), asked.key("rep")
    wanted = [] if segment is None else [Client.segment == segment]
    return wanted if rep is None else [*wanted, _of_rep(Staff.code) == rep]


def _active_days(session: Session, asked: Asked) -> tuple[list[date], list[date]]:
    """When the clients asked for became active, and when such ones were closed; each in order."""
    rows = session.execute(
        select(Client.active_since, Client.closed_on)
        .outerjoin(Staff, Staff.id == Client.rep_id)
        .where(Client.active_since.is_not(None), *_of_clients(asked))
    ).all()
    since, closed = zip(*rows, strict=True) if rows else ((), ())
    return sorted(filter(None, since)), sorted(filter(None, closed))


def _amounts() -> tuple[Column, ...]:
    return (
        Column("delivered", _("Delivered"), MONEY),
        Column("returned", _("Came back"), MONEY),
        Column("net", _("Net sales"), MONEY, main=True),
    )


def _bought() -> Column:
    return Column("bought", _("Bought"), COUNT, main=True)


def _active() -> Column:
    return Column("active", _("Active clients"), COUNT, main=True)


def _share() -> Column:
    return Column("share", _("Share"), RATE)


def _none() -> str:
    return _("Nothing was delivered in this time.")


def _by_month(found: _Sales, asked: Asked, today: date) -> Table:
    """Every month from the first with sales to today, also one without any."""
    sums = found.by_month()
    last = min(asked.end, max([today, *sums]))
    lines = []
    for month in months_between(min(sums), last) if sums else ():
        one, end = sums.get(month, _Sum()), min(month_end(month), asked.end)
        part = Asked(max(month, asked.start), end, asked.only)
        values = (f"{month:%Y-%m}", *one.amounts, one.bought, found.active(end))
        lines.append(Line(values, Part("client", part)))
    columns = (Column("month", _("Month")), *_amounts(), _bought(), _active())
    total = (_("Total"), *found.whole.amounts, found.whole.bought, found.active(asked.end))
    chart = _chart(_("Net sales by month"), COLUMNS, lines, 0, 3)
    return Table("month", _("By month"), columns, tuple(lines), _none(), total, chart)


def _by_segment(found: _Sales, asked: Asked) -> Table:
    return _ranked(found, asked, "segment", Client.segment, Client.segment)


def _by_rep(found: _Sales, asked: Asked) -> Table:
    return _ranked(found, asked, "rep", _of_rep(Staff.code), _of_rep(Staff.name))


def _by_line(found: _Sales, asked: Asked) -> Table:
    return _ranked(found, asked, "line", Product.line, Product.line, of_clients=False)


# Each with its heading, the words of its table, and the title of its chart.
_RANKED = {
    "segment": (N_("Kind of shop"), N_("By kind of shop"), N_("Net sales by kind of shop")),
    "rep": (N_("Rep"), N_("By rep"), N_("Net sales by rep")),
    "line": (N_("Line"), N_("By line"), N_("Net sales by line")),
}


def _ranked(
    found: _Sales, asked: Asked, by: str, key: Any, name: Any, *, of_clients: bool = True
) -> Table:
    """One table by a column, the largest first; ``of_clients``: with those that were active.

    Whoever has active clients stands in it, also with nothing sold.
    """
    heading, words, title = _RANKED[by]
    sums, whole = found.by(key, name), found.whole
    active = found.active_by(key, name) if of_clients else {}
    if any(whole.amounts) and asked.key("line") is None:
        sums |= {one: _Sum() for one in active if one not in sums}
    lines = []
    for (code, said), one in sorted(sums.items(), key=lambda row: (-row[1].net_fen, row[0])):
        more = (active.get((code, said), 0),) if of_clients else ()
        words_of = said or _("nobody")
        values = (words_of, *one.amounts, found.share(one), one.bought, *more)
        lines.append(Line(values, Part("client", asked.narrowed(Only(by, code, words_of)))))
    counts = (_bought(), _active()) if of_clients else (_bought(),)
    more = (found.active(asked.end),) if of_clients else ()
    total = (_("Total"), *whole.amounts, found.share(whole), whole.bought, *more)
    columns = (Column(by, _(heading), wide=True), *_amounts(), _share(), *counts)
    chart = _chart(_(title), BARS, lines[:_MOST_BARS], 0, 3)
    return Table(by, _(words), columns, tuple(lines), _none(), total, chart)


def _by_client(found: _Sales) -> Table:
    keys = (Client.code, Client.name, Client.id, Client.segment, _of_rep(Staff.name))
    rows = sorted(found.by(*keys).items(), key=lambda row: (-row[1].net_fen, row[0]))
    lines = [
        Line(
            (code, name, segment, who, *one.amounts, found.share(one)),
            Source("clients", client_id),
        )
        for (code, name, client_id, segment, who), one in rows
    ]
    columns = (
        Column("code", _("Code")),
        Column("client", _("Client"), wide=True),
        Column("segment", _("Kind of shop")),
        Column("rep", _("Rep")),
        *_amounts(),
        _share(),
    )
    total: tuple[Value, ...] = ("", _("Total"), "", "", *found.whole.amounts)
    chart = _chart(_("The largest clients"), BARS, lines[:_CLIENT_BARS], 1, 6)
    return Table(
        "client",
        _("By client"),
        columns,
        tuple(lines),
        _none(),
        (*total, found.share(found.whole)),
        chart,
    )


def _chart(title: str, shape: str, lines: Sequence[Line], name: int, figure: int) -> Chart | None:
    """The picture of rows: their names and their net amounts, by the places of these values."""
    if not lines:
        return None
    figures = tuple(line.values[figure] for line in lines)
    values = tuple(value if isinstance(value, int) else None for value in figures)
    places = tuple(str(line.values[name]) for line in lines)
    return Chart(title, shape, places, (Series(_("Net sales"), values),))


SALES = Declared(
    "sales",
    N_("Sales"),
    ("manager", "clerk", "rep", "accountant"),
    sales,
    (
        N_(
            "Net sales: goods that were accepted, by the day of their paper, less those that came "
            "back, by the day of theirs; at supply prices, before the basic profit. Free goods, "
            "what was cancelled and sales brought in from before count nowhere."
        ),
        N_(
            "Bought: clients that something was brought to in the time. Active clients: as of the "
            "last day of the month or of the time."
        ),
        N_("Kind of shop and rep are those that the client has today."),
    ),
)
