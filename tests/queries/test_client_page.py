"""The first page of a client file says what its lists and facts say, and nothing of others."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, select

from desktop.basics.drafts.benefit import BenefitDraft
from desktop.basics.drafts.case import CaseDraft
from desktop.basics.drafts.route_plan import RouteLineDraft, RoutePlanDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.models import Client
from desktop.queries.client_page import OpenClient, open_client
from desktop.queries.client_weeks import WEEKS, Which, measured
from desktop.queries.facts.effects import effect_of
from desktop.queries.facts.receivables import owed_by_age
from desktop.queries.facts.route_plans import due_on, next_route_day, route_plan_on
from desktop.queries.facts.sales import net_by_week
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked
from desktop.queries.waiting import KINDS, waiting_for
from desktop.services.benefits import cancel_benefit, deliver_benefit
from desktop.services.cases import ReporterDraft, report_case
from desktop.services.clients import ClientDraft, add_client
from desktop.services.papers.registry import issue
from desktop.services.route_plans import put_route_plan
from desktop.services.suggestions import confirm_suggestion, prepare_suggestion, submit_suggestion
from desktop.services.visits import plan_visits, release_plan
from tests.office import MONDAY, Team, new_team, office_of_story
from tests.printing.pdf import text
from tests.queries.test_effects import ADOPTED, FULL, SuggestionDraft, story, supplied, supply, tell
from tests.services.staggering import near_each_other
from tests.services.through_states import sold


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    made = new_team(database_url)
    yield made
    made.office.engine.dispose()


def opened(team: Team, code: str = "C1", today: date | None = None) -> OpenClient:
    with team.office.reading() as session:
        key = session.scalars(select(Client.id).where(Client.code == code)).one()
        return open_client(session, key, today or team.day)


def marks(file: OpenClient) -> list[tuple[int, str]]:
    chart = file.page.weeks.chart
    return [] if chart is None else [(one.place, one.short) for one in chart.marks]


def test_a_curve_has_each_week_with_what_was_adopted_and_given(team: Team) -> None:
    story(supplied(team))
    team.day = date(2026, 3, 2)
    deliver_benefit(team.c1, BenefitDraft("C1", "rack", 9000))
    file = opened(team, "C1", FULL)
    chart = file.page.weeks.chart
    assert chart is not None
    assert len(chart.places) == WEEKS
    weeks = dict(zip(chart.places, chart.series[0].values, strict=True))
    # 1 in the first week, 1 in the third, 5 of which 1 came back in the next one, and 5 of P2.
    assert (weeks["01-05"], weeks["01-19"]) == (3780, 3780)
    assert weeks["02-16"] == 5 * 3780 + 5 * 10000
    assert weeks["02-23"] == -3780, "what came back counts on its own paper's day"
    assert marks(file) == [(21, "已采纳"), (24, "陈列架")]
    assert chart.places[21] == "02-09"


def test_what_was_done_is_measured_as_its_own_page_does(team: Team) -> None:
    key = story(supplied(team))
    file = opened(team, "C1", FULL)
    with team.office.reading() as session:
        brought = measured(session, file.page.weeks.done, FULL)
        assert brought == {Which("suggestion", key): effect_of(session, key, FULL)}


def test_curves_of_all_clients_add_up_to_the_offices(team: Team) -> None:
    story(supplied(team))
    with team.office.reading() as session:
        whole = net_by_week(session, MONDAY, FULL)
        keys = session.scalars(select(Client.id)).all()
        apart = [net_by_week(session, MONDAY, FULL, key) for key in keys]
    assert whole == {week: sum(one.get(week, 0) for one in apart) for week in whole}


def test_adopted_on_the_edge_it_stands_in_the_first_week_and_a_day_earlier_nowhere(
    team: Team,
) -> None:
    tell(supplied(team), "C1", ADOPTED)  # a Tuesday
    monday = ADOPTED - timedelta(days=1)
    last = monday + timedelta(weeks=WEEKS, days=-1)
    supply(team, "C1", last, 1)
    assert marks(opened(team, "C1", last)) == [(0, "已采纳")]
    assert marks(opened(team, "C1", last + timedelta(days=1))) == []
    today = opened(team, "C1", ADOPTED)
    assert marks(today) == [(WEEKS - 1, "已采纳")], "today's week is there before it is over"


def test_a_cancelled_benefit_is_no_mark(team: Team) -> None:
    sold(team)
    key = deliver_benefit(team.c1, BenefitDraft("C1", "rebate", 9000))
    assert marks(opened(team)) == [(WEEKS - 1, "返利")]
    cancel_benefit(team.c1, key, "弄错了")
    assert marks(opened(team)) == []


def test_of_a_client_of_which_nothing_is_known_nothing_is_made_up(team: Team) -> None:
    page = opened(team, "C2").page
    assert page.weeks.chart is None
    assert (page.weeks.done, page.waits, page.assets, page.neighbours) == ((), (), (), ())
    assert (page.owed, page.agreement, page.survey, page.files) == (None, None, None, ())
    assert (page.desk.last, page.desk.usual) == ((), ())
    assert (page.visit.day, page.visit.due_on, page.visit.to_tell) == (None, None, None)


def test_the_next_visit_comes_with_its_plans_suggestion(team: Team) -> None:
    draft = SuggestionDraft("C1", "push", "收银台旁边摆一排")
    key = prepare_suggestion(team.r1, draft)
    told = opened(team).page.visit.to_tell
    assert told is not None
    assert (told.id, told.state) == (key, "draft")
    submit_suggestion(team.r1, key)
    confirm_suggestion(team.m1, key)
    plan = plan_visits(team.r1, VisitPlanDraft("r1", team.day + timedelta(days=2), ["C1"]))
    release_plan(team.r1, plan)
    visit = opened(team).page.visit
    assert (visit.day, visit.plan_id) == (team.day + timedelta(days=2), plan)
    assert visit.to_tell is not None
    assert (visit.to_tell.id, visit.to_tell.state) == (key, "confirmed")
    assert opened(team, "C1", team.day + timedelta(days=3)).page.visit.day is None


def test_without_a_plan_the_route_says_when(team: Team) -> None:
    add_client(team.r1, ClientDraft("C3", "小店C3", "学校店", rep="r1"))
    supply(team, "C3", team.day, 1)
    monday = team.day + timedelta(weeks=1)
    lines = [RouteLineDraft("C3", 3, "2")]
    put_route_plan(team.m1, RoutePlanDraft("r1", monday, lines))
    with team.office.reading() as session:
        client = session.scalars(select(Client).where(Client.code == "C3")).one()
        assert client.rep_id is not None
        plan = route_plan_on(session, client.rep_id, monday)
        assert plan is not None
        assert next_route_day(session, client.rep_id, client.id, team.day) is None
        for ahead in range(60):
            today = monday + timedelta(days=ahead)
            found = next_route_day(session, client.rep_id, client.id, today)
            days = (today + timedelta(days=one) for one in range(28))
            assert found == next(day for day in days if client.id in due_on(plan, day))
    visit = opened(team, "C3", monday).page.visit
    assert (visit.day, visit.route_on) == (None, monday + timedelta(days=9))


@pytest.mark.parametrize("name", ["every-account-moves", "reward-and-appeal"])
def test_each_client_owes_and_waits_as_the_office_says(name: str, sqlite_url: str) -> None:
    office = office_of_story(name, sqlite_url)
    today = MONDAY + timedelta(days=16)
    with office.reading() as session:
        asked = Asked(session, today)
        keys = session.scalars(select(Client.id)).all()
        files = [open_client(session, key, today) for key in keys]
        owed = [one.page.owed for one in files if one.page.owed is not None]
        assert sorted(owed, key=lambda one: one.client_id) == owed_by_age(session, today)
        found: dict[tuple[str, str], int] = {}
        for key in keys:
            for work in waiting_for(session, key, today):
                place = work.kind.page, work.kind.filter
                found[place] = found.get(place, 0) + work.number
                assert work.kind.records is not None
                listed = work.kind.records.ids(asked, Wanted(filter=work.kind.filter))
                assert work.first in listed
        for kind in KINDS:
            if kind.records is None or kind.told is not None or kind.page == "clients":
                continue
            if hasattr(kind.records.key.class_, "client_id"):
                listed = kind.records.ids(asked, Wanted(filter=kind.filter))
                assert found.get((kind.page, kind.filter), 0) == len(listed), kind.words
    office.engine.dispose()


def test_neighbours_in_conflict_come_first_and_statements_dont_grow_with_them(
    sqlite_url: str,
) -> None:
    team = near_each_other(sqlite_url)
    near = opened(team, "K1").page.neighbours
    assert [(one.name, one.metres, one.both) for one in near] == [
        ("小店K2", 100, ("清泉",)),
        ("小店K3", 201, ()),
    ]
    few = statements(team, "K1")
    for number in range(40):
        lat, lon = Decimal("31.4601"), Decimal("104.75") + Decimal(number) / 100_000
        add_client(team.r1, ClientDraft(f"N{number}", f"邻{number}", "学校店", lat=lat, lon=lon))
        if number < 3:
            supply(team, f"N{number}", team.day, 1)
    assert len(opened(team, "K1").page.neighbours) == 5, "who isn't active is none"
    assert statements(team, "K1") == few < 60
    team.office.engine.dispose()


def statements(team: Team, code: str) -> int:
    """How many statements opening a file asks."""
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(team.office.engine, "before_cursor_execute", count)
    opened(team, code)
    event.remove(team.office.engine, "before_cursor_execute", count)
    return len(asked)


def test_who_reported_a_client_stands_neither_in_its_file_nor_on_its_paper(team: Team) -> None:
    sold(team)
    add_client(team.r1, ClientDraft("C7", "告发的邻居", "学校店"))
    draft = CaseDraft(client="C1", seen_on=team.day, product="P1", price_fen=4400)
    report_case(team.r1, draft, [ReporterDraft("client", "C7"), ReporterDraft("unnamed")])
    for office in (team.r1, team.m1):
        assert "告发的邻居" not in text(issue(office, "client_file", "C1"))
    file = opened(team)
    assert "告发的邻居" not in str(file)
    assert [one.kind.page for one in file.page.waits] == ["cases"]
