"""What is worth knowing of an order: as it is typed, and while it stands (D1)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from desktop.basics.drafts.area import AreaDraft
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.order import OrderedLine
from desktop.basics.drafts.product import ProductDraft
from desktop.basics.drafts.proposal import ProposalDraft, ProposalLineDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.fields import stored
from desktop.models import Client
from desktop.queries.open_run import run_detail, to_plan
from desktop.queries.orders import (
    OrderDetail,
    TypedOrder,
    judge_typed,
    order_detail,
    order_rows,
)
from desktop.services.agreements import sign_agreement, terminate_agreement
from desktop.services.areas import set_area
from desktop.services.clients import edit_client
from desktop.services.deliveries import record_delivery
from desktop.services.orders import add_order, cancel_order
from desktop.services.payments import record_collection
from desktop.services.products import add_product
from desktop.services.proposals import compute_proposal
from desktop.services.runs import add_vehicle, load_run, plan_run
from desktop.services.settings import change_rules
from tests.office import Team, new_team
from tests.services.through_states import approved
from tests.services.tried import UNREVIEWED

TUESDAY, WEDNESDAY = date(2026, 1, 6), date(2026, 1, 7)
Said = list[tuple[str, str]]


@pytest.fixture
def team(database_url: str) -> Team:
    team = new_team(database_url)
    soap = ProductDraft("P2", "香皂", "皂角", "香皂", {"块": 1}, {"块": 500})
    add_product(team.c1, soap)
    return team


def lines(quantity: int, product: str = "P1") -> list[OrderedLine]:
    return [OrderedLine(product, "支" if product == "P1" else "块", quantity)]


def standing(team: Team, order: int) -> OrderDetail:
    with team.r1.reading() as session:
        return order_detail(session, order, team.day)


def said(team: Team, order: int) -> Said:
    return [(one.code, one.product) for one in standing(team, order).notices]


def typed(
    team: Team,
    amount_fen: int | None,
    wanted: date | None = None,
    order: OrderDetail | None = None,
) -> dict[str, str]:
    """The words of the notices by code."""
    with team.r1.reading() as session:
        writing = TypedOrder("C1", "09:00", wanted, (("P1", 1),), amount_fen, order)
        found = judge_typed(session, writing, team.day).notices
    return {one.code: one.words for one in found}


def propose(team: Team, client: str, product: str, unit: str) -> int:
    line = ProposalLineDraft(product, unit, 1, 1, 3, "学生常买")
    return compute_proposal(team.r1, ProposalDraft(client, date(2026, 2, 5), "多是学生", [line]))


def move(team: Team, client_id: int, lat: str) -> None:
    with team.c1.reading() as session:
        client = session.get_one(Client, client_id)
        draft = replace(ClientDraft(**stored(ClientDraft, client)), rep="")
        draft = replace(draft, lat=Decimal(lat), lon=Decimal(104))
        version = client.version
    edit_client(team.c1, client_id, version, draft)


def test_what_was_never_proposed_to_the_client_is_told_product_by_product(team: Team) -> None:
    order = add_order(team.r1, "C1", [*lines(9), *lines(1, "P2")])
    assert said(team, order) == [("unproposed", "")], "nothing was: it is told once"
    propose(team, "C2", "P2", "块")
    assert said(team, order) == [("unproposed", "")], "another client's proposal says nothing"
    propose(team, "C1", "P1", "支")
    assert said(team, order) == [("unproposed", "P2")]
    first, second = standing(team, order).lines
    assert (len(first.notices), len(second.notices)) == (0, 1)
    propose(team, "C1", "P2", "块")
    assert said(team, order) == []


def test_a_line_that_a_neighbour_leads_is_told_with_the_nearest(team: Team) -> None:
    for client in ("C1", "C2"):
        propose(team, client, "P1", "支")
    move(team, 1, "30")
    move(team, 2, "30.002697")
    order = add_order(team.r1, "C1", [*lines(9), OrderedLine("P1", "箱", 1)])
    assert said(team, order) == []
    agreement = approved(team, "C2", lead_lines=["清泉"])
    assert said(team, order) == [], "it isn't in force yet"
    sign_agreement(team.c1, agreement, None, UNREVIEWED)
    assert said(team, order) == [("led_near", "P1")], "once, though it stands in two lines"
    assert typed(team, 37_800) == {"led_near": "299 米外的小店C2主推清泉"}
    terminate_agreement(team.c1, agreement)
    team.day = TUESDAY
    assert said(team, order) == []


def test_a_drop_is_small_by_all_that_is_due_with_it(team: Team) -> None:
    propose(team, "C1", "P1", "支")
    one = add_order(team.r1, "C1", lines(2))  # 75.60 of 100.00
    assert said(team, one) == [("small_drop", "")]
    other = add_order(team.r1, "C1", lines(1))
    assert said(team, one) == said(team, other) == [], "113.40 come together"
    cancel_order(team.c1, other)
    assert said(team, one) == [("small_drop", "")]
    assert said(team, other) == [], "nothing is to be said of what is cancelled"
    later = add_order(team.r1, "C1", lines(1), wanted=WEDNESDAY)
    assert said(team, one) == said(team, later) == [("small_drop", "")], "another day, another drop"
    with team.r1.reading() as session:
        rows = order_rows(session, [one, other, later])
        assert [rows[key].small for key in (one, other, later)] == [True, False, True]
        drops = {drop.order_id: drop.small for drop in to_plan(session, TUESDAY).drops}
    assert drops == {one: True, later: True}


def test_what_goes_by_one_run_is_one_drop_whatever_the_day(team: Team) -> None:
    propose(team, "C1", "P1", "支")
    add_vehicle(team.d1, VehicleDraft("V1", "老李", 80))
    add_vehicle(team.d1, VehicleDraft("V2", "老王", 80))
    one = add_order(team.r1, "C1", lines(2))
    beside = add_order(team.r1, "C1", lines(1))
    later = add_order(team.r1, "C1", lines(1), wanted=WEDNESDAY)
    together = plan_run(team.d1, RunDraft("V1", TUESDAY, [one, later]))
    assert said(team, one) == said(team, later) == []
    assert said(team, beside) == [], "on no run yet it can still go with what is due that day"
    apart = plan_run(team.d1, RunDraft("V2", TUESDAY, [beside]))
    assert said(team, beside) == [("small_drop", "")]
    team.day = TUESDAY
    load_run(team.d1, together)
    record_delivery(team.d1, one)
    with team.r1.reading() as session:
        stops = (*run_detail(session, together).stops, *run_detail(session, apart).stops)
        assert [stop.small for stop in stops] == [False, False, True]
    assert said(team, later) == [], "what was delivered with it counts"


def test_an_order_that_is_typed_counts_what_else_is_due_and_not_itself_twice(team: Team) -> None:
    propose(team, "C1", "P1", "支")
    assert typed(team, None) == {}, "nobody said how much yet"
    assert list(typed(team, 0)) == ["small_drop"], "a gift alone is a drop too"
    assert typed(team, 7_560) == {"small_drop": "这个卸货点共 75.60，不足最低起送额 100.00"}
    key = add_order(team.r1, "C1", lines(2))
    assert typed(team, 2_440) == {}
    assert typed(team, 2_439) == {"small_drop": "这个卸货点共 99.99，不足最低起送额 100.00"}
    assert list(typed(team, 9_000, WEDNESDAY)) == ["small_drop"]
    order = standing(team, key)
    assert typed(team, 9_000, None, order) == {
        "small_drop": "这个卸货点共 90.00，不足最低起送额 100.00"
    }


def test_the_minimum_is_the_areas_else_the_offices(team: Team) -> None:
    propose(team, "C1", "P1", "支")
    with team.c1.reading() as session:
        client = session.scalars(select(Client).where(Client.code == "C1")).one()
        draft = replace(ClientDraft(**stored(ClientDraft, client)), rep="", area="东城")
    edit_client(team.c1, 1, 1, draft)
    order = add_order(team.r1, "C1", lines(2))
    assert said(team, order) == [("small_drop", "")]
    set_area(team.d1, AreaDraft("东城", "123", 7_560))
    assert said(team, order) == []
    set_area(team.d1, AreaDraft("东城", "123", 7_561))
    assert said(team, order) == [("small_drop", "")]
    set_area(team.d1, AreaDraft("东城", "123"))
    change_rules(team.ad, 1, {"minimum_drop_fen": 0})
    assert said(team, order) == []


def test_a_client_that_owes_more_than_the_limit_is_told_of(team: Team) -> None:
    propose(team, "C1", "P1", "支")
    record_delivery(team.d1, add_order(team.r1, "C1", lines(10)))
    order = add_order(team.r1, "C1", lines(10))
    assert said(team, order) == [], "the office has no limit"
    change_rules(team.ad, 1, {"owed_limit_fen": 37_800})
    assert said(team, order) == []
    change_rules(team.ad, 2, {"owed_limit_fen": 37_799})
    assert typed(team, 37_800) == {"owes": "客户欠款 378.00，超过限额 377.99"}
    assert said(team, order) == [("owes", "")]
    record_collection(team.k1, "C1", 1)
    assert said(team, order) == []


def test_notices_refuse_nothing(team: Team) -> None:
    change_rules(team.ad, 1, {"owed_limit_fen": 1})
    record_delivery(team.d1, add_order(team.r1, "C1", lines(10)))
    propose(team, "C1", "P2", "块")
    order = add_order(team.r1.saving("form", {}, ()), "C2", lines(1))
    assert said(team, order) == [("small_drop", ""), ("unproposed", "")]
    again = add_order(team.r1.saving("other", {}, ()), "C1", lines(1), wanted=WEDNESDAY)
    assert said(team, again) == [("owes", ""), ("small_drop", ""), ("unproposed", "P1")]


def test_a_product_that_ended_is_ordered_with_a_notice(team: Team) -> None:
    gone = ProductDraft(
        "P3",
        "旧香皂",
        "皂角",
        "香皂",
        {"块": 1},
        {"块": 500},
        ended_on=team.day + timedelta(days=1),
    )
    add_product(team.c1, gone)
    propose(team, "C1", "P3", "块")
    order = add_order(team.r1, "C1", lines(20, "P3"))
    assert "ended" not in [code for code, _product in said(team, order)], "it is sold to the end"
    team.day += timedelta(days=1)
    assert ("ended", "P3") in said(team, order)
    assert said(team, add_order(team.r1, "C1", lines(21, "P3"))) == [("ended", "P3")]
