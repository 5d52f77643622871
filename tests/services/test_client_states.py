"""A client becomes active with its first goods (C1), and is closed once all is done (C2)."""

from datetime import date

import pytest

from desktop.basics.calendar import Quarter
from desktop.basics.errors import Refused
from desktop.models import Client
from desktop.queries.facts.balances import balance
from desktop.services import settlements
from desktop.services.clients import close_client
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.payments import record_collection
from tests.office import Team, new_team
from tests.services.through_states import sold


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def owed(team: Team) -> int:
    with team.office.reading() as session:
        return balance(session, "receivable", 1)


def test_goods_that_a_client_refused_make_it_no_active_one(team: Team) -> None:
    for accepted, state in ((0, "prospect"), (1, "active")):
        order = add_order(team.r1, "C1", [OrderedLine("P1", "支", 2)])
        record_delivery(team.d1, order, [accepted])
        with team.office.reading() as session:
            assert session.get_one(Client, 1).state == state


def test_a_client_is_not_closed_while_settled_money_waits_for_it(team: Team) -> None:
    team.day = date(2026, 3, 31)
    sold(team)
    record_collection(team.k1, "C1", owed(team))
    team.day = date(2026, 4, 2)
    key = settlements.prepare_settlement(team.c1, Quarter(2026, 1))
    settlements.submit_settlement(team.c1, key)
    settlements.approve_settlement(team.m1, key)
    settlements.post_settlement(team.a1, key)
    with pytest.raises(Refused, match="待兑付") as refusal:
        close_client(team.c1, 1)
    assert refusal.value.code == "wrong_state"
    settlements.pay_out(team.k1, key, "C1", "cash")
    close_client(team.c1, 1)
    with team.office.reading() as session:
        assert session.get_one(Client, 1).state == "closed"


def test_a_new_owner_is_another_client_that_is_open(team: Team) -> None:
    for successor, code in (("C1", "invalid"), ("C2", "wrong_state")):
        if successor == "C2":
            close_client(team.c1, 2)
        with pytest.raises(Refused) as refusal:
            close_client(team.c1, 1, "转让", successor)
        assert (refusal.value.code, refusal.value.field) == (code, "successor")
    close_client(team.c1, 1, "不做了")
