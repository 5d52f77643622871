"""Tables by rep, by kind of shop and by month, which most reports have."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.basics.chart import BARS, COLUMNS, MOST_BARS, Chart, Series
from desktop.basics.figures import Value
from desktop.basics.i18n import _
from desktop.basics.periods import month_end, month_of
from desktop.basics.report import Column, Line, Only, Part, Scope, Table
from desktop.models import Client, Staff
from desktop.queries.facts.parts import IN_PARTS, Alike


@dataclass(frozen=True, slots=True)
class Shop:
    """The client of a row, as reports group it."""

    id: int
    code: str
    name: str
    segment: str
    rep: str
    rep_name: str

    @property
    def of_rep(self) -> tuple[str, str]:
        """Its rep's code, and how the rep is called."""
        return self.rep, self.rep_name or _("nobody")


class OfShop(Protocol):
    """A row that tells of a client."""

    @property
    def shop(self) -> Shop: ...


Row_ = TypeVar("Row_", bound=OfShop)


def ask_shops(*more: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Select[Any]:
    """What a ``Shop`` holds of every client, in the order of its fields, and ``more``."""
    rep = func.coalesce(Staff.code, ""), func.coalesce(Staff.name, "")
    asked = select(Client.id, Client.code, Client.name, Client.segment, *rep, *more)
    return asked.outerjoin(Staff, Staff.id == Client.rep_id)


def shops(session: Session) -> dict[int, Shop]:
    """Every client as reports group it, by id, in the order of codes."""
    in_turn = ask_shops().order_by(Client.code_key, Client.id)
    rows = session.execute(in_turn, execution_options=IN_PARTS)
    alike = Alike()
    return {
        key: Shop(key, code, name, alike[segment], alike[rep], alike[rep_name])
        for key, code, name, segment, rep, rep_name in rows
    }


def kept(scope: Scope, rows: Iterable[Row_], **words: Callable[[Row_], str]) -> list[Row_]:
    """The rows of the rep, the kind of shop and the ``words`` that a report is narrowed to.

    ``words`` tell of a row what ``Grouping.by`` of that name groups it by.
    """
    tells: dict[str, Callable[[Row_], str]] = {
        "rep": lambda one: one.shop.rep,
        "segment": lambda one: one.shop.segment,
        **words,
    }
    wanted = [(tell, key) for by, tell in tells.items() if (key := scope.key(by)) is not None]
    return [one for one in rows if all(tell(one) == key for tell, key in wanted)]


def client_columns() -> tuple[Column, ...]:
    """Who a client is, as ``client_values`` tells it."""
    return (
        Column("code", _("Code")),
        Column("client", _("Client"), wide=True),
        Column("segment", _("Segment")),
        Column("rep", _("Rep")),
    )


def client_values(shop: Shop) -> tuple[str, ...]:
    """A client's code, name, kind and rep."""
    return shop.code, shop.name, shop.segment, shop.rep_name


@dataclass(frozen=True)
class Grouping(Generic[Row_]):
    """How the rows of a report are summed: the columns, and their figures of some rows.

    ``shown`` is the column by which groups are ranked and that the picture shows; ``to`` the table
    that a group's row opens, narrowed to it; ``none`` the words in place of rows.
    """

    columns: tuple[Column, ...]
    figures: Callable[[Sequence[Row_]], tuple[Value, ...]]
    shown: str
    to: str
    none: str

    def by_rep(self, scope: Scope, rows: Sequence[Row_]) -> Table:
        """By the client's rep, the largest first."""
        return self._ranked(scope, rows, "rep", _("Rep"), _("By rep"), lambda one: one.of_rep)

    def by_segment(self, scope: Scope, rows: Sequence[Row_]) -> Table:
        """By the client's kind of shop, the largest first."""
        heading, title = _("Segment"), _("By segment")
        return self._ranked(
            scope, rows, "segment", heading, title, lambda one: (one.segment, one.segment)
        )

    def by_month(self, scope: Scope, rows: Sequence[Row_], day: Callable[[Row_], date]) -> Table:
        """By the months that have any, the earliest first."""
        groups: dict[date, list[Row_]] = {}
        for one in sorted(rows, key=day):
            groups.setdefault(month_of(day(one)), []).append(one)
        lines = []
        for month, some in groups.items():
            part = Scope(max(month, scope.start), min(month_end(month), scope.end), scope.only)
            lines.append(Line((f"{month:%Y-%m}", *self.figures(some)), Part(self.to, part)))
        return self._table(Column("month", _("Month")), _("By month"), lines, rows, COLUMNS)

    def by(
        self,
        scope: Scope,
        rows: Sequence[Row_],
        column: Column,
        title: str,
        word: Callable[[Row_], str],
        words: Mapping[str, str],
    ) -> Table:
        """By a word of the rows, in the order of its ``words``, which are msgids."""
        groups: dict[str, list[Row_]] = {}
        for one in rows:
            groups.setdefault(word(one), []).append(one)
        lines = [
            Line(
                (_(said), *self.figures(groups[key])),
                Part(self.to, scope.narrowed(Only(column.name, key, _(said)))),
            )
            for key, said in words.items()
            if key in groups
        ]
        return self._table(column, title, lines, rows, BARS)

    def _ranked(
        self,
        scope: Scope,
        rows: Sequence[Row_],
        by: str,
        heading: str,
        title: str,
        group: Callable[[Shop], tuple[str, str]],
    ) -> Table:
        groups: dict[tuple[str, str], list[Row_]] = {}
        for one in rows:
            groups.setdefault(group(one.shop), []).append(one)
        lines = [
            Line(
                (words, *self.figures(some)),
                Part(self.to, scope.narrowed(Only(by, key, words))),
            )
            for (key, words), some in sorted(groups.items())
        ]
        lines.sort(key=self._largest_first)
        return self._table(Column(by, heading, wide=True), title, lines, rows, BARS)

    def _largest_first(self, line: Line) -> int:
        return -_size(line.values[self._place])

    @property
    def _place(self) -> int:
        """Where in a row the figure stands that is shown."""
        return 1 + [one.name for one in self.columns].index(self.shown)

    def _table(
        self, column: Column, title: str, lines: Sequence[Line], rows: Sequence[Row_], shape: str
    ) -> Table:
        columns = (column, *self.columns)
        if not lines:
            return Table(column.name, title, columns, (), self.none)
        seen = lines[:MOST_BARS] if shape == BARS else lines
        values = tuple(_size(line.values[self._place]) for line in seen)
        shown = columns[self._place]
        places = tuple(str(line.values[0]) for line in seen)
        series = (Series(shown.heading, values),)
        # A picture of nothing but zeros would say nothing.
        words = shown.heading  # which table it is of is said above it
        chart = Chart(words, shape, places, series, shown.kind) if any(values) else None
        total = (_("Total"), *self.figures(rows))
        return Table(column.name, title, columns, tuple(lines), self.none, total, chart)


def _size(value: Value) -> int:
    return value if isinstance(value, int) else 0
