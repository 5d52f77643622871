"""Who received goods of a lot, and what of it is still out (V1a, D8)."""

from datetime import date

import pytest

from desktop.basics.drafts.benefit import BenefitDraft, GivenGoods
from desktop.basics.drafts.case import CaseDraft
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.product import ProductDraft
from desktop.queries.cases import case_detail
from desktop.queries.facts.lots import lot_holders
from desktop.services import agreements, benefits, cases, deliveries, orders, returns, stock
from desktop.services.clients import add_client
from desktop.services.products import add_product
from tests.office import MONDAY, Team, new_team
from tests.services.through_states import approved
from tests.services.tried import LINES, UNREVIEWED

LATE = date(2027, 12, 31)


@pytest.fixture
def team(database_url: str) -> Team:
    """An office with one code of lot for two products, of which C1 and C2 received some."""
    made = new_team(database_url)
    second = ProductDraft("P2", "沐浴露", "清泉", "沐浴", {"瓶": 1}, {"瓶": 2000}, 2500)
    add_product(made.c1, second)
    add_client(made.r1, ClientDraft("C3", "小店C3", "学校店"))
    counted = [stock.CountedLot(product, "L1", LATE, 100) for product in ("P1", "P2")]
    stock.start_stock(made.d1, counted)
    for code in ("C1", "C2"):
        deliveries.record_delivery(made.d1, orders.add_order(made.r1, code, LINES))
    return made


def held(team: Team, code: str = "L1", product_id: int | None = None) -> list[tuple[object, ...]]:
    with team.office.reading() as session:
        return [
            (one.code, one.product, one.received, one.out)
            for one in lot_holders(session, code, product_id)
        ]


def test_a_lot_tells_who_received_it(team: Team) -> None:
    with team.office.reading() as session:
        first, _second = lot_holders(session, "L1", 1)
        name = first.product
        assert (first.last, first.unit) == (MONDAY, "支")
    assert held(team) == [("C1", name, 3, 3), ("C2", name, 3, 3)]
    assert held(team, product_id=2) == held(team, "L2") == []


def test_what_came_back_is_out_no_more(team: Team) -> None:
    returns.record_return(team.d1, 1, 1, 2)
    undone = returns.record_return(team.d1, 2, 1, 1)
    returns.cancel_return(team.d1, undone)
    assert [one[2:] for one in held(team)] == [(3, 1), (3, 3)]


def test_a_delivery_or_benefit_that_was_cancelled_gave_nothing(team: Team) -> None:
    deliveries.cancel_delivery(team.d1, 2)
    gift = BenefitDraft("C2", "promotion", 5000, "goods", [GivenGoods("P2", 4)])
    given = benefits.deliver_benefit(team.k1, gift)
    assert [(one[0], *one[2:]) for one in held(team)] == [("C1", 3, 3), ("C2", 4, 4)]
    benefits.cancel_benefit(team.k1, given)
    assert [(one[0], *one[2:]) for one in held(team)] == [("C1", 3, 3)]


@pytest.mark.parametrize(
    ("client", "lot", "got"), [("C1", "L1", True), ("C3", "L1", False), ("C1", "L9", None)]
)
def test_a_case_says_whether_its_client_got_the_lot(
    team: Team, client: str, lot: str, got: bool | None
) -> None:
    agreements.sign_agreement(team.c1, approved(team, client), None, UNREVIEWED)
    draft = CaseDraft(client=client, seen_on=MONDAY, kind="diversion", lot=lot)
    made = cases.report_case(team.r1, draft, [])
    with team.office.reading() as session:
        detail = case_detail(session, made.case_id, MONDAY, names=False)
    assert detail.got_lot is got
    assert len(detail.holders) == (0 if lot == "L9" else 2)
