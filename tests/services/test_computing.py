"""Computed proposals: what stands on them, changed by hand, taken up, and what came of them."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from desktop.basics.drafts.agreement import AgreementDraft
from desktop.basics.drafts.assortment import AssortmentDraft
from desktop.basics.drafts.order import OrderedLine
from desktop.basics.drafts.product import ProductDraft
from desktop.basics.drafts.proposal import ProposalAsked, ProposalDraft, ProposalLineDraft
from desktop.basics.drafts.survey import LevelDraft, SurveyDraft
from desktop.basics.errors import Refused
from desktop.basics.report import Scope
from desktop.models import Agreement, AssortmentRule, Order, Proposal
from desktop.queries.facts.came_true import learned_factors
from desktop.queries.facts.market import market
from desktop.queries.plans.shelf import ask_shelf, ground_of
from desktop.queries.proposals import ProposalDetail, proposal_detail
from desktop.queries.reports.registry import REPORTS
from desktop.queries.would_differ import Differing, would_differ
from desktop.services.accepted import take_up_proposal
from desktop.services.agreements import (
    approve_agreement,
    draft_agreement,
    sign_agreement,
    submit_agreement,
    void_agreement,
)
from desktop.services.assortment import add_rule, set_rule, shipped_rules, take_shipped
from desktop.services.clients import ClientDraft, add_client
from desktop.services.computing import propose_shelf
from desktop.services.deliveries import record_delivery
from desktop.services.find import find_client
from desktop.services.orders import add_order
from desktop.services.products import add_product
from desktop.services.proposals import (
    answer_proposal,
    confirm_proposal,
    edit_proposal_draft,
    present_proposal,
    record_survey,
)
from tests.office import MONDAY, Team, new_team
from tests.services.tried import UNREVIEWED

LATER = MONDAY + timedelta(days=100)
GOODS = (
    ("P2", "香皂", "皂角", "香皂", 310, 390, 92, 58),
    ("P3", "沐浴露", "竹露", "沐浴", 1530, 1990, 80, 205),
    ("P4", "礼盒", "锦绣", "礼盒", 4480, 5990, 260, 300),
    ("P5", "牙膏", "井盐", "口腔", 480, 590, 190, 42),
)


def make(database_url: str) -> Team:
    """A school shop with a measured shelf, five products and the shipped rules."""
    team = new_team(database_url)
    take_shipped(team.m1)
    for code, name, line, category, supply, retail, width, height in GOODS:
        draft_of = ProductDraft(
            code,
            name,
            line,
            category,
            {"块": 1, "箱": 24},
            {"块": supply},
            retail,
            width_mm=width,
            height_mm=height,
            trade_margin=Decimal("0.22"),
        )
        add_product(team.c1, draft_of)
    survey(team, "C1")
    return team


def survey(team: Team, client: str) -> None:
    groups = {"学生": Decimal("0.6"), "老人": Decimal("0.4")}
    levels = [LevelDraft(60, 25), LevelDraft(60, 32)]
    draft_of = SurveyDraft(client, "文具店", 30, 800, groups, "middle", 1, levels)
    record_survey(team.r1, draft_of)


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return make(sqlite_url)


def shown(team: Team, key: int) -> ProposalDetail:
    with team.r1.reading() as session:
        return proposal_detail(session, key, team.day)


def as_draft(item: ProposalDetail) -> ProposalDraft:
    lines = [
        ProposalLineDraft(one.product, one.unit, one.facings, one.level, one.quantity, one.reason)
        for one in item.lines
    ]
    return ProposalDraft(item.client, item.valid_until, item.customers, lines)


def accepted(team: Team, key: int) -> None:
    confirm_proposal(team.m2, key)
    present_proposal(team.r1, key)
    answer_proposal(team.r1, key, accepted=True)


def test_a_school_shop_gets_soap_and_a_rule_says_why_but_no_gift_set(database_url: str) -> None:
    team = make(database_url)
    team.day = MONDAY.replace(month=3)  # in January gifts suit every shop
    item = shown(team, propose_shelf(team.r1, ProposalAsked("C1")))
    codes = [line.product for line in item.lines]
    assert "P2" in codes
    assert "P4" not in codes
    (soap,) = [line for line in item.lines if line.product == "P2"]
    assert soap.reason.startswith("住校的学生人手一块香皂；")
    assert all(line.reason.count("；") < 2 for line in item.lines)
    why = {row.product: row.why for row in item.left_out}
    assert why["礼盒"] == "unfit"
    assert why["洗面奶"] == "no_width"
    assert item.month_fen > 0


def test_what_a_person_changes_is_marked_and_keeps_its_reckoning(team: Team) -> None:
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    before = shown(team, key)
    first, *rest = as_draft(before).lines
    gone = rest.pop()
    more = ProposalLineDraft("P1", "支", 1, 2, 3, "老板自己要的")
    lines = [replace(first, facings=1, reason="老板娘爱用"), *rest, more]
    with team.r1.reading() as session:
        version = session.get_one(Proposal, key).version
    edit_proposal_draft(team.c1, key, version, replace(as_draft(before), lines=lines))

    after = shown(team, key)
    marked = {line.product: line.changed for line in after.lines}
    assert marked[first.product] == ("facings", "reason")
    assert marked["P1"] == ("added",)
    assert all(not marked[one.product] for one in rest)
    names = {line.product: line.name for line in before.lines}
    assert (names[gone.product], "taken_out") in {(row.product, row.why) for row in after.left_out}
    kept = {line.product: line.month_units for line in after.lines}
    assert kept[first.product] is not None
    assert kept["P1"] is not None  # of unknown width, and so no candidate: reckoned all the same


def test_who_overfills_a_level_is_told_all_that_it_would_need(team: Team) -> None:
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    before = shown(team, key)
    lines = [replace(one, facings=6, level=1) for one in as_draft(before).lines]
    wide_mm = sum(6 * one.width_mm for one in before.lines)
    with team.r1.reading() as session:
        version = session.get_one(Proposal, key).version
    with pytest.raises(Refused, match=f"第 1 层需要 {-(-wide_mm // 10)} 厘米"):
        edit_proposal_draft(team.c1, key, version, replace(as_draft(before), lines=lines))


def test_a_well_off_estate_gets_these_and_complements_and_gift_sets(team: Team) -> None:
    team.day = MONDAY.replace(month=3)
    add_client(team.r1, ClientDraft("C8", "锦绣花园", "小区店", households=900))
    groups = {"家庭": Decimal("0.7"), "上班族": Decimal("0.3")}
    levels = [LevelDraft(120, 35), LevelDraft(120, 35)]
    draft_of = SurveyDraft("C8", "社区超市", 90, 900, groups, "high", 1, levels)
    record_survey(team.r1, draft_of)
    item = shown(team, propose_shelf(team.r1, ProposalAsked("C8")))
    reasons = {line.product: line.reason for line in item.lines}
    assert {"P2", "P3", "P4"} <= reasons.keys(), "soap, shower gel, a gift set"
    assert reasons["P4"].startswith("附近的人舍得花钱")


def test_a_shop_that_sells_already_hears_what_to_add_and_what_to_take_out(team: Team) -> None:
    order = add_order(team.r1, "C1", [OrderedLine("P4", "块", 2), OrderedLine("P2", "块", 50)])
    record_delivery(team.d1, order, None)
    item = shown(team, propose_shelf(team.r1, ProposalAsked("C1")))
    (soap,) = [line for line in item.lines if line.product == "P2"]
    assert (soap.sold, soap.now_units, soap.is_new) == (50, 16, False)
    assert "您店里一直在卖" in soap.reason
    stands = {line.product for line in item.lines}
    assert {line.product for line in item.lines if line.is_new} == stands - {"P2", "P4"}
    out = [(row.product, row.units) for row in item.to_take_out]
    assert out == ([] if "P4" in stands else [("礼盒", 2)])


def test_a_neighbours_line_is_left_out_unless_the_own_agreement_promises_it(team: Team) -> None:
    where = {"lat": Decimal("31.46"), "lon": Decimal("104.74")}
    add_client(team.r1, ClientDraft("C8", "校门口", "学校店", **where))
    near = where | {"lat": Decimal("31.461")}
    add_client(team.r1, ClientDraft("C9", "对门", "街边店", **near))
    survey(team, "C8")
    signed(team, "C9", ["皂角"])

    item = shown(team, propose_shelf(team.r1, ProposalAsked("C8")))
    assert "P2" not in {line.product for line in item.lines}
    (told,) = [row for row in item.left_out if row.why == "led_near"]
    assert (told.product, told.words) == ("香皂", "111 米外的对门主推皂角")

    signed(team, "C8", ["皂角"])
    item = shown(team, propose_shelf(team.r1, ProposalAsked("C8")))
    assert "P2" in {line.product for line in item.lines}


def signed(team: Team, client: str, lines: list[str]) -> None:
    rates = Decimal("0.05"), Decimal("0.02")
    terms = AgreementDraft(client, MONDAY, MONDAY.replace(year=2027), *rates, lead_lines=lines)
    key = draft_agreement(team.c1, terms)
    submit_agreement(team.c1, key)
    approve_agreement(team.m1, key)
    sign_agreement(team.c1, key, None, UNREVIEWED)


def test_an_accepted_one_becomes_agreement_and_order_with_nothing_typed(team: Team) -> None:
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    accepted(team, key)
    agreement_id = take_up_proposal(team.c1, key)
    item = shown(team, key)
    with team.c1.reading() as session:
        agreement = session.get_one(Agreement, agreement_id)
        order = session.scalars(select(Order)).one()
        prices = {one.price_fen for one in agreement.protected_prices}
        assert {(one.product.code, one.quantity) for one in order.lines} == {
            (one.product, one.quantity) for one in item.lines
        }
        assert {one.line for one in agreement.lead_lines} == {one.line for one in item.lines}
        assert (agreement.starts_on, agreement.ends_on) == (MONDAY, date(2027, 1, 4))
        assert (agreement.basic_rate, agreement.fund_rate) == (Decimal("0.03"), Decimal("0.02"))
    soap = 390 - 20  # 5 % of 3.90 is 19.5 fen
    assert soap in prices
    with pytest.raises(Refused) as said:
        take_up_proposal(team.c1, key)
    assert said.value.code == "duplicate"


def test_one_whose_agreement_was_made_void_becomes_another(team: Team) -> None:
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    accepted(team, key)
    wrong = take_up_proposal(team.c1, key)
    submit_agreement(team.c1, wrong)
    approve_agreement(team.m1, wrong)
    assert shown(team, key).agreement_id == wrong
    void_agreement(team.m1, wrong)
    assert shown(team, key).agreement_id is None
    right = take_up_proposal(team.c1, key)
    assert shown(team, key).agreement_id == right
    with team.c1.reading() as session:
        assert len(session.scalars(select(Order)).all()) == 1


def test_a_client_with_an_agreement_gets_its_amendment(team: Team) -> None:
    signed(team, "C1", ["竹露"])
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    accepted(team, key)
    agreement_id = take_up_proposal(team.c1, key)
    with team.c1.reading() as session:
        agreement = session.get_one(Agreement, agreement_id)
        assert agreement.starts_on == MONDAY + timedelta(days=1)
        assert agreement.ends_on == MONDAY.replace(year=2027)
        assert agreement.basic_rate == Decimal("0.05")
        assert "竹露" in {one.line for one in agreement.lead_lines}


def test_ninety_days_later_expected_stands_beside_delivered_and_is_learned(team: Team) -> None:
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    accepted(team, key)
    take_up_proposal(team.c1, key)
    with team.c1.reading() as session:
        order = session.scalars(select(Order.id)).one()
    record_delivery(team.d1, order, None)
    assert not shown(team, key).came_true.of_age  # type: ignore[union-attr]
    more = add_order(team.r1, "C1", [OrderedLine("P2", "块", 400)])
    record_delivery(team.d1, more, None)

    team.day = LATER
    came = shown(team, key).came_true
    assert came is not None
    assert came.of_age
    soap = {row.product: row for row in came.rows}["香皂"]
    first = {line.product: line.quantity for line in shown(team, key).lines}["P2"]
    assert soap.delivered == first + 400
    assert soap.expected is not None
    with team.c1.reading() as session:
        learned = learned_factors(session, LATER)
        assert learned["香皂"] == Decimal("1.5")  # far more than expected, within its bound
        assert market(session, LATER).learned == learned
        tables = {
            one.name: one
            for one in REPORTS["proposals"].report(session, Scope(MONDAY, LATER), LATER).tables
        }
    assert tables["rep"].total == ("合计", 1, 1, 0, Decimal(1))
    rules = {str(line.values[0]): line.values for line in tables["rules"].lines}
    assert rules["A02 香皂"][3] == soap.delivered


def test_an_edited_rule_tells_which_open_proposals_would_come_out_otherwise(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [propose_shelf(team.r1, ProposalAsked("C1")) for _turn in range(3)]
    with team.m1.reading() as session:
        assert would_differ(session, team.day) == Differing((), 3, 3)
    set_rule(team.m1, AssortmentDraft("Z1", -5, "卖不动", category="香皂"))
    monkeypatch.setattr("desktop.queries.would_differ.AT_ONCE", 2)
    with team.m1.reading() as session:
        newest = would_differ(session, team.day)
        assert (newest.looked, newest.all, newest.is_done) == (2, 3, False)
        found = would_differ(session, team.day, newest)
    assert found.is_done
    assert [row.id for row in found.rows] == keys[::-1]
    assert all("香皂" in row.fewer for row in found.rows)


def test_what_is_told_as_left_out_ends_after_thirty_but_no_must_and_no_neighbour_is_lost(
    team: Team,
) -> None:
    where = {"lat": Decimal("31.46"), "lon": Decimal("104.74")}
    add_client(team.r1, ClientDraft("C8", "校门口", "学校店", **where))
    near = where | {"lat": Decimal("31.461")}
    add_client(team.r1, ClientDraft("C9", "对门", "街边店", **near))
    survey(team, "C8")
    signed(team, "C9", ["皂角"])
    set_rule(team.m1, AssortmentDraft("Z1", 5, "必须有", category="必备", must=True))
    wide = ("必备", 700, 5), ("棉品", 300, 40)
    for category, width, number in wide:
        for at in range(number):
            name = f"{category}{at:02}"
            draft_of = ProductDraft(
                f"N{width}{at:02}", name, "棉", category, {"包": 1}, {"包": 300}, 500 + at,
                width_mm=width,
            )  # fmt: skip
            add_product(team.c1, draft_of)
    item = shown(team, propose_shelf(team.r1, ProposalAsked("C8")))
    whys = [row.why for row in item.left_out]
    assert whys[0] == "led_near"
    musts = [row for row in item.left_out if row.product.startswith("必备")]
    assert [row.why for row in musts] == ["too_wide"] * 5
    assert len(item.left_out) == 1 + 5 + 30
    on_sale = len(GOODS) + 1 + 5 + 40
    assert item.more_left_out == on_sale - len(item.lines) - len(item.left_out) > 0


def test_what_is_the_same_for_all_shops_is_read_again_only_after_a_change(team: Team) -> None:
    with team.r1.reading() as session:
        ground = ground_of(session, team.day)
        assert ground_of(session, team.day) is ground
        assert ground_of(session, LATER) is not ground
        ground = ground_of(session, team.day)
    with team.r1.transaction("proposal.compute") as session:
        assert ground_of(session, team.day) is ground
    set_rule(team.m1, AssortmentDraft("Z1", 5, "好卖", category="香皂"))
    with team.r1.reading() as session:
        assert ground_of(session, team.day) is not ground


def test_the_shipped_rules_are_sound_and_taken_once(team: Team) -> None:
    drafts = shipped_rules()
    assert len({one.code for one in drafts}) == len(drafts) >= 30
    assert {month for one in drafts for month in one.months} >= {1, 7}
    with team.m1.reading() as session:
        assert len(session.scalars(select(AssortmentRule)).all()) == len(drafts)
    with pytest.raises(Refused) as said:
        take_shipped(team.m1)
    assert said.value.code == "wrong_state"


def test_a_new_rule_takes_no_others_code(team: Team) -> None:
    key = set_rule(team.m1, AssortmentDraft("Z1", 5, "好卖", category="香皂"))
    for code in ("Z1", "z1 "):
        with pytest.raises(Refused) as said:
            add_rule(team.m1, AssortmentDraft(code, -5, "不好卖", category="香皂"))
        assert (said.value.code, said.value.field) == ("duplicate", "code")
    add_rule(team.m1, AssortmentDraft("Z2", -5, "不好卖", category="香皂"))
    with team.m1.reading() as session:
        assert session.get_one(AssortmentRule, key).weight == 5


def test_thirty_shops_of_one_day_share_what_was_read(team: Team) -> None:
    with team.r1.transaction("proposal.compute") as session:
        ground = ground_of(session, team.day)
        asked = ask_shelf(session, find_client(session, "C1"), ground)
    assert {one.code for one in asked.problem.products} == set(asked.candidates)
    assert propose_shelf(team.r1, ProposalAsked("C1"), ground)


def test_where_nothing_can_stand_the_refusal_says_what_is_missing(database_url: str) -> None:
    team = new_team(database_url)
    add_product(team.c1, ProductDraft("H1", "香皂", "白石", "香皂", {"块": 1}, {"块": 320}, 450))
    survey(team, "C1")
    with pytest.raises(Refused, match="还没有产品组合规则"):
        propose_shelf(team.r1, ProposalAsked("C1"))
    take_shipped(team.m1)
    with pytest.raises(Refused, match="缺宽度、高度或价格"):
        propose_shelf(team.r1, ProposalAsked("C1"))
