"""A draft is changed, thrown away, and taken back by who made it until the next person acts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
from sqlalchemy import func, select

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.opening import OpeningDraft
from desktop.basics.drafts.proposal import ProposalDraft, ProposalLineDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.errors import ChangedElsewhere, NeedsConfirmation, Refused
from desktop.models import (
    Agreement,
    Opening,
    Proposal,
    RebatePlan,
    Settlement,
    Suggestion,
    Visit,
    VisitPlan,
)
from desktop.queries.check import first_wrong
from desktop.services import (
    agreements,
    clients,
    deliveries,
    rebates,
    settlements,
    suggestions,
    visits,
)
from desktop.services.agreements import AgreementDraft
from desktop.services.moves import moves
from desktop.services.office import Office
from desktop.services.proposals import (
    compute_proposal,
    confirm_proposal,
    discard_proposal_draft,
    edit_proposal_draft,
    present_proposal,
)
from tests.office import MONDAY, Team, new_team
from tests.services.through_states import sold
from tests.services.tried import PLAN

WAITING = ("suggestion", "agreement", "settlement")
RECORDS = {"suggestion": Suggestion, "agreement": Agreement, "settlement": Settlement}
TAKE_BACK: dict[str, Callable[[Office, int], None]] = {
    "suggestion": suggestions.take_back_suggestion,
    "agreement": agreements.take_back_agreement,
    "settlement": settlements.take_back_settlement,
}
SUBMIT: dict[str, Callable[[Office, int], None]] = {
    "suggestion": suggestions.submit_suggestion,
    "agreement": agreements.submit_agreement,
    "settlement": settlements.submit_settlement,
}
DECIDE: dict[str, Callable[[Office, int], object]] = {
    "suggestion": suggestions.confirm_suggestion,
    "agreement": agreements.approve_agreement,
    "settlement": settlements.approve_settlement,
}
DRAFT = AgreementDraft("C1", MONDAY, date(2026, 12, 31), Decimal("0.05"), Decimal("0.02"))
OFFER = ProposalDraft(
    "C1", MONDAY + timedelta(days=90), "学生", [ProposalLineDraft("P1", "支", 2, 1, 6, "卖得快")]
)


@pytest.fixture
def team(database_url: str) -> Team:
    made = new_team(database_url)
    made.day = date(2026, 4, 2) if made.day < date(2026, 4, 2) else made.day
    return made


def code_of(attempt: Callable[[], object]) -> str:
    with pytest.raises(Refused) as refusal:
        attempt()
    return refusal.value.code


def begun(team: Team, kind: str) -> int:
    """A draft that the first clerk made."""
    if kind == "suggestion":
        return suggestions.prepare_suggestion(
            team.c1, SuggestionDraft("C1", "display", "洗面奶放收银台")
        )
    if kind == "agreement":
        return agreements.draft_agreement(team.c1, DRAFT)
    return settlements.prepare_settlement(team.c1, Quarter(2026, 1))


def state(team: Team, kind: str, key: int) -> str:
    with team.office.reading() as session:
        return str(session.get_one(RECORDS[kind], key).state)


def allowed(office: Office, kind: str, key: int) -> set[str]:
    return {move.action for move in moves(office, kind, key) if move.allowed}


@pytest.mark.parametrize("kind", WAITING)
def test_who_made_it_takes_it_back_until_a_manager_acts(team: Team, kind: str) -> None:
    key = begun(team, kind)
    assert code_of(lambda: TAKE_BACK[kind](team.c1, key)) == "wrong_state"
    SUBMIT[kind](team.c1, key)
    assert f"{kind}.take_back" in allowed(team.c1, kind, key)
    TAKE_BACK[kind](team.c1, key)
    assert state(team, kind, key) == "draft"
    SUBMIT[kind](team.c1, key)
    DECIDE[kind](team.m1, key)
    assert code_of(lambda: TAKE_BACK[kind](team.c1, key)) == "wrong_state"
    with team.office.reading() as session:
        assert first_wrong(session) is None


@pytest.mark.parametrize("kind", WAITING)
def test_nobody_else_takes_it_back_and_is_told_who_can(team: Team, kind: str) -> None:
    key = begun(team, kind)
    SUBMIT[kind](team.c1, key)
    with pytest.raises(Refused, match="员工c1") as refusal:
        TAKE_BACK[kind](team.m2, key)
    assert refusal.value.code == "not_allowed"
    assert f"{kind}.take_back" not in allowed(team.m2, kind, key)
    assert state(team, kind, key) == "submitted"
    assert code_of(lambda: TAKE_BACK[kind](team.k1, key)) == "not_allowed"


def test_who_handed_it_in_takes_it_back_too(team: Team) -> None:
    key = suggestions.prepare_suggestion(team.r1, SuggestionDraft("C1", "display", "换大价签"))
    suggestions.submit_suggestion(team.c1, key)
    suggestions.take_back_suggestion(team.c1, key)
    suggestions.submit_suggestion(team.c1, key)
    suggestions.take_back_suggestion(team.r1, key)
    assert state(team, "suggestion", key) == "draft"


def test_a_settlement_draft_is_thrown_away_and_prepared_anew(team: Team) -> None:
    key = begun(team, "settlement")
    settlements.submit_settlement(team.c1, key)
    assert code_of(lambda: settlements.discard_settlement(team.c1, key)) == "wrong_state"
    settlements.take_back_settlement(team.c1, key)
    assert code_of(lambda: settlements.discard_settlement(team.k1, key)) == "not_allowed"
    settlements.discard_settlement(team.c1, key)
    again = settlements.prepare_settlement(team.c1, Quarter(2026, 1))
    assert state(team, "settlement", again) == "draft"
    with team.office.reading() as session:
        assert session.scalar(select(func.count()).select_from(Settlement)) == 1
        assert first_wrong(session) is None


def test_a_first_agreement_in_a_dense_place_wants_a_reason_where_somebody_can_be_asked(
    team: Team,
) -> None:
    place = {"lat": Decimal(30), "lon": Decimal(104), "households": 299}
    clients.add_client(team.r1, ClientDraft("C3", "小店C3", "学校店", **place))
    key = agreements.draft_agreement(team.c1, replace(DRAFT, client="C3"))
    agreements.submit_agreement(team.c1, key)
    asked = team.m1.saving("approval", {}, ())
    with pytest.raises(Refused) as refusal:
        agreements.approve_agreement(asked, key, " ")
    assert (refusal.value.code, refusal.value.field) == ("invalid", "density_reason")
    assert agreements.approve_agreement(team.m1, key)  # nobody to ask: it goes without
    agreements.void_agreement(team.m1, key)
    following = agreements.draft_agreement(team.c1, replace(DRAFT, client="C3"))
    agreements.submit_agreement(team.c1, following)
    asked = team.m1.saving("approval of the next", {}, ())
    # One made void was none: this is the first.
    assert code_of(lambda: agreements.approve_agreement(asked, following, " ")) == "invalid"


def test_a_settlement_that_is_taken_back_is_computed_anew(team: Team) -> None:
    team.day = date(2026, 3, 31)
    _order, delivery = sold(team)
    team.day = date(2026, 4, 2)
    key = begun(team, "settlement")
    settlements.submit_settlement(team.c1, key)
    assert "settled" in standings(team, key)
    deliveries.cancel_delivery(team.d1, delivery)
    settlements.take_back_settlement(team.c1, key)
    assert standings(team, key) == {"carried"}


def standings(team: Team, key: int) -> set[str]:
    with team.office.reading() as session:
        return {line.standing for line in session.get_one(Settlement, key).lines}


def test_an_opening_balance_is_thrown_away_until_it_is_approved(team: Team) -> None:
    wrong = clients.set_opening(team.c1, OpeningDraft("C1", 100_00, 5_00))
    assert code_of(lambda: clients.discard_opening(team.k1, wrong)) == "not_allowed"
    clients.discard_opening(team.c1, wrong)
    right = clients.set_opening(team.c1, OpeningDraft("C1", 10_00, 5_00))
    assert "opening.discard" in allowed(team.c1, "opening", right)
    clients.approve_opening(team.m1, right)
    assert code_of(lambda: clients.discard_opening(team.c1, right)) == "wrong_state"
    assert code_of(lambda: clients.discard_opening(team.c1, 999)) == "not_found"
    with team.office.reading() as session:
        assert session.get_one(Opening, right).entry_number is not None
        assert first_wrong(session) is None


def test_a_proposal_is_changed_and_thrown_away_until_it_is_confirmed(team: Team) -> None:
    key = compute_proposal(team.r1, OFFER)
    with team.office.reading() as session:
        seen = session.get_one(Proposal, key).version
    changed = [ProposalLineDraft("P1", "支", 3, 2, 12, "学生多")]
    better = ProposalDraft("C1", OFFER.valid_until, "上班族", changed, "上层", "货架\n\n 包换 ")
    edit_proposal_draft(team.r1, key, seen, better)
    with pytest.raises(ChangedElsewhere):
        edit_proposal_draft(team.c1, key, seen, OFFER)
    for wrong in (
        replace(OFFER, lines=[]),
        replace(OFFER, customers=" "),
        replace(OFFER, customers="学" * 121),
        replace(OFFER, valid_until=team.day - timedelta(days=1)),
    ):
        assert code_of(partial(edit_proposal_draft, team.r1, key, seen, wrong)) == "invalid"
    assert code_of(lambda: discard_proposal_draft(team.k1, key)) == "not_allowed"
    with team.office.reading() as session:
        proposal = session.get_one(Proposal, key)
        assert (proposal.customers, proposal.support, proposal.display) == (
            "上班族",
            "货架\n包换",
            "上层",
        )
        assert [(one.facings, one.quantity) for one in proposal.lines] == [(3, 12)]
        now = proposal.version
    confirm_proposal(team.m1, key)
    assert code_of(lambda: discard_proposal_draft(team.r1, key)) == "not_allowed"
    assert code_of(lambda: edit_proposal_draft(team.r1, key, now, OFFER)) == "wrong_state"


def test_a_manager_throws_a_confirmed_proposal_away_until_the_shop_has_it(team: Team) -> None:
    wrong, shown = (compute_proposal(team.r1, OFFER) for _one in range(2))
    for key in (wrong, shown):
        confirm_proposal(team.m1, key)
    present_proposal(team.r1, shown)
    discard_proposal_draft(team.m1, wrong)
    assert code_of(lambda: discard_proposal_draft(team.m1, shown)) == "wrong_state"
    with team.office.reading() as session:
        assert session.scalars(select(Proposal.id)).all() == [shown]
        assert first_wrong(session) is None


def test_what_nobody_gets_anything_of_is_asked_about(team: Team) -> None:
    plan = rebates.draft_rebate(team.c1, PLAN)
    rebates.approve_rebate(team.m1, plan)
    team.day = MONDAY + timedelta(days=1)
    rebates.reckon_rebate(team.c1, plan)
    for name, what in (
        ("nobody is owed", lambda office: rebates.confirm_rebate(office, plan)),
        (
            "nothing to settle",
            lambda office: settlements.prepare_settlement(office, Quarter(2025, 4)),
        ),
    ):
        asked = team.m1.saving(f"key of {name}", {}, frozenset())
        with pytest.raises(NeedsConfirmation) as said:
            what(asked)
        assert said.value.name == name
        what(team.m1.saving(f"key of {name}", {}, frozenset({name})))


def test_a_rebate_plan_is_thrown_away_until_it_is_promised(team: Team) -> None:
    sold(team)
    plan = replace(PLAN, name="写错的")
    draft, approved, reckoned, confirmed = (
        rebates.draft_rebate(team.c1, plan) for _one in range(4)
    )
    for key in (approved, reckoned, confirmed):
        rebates.approve_rebate(team.m1, key)
    team.day = MONDAY + timedelta(days=1)
    for key in (reckoned, confirmed):
        rebates.reckon_rebate(team.c1, key)
    rebates.confirm_rebate(team.m1, confirmed)
    for key in (approved, reckoned):
        assert code_of(partial(rebates.discard_rebate, team.c1, key)) == "not_allowed"
    assert code_of(partial(rebates.discard_rebate, team.k1, draft)) == "not_allowed"
    rebates.discard_rebate(team.c1, draft)
    for key in (approved, reckoned):
        rebates.discard_rebate(team.m1, key)
    assert code_of(partial(rebates.discard_rebate, team.m1, confirmed)) == "wrong_state"
    with team.office.reading() as session:
        assert session.scalars(select(RebatePlan.id)).all() == [confirmed]
        assert first_wrong(session) is None


def test_the_number_of_a_discarded_proposal_is_not_given_again(team: Team) -> None:
    first = compute_proposal(team.r1, OFFER)
    discard_proposal_draft(team.r1, first)
    second = compute_proposal(team.r1, OFFER)
    with team.office.reading() as session:
        assert session.get_one(Proposal, second).number.endswith("-0002")
        assert session.scalar(select(func.count()).select_from(Proposal)) == 1
        assert first_wrong(session) is None


def test_a_plan_is_changed_and_thrown_away_until_it_is_released(team: Team) -> None:
    tomorrow, later = team.day + timedelta(days=1), team.day + timedelta(days=2)
    key = visits.plan_visits(team.r1, VisitPlanDraft("r1", tomorrow, ["C1", "C2"]))
    with team.office.reading() as session:
        plan = session.get_one(VisitPlan, key)
        seen, kept = plan.version, plan.visits[1].id
    visits.change_plan(team.r1, key, seen, VisitPlanDraft("r1", later, ["C2"]))
    with pytest.raises(ChangedElsewhere):
        visits.change_plan(team.c1, key, seen, VisitPlanDraft("r1", later, ["C1"]))
    with team.office.reading() as session:
        plan = session.get_one(VisitPlan, key)
        assert (plan.day, [(one.id, one.position) for one in plan.visits]) == (later, [(kept, 1)])
        now = plan.version
    visits.change_plan(team.r1, key, now, VisitPlanDraft("r1", tomorrow, ["C1", "C2"]))
    twice = code_of(
        lambda: visits.change_plan(team.r1, key, now, VisitPlanDraft("r1", later, ["C1", "C1"]))
    )
    past = code_of(
        lambda: visits.change_plan(team.r1, key, now, VisitPlanDraft("r1", MONDAY, ["C1"]))
    )
    assert (twice, past) == ("invalid", "invalid")
    assert code_of(lambda: visits.discard_plan(team.k1, key)) == "not_allowed"
    visits.discard_plan(team.r1, key)
    with team.office.reading() as session:
        assert session.get(VisitPlan, key) is None
        assert session.scalar(select(func.count()).select_from(Visit)) == 0
        assert first_wrong(session) is None


def test_a_released_plan_is_neither_changed_nor_thrown_away(team: Team) -> None:
    told = suggestions.prepare_suggestion(team.r1, SuggestionDraft("C1", "display", "换大价签"))
    suggestions.submit_suggestion(team.r1, told)
    suggestions.confirm_suggestion(team.m1, told)
    key = visits.plan_visits(team.r1, VisitPlanDraft("r1", team.day, ["C1"]))
    visits.release_plan(team.r1, key)
    with team.office.reading() as session:
        seen = session.get_one(VisitPlan, key).version
    assert code_of(lambda: visits.discard_plan(team.r1, key)) == "wrong_state"
    changed = code_of(
        lambda: visits.change_plan(team.r1, key, seen, VisitPlanDraft("r1", team.day, ["C2"]))
    )
    assert changed == "wrong_state"
