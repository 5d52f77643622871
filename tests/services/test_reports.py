"""Every report is the same in words, JSON, Excel and on paper, and is shown to whom it is for."""

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from desktop.basics.errors import Refused
from desktop.basics.figures import COUNT, MONEY, RATE, read_as
from desktop.basics.report import Report, Scope, Table
from desktop.queries.reports.registry import REPORTS, reports_for, who_looks
from desktop.services.office import Office
from desktop.services.reports import (
    read_report,
    report_json,
    report_paper,
    report_workbook,
    seen_table,
    texts,
)
from desktop.services.staff import edit_staff
from tests.office import Team, new_team
from tests.printing import pdf
from tests.queries.reports.story import END, two_months
from tests.services.through_states import sold

WHOLE = Scope(date(2025, 12, 1), END)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = new_team(str(tmp_path_factory.mktemp("reports") / "office.db"))
    sold(made)
    yield two_months(made)
    made.office.engine.dispose()


def all_reports(team: Team) -> list[Report]:
    return [read_report(team.m1, name, WHOLE) for name in REPORTS]


def as_read(table: Table) -> list[tuple[str, ...]]:
    """A table's rows and its total as texts."""
    rows = [*(line.values for line in table.lines), *([table.total] if table.total else [])]
    return [texts(table, row) for row in rows]


def test_json_says_the_same_as_the_window(team: Team) -> None:
    for report in all_reports(team):
        told = report_json(report)
        covers = REPORTS[report.name].covers(WHOLE)
        days = covers.start.isoformat(), covers.end.isoformat()
        assert (told["report"], told["from"], told["to"]) == (report.name, *days)
        assert list(told["tables"]) == [one.name for one in report.tables]
        for table in report.tables:
            rows = told["tables"][table.name]["rows"]
            assert len(rows) == len(table.lines)
            for row, seen in zip(rows, seen_table(table).rows, strict=True):
                assert list(row) == [one.name for one in table.columns]
                values = zip(table.columns, row.values(), seen, strict=True)
                for column, value, text in values:
                    assert _again(column.kind, value) == text, (table.name, column.name)


def _again(kind: str, value: str | int | None) -> str:
    """A value of the JSON as a person would read it."""
    if value is None:
        return ""
    if kind == MONEY:
        return read_as(kind, int(Decimal(value) * 100))
    return read_as(kind, Decimal(value) if kind == RATE else value)


def test_the_workbook_holds_figures_and_days_not_texts(team: Team) -> None:
    for report in all_reports(team):
        book = load_workbook(io.BytesIO(report_workbook(report)))
        assert book.sheetnames == [one.title for one in report.tables]
        for table, sheet in zip(report.tables, book.worksheets, strict=True):
            head, *rows = sheet.iter_rows()
            assert [cell.value for cell in head] == [one.heading for one in table.columns]
            assert len(rows) == len(as_read(table))
            for row, seen in zip(rows, as_read(table), strict=True):
                for column, cell, text in zip(table.columns, row, seen, strict=True):
                    if column.kind in (MONEY, COUNT, RATE) and text:
                        figure = text.rstrip("%").replace(",", "")
                        scale = 100 if column.kind == RATE else 1
                        wide = Decimal(str(cell.value)) * scale
                        assert abs(wide - Decimal(figure)) <= Decimal("0.05"), text
                        assert column.kind == RATE or wide == Decimal(figure)
                    elif cell.value is not None:
                        assert str(cell.value)[:10] == text or cell.value == text
            last = len(table.lines) + 1
            assert str(sheet.auto_filter.ref).endswith(str(last)), "the total is not sorted along"


def test_paper_shows_every_figure_and_draws_no_picture(team: Team) -> None:
    for report in all_reports(team):
        data = report_paper(team.m1, report)
        said = pdf.text(data).replace(" ", "")
        for table in report.tables:
            assert table.title in said
            assert table.lines or table.none.replace(" ", "") in said
            for row in as_read(table):
                for text in row:
                    assert text.replace(" ", "") in said, (table.name, text)
        assert all(note.replace(" ", "") in said for note in report.notes)
        assert b"/Subtype /Image" not in data
        assert pdf.outside(data) == []


def test_a_chart_reads_its_figures_as_the_table_below_it_does(team: Team) -> None:
    for report in all_reports(team):
        for table in report.tables:
            for series in table.chart.series if table.chart else ():
                drawn = {abs(value) for value in series.values if value}
                kinds = {
                    column.kind
                    for place, column in enumerate(table.columns)
                    if drawn and drawn <= {_size(line.values[place]) for line in table.lines}
                }
                assert table.chart is not None
                assert not kinds or table.chart.kind in kinds, (report.name, table.name)


def _size(value: object) -> int | None:
    return abs(value) if isinstance(value, int) else None


def test_each_report_is_for_its_roles_as_they_are_today(team: Team) -> None:
    looks = {
        "m1": ["sales", "visits", "fund", "receivables", "trial-balance", "journal"],
        "c1": ["sales", "visits", "fund", "receivables"],
        "a1": ["sales", "fund", "receivables", "trial-balance", "journal"],
        "r1": ["sales", "visits"],
        "k1": ["fund", "receivables"],
        "d1": [],
        "ad": ["sales", "visits", "fund", "receivables", "trial-balance", "journal"],
    }
    for code, names in looks.items():
        office: Office = getattr(team, code)
        assert office.person is not None
        offered = [one.name for one in reports_for(office.person.roles)]
        assert [name for name in offered if name in looks["m1"]] == names, code
        assert office.person.roles.isdisjoint(who_looks()) is (not offered)
        for name in looks["m1"]:
            if name in names:
                assert read_report(office, name, WHOLE).name == name
            else:
                with pytest.raises(Refused, match="可以看的岗位") as refusal:
                    read_report(office, name, WHOLE)
                assert refusal.value.code == "not_allowed"
    manager = team.m1
    edit_staff(team.ad, "m1", 1, "员工m1", ["dispatcher"])
    with pytest.raises(Refused, match="可以看的岗位：经理、内勤、业务员、会计、管理员"):
        read_report(manager, "sales", WHOLE)


def test_nobody_and_nothing_are_refused_in_words(team: Team) -> None:
    with pytest.raises(Refused, match="可以看的岗位"):
        read_report(team.office, "sales", WHOLE)
    with pytest.raises(Refused, match="没有报表“nope”。现有：sales、suggestions") as unknown:
        read_report(team.m1, "nope", WHOLE)
    assert unknown.value.code == "not_found"
    with pytest.raises(Refused, match="对调") as turned:
        read_report(team.m1, "sales", Scope(END, date(2026, 1, 1)))
    assert (turned.value.code, turned.value.field) == ("invalid", "to")
