"""Whether a client that is reported for diversion got goods of the lot that was read (V1a, D8)."""

from datetime import date

import pytest

from desktop.models import Case
from desktop.queries.facts.cases import got_lot
from desktop.services import deliveries, orders, stock
from tests.office import Team, new_team
from tests.services.tried import LINES


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def test_a_lot_is_found_among_what_was_delivered_from_it(team: Team) -> None:
    counted = stock.CountedLot("P1", "L1", date(2027, 12, 31), 100)
    stock.start_stock(team.d1, [counted])
    delivered = [
        deliveries.record_delivery(team.d1, orders.add_order(team.r1, code, LINES))
        for code in ("C1", "C2")
    ]
    deliveries.cancel_delivery(team.d1, delivered[1])
    with team.office.reading() as session:
        seen = [
            Case(client_id=1, lot="L1"),
            Case(client_id=1, lot="L1", product_id=1),
            Case(client_id=2, lot="L1"),
            Case(client_id=1, lot="L2"),
        ]
        assert [got_lot(session, case) for case in seen] == [True, True, False, None]
