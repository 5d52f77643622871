"""Prices seen too low wait for whoever shall report them until they are reported (G4)."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.basics.drafts.case import CaseDraft
from desktop.basics.i18n import _
from desktop.models import Patrol, PatrolPrice, Staff
from desktop.models.ledger import ACCOUNTS
from desktop.queries.client_page import open_client
from desktop.queries.clients import CLIENTS
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked
from desktop.services.cases import ReporterDraft, report_case
from tests.office import Team, new_team
from tests.services.through_states import sold


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def seen_at(team: Team, fen: int) -> None:
    """The manager's patrol at C1 sees its product at a price; 45.00 is protected."""
    with team.office.transaction("replay") as session:
        who = session.scalars(select(Staff.id).where(Staff.code == "m1")).one()
        price = PatrolPrice(product_id=1, price_fen=fen, protected_fen=4500)
        patrol = Patrol(client_id=1, patrolled_on=team.day, patrolled_by_id=who, prices=[price])
        session.add(patrol)


def waiting(team: Team, who: str, name: str, days: int = 0) -> list[str]:
    with team.office.reading() as session:
        person = session.scalars(select(Staff.id).where(Staff.code == who)).one()
        asked = Asked(session, team.day + timedelta(days=days), person)
        assert CLIENTS.ids(asked, Wanted(filter=name)) == [
            line.key for line in CLIENTS.first_lines(name, asked, 9)[1]
        ]
        return [f"{one.words} {one.under}" for one in CLIENTS.first_lines(name, asked, 9)[1]]


def test_a_price_seen_too_low_waits_for_its_rep_and_for_whoever_saw_it(team: Team) -> None:
    sold(team)
    seen_at(team, 4500)
    assert waiting(team, "m1", "too_low") == []
    seen_at(team, 4400)
    (told,) = waiting(team, "m1", "too_low")
    assert "44.00" in told
    assert "45.00" in told
    assert waiting(team, "m1", "my_too_low") == [told]
    seen_at(team, 4300)
    (both,) = waiting(team, "m1", "too_low")
    assert both.startswith(told)
    with team.office.reading() as session:
        assert [one.price_fen for one in open_client(session, 1, team.day).page.too_low] == [
            4400,
            4300,
        ]


def test_it_waits_no_more_once_it_is_reported_or_too_long_ago(team: Team) -> None:
    sold(team)
    seen_at(team, 4400)
    assert len(waiting(team, "m1", "too_low", days=7)) == 1
    assert waiting(team, "m1", "too_low", days=400) == []
    draft = CaseDraft(client="C1", seen_on=team.day, product="P1", price_fen=4400)
    report_case(team.r1, draft, [ReporterDraft("unnamed")])
    assert waiting(team, "m1", "too_low") == []


def test_accounts_are_called_as_the_database_calls_them_and_numbered_each_its_own() -> None:
    assert all(_(facts.words) == facts.chinese for facts in ACCOUNTS.values())
    assert len({facts.number for facts in ACCOUNTS.values()}) == len(ACCOUNTS)
