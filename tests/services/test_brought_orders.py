"""Orders of several clients come from a list, whole or not at all (E3)."""

from datetime import timedelta
from pathlib import Path

import pytest

from desktop.models import Order
from desktop.services.products import ProductDraft, add_product
from tests.office import MONDAY, Team, new_team
from tests.services.brought import take, wrong

HEADS: list[object] = ["客户编号", "条码", "商品名称", "数量", "单位", "希望送达", "赠品"]
SOAP = "6901028126212"


@pytest.fixture
def team(database_url: str) -> Team:
    made = new_team(database_url)
    units, prices = {"块": 1, "箱": 24}, {"块": 250}
    add_product(made.c1, ProductDraft("P2", "香皂", "皂角", "香皂", units, prices, barcode=SOAP))
    return made


def ordered(team: Team) -> list[tuple[str, str, list[tuple[str, int, bool]]]]:
    with team.office.reading() as session:
        return [
            (
                order.number[-1],
                str(order.wanted or ""),
                [(line.product.code, line.quantity, line.free) for line in order.lines],
            )
            for order in session.query(Order).order_by(Order.id)
        ]


def test_each_client_gets_an_order_and_repeats_are_summed(team: Team, tmp_path: Path) -> None:
    later = str(MONDAY + timedelta(days=4))
    rows: list[list[object]] = [
        ["一周订单"],
        HEADS,
        ["C1", SOAP, None, 6, None, None, None],
        ["C2", None, "香皂", "12", "块", later, None],
        ["C1", SOAP, None, 4, "块", None, None],
        ["C1", SOAP, None, 1, "块", None, "是"],
        ["合计", None, None, 23, None, None, None],
    ]
    assert take(team, "orders", tmp_path, *rows, dry=True).new == 4
    assert ordered(team) == []
    assert take(team, "orders", tmp_path, *rows).new == 4
    assert ordered(team) == [
        ("1", "", [("P2", 10, False), ("P2", 1, True)]),
        ("2", later, [("P2", 12, False)]),
    ]
    again = take(team, "orders", tmp_path, *rows)
    assert (again.new, len(ordered(team))) == (0, 2)


def test_nothing_is_taken_while_a_row_is_wrong(team: Team, tmp_path: Path) -> None:
    bad: list[list[object]] = [
        ["C9", SOAP, None, 1, None, None, None],
        ["C1", "6900000000000", None, 1, None, None, None],
        ["C1", SOAP, None, 0, None, None, None],
        ["C1", SOAP, None, 1, "箱", None, None],
        ["C1", SOAP, None, 1, "桶", None, None],
        ["C1", SOAP, None, 1, None, "2026-01-04", None],
    ]
    said = take(team, "orders", tmp_path, HEADS, ["C1", SOAP, None, 6, None, None, None], *bad)
    assert wrong(said) == [
        (3, "客户编号"),
        (4, "条码"),
        (5, "数量"),
        (6, "单位"),
        (7, "单位"),
        (8, "希望送达"),
    ]
    assert ordered(team) == []
