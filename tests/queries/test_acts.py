"""The search box does things: an act's word and a client lead to its form, payout or paper."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.opening import OpeningDraft
from desktop.basics.roles import may
from desktop.models import Payout
from desktop.queries.found import Found
from desktop.queries.search import find_anything, names_of
from desktop.services.clients import (
    ClientDraft,
    add_client,
    approve_opening,
    close_client,
    set_opening,
)
from desktop.services.office import Office
from desktop.services.staff import add_staff
from tests.office import Team, new_team, office_of_story

PLACES = dict.fromkeys(
    ("clients", "orders", "payouts", "suggestions", "visits", "staff", "products", "payments"), ""
)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Team:
    team = new_team(f"sqlite:///{tmp_path_factory.mktemp('acts') / 'office.db'}")
    add_client(team.r1, ClientDraft("K7", "红苹果超市", "社区店", rep="r1"))
    add_client(team.r1, ClientDraft("K8", "打印店小卖部", "学校店", rep="r1"))
    return team


def found(office: Office, typed: str, places: dict[str, str] = PLACES) -> Sequence[Found]:
    person = office.person
    assert person is not None
    with office.reading() as session:
        return find_anything(session, typed, places, lambda action: may(person.roles, action))


@pytest.mark.parametrize("typed", ["收款 红苹果", "付 红苹果", "红苹果 收款", "收款红苹果", "收款"])
def test_whoever_asks_for_the_work_of_others_hears_whose_it_is(team: Team, typed: str) -> None:
    (one,) = found(team.r1, typed, {"orders": ""})
    assert not one.leads
    assert one.under == "这一步由以下岗位办理：出纳。"
    assert found(team.r1, "没有这家店", {"orders": ""}) == []


@pytest.mark.parametrize(
    "typed",
    ["开单 红苹果", "红苹果 开单", "kd K7", "xjdd hpg", "开单 k7", "开单红苹果", "下单　红苹果"],
)
def test_an_order_is_begun_by_its_word_and_the_client(team: Team, typed: str) -> None:
    first = found(team.r1, typed)[0]
    assert (first.page, first.do, first.client) == ("orders", "new", "K7")


def test_nobody_is_offered_what_is_not_theirs(team: Team) -> None:
    assert not [one for one in found(team.d1, "建议 红苹果") if one.do]
    assert not [one for one in found(team.r1, "付 红苹果") if one.leads and "兑付" in one.words]
    without = {name: "" for name in PLACES if name != "orders"}
    assert not [one for one in found(team.r1, "开单 红苹果", without) if one.do]


def test_where_nothing_is_to_be_paid_it_says_so_and_leads_nowhere(team: Team) -> None:
    (one,) = found(team.k1, "付 红苹果")
    assert "红苹果超市" in one.words
    assert not one.leads


def test_a_paper_is_named_with_its_client_in_any_order(team: Team) -> None:
    for typed in ("打印 调查表 K7", "打印 K7 调查表", "dy dcb hpg", "K7 dcb"):
        papers = [one.paper for one in found(team.r1, typed) if one.paper]
        assert [(one.kind, one.document) for one in papers] == [("survey_form", "K7")], typed


def test_a_shop_whose_name_begins_like_an_act_is_found_as_a_shop(team: Team) -> None:
    assert found(team.r1, "打印店")[0].words == "打印店小卖部"


def test_people_are_found_by_who_may_see_them(team: Team) -> None:
    assert [one.page for one in found(team.m1, "员工R1")] == ["staff"]
    assert not found(team.r1, "员工R1", {"clients": ""})


def test_what_was_opened_has_its_name_again(team: Team) -> None:
    with team.r1.reading() as session:
        client = found(team.r1, "K7")[0]
        assert client.key is not None
        names = names_of(session, [("clients", client.key), ("clients", 99_999)])
    assert [one.words for one in names] == ["红苹果超市"]


def test_of_shops_alike_those_are_offered_that_get_something(tmp_path: Path) -> None:
    office = office_of_story("ended-in-mid-quarter", str(tmp_path / "office.db"))
    add_staff(office.on(date(2026, 4, 2), office.find_person("ad")), "k1", "出纳", ["cashier"])
    team = Team(office, date(2026, 4, 2))
    for number in range(15):
        add_client(team.m1, ClientDraft(f"A{number}", f"东门{number}号", "学校店"))
    with team.m1.reading() as session:
        unpaid = session.scalars(select(Payout.number).where(Payout.state == "unpaid")).all()
    assert [one.under for one in found(team.k1, "付 东门")] == unpaid != []


def test_a_statement_is_offered_before_a_settlement_too(team: Team) -> None:
    """A draft of the quarter in which the fund moved last; a shop without a fund has none."""
    approve_opening(team.m1, set_opening(team.c1, OpeningDraft("K8", 0, 1_234)))
    papers = [one.paper for one in found(team.c1, "打印 对账单 K8") if one.paper]
    assert [(one.kind, one.document, one.quarter) for one in papers] == [
        ("statement", "K8", Quarter(2026, 1))
    ]
    (none,) = found(team.c1, "打印 对账单 K7")
    assert not none.leads


def test_a_closed_clients_papers_are_offered_and_no_order(team: Team) -> None:
    close_client(team.r1, add_client(team.r1, ClientDraft("K9", "关门小店", "学校店")))
    assert "client_file" in [one.paper.kind for one in found(team.r1, "打印 K9") if one.paper]
    assert not [one for one in found(team.r1, "开单 K9") if one.do]


@pytest.mark.parametrize(
    ("typed", "page", "do"),
    [
        ("承诺利益", "benefits", "promise"),
        ("cnly", "benefits", "promise"),
        ("退余款", "payments", "refund"),
        ("退货", "deliveries", ""),
        ("收货入库", "products", ""),
        ("开单", "orders", "new"),
        ("签约", "agreements", "new"),
    ],
)
def test_an_action_is_found_by_its_own_words(team: Team, typed: str, page: str, do: str) -> None:
    everything = dict.fromkeys((*PLACES, "agreements", "benefits", "deliveries"), "")
    with team.office.reading() as session:
        first = find_anything(session, typed, everything, lambda _action: True)[0]
    assert (first.page, first.do, first.key) == (page, do, None)
    with team.office.reading() as session:
        (others,) = find_anything(session, typed, everything, lambda _action: False)
    assert not others.leads
