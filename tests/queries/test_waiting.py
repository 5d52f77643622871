"""What waits for a role leads to a filter that its page has."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from desktop.basics.drafts.case import CaseDraft
from desktop.basics.roles import ROLES
from desktop.models import Client, Staff
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked, PageList, count_all
from desktop.queries.today import desk_day
from desktop.queries.waiting import KINDS, waiting
from desktop.services.cases import ReporterDraft, accept_case, report_case, rule_case
from desktop.services.clients import ClientDraft, add_client
from desktop.services.stock import receive_stock, start_stock
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.pages import PAGES
from tests.office import Team, new_team
from tests.services.through_states import sold


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def found(team: Team, role: str, day: date) -> dict[str, int]:
    with team.office.reading() as session:
        return {
            f"{one.kind.page}:{one.kind.filter}": one.number
            for one in waiting(session, day, [role])
        }


def test_a_reward_waits_for_the_cashier_from_the_sixteenth_day(team: Team) -> None:
    sold(team)
    reporters = [ReporterDraft("unnamed"), ReporterDraft("unnamed")]
    case = report_case(
        team.r1, CaseDraft(client="C1", seen_on=team.day, product="P1", price_fen=4400), reporters
    ).case_id
    accept_case(team.m1, case)
    assert found(team, "manager", team.day) == {"cases:open": 1}
    rule_case(team.m1, case, True)
    assert found(team, "cashier", team.day + timedelta(days=15)) == {}
    assert found(team, "cashier", team.day + timedelta(days=16)) == {"cases:reward": 1}


def page_lists() -> dict[str, PageList[object]]:
    """The list of each page that declares one."""
    found = {}
    for entry in PAGES:
        if issubclass(entry.kind, ListPage) and entry.kind.records is not None:
            found[entry.name] = entry.kind.records
    return found


def test_every_kind_of_work_is_a_filter_of_its_page() -> None:
    lists = page_lists()
    for kind in KINDS:
        if kind.records is not None:
            assert lists[kind.page] is kind.records, kind
            assert kind.records.filter(kind.filter), kind


def test_every_filter_of_every_page_counts_what_it_lists(team: Team) -> None:
    sold(team)
    start_stock(team.d1, [])
    receive_stock(team.d1, 1, "L1", team.day + timedelta(days=20), "箱", 1)
    report_case(
        team.r1,
        CaseDraft(client="C1", seen_on=team.day, product="P1", price_fen=4400),
        [ReporterDraft("unnamed")],
    )
    lists, some = page_lists(), set()
    assert len(lists) >= 17
    for day in (team.day, team.day + timedelta(days=30)):
        with team.office.reading() as session:
            asked = Asked(session, day, 1, ROLES)
            for page, records in lists.items():
                for name in (one.name for one in records.filters):
                    (number,) = count_all(asked, [(records, name)])
                    assert number == len(records.ids(asked, Wanted(filter=name))), (page, name)
                    some |= {page} if number else set()
    assert {"clients", "orders", "deliveries", "products", "cases", "fund"} <= some


def test_what_two_roles_share_stands_once_for_a_person_and_for_each_role_of_the_office(
    team: Team,
) -> None:
    start_stock(team.d1, [])
    receive_stock(team.d1, 1, "L1", team.day + timedelta(days=20), "箱", 1)
    add_client(team.r1, ClientDraft("C8", "老店", "学校店", rep="r1", client_class="A"))
    with team.office.transaction("replay") as session:
        client = session.scalars(select(Client).where(Client.code == "C8")).one()
        client.state, client.active_since = "active", team.day
    later, roles = team.day + timedelta(days=30), ("manager", "rep", "clerk", "dispatcher")
    with team.office.reading() as session:
        rep = session.scalars(select(Staff.id).where(Staff.code == "r1")).one()
        person = [(one.page, one.filter) for one in desk_day(session, later, rep, roles).sections]
        office = [(one.kind.role, one.kind.filter) for one in waiting(session, later, roles)]
    assert [one for one in person if one[0] == "clients"] == [
        ("clients", "overdue"),
        ("clients", "my_overdue"),
    ]
    assert [one for one in office if "overdue" in one[1]] == [
        ("manager", "overdue"),
        ("rep", "my_overdue"),
    ]
    assert person.count(("products", "expired")) == 1
    assert [one for one in office if one[1] == "expired"] == [
        ("dispatcher", "expired"),
        ("clerk", "expired"),
    ]
