"""Sales: every table a sum of the same movements, reckoned by hand (F2)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from desktop.basics.report import Only, Part, Scope, Source, Table
from desktop.queries.reports.registry import REPORTS
from tests.office import Team, new_team
from tests.queries.reports.story import END, two_months

WHOLE = Scope(date(2025, 12, 1), END)


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    made = two_months(new_team(database_url))
    yield made
    made.office.engine.dispose()


def tables(team: Team, scope: Scope = WHOLE) -> dict[str, Table]:
    with team.office.reading() as session:
        report = REPORTS["sales"].report(session, scope, team.day)
    return {one.name: one for one in report.tables}


def rows(table: Table) -> list[tuple[object, ...]]:
    return [line.values for line in table.lines]


def test_months_hold_what_stands_of_their_papers(team: Team) -> None:
    month = tables(team)["month"]
    assert [one.name for one in month.columns] == [
        *("month", "delivered", "returned", "net", "bought", "active")
    ]
    # A cancelled delivery counts nowhere, but its client was active since; a return in its month.
    assert rows(month) == [("2026-01", 16340, 0, 16340, 2, 2), ("2026-02", 7560, 3780, 3780, 1, 3)]
    assert month.total == ("合计", 23900, 3780, 20120, 2, 3)
    assert month.chart is not None
    assert month.chart.places == ("2026-01", "2026-02")
    assert month.chart.series[0].values == (16340, 3780)


def test_a_month_without_sales_stands_between_those_with(team: Team) -> None:
    team.day = date(2026, 4, 2)
    found = rows(tables(team, Scope(date(2025, 12, 1), team.day))["month"])
    assert [(row[0], row[3]) for row in found] == [
        *(("2026-01", 16340), ("2026-02", 3780), ("2026-03", 0), ("2026-04", 0))
    ]


def test_segments_reps_and_lines_share_the_whole(team: Team) -> None:
    found = tables(team)
    assert rows(found["segment"]) == [
        ("学校店", 18900, 3780, 15120, Decimal("0.7515"), 1, 2),
        ("街边店", 5000, 0, 5000, Decimal("0.2485"), 1, 1),
    ]
    assert rows(found["rep"]) == [
        ("无业务员", 18900, 3780, 15120, Decimal("0.7515"), 1, 2),
        ("员工r1", 5000, 0, 5000, Decimal("0.2485"), 1, 1),
    ]
    assert rows(found["line"]) == [
        ("清泉", 18900, 3780, 15120, Decimal("0.7515"), 1),
        ("皂角", 5000, 0, 5000, Decimal("0.2485"), 1),
    ]
    assert found["segment"].total[-1] == 3


def test_clients_stand_by_their_net_amount_and_lead_to_their_file(team: Team) -> None:
    client = tables(team)["client"]
    assert rows(client) == [
        ("C1", "小店C1", "学校店", "", 18900, 3780, 15120, Decimal("0.7515")),
        ("C3", "街角店", "街边店", "员工r1", 5000, 0, 5000, Decimal("0.2485")),
    ]
    assert [line.way for line in client.lines] == [Source("clients", 1), Source("clients", 3)]


def test_a_row_is_made_of_the_clients_that_its_way_leads_to(team: Team) -> None:
    found = tables(team)
    for name in ("month", "segment", "rep", "line"):
        net = [one.name for one in found[name].columns].index("net")
        for line in found[name].lines:
            assert isinstance(line.way, Part)
            part = tables(team, line.way.scope)[line.way.table]
            assert part.total[6] == line.values[net], line


def test_a_kind_of_shop_within_a_month_is_both(team: Team) -> None:
    narrow = Scope(date(2026, 2, 1), END, (Only("segment", "学校店", "学校店"),))
    narrow = narrow.narrowed(Only("line", "清泉", "清泉"))
    assert rows(tables(team, narrow)["client"])[0][4:7] == (7560, 3780, 3780)
    assert tables(team, narrow.narrowed(Only("line", "皂角", "皂角")))["client"].lines == ()


def test_whoever_has_active_clients_stands_there_also_with_nothing_sold(team: Team) -> None:
    february = tables(team, Scope(date(2026, 2, 1), END))
    assert rows(february["rep"])[1] == ("员工r1", 0, 0, 0, Decimal("0.0000"), 0, 1)


def test_a_time_without_sales_says_so(team: Team) -> None:
    for table in tables(team, Scope(date(2025, 1, 1), date(2025, 3, 31))).values():
        assert table.lines == ()
        assert table.chart is None
        assert table.none == "这段时间没有送货。"
