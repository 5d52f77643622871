"""Who leads what, and which neighbours lead the same (F2, P6)."""

from collections.abc import Iterator

import pytest

from desktop.basics.report import Part, Scope, Source, Table
from desktop.queries.reports.registry import REPORTS
from tests.office import Team
from tests.services.staggering import near_each_other


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    """K1, K2 and K3 in a row, 100 m apart: K1 and K2 lead 清泉, K3 leads 皂角."""
    made = near_each_other(database_url)
    yield made
    made.office.engine.dispose()


def tables(team: Team, scope: Scope | None = None) -> dict[str, Table]:
    with team.office.reading() as session:
        report = REPORTS["lines"].report(session, scope or Scope(team.day, team.day), team.day)
    return {one.name: one for one in report.tables}


def test_each_pair_stands_once_with_its_line_and_the_way_between(team: Team) -> None:
    table = tables(team)["conflict"]
    assert [line.values for line in table.lines] == [
        ("K1", "小店K1", "K2", "小店K2", 100, "清泉"),
    ]
    assert isinstance(table.lines[0].way, Source)
    assert table.lines[0].way.page == "lines"


def test_by_line_it_says_how_many_lead_it_and_how_many_conflict(team: Team) -> None:
    table = tables(team)["line"]
    assert [line.values for line in table.lines] == [("清泉", 2, 1), ("皂角", 1, 0)]
    assert table.total == ("合计", None, 1)
    way = table.lines[1].way
    assert isinstance(way, Part)
    assert tables(team, way.scope)["conflict"].lines == ()


def test_before_they_were_signed_nobody_was_in_conflict(team: Team) -> None:
    before = Scope(team.day.replace(day=1), team.day.replace(day=1))
    assert tables(team, before)["conflict"].lines == ()
