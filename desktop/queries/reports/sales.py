"""Sales (F2): net delivered supply by month, segment, rep, line and client; active clients."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import extract, func, select
from sqlalchemy.orm import Session

from desktop.basics.chart import BARS, COLUMNS, MOST_BARS, Chart, Series
from desktop.basics.figures import COUNT, MONEY, RATE, Value, part_of
from desktop.basics.i18n import N_, _
from desktop.basics.periods import month_end, months_between
from desktop.basics.report import Column, Line, Only, Part, Scope, Source, Table
from desktop.models import Client, Product
from desktop.queries.facts.parts import IN_PARTS, Alike
from desktop.queries.facts.sales import net_moves
from desktop.queries.reports.declared import Declared
from desktop.queries.reports.groups import Shop, ask_shops

_CLIENT_BARS = 8  # the table below is what one reads


@dataclass(frozen=True, slots=True)
class _Shop(Shop):
    """A client as its sales are grouped, and when it was active."""

    since: date | None
    closed: date | None

    def was_active(self, day: date) -> bool:
        """Whether it was active at the end of a day (C1)."""
        begun = self.since is not None and self.since <= day
        return begun and (self.closed is None or self.closed > day)


@dataclass(frozen=True, slots=True)
class _Move:
    """What a shop was brought of a line in a month, and what came back, in fen."""

    shop: _Shop
    line: str
    month: date
    delivered_fen: int = 0
    returned_fen: int = 0


class _Sum:
    """The sum of some movements."""

    def __init__(self, moves: Iterable[_Move] = ()) -> None:
        self.delivered_fen = self.returned_fen = 0
        buyers: set[int] = set()
        for one in moves:
            self.delivered_fen += one.delivered_fen
            self.returned_fen += one.returned_fen
            if one.delivered_fen:
                buyers.add(one.shop.id)
        self.bought = len(buyers)

    @property
    def net_fen(self) -> int:
        return self.delivered_fen - self.returned_fen

    @property
    def amounts(self) -> tuple[int, int, int]:
        return self.delivered_fen, self.returned_fen, self.net_fen


class _Sales:
    """The sales of one time, read once: every table is a sum of the same movements."""

    def __init__(self, session: Session, scope: Scope) -> None:
        self.scope = scope
        shops = {one.id: one for one in _shops(session)}
        line = scope.key("line")
        moves = _movements(session, scope, shops)
        self._moves = [one for one in moves if line is None or one.line == line]
        self._shops = list(shops.values())
        for by in ("segment", "rep"):
            key = scope.key(by)
            if key is not None:
                self._shops = [one for one in self._shops if getattr(one, by) == key]
                self._moves = [one for one in self._moves if getattr(one.shop, by) == key]
        self.whole = _Sum(self._moves)
        self._since = sorted(one.since for one in self._shops if one.since)
        self._closed = sorted(one.closed for one in self._shops if one.since and one.closed)

    def by(self, key: Callable[[_Move], Hashable]) -> dict[Any, _Sum]:
        """The sums by a key."""
        found: dict[Any, list[_Move]] = defaultdict(list)
        for one in self._moves:
            found[key(one)].append(one)
        return {name: _Sum(moves) for name, moves in found.items()}

    def active(self, day: date) -> int:
        """How many clients were active at the end of a day."""
        return bisect_right(self._since, day) - bisect_right(self._closed, day)

    def active_by(self, key: Callable[[_Shop], Hashable]) -> dict[Any, int]:
        """How many clients were active at the end of the time, by a key."""
        found: dict[Any, int] = defaultdict(int)
        for one in self._shops:
            if one.was_active(self.scope.end):
                found[key(one)] += 1
        return found

    def share(self, one: _Sum) -> Decimal | None:
        """What part of the whole net amount it is; None where there is none."""
        return part_of(one.net_fen, self.whole.net_fen)


def sales(session: Session, scope: Scope, today: date) -> tuple[Table, ...]:
    """The tables of the sales report."""
    found = _Sales(session, scope)
    return (
        _by_month(found, today),
        _of_shops(found, "segment", lambda shop: (shop.segment, shop.segment)),
        _of_shops(found, "rep", lambda shop: shop.of_rep),
        _ranked(found, "line", found.by(lambda move: (move.line, move.line))),
        _by_client(found),
    )


def sales_by_month(session: Session, scope: Scope, today: date) -> Table:
    """Its first table alone: a row for each month from the first with sales on."""
    return _by_month(_Sales(session, scope), today)


def _shops(session: Session) -> Iterator[_Shop]:
    asked = ask_shops(Client.active_since, Client.closed_on)
    rows = session.execute(asked, execution_options=IN_PARTS)
    alike = Alike()
    for key, code, name, segment, rep, rep_name, since, closed in rows:
        grouped = alike[segment], alike[rep], alike[rep_name]
        yield _Shop(key, code, name, *grouped, alike[since], closed)


def _movements(session: Session, scope: Scope, shops: dict[int, _Shop]) -> Iterator[_Move]:
    """What stands of deliveries and returns, by the month of their papers' days (L5)."""
    moves = net_moves(scope.start, scope.end).c
    keys = (
        moves.client_id,
        Product.line,
        extract("year", moves.day),
        extract("month", moves.day),
    )
    amounts = (func.sum(moves.delivered_fen), func.sum(moves.returned_fen))
    # By lines, which are few: a month of each product would be thousands of rows more.
    of_lines = select(*keys, *amounts).join(Product, Product.id == moves.product_id)
    alike = Alike()
    for client_id, line, year, month, delivered, returned in session.execute(
        of_lines.group_by(*keys), execution_options=IN_PARTS
    ):
        day = date(int(year), int(month), 1)
        yield _Move(shops[client_id], alike[line], alike[day], int(delivered), int(returned))


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


def _by_month(found: _Sales, today: date) -> Table:
    """Every month from the first with sales to today, also one without any."""
    scope, sums = found.scope, found.by(lambda move: move.month)
    last = min(scope.end, max([today, *sums]))
    lines = []
    for month in months_between(min(sums), last) if sums else ():
        one, end = sums.get(month, _Sum()), min(month_end(month), scope.end)
        part = Scope(max(month, scope.start), end, scope.only)
        values = (f"{month:%Y-%m}", *one.amounts, one.bought, found.active(end))
        lines.append(Line(values, Part("client", part)))
    columns = (Column("month", _("Month")), *_amounts(), _bought(), _active())
    total = (_("Total"), *found.whole.amounts, found.whole.bought, found.active(scope.end))
    chart = _chart(_("Net sales by month"), COLUMNS, lines, 0, 3)
    return Table("month", _("By month"), columns, tuple(lines), _none(), total, chart)


# Each with its heading, the words of its table, and the title of its chart.
_RANKED = {
    "segment": (N_("Segment"), N_("By segment"), N_("Net sales by segment")),
    "rep": (N_("Rep"), N_("By rep"), N_("Net sales by rep")),
    "line": (N_("Line"), N_("By line"), N_("Net sales by line")),
}


Group = tuple[str, str]  # its key, and its words


def _of_shops(found: _Sales, by: str, key: Callable[[_Shop], Group]) -> Table:
    """A table by kind of client; whoever has active clients stands in it, also without sales."""
    sums, active = found.by(lambda move: key(move.shop)), found.active_by(key)
    if any(found.whole.amounts) and found.scope.key("line") is None:
        sums |= {one: _Sum() for one in active if one not in sums}
    return _ranked(found, by, sums, active)


def _ranked(
    found: _Sales, by: str, sums: dict[Group, _Sum], active: dict[Group, int] | None = None
) -> Table:
    """The sums of groups, the largest first; with their active clients if they have any."""
    heading, words, title = _RANKED[by]
    scope, whole, lines = found.scope, found.whole, []
    for group, one in sorted(sums.items(), key=lambda row: (-row[1].net_fen, row[0])):
        key, name = group
        more = () if active is None else (active.get(group, 0),)
        values = (name, *one.amounts, found.share(one), one.bought, *more)
        lines.append(Line(values, Part("client", scope.narrowed(Only(by, key, name)))))
    counts = (_bought(),) if active is None else (_bought(), _active())
    more = () if active is None else (found.active(scope.end),)
    columns = (Column(by, _(heading), wide=True), *_amounts(), _share(), *counts)
    total = (_("Total"), *whole.amounts, found.share(whole), whole.bought, *more)
    chart = _chart(_(title), BARS, lines[:MOST_BARS], 0, 3)
    return Table(by, _(words), columns, tuple(lines), _none(), total, chart)


def _by_client(found: _Sales) -> Table:
    rows = found.by(lambda move: move.shop).items()
    lines = [
        Line(
            (shop.code, shop.name, shop.segment, shop.rep_name, *one.amounts, found.share(one)),
            Source("clients", shop.id),
        )
        for shop, one in sorted(rows, key=lambda row: (-row[1].net_fen, row[0].code))
    ]
    columns = (
        Column("code", _("Code")),
        Column("client", _("Client"), wide=True),
        Column("segment", _("Segment")),
        Column("rep", _("Rep")),
        *_amounts(),
        _share(),
    )
    whole = found.whole
    total: tuple[Value, ...] = ("", _("Total"), "", "", *whole.amounts, found.share(whole))
    chart = _chart(_("The largest clients"), BARS, lines[:_CLIENT_BARS], 1, 6)
    return Table("client", _("By client"), columns, tuple(lines), _none(), total, chart)


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
        N_("Segment and rep are those that the client has today."),
    ),
)
