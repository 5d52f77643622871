"""Closing a run says what differs when nobody says why (D6)."""

from collections.abc import Callable

import pytest

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.errors import Refused
from desktop.models import Run
from desktop.printing.closing_sheet import ClosingSheet, MeansTaken
from desktop.queries.check import first_wrong
from desktop.queries.facts.balances import balance
from desktop.queries.lists import Asked
from desktop.queries.papers.closing_sheet import closing_sheet
from desktop.queries.run_cash import cash_of_runs
from desktop.services.closing import close_run, take_cash
from desktop.services.deliveries import record_delivery
from desktop.services.orders import add_order
from desktop.services.runs import add_vehicle, load_run, plan_run
from tests.office import Team, new_team
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


def a_run_with_cash(url: str) -> tuple[Team, int, int]:
    """A loaded run with one order, which comes to more than the 10 yuan that are then taken."""
    team = new_team(url)
    add_vehicle(team.d1, VehicleDraft("V1", "老李", 80))
    order = add_order(team.r1, "C1", LINES)
    run = plan_run(team.d1, RunDraft("V1", team.day, [order]))
    load_run(team.d1, run)
    return team, run, order


def sheet(team: Team, run: int) -> ClosingSheet:
    with team.office.reading() as session:
        return closing_sheet(session, session.get_one(Run, run))


def waiting(team: Team) -> list[str]:
    with team.office.reading() as session:
        return [line.under for line in cash_of_runs(Asked(session, team.day))]


def taken(team: Team, run: int, cash_fen: int, reason: str = "") -> Callable[[], None]:
    return lambda: take_cash(team.k1, run, cash_fen, reason)


def refusal(work: Callable[[], None]) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        work()
    return refused.value.code, refused.value.field


def test_goods_are_closed_first_and_the_cash_is_settled_by_the_cashier(database_url: str) -> None:
    team, run, order = a_run_with_cash(database_url)
    record_delivery(team.d1, order, collected_fen=1_000)
    assert waiting(team) == ["10.00"]
    close_run(team.d1, run, cash_later=True)
    assert waiting(team) == ["10.00"]
    assert sheet(team, run).money == (MeansTaken("现金", 1_000, None),)
    assert sheet(team, run).cash_open
    assert refusal(taken(team, run, 900)) == ("invalid", "reason")
    assert refusal(lambda: take_cash(team.d1, run, 900, "找零")) == ("not_allowed", None)
    take_cash(team.k1, run, 900, "找零")
    assert waiting(team) == []
    told = sheet(team, run)
    assert told.money == (MeansTaken("现金", 1_000, 900),)
    assert (told.cash_open, told.cash_reason, told.cash_by) == (False, "找零", "员工k1")
    assert refusal(taken(team, run, 1_000)) == ("wrong_state", None)
    with team.office.reading() as session:
        assert balance(session, "cash-over-short") == 100
        assert first_wrong(session) is None


def test_the_cash_is_taken_before_results_and_waits_for_nobody(database_url: str) -> None:
    team, run, order = a_run_with_cash(database_url)
    take_cash(team.k1, run, 900)
    record_delivery(team.d1, order, collected_fen=1_000)
    assert waiting(team) == ["10.00"]  # it differs, and nobody said why
    close_run(team.d1, run, cash_later=True)
    assert waiting(team) == ["10.00"]
    take_cash(team.k1, run, 1_000)  # counted again
    assert waiting(team) == []
    with team.office.reading() as session:
        assert balance(session, "cash-over-short") == 0
        assert first_wrong(session) is None


def test_a_difference_that_the_cashier_explained_is_booked_with_the_closing(
    database_url: str,
) -> None:
    team, run, order = a_run_with_cash(database_url)
    record_delivery(team.d1, order, collected_fen=1_000)
    take_cash(team.k1, run, 1_100, "客户多给")
    assert waiting(team) == []
    close_run(team.d1, run, cash_later=True)
    assert waiting(team) == []
    with team.office.reading() as session:
        assert balance(session, "cash-over-short") == -100
        assert session.get_one(Run, run).cash_difference_fen == 100
        assert first_wrong(session) is None


def test_a_run_without_cash_leaves_the_cashier_nothing_to_do(database_url: str) -> None:
    team, run, order = a_run_with_cash(database_url)
    record_delivery(team.d1, order, collected_fen=1_000, means="wechat")
    close_run(team.d1, run, cash_later=True)
    assert waiting(team) == []
    assert refusal(taken(team, run, 0)) == ("wrong_state", None)
