"""Who leads which line (P6): gathered from agreements in force, rules and surveys."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from desktop.basics.drafts.assortment import AssortmentDraft
from desktop.planning.lines import Problem
from desktop.planning.staggering.form import Client
from desktop.queries.plans.lines import lines_problem
from desktop.queries.plans.planned import lines_as_wished, planned
from desktop.services.agreements import UNREVIEWED, sign_agreement
from desktop.services.assortment import set_rule
from desktop.services.clients import ClientDraft, add_client
from desktop.services.products import ProductDraft, add_product
from tests.office import MONDAY, Team, new_team
from tests.services.through_states import approved

SCHOOL = AssortmentDraft("R1", 3, "学生多，洗面奶好卖。", category="日用", segment="学校店")


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    """Lines 清泉 (P1), 雅集 (P2), 清风 (P3), 远山 (P4, no price); C6 and C7 are neighbours."""
    team = new_team(database_url)
    for code, line, category in (("P2", "雅集", "日用"), ("P3", "清风", "礼盒")):
        add_product(
            team.c1, ProductDraft(code, f"商品{code}", line, category, {"支": 1}, {"支": 100})
        )
    add_product(team.c1, ProductDraft("P4", "商品P4", "远山", "日用", {"支": 1}, {}))
    for code, lat in (("C6", "30"), ("C7", "30.001")):
        shop = ClientDraft(code, f"小店{code}", "学校店", lat=Decimal(lat), lon=Decimal(104))
        add_client(team.r1, shop)
    for client in ("C1", "C6", "C7"):
        sign_agreement(team.c1, approved(team, client, lead_lines=["雅集"]), None, UNREVIEWED)
    yield team
    team.office.engine.dispose()


def asked(team: Team, **others: bool) -> Problem:
    with team.office.reading() as session:
        return lines_problem(session, team.day, **others)


def by_code(problem: Problem) -> dict[str, Client]:
    return {client.code: client for client in problem.clients}


def test_clients_with_an_agreement_in_force_get_as_many_lines_as_they_lead(team: Team) -> None:
    set_rule(team.m1, SCHOOL)
    problem = asked(team)
    assert (problem.radius_m, problem.keep_today) == (300, True)
    found = by_code(problem)
    assert sorted(found) == ["C1", "C6", "C7"]
    assert found["C6"] == Client(
        code="C6",
        lat=30.0,
        lon=104.0,
        now=("雅集",),
        allowed=("清泉", "清风", "雅集"),
        fixed=(),
        count=1,
        fit={"清泉": 0, "清风": 0, "雅集": 3},
    )
    assert (found["C1"].lat, found["C1"].lon) == (None, None)


def test_a_line_none_of_whose_products_fits_is_not_allowed_unless_it_stays(team: Team) -> None:
    set_rule(team.m1, replace(SCHOOL, weight=-2))
    assert by_code(asked(team))["C6"].allowed == ("清泉", "清风")
    set_rule(team.m1, replace(SCHOOL, code="R2", category="", product="P3", weight=-1))
    assert by_code(asked(team))["C6"].allowed == ("清泉",)
    stays = by_code(asked(team, fixed=True))["C6"]
    assert (stays.fixed, stays.allowed) == (("雅集",), ("清泉", "雅集"))


def test_before_an_agreement_begins_nobody_is_given_lines(team: Team) -> None:
    with team.office.reading() as session:
        assert lines_problem(session, MONDAY - timedelta(days=400)).clients == ()


def test_the_plan_of_the_office_keeps_neighbours_apart(team: Team) -> None:
    with team.office.reading() as session:
        made = planned(session, "lines", team.day)
    lines = made.plan.lines
    assert lines["C6"] != lines["C7"]
    assert ("雅集",) in {lines["C6"], lines["C7"]}
    assert lines["C1"] == ("雅集",)
    assert (made.plan.conflicts, made.plan.changes, made.plan.optimal) == (0, 1, True)


def test_lines_of_agreements_stay_when_that_is_wished(team: Team) -> None:
    with team.office.reading() as session:
        made = lines_as_wished(session, team.day, keep_today=False, fixed=True)
    assert not made.problem.keep_today
    assert set(made.plan.lines.values()) == {("雅集",)}
    assert (made.plan.conflicts, made.plan.bound) == (1, 1)
