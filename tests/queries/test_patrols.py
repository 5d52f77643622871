"""What a round of patrols looks at, and which red prices wait for their report (G4)."""

import pytest

from desktop.basics.drafts.case import CaseDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.queries.patrols import WatchedPrice, round_shops, shops_to_patrol
from desktop.queries.visits import under_prices
from desktop.services.agreements import sign_agreement
from desktop.services.benefits import HandoverDraft, PromiseDraft, keep_promise, promise_benefit
from desktop.services.cases import ReporterDraft, report_case
from desktop.services.visits import plan_visits, record_patrol
from tests.office import Team, new_team
from tests.services.through_states import UNREVIEWED, approved


@pytest.fixture
def team(database_url: str) -> Team:
    made = new_team(database_url)
    sign_agreement(made.c1, approved(made, "C1"), None, UNREVIEWED)
    sign = promise_benefit(made.m1, PromiseDraft("C1", "sign", 100))
    keep_promise(made.c1, sign, HandoverDraft())
    return made


def test_a_round_shows_what_is_protected_what_was_seen_and_what_stands_there(team: Team) -> None:
    for price_fen in (4400, 4600):
        record_patrol(team.r1, "C1", {"P1": price_fen}, {"ZC-0001": "damaged"})
    with team.office.reading() as session:
        first, second = round_shops(session, ["C1", "C2", "C1", "C9"], team.day, {"C2": ["P1"]})
    assert (first.bound, second.bound) == (True, False)
    assert first.prices == (WatchedPrice("P1", "洗面奶", 4500, 4600),)
    assert [(one.tag, one.condition) for one in first.assets] == [("ZC-0001", "damaged")]
    assert second.prices == (WatchedPrice("P1", "洗面奶", None, None),), "somebody typed it"
    assert second.assets == ()


def test_a_round_begins_with_whom_the_person_visits(team: Team) -> None:
    plan_visits(team.r1, VisitPlanDraft("r1", team.day, ["C2", "C1"]))
    people = [one.person.id for one in (team.r1, team.m1) if one.person is not None]
    with team.office.reading() as session:
        mine, others = (shops_to_patrol(session, one, team.day) for one in people)
    assert sorted(mine) == ["C1", "C2"]
    assert others == []


def test_a_red_price_waits_until_it_is_reported(team: Team) -> None:
    ids = [record_patrol(team.r1, "C1", {"P1": price_fen}) for price_fen in (4400, 4300)]
    draft = CaseDraft(client="C1", seen_on=team.day, product="P1", price_fen=4400)
    report_case(team.r1, draft, [ReporterDraft("staff", "r1")])
    with team.office.reading() as session:
        assert [one.price_fen for one in under_prices(session, ids)] == [4300]
