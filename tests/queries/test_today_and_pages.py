"""Today and the pages tell the same: in number, in the first lines, and of every record."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.roles import ROLES
from desktop.models import Staff
from desktop.queries import (
    agreements,
    benefits,
    cases,
    clients,
    fund,
    orders,
    proposals,
    runs,
    settlements,
    suggestions,
    visits,
)
from desktop.queries.day_work import day_work
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked
from desktop.queries.today import desk_day
from desktop.services.office import Reading
from desktop.services.settings import change_rules
from desktop.services.suggestions import (
    confirm_suggestion,
    prepare_suggestion,
    submit_suggestion,
)
from desktop.services.visits import fail_visit, plan_visits, release_plan
from tests.office import MONDAY, Team, new_team, office_of_story
from tests.services.test_issued_papers import signed

pytestmark = pytest.mark.untraced

BUSY = (
    "a-suggestion-goes-stale",
    "agreements-one-after-another",
    "closed-quarter-and-frozen-payout",
    "every-account-moves",
    "held-carried-given-back",
    "no-visit-without-suggestion",
    "opening-benefits-and-closing",
    "reward-and-appeal",
    "survey-proposal-and-run",
    "visit-rhythm",
)


def listed(session: Reading, page: str, name: str, today: date, me: int) -> Sequence[int]:
    """What a page lists under a filter, asked as the page asks it."""
    wanted = Wanted(filter=name)
    asked = {
        "agreements": lambda: agreements.agreement_ids(session, wanted, today),
        "benefits": lambda: benefits.benefit_ids(Asked(session, today, me), wanted),
        "cases": lambda: cases.case_ids(session, wanted, today, me),
        "clients": lambda: clients.client_ids(session, wanted, me, today),
        "fund": lambda: fund.fund_ids(session, wanted, Quarter.of(today)),
        "orders": lambda: orders.order_ids(session, wanted),
        "payouts": lambda: settlements.payout_ids(session, wanted),
        "proposals": lambda: proposals.proposal_ids(session, wanted),
        "runs": lambda: runs.run_ids(session, wanted, today),
        "settlements": lambda: settlements.settlement_ids(session, wanted),
        "suggestions": lambda: suggestions.suggestion_ids(session, wanted, me, today),
        "visits": lambda: visits.plan_ids(session, wanted, me, today),
    }
    return asked[page]()


APART = {"today"}  # first steps, which no list holds


def agree(session: Reading, today: date) -> set[tuple[str, str]]:
    """As a rep, and with every role at once: the sections that agree with their pages."""
    seen = set()
    for person in session.scalars(select(Staff).where(Staff.code.in_(("r1", "m1")))):
        for roles in (["rep"], list(ROLES)):
            for section in desk_day(session, today, person.id, roles).sections:
                if section.page in APART or section.words == "今天的拜访":
                    continue
                keys = [line.key for line in section.lines]
                if keys == [None]:  # a quarter that is due has nothing to be listed yet
                    assert [line.do for line in section.lines] == ["new"]
                    continue
                found = listed(session, section.page, section.filter, today, person.id)
                assert section.number == len(found), section
                assert keys == list(found[:4]), section
                seen.add((section.page, section.filter))
    return seen


@pytest.mark.parametrize("story", BUSY)
def test_what_waits_is_what_the_page_lists(story: str, database_url: str) -> None:
    office = office_of_story(story, database_url)
    seen = set()
    with office.reading() as session:
        for later in (0, 16, 100, 340):
            seen |= agree(session, MONDAY + timedelta(days=later))
    assert seen, "nothing waited on any of these days"
    office.engine.dispose()


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    made = new_team(database_url)
    yield made
    made.office.engine.dispose()


def told(team: Team, day: date) -> tuple[list[tuple[str, str]], str, int]:
    """What Today, the command and the plan's own line say of the rep's visit."""
    rep = team.r1.person
    assert rep is not None
    with team.office.reading() as session:
        sections = desk_day(session, day, rep.id, ["rep"]).sections
        lines = next(one for one in sections if one.words == "今天的拜访").lines
        (work,) = day_work(session, day, "").visits
        plan = visits.plan_ids(session, Wanted(), rep.id, day)[0]
        row = visits.plan_rows(session, [plan])[plan]
        detail = visits.plan_detail(session, plan).visits[0]
        assert bool(detail.why_lacking) == bool(row.lacking)
        assert detail.suggestion == work.suggestion
    return [(line.words, line.under) for line in lines], work.suggestion, row.lacking


def test_a_visit_reads_the_same_on_today_and_on_its_plan(team: Team) -> None:
    plan = plan_visits(team.r1, VisitPlanDraft("r1", team.day, ["C1"]))
    assert told(team, team.day) == ([("小店C1", "还没有建议")], "", 1)
    key = prepare_suggestion(team.r1, SuggestionDraft("C1", "display", "收银台旁放一架"))
    assert told(team, team.day) == ([("小店C1", "还是草稿")], "", 1)
    submit_suggestion(team.r1, key)
    assert told(team, team.day) == ([("小店C1", "等经理确认")], "", 1)
    confirm_suggestion(team.m1, key)
    ready = ("小店C1 — 收银台旁放一架", "")
    assert told(team, team.day) == ([ready], "收银台旁放一架", 0)
    release_plan(team.r1, plan)
    assert told(team, team.day) == ([ready], "收银台旁放一架", 0)
    fail_visit(team.r1, plan, "C1", "关门")
    assert told(team, team.day)[0] == [(ready[0], "未成")]


def test_to_renew_follows_the_offices_number_on_every_page(team: Team) -> None:
    signed(team)
    ends = MONDAY + timedelta(days=364)
    for version, (days, number) in enumerate(((45, 1), (10, 0)), 1):
        change_rules(team.ad, version, {"renewal_days": days})
        today = ends - timedelta(days=40)
        with team.office.reading() as session:
            ids = agreements.agreement_ids(session, Wanted(filter="renew"), today)
            assert len(ids) == number
            assert agreements.AGREEMENTS.counts(Asked(session, today))["renew"] == number
            assert clients.CLIENTS.counts(Asked(session, today, 1))["renew"] == number
            (row,) = clients.client_rows(session, [1], today).values()
            assert row.to_renew is bool(number)
            found = [
                one.number
                for one in desk_day(session, today, 1, ["clerk"]).sections
                if one.filter == "renew"
            ]
            assert found == [number] * number


def test_nothing_is_settled_before_it_is_posted(team: Team) -> None:
    from desktop.services.settlements import (
        approve_settlement,
        post_settlement,
        prepare_settlement,
        submit_settlement,
    )
    from tests.services.through_states import sold

    sold(team)
    team.day = date(2026, 4, 10)
    key = prepare_settlement(team.c1, Quarter.parse("2026Q1"))

    def standing() -> str:
        with team.office.reading() as session:
            return settlements.settlement_detail(session, key).lines[0].standing

    for step, who in (
        (submit_settlement, team.c1),
        (approve_settlement, team.m1),
        (post_settlement, team.a1),
    ):
        assert standing() == "to_settle"
        step(who, key)
    assert standing() == "settled"
