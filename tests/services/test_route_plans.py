"""Route plans: computed for a rep, put in force, and what a day's visit plan takes of them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from desktop.basics.drafts.route_plan import RouteLineDraft, RoutePlanDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.errors import ChangedElsewhere, Refused
from desktop.models import Client, RoutePlan, Staff, VisitPlan
from desktop.planning.visits import Now, Problem
from desktop.queries.papers.visit_sheet import visit_sheets
from desktop.queries.plans.planned import planned
from desktop.queries.plans.visits import clients_due, route_lines, visits_problem
from desktop.queries.visits import plan_detail
from desktop.services.checking import check_office
from desktop.services.clients import ClientDraft, add_client
from desktop.services.route_plans import move_on_route, put_route_plan
from desktop.services.suggestions import (
    confirm_suggestion,
    prepare_suggestion,
    submit_suggestion,
)
from desktop.services.visits import plan_visits, release_plan
from tests.office import MONDAY, Team, new_team

EVERY, ODD, EVEN = "1234", "13", "24"
LINES = (
    RouteLineDraft("C3", 1, EVERY),
    RouteLineDraft("C4", 1, ODD),
    RouteLineDraft("C5", 2, EVEN, fixed=True),
    RouteLineDraft("C6", 1, "3"),
)
NEXT = MONDAY + timedelta(days=7)


def roadside(url: str) -> Team:
    """An office whose rep r1 has C3 (class A), C4, C5 (B) and C6 (none), along a road."""
    team = new_team(url)
    for number, kind in ((3, "A"), (4, "B"), (5, "B"), (6, None)):
        lon = Decimal("104.70") + Decimal(number) / 100
        add_client(
            team.c1,
            ClientDraft(
                f"C{number}", f"小店{number}", "学校店",
                rep="r1", client_class=kind, lat=Decimal("31.46"), lon=lon,
            ),
        )  # fmt: skip
    return team


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    team = roadside(database_url)
    yield team
    team.office.engine.dispose()


def ready(team: Team, code: str) -> None:
    """A confirmed suggestion for a client."""
    key = prepare_suggestion(team.r1, SuggestionDraft(code, "display", "换大价签"))
    submit_suggestion(team.r1, key)
    confirm_suggestion(team.m1, key)


def put(team: Team, lines: Sequence[RouteLineDraft] = LINES, day: date = MONDAY) -> int:
    return put_route_plan(team.m1, RoutePlanDraft("r1", day, lines))


def due(team: Team, day: date) -> list[str]:
    with team.office.reading() as session:
        return clients_due(session, "r1", day)


def problem(team: Team) -> Problem:
    with team.office.reading() as session:
        rep = session.scalars(select(Staff).where(Staff.code == "r1")).one()
        return visits_problem(session, rep)


def test_a_plan_in_force_tells_who_is_due_over_and_over(team: Team) -> None:
    put(team)
    monday = [due(team, MONDAY + timedelta(days=7 * week)) for week in range(5)]
    assert [sorted(codes) for codes in monday] == [
        ["C3", "C4"], ["C3"], ["C3", "C4", "C6"], ["C3"], ["C3", "C4"],
    ]  # fmt: skip
    tuesday = MONDAY + timedelta(days=1)
    assert due(team, tuesday) == []
    assert due(team, tuesday + timedelta(days=7)) == ["C5"]
    assert due(team, MONDAY - timedelta(days=7)) == []
    put(team, [RouteLineDraft("C3", 5, EVERY)], NEXT)
    assert sorted(due(team, MONDAY)) == ["C3", "C4"]
    assert due(team, NEXT) == []
    assert due(team, NEXT + timedelta(days=4)) == ["C3"]


def test_a_plan_from_the_same_monday_is_written_anew(team: Team) -> None:
    first = put(team)
    assert put(team, LINES[1:]) == first
    assert due(team, MONDAY) == ["C4"]
    assert check_office(team.office, []) is None


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (RoutePlanDraft("r1", MONDAY + timedelta(days=1), LINES), "from"),
        (RoutePlanDraft("r1", MONDAY - timedelta(days=7), LINES), "from"),
        (RoutePlanDraft("r1", MONDAY, ()), "lines"),
        (RoutePlanDraft("r1", MONDAY, (LINES[0], LINES[0])), "lines"),
        (RoutePlanDraft("r1", MONDAY, (RouteLineDraft("C3", 1, ODD),)), "weeks"),
        (RoutePlanDraft("r1", MONDAY, (RouteLineDraft("C4", 1, EVERY),)), "weeks"),
        (RoutePlanDraft("r1", MONDAY, (RouteLineDraft("C6", 8, "1"),)), "weekday"),
    ],
)
def test_what_is_no_route_plan_is_refused(team: Team, draft: RoutePlanDraft, field: str) -> None:
    with pytest.raises(Refused) as caught:
        put_route_plan(team.m1, draft)
    assert (caught.value.code, caught.value.field) == ("invalid", field)


def test_a_manager_alone_puts_plans_in_force_and_moves_clients(team: Team) -> None:
    with pytest.raises(Refused) as caught:
        put_route_plan(team.r1, RoutePlanDraft("r1", MONDAY, LINES))
    assert caught.value.code == "not_allowed"
    key = put(team)
    moved = RouteLineDraft("C4", 3, EVEN, fixed=True)
    with pytest.raises(Refused):
        move_on_route(team.r1, key, 1, moved)
    move_on_route(team.m1, key, 1, moved)
    assert due(team, MONDAY) == ["C3"]
    assert due(team, MONDAY + timedelta(days=9)) == ["C4"]
    with pytest.raises(ChangedElsewhere):
        move_on_route(team.m1, key, 1, moved)
    for wrong in (replace(moved, weeks="1"), replace(moved, client="C1")):
        with pytest.raises(Refused):
            move_on_route(team.m1, key, 2, wrong)


def test_a_new_visit_plan_begins_with_the_clients_of_its_day(team: Team) -> None:
    put(team)
    with pytest.raises(Refused) as caught:
        plan_visits(team.r1, VisitPlanDraft("r1", MONDAY + timedelta(days=2), []))
    assert (caught.value.code, caught.value.field) == ("invalid", "clients")
    key = plan_visits(team.r1, VisitPlanDraft("r1", MONDAY, []))
    with team.office.reading() as session:
        assert sorted(plan_detail(session, key).clients) == ["C3", "C4"]
    other = plan_visits(team.r1, VisitPlanDraft("r1", MONDAY, ["C1"]))
    with team.office.reading() as session:
        assert list(plan_detail(session, other).clients) == ["C1"]


def activated(team: Team) -> None:
    with team.ad.transaction("import") as session:
        for client in session.scalars(select(Client).where(Client.code.in_(["C3", "C4", "C6"]))):
            client.state, client.active_since = "active", MONDAY


def test_overdue_clients_come_first(team: Team) -> None:
    put(team)
    activated(team)
    third = MONDAY + timedelta(days=14)
    assert set(due(team, third)[:1]) == {"C3"}
    assert sorted(due(team, third)) == ["C3", "C4", "C6"]


def test_the_problem_knows_where_clients_stand_and_keeps_what_is_fixed(team: Team) -> None:
    assert problem(team).clients == ()
    activated(team)
    put(team, [replace(LINES[0], weekday=6, fixed=True), *LINES[1:3]])
    asked = problem(team)
    assert [one.code for one in asked.clients] == ["C3", "C4", "C6"]
    assert [one.fixed_weekday for one in asked.clients] == [6, None, None]
    assert [one.now for one in asked.clients] == [
        Now(6, (1, 2, 3, 4)), Now(1, (1, 3)), None,
    ]  # fmt: skip
    assert (asked.hours, asked.visit_s, asked.kmh, asked.weekdays) == (
        Decimal("7.5"), 1200, 20, (1, 2, 3, 4, 5, 6),
    )  # fmt: skip


def test_a_computed_plan_can_be_put_in_force(team: Team) -> None:
    activated(team)
    with team.office.reading() as session:
        made = planned(session, "visits", team.day, rep="r1")
        for wrong in (None, "r9"):
            with pytest.raises(Refused):
                planned(session, "visits", team.day, rep=wrong)
    lines = route_lines(made.problem, made.plan)
    assert {line.client: len(line.weeks) for line in lines} == {"C3": 4, "C4": 2, "C6": 1}
    key = put(team, lines)
    with team.office.reading() as session:
        assert len(session.get_one(RoutePlan, key).lines) == 3


def test_a_days_visits_stand_along_the_way_on_the_page_and_on_the_sheet(team: Team) -> None:
    codes = ["C5", "C3", "C6", "C4"]
    plan_id = plan_visits(team.r1, VisitPlanDraft("r1", team.day, codes))
    for code in codes:
        ready(team, code)
    release_plan(team.r1, plan_id)
    with team.office.reading() as session:
        seen = plan_detail(session, plan_id)
        plan = session.get_one(VisitPlan, plan_id)
        (sheet,) = visit_sheets(session, [plan])
    turns = [visit.code for visit in seen.visits]
    assert turns == ["C5", "C6", "C3", "C4"]  # from the middle to one end of the road, and back
    assert [visit.turn for visit in seen.visits] == [1, 2, 3, 4]
    assert [visit.client.code for visit in sheet.visits] == turns
    assert len(sheet.places) == 4
    assert seen.clients == tuple(turns)
