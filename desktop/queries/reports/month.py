"""The month's page for the head office: its leading figures beside those of other months.

Everything on it is taken from the tables by months of the other reports, so that no figure is
told twice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from desktop.basics.chart import COLUMNS, LINES, Chart, Series
from desktop.basics.figures import COUNT, MONEY, Value
from desktop.basics.i18n import N_, _
from desktop.basics.periods import month_end, month_of
from desktop.basics.report import Column, Line, Part, Scope, Table
from desktop.queries.facts.fund_months import FundMonth, fund_months
from desktop.queries.reports.declared import Declared
from desktop.queries.reports.sales import sales_by_month
from desktop.queries.reports.service import service_by_month
from desktop.queries.reports.suggestions import suggestions_by_month
from desktop.queries.reports.visits import visits_by_month

_YEAR = 12  # months
Values = tuple[Value, ...]


@dataclass(frozen=True)
class _Months:
    """A table by months of some report, by the names of its columns.

    ``report`` and ``table`` are where a month of it opens.
    """

    report: str
    table: str
    columns: Mapping[str, Column]
    rows: Mapping[str, Mapping[str, Value]]

    def has(self, month: date) -> bool:
        """Whether it knows anything of a month."""
        return _key(month) in self.rows

    def value(self, month: date, name: str) -> Value:
        """A figure of a month; None where nothing is known of it."""
        return self.rows.get(_key(month), {}).get(name)


class _Page:
    """The months that are compared, and those that the pictures run along."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.month = month_of(scope.end)
        self.compared = (self.month, month_of(self.month, 1), month_of(self.month, _YEAR))
        self.months = [month_of(self.month, before) for before in range(_YEAR, -1, -1)]
        # The time that other reports are asked for.
        self.asked = Scope(self.months[0], scope.end, scope.only)

    def words(self, month: date) -> str:
        """What a month's row is called: a month that isn't over says until when it is told."""
        if month != self.month or self.scope.end == month_end(month):
            return _key(month)
        return _("{month} to day {day}").format(month=_key(month), day=self.scope.end.day)

    def of(self, month: date) -> Scope:
        """A month, as far as it is told of."""
        return Scope(month, min(month_end(month), self.scope.end), self.scope.only)


def month(session: Session, scope: Scope, today: date) -> tuple[Table, ...]:
    """The tables of the month in which the time ends; of each its months are the rows."""
    page = _Page(scope)
    sales = _months("sales", "client", sales_by_month(session, page.asked, today))
    visits = _months("visits", "visit", visits_by_month(session, page.asked))
    said = _months("suggestions", "suggestion", suggestions_by_month(session, page.asked, today))
    service = _months("service", "client", service_by_month(session, page.asked, today))
    fund = _fund(session, page.asked)
    return (
        _leading(page, sales, visits, said, service, fund),
        _table(page, "sales", _("Sales"), sales, ("delivered", "returned", "net"), "delivered"),
        _table(page, "clients", _("Clients"), sales, ("active", "bought"), "active", LINES),
        _table(page, "visits", _("Visits"), visits, _VISITS, "made"),
        _table(page, "suggestions", _("Suggestions"), said, _SUGGESTIONS, "adopted"),
        _table(page, "fund", _("Price-protection fund"), fund, tuple(fund.columns), "closing"),
        _table(page, "service", _("Service"), service, _SERVICE, "drops"),
    )


_VISITS = ("planned", "made", "failed", "ordered", "strike_rate")
_SUGGESTIONS = ("prepared", "presented", "adopted", "adoption", "measured", "effect")
_SERVICE = ("orders", "on_time", "in_full", "on_time_in_full", "drops", "drop_size", "drop_cost")


def _key(month: date) -> str:
    return f"{month:%Y-%m}"


def _months(report: str, table: str, found: Table) -> _Months:
    """A table by months as it was told, without its first column."""
    columns = {one.name: one for one in found.columns[1:]}
    rows = {
        str(line.values[0]): dict(zip(columns, line.values[1:], strict=True))
        for line in found.lines
    }
    return _Months(report, table, columns, rows)


def _fund(session: Session, scope: Scope) -> _Months:
    columns = (
        Column("opening", _("Opening"), MONEY),
        Column("accrued", _("Accrued"), MONEY),
        Column("returned", _("Returned"), MONEY),
        Column("forfeited", _("Forfeited"), MONEY),
        Column("settled", _("Settled"), MONEY),
        Column("closing", _("Closing"), MONEY, main=True),
    )
    rows = {
        _key(one.month): _fund_figures(one) for one in fund_months(session, scope.start, scope.end)
    }
    return _Months("fund", "client", {one.name: one for one in columns}, rows)


def _fund_figures(one: FundMonth) -> dict[str, Value]:
    return {
        "opening": one.opening_fen,
        "accrued": one.accrued_fen,
        "returned": one.returned_fen,
        "forfeited": one.forfeited_fen,
        "settled": one.settled_fen,
        "closing": one.closing_fen,
    }


def _leading(
    page: _Page, sales: _Months, visits: _Months, said: _Months, service: _Months, fund: _Months
) -> Table:
    """The figure of each part that one looks at first."""
    chosen = (
        (sales, "net", _("Net sales")),
        (sales, "active", _("Active clients")),
        (visits, "made", _("Visits made")),
        (said, "adoption", _("Adoption rate")),
        (said, "effect", _("Mean effect a day")),
        (fund, "closing", _("In the fund")),
        (service, "on_time_in_full", _("On time in full")),
    )
    columns = [
        Column(f"{months.report}_{name}", words, months.columns[name].kind, main=True)
        for months, name, words in chosen
    ]
    known = [months for months, _name, _words in chosen]
    lines = [
        Line(
            (_row(page, one, known), *(months.value(one, name) for months, name, _w in chosen)),
            # The page of a month beside it; of its own figures the tables below are made.
            Part("month" if one != page.month else "sales", page.of(one))
            if any(months.has(one) for months in known)
            else None,
        )
        for one in page.compared
    ]
    chart = _chart(page, sales, "net", COLUMNS)
    return _made(page, "month", _("At a glance"), columns, lines, chart)


def _table(
    page: _Page,
    name: str,
    title: str,
    months: _Months,
    names: Sequence[str],
    shown: str,
    shape: str = COLUMNS,
) -> Table:
    """Some figures of one report; ``shown`` is the one that the picture shows."""
    columns = [months.columns[one] for one in names]
    lines = [
        Line(
            (_row(page, one, [months]), *(months.value(one, each) for each in names)),
            Part(months.table, page.of(one), months.report) if months.has(one) else None,
        )
        for one in page.compared
    ]
    return _made(page, name, title, columns, lines, _chart(page, months, shown, shape))


def _made(
    page: _Page,
    name: str,
    title: str,
    columns: Sequence[Column],
    lines: Sequence[Line],
    chart: Chart | None,
) -> Table:
    """The table; without a row where none of its months has anything to tell."""
    head = Column("month", _("Month"), wide=True)
    told = any(value is not None for line in lines for value in line.values[1:])
    kept = tuple(lines) if told else ()
    none = _("Nothing is known of {month}, of the month before or of the year before.")
    words = none.format(month=page.words(page.month))
    large = lines[0].values if told else ()
    picture = chart if told else None
    return Table(name, title, (head, *columns), kept, words, chart=picture, large=large)


def _row(page: _Page, month: date, known: Sequence[_Months]) -> str:
    """A month's words; one of which nothing is known says so."""
    words = page.words(month)
    if any(months.has(month) for months in known):
        return words
    return _("{month}: no data").format(month=words)


def _chart(page: _Page, months: _Months, name: str, shape: str) -> Chart | None:
    """A figure of thirteen months, the last of which is the page's."""
    column = months.columns[name]
    values = tuple(_whole(months.value(one, name)) for one in page.months)
    if column.kind not in (MONEY, COUNT) or not any(values):
        return None
    places = tuple(map(_key, page.months))
    return Chart(column.heading, shape, places, (Series(column.heading, values),), column.kind)


def _whole(value: Value) -> int | None:
    return value if isinstance(value, int) else None


def last_whole(scope: Scope, today: date) -> Scope:
    """The month in which a time ends, or the one before it as long as that isn't over."""
    month = month_of(scope.end)
    if month_end(month) >= today:
        month = month_of(today, 1)
    return Scope(month, month_end(month))


MONTH = Declared(
    "month",
    N_("Month's page"),
    ("manager", "clerk"),
    month,
    (
        N_(
            "The month in which the chosen time ends, beside the month before and the same month "
            "of last year; as the reports on each of them tell it. A month that isn't over is told "
            "as far as it has come."
        ),
        N_("The fund by the dates of its entries, also what was settled."),
    ),
    compared=True,
    covers=lambda scope: Scope(month_of(scope.end), scope.end, scope.only),
)
