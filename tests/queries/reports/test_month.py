"""The month's page tells what the other reports tell, of three months side by side."""

from collections.abc import Iterator
from datetime import date

import pytest

from desktop.basics.report import Part, Report, Scope
from desktop.queries.reports.month import last_whole
from desktop.services.reports import read_report, report_paper
from tests.office import Team, new_team
from tests.printing import pdf
from tests.queries.reports.story import END, two_months
from tests.services.through_states import sold


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    made = new_team(str(tmp_path_factory.mktemp("month") / "office.db"))
    sold(made)
    yield two_months(made)
    made.office.engine.dispose()


def told(team: Team, end: date) -> Report:
    return read_report(team.m1, "month", Scope(date(2024, 3, 1), end))


def row(report: Report, table: str, place: int = 0) -> dict[str, object]:
    found = next(one for one in report.tables if one.name == table)
    names = [one.name for one in found.columns]
    return dict(zip(names, found.lines[place].values, strict=True))


def test_each_figure_is_the_one_of_its_own_report(team: Team) -> None:
    january = Scope(date(2026, 1, 1), date(2026, 1, 31))
    page = told(team, january.end)
    assert page.scope == january
    for table in ("sales", "service"):
        own = read_report(team.m1, table, january).tables
        months = next(one for one in own if one.name == "month")
        names = [one.name for one in months.columns]
        total = dict(zip(names, months.total, strict=True))
        shown = row(page, table)
        words = str(shown.pop("month"))
        assert words == "2026-01"
        for name, value in shown.items():
            assert total.get(name) == value, (table, name)
    net_fen = row(page, "sales")["net"]
    assert isinstance(net_fen, int)
    assert net_fen >= 3 * 3780 + 4 * 1250, "what the story sold is among it"


def test_the_fund_of_a_month_closes_at_what_the_ledger_holds(team: Team) -> None:
    books = read_report(team.m1, "trial-balance", Scope(date(2026, 1, 1), END)).tables[0]
    names = [one.name for one in books.columns]
    held = next(line.values for line in books.lines if line.values[1] == "224101")
    fund = row(told(team, END), "fund")
    assert fund["closing"] == held[names.index("closing_credit")]
    before = row(told(team, END), "fund", 1)
    assert before["closing"] == fund["opening"]
    moved = [fund[one] for one in ("accrued", "returned", "forfeited", "settled")]
    assert all(isinstance(one, int) for one in moved)
    accrued, *gone = [int(str(one)) for one in moved]
    assert accrued - sum(gone) == int(str(fund["closing"])) - int(str(fund["opening"]))


def test_a_month_without_data_says_so_and_one_that_runs_says_until_when(team: Team) -> None:
    sales = told(team, END).tables[1]
    assert [line.values[0] for line in sales.lines] == [
        "2026-02（至 10 日）",
        "2026-01",
        "2025-02（无数据）",
    ]
    assert set(sales.lines[2].values[1:]) == {None}
    assert sales.lines[2].way is None
    assert sales.lines[0].way == Part("client", Scope(date(2026, 2, 1), END), "sales")
    assert told(team, date(2024, 5, 9)).tables[1].none.startswith("2024-05")


def test_it_stands_on_two_pages_at_most(team: Team) -> None:
    report = told(team, END)
    paper = report_paper(team.m1, report)
    assert len(pdf.texts(paper)) <= 2
    assert "2026-02（至10日）" in pdf.text(paper).replace(" ", "")


def test_its_key_gives_the_last_month_that_is_over() -> None:
    today = date(2026, 2, 10)
    january = Scope(date(2026, 1, 1), date(2026, 1, 31))
    assert last_whole(Scope(date(2025, 3, 1), today), today) == january
    assert last_whole(Scope(date(2026, 1, 5), date(2026, 1, 9)), today) == january
    assert last_whole(Scope(today, date(2026, 5, 1)), today) == january
