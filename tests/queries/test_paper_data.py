"""What is gathered for a paper: loads, names, opening balances."""

from datetime import date
from decimal import Decimal

import pytest

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.area import AreaDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.models import Client, Delivery, Payout, Run
from desktop.queries.facts.areas import minimum_drops
from desktop.queries.papers.delivery_note import delivered_note
from desktop.queries.papers.heads import fund_name, signed_by
from desktop.queries.papers.manifest import manifest
from desktop.queries.papers.payout_voucher import payout_voucher
from desktop.queries.papers.statement import fund_statements
from desktop.services.agreements import (
    UNREVIEWED,
    AgreementDraft,
    approve_agreement,
    draft_agreement,
    sign_agreement,
    submit_agreement,
)
from desktop.services.areas import set_area
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.products import ProductDraft, add_product
from desktop.services.runs import add_vehicle, plan_run
from tests.office import MONDAY, Team, new_team
from tests.services.test_issued_papers import delivered, settled


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def test_a_bundle_is_loose_and_only_the_largest_unit_is_a_carton(team: Team) -> None:
    units = {"块": 1, "包": 4, "箱": 72}
    prices = {"块": 270, "包": 1060, "箱": 18000}
    add_product(team.c1, ProductDraft("P2", "硫磺香皂", "皂角", "香皂", units, prices))
    add_vehicle(team.d1, VehicleDraft("川Z·A1027", "骆师傅", 100, ""))
    lines = [
        OrderedLine("P2", "块", 5),
        OrderedLine("P2", "包", 9),
        OrderedLine("P2", "箱", 2),
        OrderedLine("P1", "箱", 1),
    ]
    run_id = plan_run(team.d1, RunDraft("川Z·A1027", MONDAY, [add_order(team.r1, "C1", lines)]))
    with team.d1.reading() as session:
        stop = manifest(session, session.get_one(Run, run_id)).stops[0]

    assert (stop.cartons, stop.loose) == (3, 14)


def test_a_client_of_suggested_prices_has_a_fund_of_another_name_on_every_paper(
    team: Team,
) -> None:
    rates = Decimal("0.125"), Decimal("0.05")
    draft = AgreementDraft("C1", MONDAY, date(2026, 12, 31), *rates, clause_kind="suggested_prices")
    agreement = draft_agreement(team.c1, draft)
    submit_agreement(team.c1, agreement)
    approve_agreement(team.m1, agreement)
    sign_agreement(team.c1, agreement, confirmed=frozenset({UNREVIEWED}))
    delivered(team)
    settlement = settled(team)
    with team.c1.reading() as session:
        client = session.get_one(Client, 1)
        (statement,) = fund_statements(session, [client], Quarter(2026, 1), team.day)
        voucher = payout_voucher(session, session.get_one(Payout, (settlement, 1)), team.day)
        before = signed_by(session, 1, date(2026, 1, 4))

    assert statement.fund_name == voucher.fund_name == "合作基金"
    assert before is None
    assert fund_name(before) == "价格保护基金"


def test_a_free_line_stands_on_the_note_as_what_it_is(team: Team) -> None:
    lines = [OrderedLine("P1", "支", 2), OrderedLine("P1", "支", 1, free=True)]
    order_id = add_order(team.r1, "C1", lines)
    delivery_id = record_delivery(team.d1, order_id, means="wechat", refused_because="")
    add_vehicle(team.d1, VehicleDraft("川Z·A1027", "骆师傅", 100, ""))
    run_id = plan_run(team.d1, RunDraft("川Z·A1027", MONDAY, [add_order(team.r1, "C1", lines)]))
    with team.d1.reading() as session:
        delivered_one = delivered_note(session, session.get_one(Delivery, delivery_id))
        planned_one = manifest(session, session.get_one(Run, run_id)).stops[0].notes[0]

    for note in (delivered_one, planned_one):
        sold, free = note.lines
        assert free.name == f"{sold.name}（赠品）"
        assert (free.price_fen, free.supply_fen, free.basic_fen) == (0, 0, 0)
        assert note.supply_fen == sold.supply_fen == 7560


def test_a_drop_is_small_by_its_own_area_else_by_the_offices_number(team: Team) -> None:
    set_area(team.d1, AreaDraft("东城", "135", 5_000))
    with team.d1.reading() as session:
        assert minimum_drops(session, {"东城", "西城", ""}) == {
            "东城": 5_000,
            "西城": 10_000,
            "": 10_000,
        }
