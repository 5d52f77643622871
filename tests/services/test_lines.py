"""What the plan of lines proposes becomes drafts of amendments, one by one or all at once (P6)."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from desktop.basics.errors import Refused
from desktop.models import Agreement, Client
from desktop.queries.lines import LINES, LinesRow, lines_detail, lines_rows, plan_facts
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked
from desktop.services.agreements import terminate_agreement
from desktop.services.lines import amend_all_lines, amend_lines
from desktop.services.moves import moves
from tests.office import MONDAY, Team
from tests.services.staggering import ALIKE, lead, make_plan, near_each_other


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    """Three shops, each near both others, all of them leading the same of two lines."""
    made = near_each_other(database_url, ALIKE)
    yield made
    made.office.engine.dispose()


def keys(team: Team, name: str) -> list[int]:
    with team.office.reading() as session:
        return LINES.ids(Asked(session, team.day), Wanted(filter=name))


def rows(team: Team) -> dict[str, LinesRow]:
    with team.office.reading() as session:
        found = lines_rows(session, keys(team, ""), team.day)
    return {row.code: row for row in found.values()}


def changed(team: Team) -> LinesRow:
    (row,) = (row for row in rows(team).values() if row.changes)
    return row


def soon_over(team: Team, row: LinesRow) -> tuple[int, date]:
    """A client's agreement, and a day on which it is to renew."""
    of_it = (Agreement.client_id == row.id, Agreement.state == "active")
    with team.office.reading() as session:
        found = session.scalars(select(Agreement).where(*of_it)).one()
        return found.id, found.ends_on - timedelta(days=20)


def drafts(team: Team) -> list[Agreement]:
    with team.office.reading() as session:
        return list(session.scalars(select(Agreement).where(Agreement.state == "draft")))


def test_each_client_tells_its_conflicts_and_what_the_plan_would_leave(team: Team) -> None:
    assert {code: row.conflicts for code, row in rows(team).items()} == dict.fromkeys(ALIKE, 2)
    assert keys(team, "changed") == []
    make_plan(team)
    row = changed(team)
    assert (row.planned, row.left) == (("皂角",), 0)
    assert keys(team, "changed") == [row.id]
    assert sorted(keys(team, "conflict")) == sorted(one.id for one in rows(team).values())


def test_the_plan_stands_beside_today_with_its_proof(team: Team) -> None:
    with team.office.reading() as session:
        assert plan_facts(session, team.day) is None
    make_plan(team)
    with team.office.reading() as session:
        plan = plan_facts(session, team.day)
    assert plan is not None
    assert (plan.before, plan.after, plan.bound, plan.changed, plan.optimal) == (3, 1, 1, 1, True)


def test_an_amendment_is_the_agreement_with_other_lines_from_tomorrow(team: Team) -> None:
    make_plan(team)
    row = changed(team)
    amend_lines(team.c1, row.id)
    with team.office.reading() as session:
        (made,) = session.scalars(select(Agreement).where(Agreement.state == "draft"))
        before = session.scalars(
            select(Agreement).where(Agreement.client_id == row.id, Agreement.state == "active")
        ).one()
        assert [lead.line for lead in made.lead_lines] == ["皂角"]
        assert (made.starts_on - MONDAY).days == 1
        assert made.ends_on == before.ends_on
        assert (made.basic_rate, made.fund_rate) == (before.basic_rate, before.fund_rate)


def test_an_amendment_of_an_agreement_that_is_to_renew_renews_it_for_a_year(team: Team) -> None:
    make_plan(team)
    row = changed(team)
    _key, day = soon_over(team, row)
    amend_lines(team.c1.on(day, team.c1.person), row.id)
    with team.office.reading() as session:
        (made,) = session.scalars(select(Agreement).where(Agreement.state == "draft"))
        assert made.starts_on == day + timedelta(days=1)
        assert made.ends_on == day.replace(year=day.year + 1)


def test_an_amendment_of_an_agreement_that_was_terminated_renews_nothing(team: Team) -> None:
    make_plan(team)
    row = changed(team)
    key, day = soon_over(team, row)
    clerk = team.c1.on(day, team.c1.person)
    terminate_agreement(clerk, key)
    amend_lines(clerk, row.id)
    with team.office.reading() as session:
        (made,) = session.scalars(select(Agreement).where(Agreement.state == "draft"))
        assert made.starts_on == made.ends_on == day + timedelta(days=1)


def test_what_is_being_made_already_is_not_drafted_again(team: Team) -> None:
    make_plan(team)
    row = changed(team)
    assert amend_all_lines(team.c1) == 1
    with pytest.raises(Refused) as refused:
        amend_lines(team.c1, row.id)
    assert refused.value.code == "duplicate"
    with pytest.raises(Refused) as refused:
        amend_all_lines(team.c1)
    assert refused.value.code == "wrong_state"
    assert len(drafts(team)) == 1


def test_who_has_a_new_agreement_under_way_is_told_beside_the_plan(team: Team) -> None:
    make_plan(team)
    row = changed(team)
    with team.office.reading() as session:
        plan = plan_facts(session, team.day)
        assert plan is not None
        assert (plan.changed, plan.being_made) == (1, 0)
        assert lines_detail(session, row.id, team.day).being_made_id is None
    key = amend_lines(team.c1, row.id)
    with team.office.reading() as session:
        plan = plan_facts(session, team.day)
        assert plan is not None
        assert (plan.changed, plan.being_made) == (1, 1)
        assert lines_detail(session, row.id, team.day).being_made_id == key


def test_who_has_signed_its_next_agreement_already_gets_no_draft_beside_it(team: Team) -> None:
    make_plan(team)
    row = changed(team)
    with team.office.reading() as session:
        ends_on = lines_detail(session, row.id, team.day).ends_on
    lead(team, row.code, row.now, ends_on + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        amend_lines(team.c1, row.id)
    assert refused.value.code == "duplicate"


@pytest.mark.parametrize("with_plan", [False, True])
def test_who_keeps_its_lines_or_is_unknown_to_the_plan_gets_no_draft(
    team: Team, with_plan: bool
) -> None:
    if with_plan:
        make_plan(team)
    kept = next(row for row in rows(team).values() if not row.changes)
    with pytest.raises(Refused) as refused:
        amend_lines(team.c1, kept.id)
    assert refused.value.code == "wrong_state"
    (move,) = moves(team.c1, "lines", kept.id)
    assert not move.allowed


def test_a_rep_drafts_no_amendment(team: Team) -> None:
    make_plan(team)
    for work in (lambda: amend_lines(team.r1, changed(team).id), lambda: amend_all_lines(team.r1)):
        with pytest.raises(Refused) as refused:
            work()
        assert refused.value.code == "not_allowed"


def test_neighbours_stand_the_nearest_first_with_what_both_lead(team: Team) -> None:
    make_plan(team)
    with team.office.reading() as session:
        first = session.scalars(select(Client.id).where(Client.code == "K1")).one()
        detail = lines_detail(session, first, team.day)
    assert [(near.client, near.apart_m) for near in detail.near] == [
        ("小店K2", 100),
        ("小店K3", 201),
    ]
    assert {near.both for near in detail.near} == {("清泉",)}
