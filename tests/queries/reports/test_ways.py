"""From each row of a report there is a way to what it is made of, which says the same (F1)."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.basics.report import Line, Part, Report, Scope, Source, Table
from desktop.offices import open_training
from desktop.queries.reports.registry import REPORTS
from desktop.services.office import Office

WHOLE = Scope(date(2026, 1, 1), date(2026, 7, 6))
ROWS = 2  # of a table are followed from its beginning, and the last
PART_OF_ALL = ("share",)  # is another one where less is all


@pytest.fixture(scope="module")
def training(training_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("ways") / "office"
    shutil.copytree(training_built, folder)
    office, day = open_training(folder)
    yield office.on(day, office.find_person("wang"))
    office.engine.dispose()


def told(office: Office, name: str, scope: Scope) -> Report:
    with office.reading() as session:
        return REPORTS[name].report(session, scope, office.today)


def table(report: Report, name: str) -> Table:
    return next(one for one in report.tables if one.name == name)


def figures(of: Table, line: Line) -> list[object]:
    pairs = zip(of.columns, line.values, strict=True)
    return [value for column, value in pairs if column.name not in PART_OF_ALL]


def is_empty(line: Line) -> bool:
    """Whether a row says that there is nothing."""
    return not any(line.values[1:])


@pytest.mark.parametrize("name", REPORTS)
def test_every_row_leads_to_what_it_is_made_of(training: Office, name: str) -> None:
    report = told(training, name, WHOLE)
    for one in report.tables:
        for line in one.lines:
            assert is_empty(line) or isinstance(line.way, Part | Source), (one.name, line.values)


@pytest.mark.parametrize("name", REPORTS)
def test_what_a_row_leads_to_tells_the_same_of_it(training: Office, name: str) -> None:
    for one in told(training, name, WHOLE).tables:
        for line in (*one.lines[:ROWS], *one.lines[-1:]):
            if not isinstance(line.way, Part):
                continue
            part = told(training, line.way.report or name, line.way.scope)
            assert table(part, line.way.table) is not None
            if not line.way.report and not REPORTS[name].compared:
                again = table(part, one.name)
                assert figures(one, line) in [figures(again, each) for each in again.lines]
