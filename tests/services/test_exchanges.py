"""An exchange takes goods back and orders them anew, both or neither."""

from datetime import date

import pytest

from desktop.basics.drafts.product import ProductDraft
from desktop.basics.errors import Refused
from desktop.models import ChangeKey, Order, Return
from desktop.services.deliveries import record_delivery
from desktop.services.exchanges import exchange_goods
from desktop.services.orders import OrderedLine, add_order
from desktop.services.products import add_product
from desktop.services.stock import CountedLot, start_stock
from tests.office import Team, new_team


@pytest.fixture
def team(database_url: str) -> Team:
    """C1 received five pieces, one of them free."""
    made = new_team(database_url)
    start_stock(made.d1, [CountedLot("P1", "L1", date(2027, 12, 31), 50)])
    lines = [OrderedLine("P1", "支", 4), OrderedLine("P1", "支", 1, free=True)]
    record_delivery(made.d1, add_order(made.r1, "C1", lines))
    return made


def ordered(team: Team, order_id: int) -> list[tuple[str, str, int, bool]]:
    with team.office.reading() as session:
        order = session.get_one(Order, order_id)
        return [
            (line.product.code, line.unit.name, line.quantity, line.free) for line in order.lines
        ]


def test_what_came_back_is_ordered_anew_in_one_change(team: Team) -> None:
    with team.office.reading() as session:
        before = session.query(ChangeKey).count()
    made = exchange_goods(team.c1, 1, 1, 2, condition="bad")
    assert ordered(team, made.order_id) == [("P1", "支", 2, False)]
    with team.office.reading() as session:
        assert session.get_one(Return, made.return_id).condition == "bad"
        assert session.query(ChangeKey).count() == before + 1


def test_a_gift_comes_again_as_a_gift_and_another_product_may_come_instead(team: Team) -> None:
    add_product(team.c1, ProductDraft("P2", "香皂", "皂角", "香皂", {"支": 1}, {"支": 500}, 800))
    made = exchange_goods(team.c1, 1, 2, 1, instead="P2")
    assert ordered(team, made.order_id) == [("P2", "支", 1, True)]


def test_neither_is_done_if_one_of_them_is_refused(team: Team) -> None:
    for how in ({"instead": "P9"}, {"lot": "L9"}):
        with pytest.raises(Refused):
            exchange_goods(team.c1, 1, 1, 2, **how)
    with pytest.raises(Refused):
        exchange_goods(team.d1, 1, 1, 2)  # who takes goods back may not take orders
    with team.office.reading() as session:
        assert (session.query(Return).count(), session.query(Order).count()) == (0, 1)
