"""What waits for a role leads to a filter that its page has."""

from datetime import date, timedelta
from importlib import import_module

import pytest
from sqlalchemy import select

from desktop.models import Client, Staff
from desktop.queries.waiting import DUE, KINDS, waiting
from desktop.services.cases import ReporterDraft, accept_case, report_case, rule_case
from desktop.services.clients import ClientDraft, add_client
from desktop.views.page import ListPage
from desktop.views.pages import PAGES
from tests.office import Team, new_team
from tests.services.test_moves import sold


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def found(team: Team, role: str, day: date) -> dict[str, int]:
    with team.office.reading() as session:
        return {f"{one.page}:{one.filter}": one.number for one in waiting(session, day, [role])}


def test_a_reward_waits_for_the_cashier_from_the_sixteenth_day(team: Team) -> None:
    sold(team)
    reporters = [ReporterDraft("unnamed"), ReporterDraft("unnamed")]
    case = report_case(team.r1, "C1", "P1", 4400, team.day, reporters).case_id
    accept_case(team.m1, case)
    assert found(team, "manager", team.day) == {"cases:open": 1}
    rule_case(team.m1, case, True)
    assert found(team, "cashier", team.day + timedelta(days=15)) == {}
    assert found(team, "cashier", team.day + timedelta(days=16)) == {"cases:reward": 1}


def test_every_page_that_is_named_has_the_filter() -> None:
    places = {entry.name: entry.place for entry in PAGES}
    named = {(kind.page, kind.filter) for kind in KINDS} - {DUE}
    named |= {(kind.page, f"my_{kind.filter}") for kind in KINDS if kind.own}
    for page, name in named:
        place, _dot, kind = places[page].rpartition(".")
        made = getattr(import_module(place), kind)
        assert issubclass(made, ListPage)
        assert name in {one.name for one in made.filters}, (page, name)


def test_what_two_roles_share_stands_once_for_a_person_and_for_each_role_of_the_office(
    team: Team,
) -> None:
    add_client(team.r1, ClientDraft("C8", "老店", "学校店", rep="r1", client_class="A"))
    with team.office.transaction("replay") as session:
        client = session.scalars(select(Client).where(Client.code == "C8")).one()
        client.state, client.active_since = "active", team.day
    later, roles = team.day + timedelta(days=30), ("manager", "rep")
    with team.office.reading() as session:
        rep = session.scalars(select(Staff.id).where(Staff.code == "r1")).one()
        mine = [one for one in waiting(session, later, roles, rep) if one.filter == "overdue"]
        office = [one for one in waiting(session, later, roles) if one.filter == "overdue"]
    assert [one.number for one in mine] == [1]
    assert [one.role for one in office] == ["manager", "rep"]
