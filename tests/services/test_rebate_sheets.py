"""A shop's rebate sheet tells each band, and is a draft until the rebate is given."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from desktop.basics.drafts.rebate import Band, RebateDraft
from desktop.basics.errors import Refused
from desktop.models import Benefit
from desktop.planning.rebates import rebate_fen, rebate_parts
from desktop.queries.lists import Asked
from desktop.queries.rebates import REBATE_PLANS, rebate_detail
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.papers.registry import issue
from desktop.services.rebates import (
    approve_rebate,
    confirm_rebate,
    deliver_rebate,
    draft_rebate,
    reckon_rebate,
)
from tests.office import MONDAY, Team, new_team
from tests.services.test_issued_papers import signed, text

BANDS = [Band(5_000, rate=Decimal("0.01")), Band(10_000, rate=Decimal("0.02"))]


@pytest.fixture
def team(sqlite_url: str) -> Team:
    """C1 buys for 151.20 within the plan's time."""
    made = new_team(sqlite_url)
    signed(made)
    record_delivery(made.d1, add_order(made.r1, "C1", [OrderedLine("P1", "支", 4)]))
    return made


def reckoned(team: Team, mode: str) -> int:
    end = max(MONDAY, team.day)
    plan = RebateDraft("一季返利", MONDAY, end, "amount", mode, BANDS)
    key = draft_rebate(team.c1, plan)
    approve_rebate(team.m1, key)
    team.day = end + timedelta(days=1)
    reckon_rebate(team.c1, key)
    return key


def waiting(team: Team, name: str) -> list[int]:
    from desktop.queries.listing import Wanted

    with team.c1.reading() as session:
        return REBATE_PLANS.ids(Asked(session, team.day), Wanted(filter=name))


@pytest.mark.parametrize(
    ("mode", "amount_fen", "lower"),
    [("exceeding", 50 + 102, "¥50.000.50"), ("whole", 302, "按更高一档")],
)
def test_a_sheet_tells_each_band_and_is_kept_once_the_rebate_is_given(
    team: Team, mode: str, amount_fen: int, lower: str
) -> None:
    key = reckoned(team, mode)
    assert waiting(team, "reckoned") == [key]
    said = text(issue(team.c1, "rebate_sheet", key=key))
    assert "草稿：未确认" in said
    assert lower in said
    confirm_rebate(team.m1, key)
    assert waiting(team, "promised") == [key]
    deliver_rebate(team.k1, key)
    assert waiting(team, "promised") == []
    with team.c1.reading() as session:
        number = session.scalars(select(Benefit.number)).one()
        detail = rebate_detail(session, key)
    assert [one.amount_fen for one in detail.amounts] == [amount_fen]
    assert (detail.row.clients, detail.row.amount_fen) == (1, amount_fen)
    first = text(issue(team.c1, "rebate_sheet", number))
    assert f"{team.day}抵付货款" in first
    assert "草稿" not in first
    assert "补打" in text(issue(team.c1, "rebate_sheet", key=key))


def test_a_plan_that_is_not_reckoned_has_no_sheets(team: Team) -> None:
    plan = RebateDraft("返利", MONDAY, date(2026, 12, 31), "amount", "whole", BANDS)
    key = draft_rebate(team.c1, plan)
    with pytest.raises(Refused) as early:
        issue(team.c1, "rebate_sheet", key=key)
    assert early.value.code == "wrong_state"
    with pytest.raises(Refused) as unknown:
        issue(team.c1, "rebate_sheet", "LY-2026-0009")
    assert unknown.value.code == "not_found"


@pytest.mark.parametrize("mode", ["exceeding", "whole"])
def test_the_parts_of_a_rebate_are_all_of_it(mode: str) -> None:
    bands = [Band(0, each_fen=3), Band(10, each_fen=5), Band(40, each_fen=0)]
    for base in range(0, 60, 7):
        parts = rebate_parts(base, bands, mode)
        assert rebate_fen(base, bands, mode) == sum(one.amount_fen for one in parts)
        assert sum(one.part for one in parts) == base
