"""An exchange takes goods back and orders them anew, both or neither."""

from datetime import date

import pytest

from desktop.basics.drafts.product import ProductDraft
from desktop.basics.errors import Refused
from desktop.models import ChangeKey, Order, Return
from desktop.services.deliveries import record_delivery
from desktop.services.exchanges import GivenBack, give_back
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
    made = give_back(team.c1, 1, [GivenBack(1, 2, "bad")], anew=True)
    assert made.order is not None
    assert ordered(team, made.order) == [("P1", "支", 2, False)]
    with team.office.reading() as session:
        assert session.get_one(Return, made.returns[0]).condition == "bad"
        assert session.query(ChangeKey).count() == before + 1


def test_several_lines_come_back_at_once_a_gift_as_a_gift_and_another_product_instead(
    team: Team,
) -> None:
    add_product(team.c1, ProductDraft("P2", "香皂", "皂角", "香皂", {"支": 1}, {"支": 500}, 800))
    goods = [GivenBack(1, 3), GivenBack(2, 1, instead="P2")]
    made = give_back(team.c1, 1, goods, anew=True)
    assert made.order is not None
    assert ordered(team, made.order) == [("P1", "支", 3, False), ("P2", "支", 1, True)]
    only = give_back(team.d1, 1, [GivenBack(1, 1)])
    assert only.order is None
    with team.office.reading() as session:
        quantities = [one.quantity for one in session.query(Return).order_by(Return.id)]
        assert quantities == [3, 1, 1]


@pytest.mark.parametrize(
    ("goods", "row", "column"),
    [
        ([GivenBack(1, 1), GivenBack(2, 1, instead="P9")], "2", "instead"),
        ([GivenBack(1, 2, lot="L9")], "1", "lot"),
        ([GivenBack(2, 1), GivenBack(1, 5)], "1", "quantity"),
        ([GivenBack(1, 0)], "1", "quantity"),
    ],
)
def test_nothing_is_done_if_a_line_is_refused_and_it_is_said_at_its_row(
    team: Team, goods: list[GivenBack], row: str, column: str
) -> None:
    with pytest.raises(Refused) as refused:
        give_back(team.c1, 1, goods, anew=True)
    spot = refused.value.spot
    assert spot is not None
    assert (refused.value.field, spot.line, spot.column) == ("back", row, column)
    with team.office.reading() as session:
        assert (session.query(Return).count(), session.query(Order).count()) == (0, 1)


def test_who_takes_goods_back_may_not_take_orders(team: Team) -> None:
    for goods, code in (([GivenBack(1, 2)], "not_allowed"), ([], "invalid")):
        with pytest.raises(Refused) as refused:
            give_back(team.d1, 1, goods, anew=True)
        assert refused.value.code == code
    with team.office.reading() as session:
        assert (session.query(Return).count(), session.query(Order).count()) == (0, 1)
