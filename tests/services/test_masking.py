"""Phone numbers are masked for roles that don't need them, on screen and on paper (E6)."""

import pytest

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.masking import masked
from desktop.basics.roles import sees_numbers
from desktop.models import Client
from desktop.services.orders import OrderedLine, add_order
from desktop.services.papers.registry import issue
from desktop.services.runs import add_vehicle, load_run, plan_run
from tests.office import MONDAY, new_team
from tests.printing.pdf import text


@pytest.mark.parametrize(
    ("whole", "shown"),
    [
        ("13800001111", "138****1111"),
        ("138 0000 1111 / 0816-2345678", "138****1111 / 081****5678"),
        ("51078119900101123X", "510****123X"),
        ("2345678", "****5678"),
        ("王姐 13800001111", "王姐 138****1111"),
        ("", ""),
    ],
)
def test_the_middle_of_a_number_is_hidden(whole: str, shown: str) -> None:
    assert masked(whole) == shown


def test_cashier_and_accountant_alone_see_masked_numbers() -> None:
    for role in ("rep", "clerk", "manager", "dispatcher", "administrator"):
        assert sees_numbers(frozenset({role}))
        assert sees_numbers(frozenset({role, "cashier"}))
    for role in ("cashier", "accountant"):
        assert not sees_numbers(frozenset({role}))


@pytest.mark.parametrize("loaded", [False, True])
def test_a_paper_masks_them_for_whoever_prints_it_and_stays_whole(
    sqlite_url: str, loaded: bool
) -> None:
    team = new_team(sqlite_url)
    with team.m1.transaction("client.edit") as session:
        session.get_one(Client, 1).phone = "13800001111"
    add_vehicle(team.d1, VehicleDraft("川Z·A1027", "骆师傅", 100, ""))
    order = add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)])
    run = plan_run(team.d1, RunDraft("川Z·A1027", MONDAY, [order]))
    if loaded:
        load_run(team.d1, run)
    for code, seen in (("k1", False), ("d1", True), ("a1", False)):
        words = "".join(text(issue(getattr(team, code), "manifest", "CC-2026-0001")).split())
        assert ("13800001111" in words) is seen, code
        assert ("138****1111" in words) is not seen, code
