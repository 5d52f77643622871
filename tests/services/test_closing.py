"""Closing a run says what differs when nobody says why (D6)."""

import pytest

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.errors import Refused
from desktop.services.closing import close_run
from desktop.services.deliveries import record_delivery
from desktop.services.orders import add_order
from desktop.services.runs import add_vehicle, load_run, plan_run
from tests.office import new_team
from tests.services.tried import LINES


@pytest.mark.parametrize(
    ("cash_fen", "words"),
    [
        (900, "上交的现金比应收少 1.00：请写明原因。"),
        (1_234, "上交的现金比应收多 2.34：请写明原因。"),
    ],
)
def test_other_cash_than_was_taken_is_named(database_url: str, cash_fen: int, words: str) -> None:
    team = new_team(database_url)
    add_vehicle(team.d1, VehicleDraft("V1", "老李", 80))
    order = add_order(team.r1, "C1", LINES)
    run = plan_run(team.d1, RunDraft("V1", team.day, [order]))
    load_run(team.d1, run)
    record_delivery(team.d1, order, collected_fen=1_000)
    with pytest.raises(Refused, match=words) as refused:
        close_run(team.d1, run, cash_fen=cash_fen)
    assert (refused.value.code, refused.value.field) == ("invalid", "reason")
    close_run(team.d1, run, cash_fen=cash_fen, reason="找零")
