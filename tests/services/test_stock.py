"""What comes into the warehouse: lots with their expiry."""

from datetime import timedelta

import pytest

from desktop.basics.errors import Refused
from desktop.models import Lot
from desktop.queries.facts.stock import on_hand
from desktop.services.stock import receive_stock
from tests.office import MONDAY, Team, new_team

SPRING = MONDAY + timedelta(days=400)


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def test_a_lot_received_says_who_took_it_in_and_counts_in_base_units(team: Team) -> None:
    lot_id = receive_stock(team.d1, 1, " 2601A ", SPRING, "箱", 2)
    with team.office.reading() as session:
        lot = session.get_one(Lot, lot_id)
        assert (lot.lot, lot.expires, lot.quantity) == ("2601A", SPRING, 2)
        assert (lot.received_on, lot.received_by_id) == (MONDAY, team.d1.person.id)
        assert on_hand(session, [lot.product_id]) == {lot.product_id: 48}


@pytest.mark.parametrize(
    ("product", "lot", "unit", "quantity", "code", "field"),
    [
        (1, "2601A", "盒", 1, "invalid", "unit"),
        (9, "2601A", "支", 1, "not_found", "product"),
        (1, "  ", "支", 1, "invalid", "lot"),
        (1, "2601A", "支", 0, "invalid", "quantity"),
    ],
)
def test_what_is_no_lot_is_refused_at_its_field(
    team: Team, product: int, lot: str, unit: str, quantity: int, code: str, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        receive_stock(team.d1, product, lot, SPRING, unit, quantity)
    assert (refused.value.code, refused.value.field) == (code, field)
    with team.office.reading() as session:
        assert session.query(Lot).count() == 0


def test_only_who_dispatches_takes_stock_in(team: Team) -> None:
    with pytest.raises(Refused) as refused:
        receive_stock(team.r1, 1, "2601A", SPRING, "支", 1)
    assert refused.value.code == "not_allowed"
