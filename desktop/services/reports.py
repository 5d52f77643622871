"""Reports: who may look at one, and the same rows as a workbook, on paper and as JSON (F1)."""

from typing import TYPE_CHECKING, Any

from desktop.basics.errors import Refused
from desktop.basics.figures import (
    Value,
    read_as,
    stands_right,
    told_as,
)
from desktop.basics.i18n import _
from desktop.basics.report import Column, Report, Scope, Table
from desktop.basics.roles import role_words
from desktop.basics.seen_list import SeenColumn, SeenList
from desktop.queries.reports.registry import REPORTS
from desktop.services.change import still_here
from desktop.services.checks import invalid
from desktop.services.lists import need_paper_for
from desktop.services.office import Office

if TYPE_CHECKING:
    from desktop.spreadsheets.listing import Sheet


def read_report(office: Office, name: str, scope: Scope) -> Report:
    """The report as it stands now.

    Refuses ``not_found`` for a name that no report has, ``invalid`` (``to``) for a time that ends
    before it begins, ``not_allowed`` for somebody whose roles it is not for.
    """
    declared = REPORTS.get(name)
    if declared is None:
        names = _(", ").join(REPORTS)
        words = _("There is no report “{name}”. There are: {names}.")
        raise Refused("not_found", words.format(name=name, names=names), "report")
    if scope.end < scope.start:
        raise invalid("to", _("The time ends before it begins: turn the two days round."))
    with office.reading() as session:
        person = still_here(session, office.person) if office.person else None
        if person is None or not declared.is_for(person.roles):
            words = _("This is looked at by: {roles}.")
            raise Refused("not_allowed", words.format(roles=role_words(declared.who)))
        return declared.report(session, scope, office.today).read_with(office.reading)


def scope_words(scope: Scope) -> str:
    """What a report covers, in words: the days, and what it is narrowed to."""
    days = _("{start} to {end}").format(start=scope.start, end=scope.end)
    return " · ".join([days, *(one.words for one in scope.only)])


def report_workbook(report: Report) -> bytes:
    """The report as an .xlsx, a sheet for each table; figures are numbers and days days."""
    from desktop.spreadsheets.listing import write_sheets

    return write_sheets(report.title, [_sheet(table) for table in report.tables])


def _sheet(table: Table) -> "Sheet":
    from desktop.spreadsheets.listing import OF_KIND, Sheet

    return Sheet(
        table.title,
        [one.heading for one in table.columns],
        (line.values for line in table.lines),
        [OF_KIND[one.kind] for one in table.columns],
        table.total,
    )


def report_paper(office: Office, report: Report) -> bytes:
    """The report as a PDF; one with very long tables is refused (``invalid``)."""
    from desktop.printing import render
    from desktop.printing.report import ReportSheet, ReportTable
    from desktop.queries.papers.heads import letterhead

    need_paper_for(sum(len(table.lines) for table in report.tables))
    with office.reading() as session:
        head = letterhead(session)
    tables = tuple(
        ReportTable(seen_table(one), one.none, texts(one, one.total), one.chart)
        for one in report.tables
    )
    scope, notes = scope_words(report.scope), report.notes
    return render(
        ReportSheet(head, office.today, report.title, scope, tables, notes, report.compared)
    )


def seen_table(table: Table) -> SeenList:
    """A table as it is read: every value a text. Its totals are its own, so none is summed."""
    columns = tuple(
        SeenColumn(one.heading, stands_right(one.kind), one.wide, price=True)
        for one in table.columns
    )
    rows = tuple(texts(table, line.values) for line in table.lines)
    return SeenList(table.title, "", columns, rows)


def texts(table: Table, values: tuple[Value, ...]) -> tuple[str, ...]:
    """The values of a row as they are read; nothing for no row."""
    pairs = zip(table.columns, values, strict=bool(values))
    return tuple(text_of(one, value) for one, value in pairs)


def text_of(column: Column, value: Value) -> str:
    """A value of a column as it is read; nothing where there is none."""
    return "" if value is None else read_as(column.kind, value)


def report_json(report: Report) -> dict[str, Any]:
    """The report for programs: rows and totals by table, values by the names of the columns.

    Amounts are yuan and rates parts of 1, as text; days are ``2026-07-06``.
    """
    return {
        "report": report.name,
        "from": report.scope.start.isoformat(),
        "to": report.scope.end.isoformat(),
        "tables": {
            table.name: {
                "rows": [_told(table.columns, line.values) for line in table.lines],
                "total": _told(table.columns, table.total),
            }
            for table in report.tables
        },
    }


def _told(columns: tuple[Column, ...], values: tuple[Value, ...]) -> dict[str, str | int | None]:
    pairs = zip(columns, values, strict=bool(values))
    return {one.name: told_as(one.kind, value) for one, value in pairs}
