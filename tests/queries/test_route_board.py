"""A rep's weeks by hand: reckoned as the solver reckons them, moved as classes allow (G10)."""

from collections.abc import Iterator, Sequence

import pytest
from sqlalchemy import select

from desktop.basics.drafts.route_plan import RouteLineDraft
from desktop.basics.places import Place
from desktop.models import Client
from desktop.planning.visiting import ground
from desktop.planning.visits import solve
from desktop.queries.route_board import RouteBoard, computed, known_lines, moved, route_board
from desktop.services.clients import close_client
from tests.office import MONDAY, Team
from tests.services.test_route_plans import activated, put, roadside


@pytest.fixture
def team(sqlite_url: str) -> Iterator[Team]:
    team = roadside(sqlite_url)
    activated(team)
    yield team
    team.office.engine.dispose()


def board(team: Team) -> RouteBoard:
    with team.office.reading() as session:
        return route_board(session, "r1", team.day)


def test_weeks_by_hand_cost_what_the_solver_says(team: Team) -> None:
    found = board(team)
    plan = solve(found.problem)
    lines = computed(found, {}, lambda _far: False, keep_today=False)
    again = found.planned(lines)
    assert (again.metres, again.over_s, again.longest_s) == (
        plan.metres, plan.over_s, plan.longest_s,
    )  # fmt: skip
    assert [(day.week, day.weekday) for day in again.days] == [
        (day.week, day.weekday) for day in plan.days
    ]


def test_ways_are_measured_between_those_of_one_day_alone(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    measured: list[int] = []
    whole = ground.apart_from_mm

    def measuring(places: Sequence[Place]) -> Iterator[list[int]]:
        measured.append(len(places))
        return whole(places)

    monkeypatch.setattr(ground, "apart_from_mm", measuring)
    found = board(team)
    assert measured == []
    lines = {code: RouteLineDraft(code, 1, "1") for code in ("C3", "C4")}
    found.planned(lines)
    assert measured == [3]
    found.planned({**lines, "C4": RouteLineDraft("C4", 2, "1")})
    assert measured == [3, 2, 2]


def test_a_move_keeps_the_weeks_that_a_class_asks_for(team: Team) -> None:
    put(team)
    found = board(team)
    assert found.standing is not None
    assert (found.standing.week_now, found.standing.starts_on) == (1, MONDAY)
    lines = found.standing.lines
    assert found.put(lines, "C3", 3, 4) == RouteLineDraft("C3", 4, "1234")
    assert found.put(lines, "C4", 2, 4) == RouteLineDraft("C4", 4, "24")
    assert found.put(lines, "C5", 3, 2) == RouteLineDraft("C5", 2, "13", fixed=True)
    assert found.put(lines, "C6", 1, 1) == RouteLineDraft("C6", 1, "1")
    assert moved(lines, {**lines, "C4": RouteLineDraft("C4", 4, "24")}) == 1


def test_what_is_fixed_stays_and_a_search_is_watched_and_ended(team: Team) -> None:
    found, seen = board(team), []

    def watch(far: tuple[int, int] | None) -> bool:
        if far is not None:
            seen.append(far)
        return bool(seen)

    fixed = {"C6": RouteLineDraft("C6", 6, "1", fixed=True)}
    lines = computed(found, fixed, watch, keep_today=True)
    assert lines["C6"].weekday == 6
    assert len(seen) == 1
    assert 6 in found.weekdays(lines)


def test_a_kept_draft_leaves_out_who_is_gone_or_of_another_class(team: Team) -> None:
    kept = [["C3", 1, "13", False], ["C4", 1, "13", True], ["C99", 1, "1", False]]
    assert known_lines(board(team), kept) == {"C4": RouteLineDraft("C4", 1, "13", fixed=True)}


def test_who_was_closed_since_stands_no_more(team: Team) -> None:
    put(team)
    with team.office.reading() as session:
        closed = session.scalars(select(Client.id).where(Client.code == "C6")).one()
    close_client(team.m1, closed, "关门")
    found = board(team)
    assert found.standing is not None
    assert set(found.standing.lines) == {"C3", "C4", "C5"}
