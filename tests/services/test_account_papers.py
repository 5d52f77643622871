"""Rulings and lists to sign: what stands on them, for whom there are some, and when."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.case import CaseDraft
from desktop.basics.errors import Refused
from desktop.models import Case
from desktop.services.cases import (
    ReporterDraft,
    accept_case,
    overturn_case,
    report_case,
    rule_case,
)
from desktop.services.papers.registry import issue
from desktop.services.settlements import pay_out
from tests.office import Team, new_team
from tests.services.test_issued_papers import delivered, settled, signed, text

QUARTER = Quarter(2026, 1)


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def a_case(team: Team, *, upheld: bool, seen_on: date = date(2026, 2, 1)) -> str:
    """C1 sold under its price; a manager ruled."""
    reported = report_case(
        team.c1,
        CaseDraft(
            client="C1",
            seen_on=seen_on,
            product="P1",
            price_fen=4000,
            evidence="罗大姐来说的",
        ),
        [ReporterDraft("client", "C2")],
    )
    accept_case(team.m1, reported.case_id)
    rule_case(team.m1, reported.case_id, upheld=upheld)
    with team.m1.reading() as session:
        return session.scalars(select(Case.number).where(Case.id == reported.case_id)).one()


def refused(team: Team, kind: str, document: str = "", quarter: Quarter | None = None) -> str:
    with pytest.raises(Refused) as caught:
        issue(team.c1, kind, document, quarter=quarter)
    return caught.value.code


def test_a_ruling_says_what_was_found_taken_and_until_when_it_can_be_appealed(team: Team) -> None:
    signed(team)
    delivered(team)
    settled(team)
    number = a_case(team, upheld=True)
    said = text(issue(team.c1, "ruling", number))
    until = team.day + timedelta(days=15)
    for words in (
        "处理决定书",
        "以¥40.00零售",
        "2026年第一季度结算，尚未兑付LK-2026Q1-C1",
        "伍元陆角柒分",
        f"最迟{until}（含当日）",
        "第9条",
        "送达回执",
    ):
        assert words in said, words
    assert "罗大姐" not in said
    assert "C2" not in said, "who reported stands nowhere"
    assert "补打" in text(issue(team.c1, "ruling", number))
    with team.m1.reading() as session:
        case_id = session.scalars(select(Case.id)).one()
    overturn_case(team.m1, case_id)
    assert "已撤销" in text(issue(team.c1, "ruling", number))


def test_a_case_that_was_not_upheld_takes_nothing_and_one_that_waits_has_no_ruling(
    team: Team,
) -> None:
    signed(team)
    number = a_case(team, upheld=False, seen_on=team.day)
    said = text(issue(team.c1, "ruling", number))
    assert "不成立，不没收任何款项" in said
    assert "金额（大写）" not in said
    draft = CaseDraft(client="C1", seen_on=team.day, product="P1", price_fen=4000)
    report_case(team.c1, draft, [])
    assert refused(team, "ruling", "AJ-2026-0002") == "wrong_state"
    assert refused(team, "ruling", "AJ-2026-0009") == "not_found"


def test_payouts_stand_on_lists_by_rep_or_area_with_their_sum(team: Team) -> None:
    signed(team)
    delivered(team)
    settlement = settled(team)
    pay_out(team.k1, settlement, "C1", "transfer")
    said = text(issue(team.c1, "payout_list", quarter=QUARTER))
    assert "无业务员" in said or "员工r1" in said
    assert "LK-2026Q1-C1" in said
    assert "转账，" in said
    assert "LK-2026Q1-C2" not in said
    assert "伍元陆角柒分" in said
    assert "未分片区" in text(issue(team.c1, "payout_list", "area", quarter=QUARTER))
    assert refused(team, "payout_list", "line", QUARTER) == "invalid"
    assert refused(team, "payout_list", "rep", QUARTER.next()) == "wrong_state"
    assert refused(team, "payout_list", "rep") == "invalid"
