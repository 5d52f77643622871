"""Every report shows the same rows in the window and by the command as in Excel and on paper.

That the workbook, the paper and the JSON hold these rows is held by tests/services/test_reports.
"""

import json
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.basics.report import Line, Report, Scope, Table
from desktop.cli import main
from desktop.offices import sign_in_as
from desktop.queries.reports.registry import REPORTS
from desktop.services.office import Office
from desktop.services.reports import read_report, report_json, texts
from desktop.views.reports.table import TOTAL, ReportRows, rows_of
from tests.office import Team, new_team
from tests.queries.reports.story import END, two_months
from tests.services.through_states import sold

FIRST = END.replace(year=2025, month=12, day=1)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """One small office for all of them."""
    made = new_team(str(tmp_path_factory.mktemp("alike") / "office.db"))
    sold(made)
    yield two_months(made)
    made.office.engine.dispose()


@pytest.fixture(scope="module")
def reports(team: Team) -> list[Report]:
    """All of them as of the real day, which is the command's."""
    office = sign_in_as(Office(team.office.engine), "m1")
    return [read_report(office, name, Scope(FIRST, END)) for name in REPORTS]


def in_the_window(table: Table) -> list[tuple[str, ...]]:
    """What the page shows: its rows, then its total."""
    model = ReportRows(table.columns, lambda places: model.take(read(places)))

    def read(places: list[int]) -> dict[int, Line]:
        return {place: table.lines[place] for place in places if place != TOTAL}

    model.show_rows(rows_of(table))
    columns = range(len(table.columns))
    return [
        tuple(str(model.data(model.index(row, column)) or "") for column in columns)
        for row in range(model.rowCount())
    ]


def test_the_window_shows_each_row_and_the_total(qtbot: QtBot, reports: list[Report]) -> None:
    assert len(reports) == len(REPORTS) >= 18
    for report in reports:
        for table in report.tables:
            rows = [*(line.values for line in table.lines), *filter(None, [table.total])]
            assert in_the_window(table) == [texts(table, row) for row in rows], table.name


def test_the_command_tells_the_same_json(
    team: Team, reports: list[Report], capsys: pytest.CaptureFixture[str]
) -> None:
    url = str(team.office.engine.url)
    days = ["--from", FIRST.isoformat(), "--to", END.isoformat()]
    for report in reports:
        assert main(["report", report.name, "--database", url, *days, "--by", "m1", "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told == json.loads(json.dumps(report_json(report))), report.name
