"""Trials: drawn once, told half by half, measured against a second computation, called off."""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from statistics import fmean, variance

import pytest

from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.trial import TrialDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.errors import Refused
from desktop.models import Client, Staff, Suggestion, Trial
from desktop.queries.facts.trials import figures_words
from desktop.queries.listing import Wanted
from desktop.queries.suggestions import suggestion_ids
from desktop.queries.trial_drawing import drawing, similar_shops
from desktop.queries.trials import TrialDetail, trial_detail
from desktop.services.checking import check_office
from desktop.services.office import Office
from desktop.services.suggestions import (
    confirm_suggestion,
    discard_suggestion_draft,
    edit_suggestion_draft,
    prepare_suggestion,
    submit_suggestion,
)
from desktop.services.trials import call_off_trial, draw_trial, submit_trial
from desktop.services.visits import plan_visits, record_visit, release_plan, release_ready
from tests.office import MONDAY, Team, copy_of, fill_team
from tests.services.trying import six_shops, supply

STARTS = MONDAY + timedelta(days=28)
SECOND = STARTS + timedelta(days=28)


def fill(office: Office) -> None:
    fill_team(office)
    six_shops(Team(office), 8)


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    """Eight shops that bought on the first Monday, four weeks before the trial."""
    team = Team(copy_of("shops of a trial", fill, database_url), STARTS)
    yield team
    team.office.engine.dispose()


def draft(team: Team, number: int = 8) -> TrialDraft:
    codes = [f"T{at}" for at in range(1, number + 1)]
    return TrialDraft("display", team.day, "收银台旁边摆一排", codes, ("P1",))


def read(team: Team, key: int) -> TrialDetail:
    with team.office.reading() as session:
        return trial_detail(session, key, team.day)


def refused(code: str, words: str | None = None) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, match=words, check=lambda error: error.code == code)


def half(detail: TrialDetail, number: int) -> list[str]:
    return [one.code for one in detail.places if one.half == number]


def present(team: Team, codes: list[str], outcome: str = "adopted") -> None:
    """Confirm what was handed in for these shops, visit them, and record the outcome."""
    with team.office.reading() as session:
        waiting = [one.id for one in session.query(Suggestion) if one.state == "submitted"]
    for suggestion_id in waiting:
        confirm_suggestion(team.m1, suggestion_id)
    plan_id = plan_visits(team.r1, VisitPlanDraft("r1", team.day, codes))
    release_plan(team.r1, plan_id)
    for code in codes:
        record_visit(team.r1, plan_id, code, outcome)


def test_each_shop_gets_its_draft_and_the_draw_says_who_saw_it(team: Team) -> None:
    with team.office.reading() as session:
        seen = drawing(session, draft(team).clients, ["P1"], team.day)
    key = draw_trial(team.r1, replace(draft(team), first=seen.first))
    detail = read(team, key)
    assert tuple(sorted(half(detail, 1))) == tuple(sorted(seen.first))
    assert len(half(detail, 1)) == len(half(detail, 2)) == 4
    assert (detail.seed, detail.drawn_by, detail.drawn_on) == (1, "员工r1", STARTS)
    assert [one.sales_fen for one in detail.places if one.code == "T3"] == [3 * 3780]
    assert {one.state for one in detail.places} == {"draft"}
    assert detail.second_on == SECOND
    with team.office.reading() as session:
        assert {one.content for one in session.query(Suggestion)} == {"收银台旁边摆一排"}
    assert check_office(team.office) is None


def test_another_draw_than_the_one_seen_is_refused(team: Team) -> None:
    with team.office.reading() as session:
        seen = drawing(session, draft(team).clients, ["P1"], team.day)
    others = tuple(code for code in draft(team).clients if code not in seen.first)
    with refused("changed"):
        draw_trial(team.r1, replace(draft(team), first=others))


def test_what_no_trial_can_be_made_of_is_refused(team: Team) -> None:
    with refused("invalid", "6"):
        draw_trial(team.r1, draft(team, 5))
    with refused("invalid"):
        draw_trial(team.r1, replace(draft(team), starts_on=STARTS - timedelta(days=1)))
    with refused("invalid"):
        draw_trial(team.r1, replace(draft(team), clients=["T1", *draft(team).clients]))
    with refused("wrong_state"):
        draw_trial(team.r1, replace(draft(team), clients=["C1", *draft(team).clients]))
    with refused("not_found"):
        draw_trial(team.r1, replace(draft(team), clients=["X", *draft(team).clients]))
    with refused("not_allowed"):
        draw_trial(team.d1, draft(team))
    draw_trial(team.r1, draft(team))
    with refused("wrong_state", "小店T1"):
        draw_trial(team.r1, draft(team))


def test_the_second_half_waits_for_its_time(team: Team) -> None:
    key = draw_trial(team.r1, draft(team))
    second = next(one for one in read(team, key).places if one.half == 2)
    assert second.suggestion_id is not None
    assert submit_trial(team.r1, key) == 4
    with team.office.reading() as session:  # so that they don't stand among what is to finish
        rep = session.query(Staff).filter_by(code="r1").one().id
        assert suggestion_ids(session, Wanted(filter="my_draft"), rep, team.day) == []
        later = SECOND - timedelta(days=7)
        assert len(suggestion_ids(session, Wanted(filter="my_draft"), rep, later)) == 4
    with refused("too_early"):
        submit_trial(team.r1, key)
    with refused("too_early"):
        submit_suggestion(team.r1, second.suggestion_id)
    team.day = SECOND - timedelta(days=7)
    assert submit_trial(team.r1, key) == 4
    with refused("wrong_state"):
        submit_trial(team.r1, key)
    confirm_suggestion(team.m1, second.suggestion_id)
    for early, day in ((True, SECOND - timedelta(days=1)), (False, SECOND)):
        plan_id = plan_visits(team.r1, VisitPlanDraft("r1", day, [second.code]))
        if early:
            with refused("no_suggestion"):
                release_ready(team.r1, plan_id)
        else:
            release_plan(team.r1, plan_id)


def test_a_shop_with_another_suggestion_under_way_keeps_its_draft(team: Team) -> None:
    key = draw_trial(team.r1, draft(team))
    code = half(read(team, key), 1)[0]
    submit_suggestion(
        team.r1, prepare_suggestion(team.r1, SuggestionDraft(code, "push", "主推香皂"))
    )
    assert submit_trial(team.r1, key) == 3
    with refused("one_suggestion", code):
        submit_trial(team.r1, key)


def test_all_shops_are_told_the_same_but_in_words_of_their_own(team: Team) -> None:
    key = draw_trial(team.r1, draft(team))
    place = read(team, key).places[0]
    assert place.suggestion_id is not None
    told = SuggestionDraft(place.code, "display", "收银台旁边摆一排", ("P1",))
    edit_suggestion_draft(team.r1, place.suggestion_id, 1, replace(told, wording="顺手就拿"))
    with refused("wrong_state"):
        edit_suggestion_draft(team.r1, place.suggestion_id, 2, replace(told, content="摆两排"))
    with refused("wrong_state"):
        edit_suggestion_draft(team.r1, place.suggestion_id, 2, replace(told, products=()))


def test_what_it_brought_is_told_when_the_window_is_full(team: Team) -> None:
    key = draw_trial(team.r1, draft(team))
    detail = read(team, key)
    first, second = half(detail, 1), half(detail, 2)
    submit_trial(team.r1, key)
    present(team, first)
    taken = {code: 9 + at for at, code in enumerate(first)} | {second[0]: 3, second[1]: 1}
    team.day = STARTS + timedelta(days=14)
    for code, quantity in taken.items():
        supply(team, code, quantity)
    team.day = STARTS + timedelta(days=28)
    figures = read(team, key).figures
    assert figures is not None
    assert not figures.told
    assert str(STARTS + timedelta(days=29)) in figures_words(figures)
    team.day += timedelta(days=1)
    detail = read(team, key)
    figures = detail.figures
    assert figures is not None
    before = {f"T{at}": at for at in range(1, 9)}
    one, other = (
        [(taken.get(code, 0) - before[code]) * 3780 / 28 for code in codes]
        for codes in (first, second)
    )
    assert figures.effect_fen == pytest.approx(fmean(one) - fmean(other), abs=1)
    assert (figures.first, figures.second) == (4, 4)
    parts = variance(one) / 4, variance(other) / 4
    freedom = sum(parts) ** 2 / sum(part**2 / 3 for part in parts)
    assert 3 <= freedom <= 6
    assert figures.low_fen is not None
    reach = (figures.effect_fen - figures.low_fen) / math.sqrt(sum(parts))
    assert 1.9432 <= reach <= 2.3534  # the quantiles of 6 and 3 degrees of freedom
    assert detail.chart is not None
    assert [series.values[5] for series in detail.chart.series] == [
        round(fmean([taken.get(code, 0) for code in codes]) * 3780) for codes in (first, second)
    ]
    assert detail.chart.series[0].values[-1] is None


def test_who_drops_out_is_named_and_only_who_wasnt_there_is_left_out(team: Team) -> None:
    key = draw_trial(team.r1, draft(team))
    detail = read(team, key)
    first = half(detail, 1)
    thrown = next(one for one in detail.places if one.half == 2)
    assert thrown.suggestion_id is not None
    discard_suggestion_draft(team.r1, thrown.suggestion_id)
    submit_trial(team.r1, key)
    present(team, first[:2], "declined")
    with team.office.transaction("client.close") as session:
        for client in session.query(Client).filter(Client.code.in_(first[2:3])):
            client.state, client.closed_on = "closed", STARTS + timedelta(days=9)
    team.day = STARTS + timedelta(days=29)
    detail = read(team, key)
    said = {one.code: (one.dropped, one.counts) for one in detail.places if one.dropped}
    assert said == {
        first[0]: ("未采纳", True),
        first[1]: ("未采纳", True),
        first[2]: (f"{date(2026, 2, 11)} 关店", False),
        first[3]: ("没有按时去说", True),
        thrown.code: ("建议已作废", True),
    }
    assert detail.figures is not None
    assert (detail.figures.first, detail.figures.second) == (3, 4)


def test_a_trial_that_is_called_off_throws_its_drafts_away_and_is_not_measured(team: Team) -> None:
    key = draw_trial(team.r1, draft(team))
    submit_trial(team.r1, key)
    with refused("invalid"):
        call_off_trial(team.r1, key, " ")
    call_off_trial(team.r1, key, "厂里停供")
    detail = read(team, key)
    assert sorted(one.state for one in detail.places) == [""] * 4 + ["submitted"] * 4
    assert (detail.figures, detail.reason) == (None, "厂里停供")
    with refused("wrong_state"):
        call_off_trial(team.r1, key, "再说一次")
    assert draw_trial(team.r1, draft(team)) == key + 1
    with team.office.reading() as session:
        assert [one.seed for one in session.query(Trial)] == [1, 2]


def test_similar_shops_are_those_that_can_take_part(team: Team) -> None:
    submit_suggestion(
        team.r1, prepare_suggestion(team.r1, SuggestionDraft("T2", "push", "主推香皂"))
    )
    with team.office.reading() as session:
        assert similar_shops(session, "学校店", "", STARTS) == [
            f"T{at}" for at in (1, 3, 4, 5, 6, 7, 8)
        ]
        assert similar_shops(session, "学校店", "m1", STARTS) == []
        assert similar_shops(session, "学校店", "", MONDAY) == []
        assert drawing(session, ["T1"], [], STARTS).why
