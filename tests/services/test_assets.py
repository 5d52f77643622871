"""What becomes of a sign or rack when its benefit is cancelled (B2)."""

from datetime import timedelta

import pytest

from desktop.basics.drafts.benefit import BenefitDraft
from desktop.models import Benefit
from desktop.services.benefits import cancel_benefit, deliver_benefit, end_benefits_asset
from tests.office import Team, new_team


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def ending(team: Team, benefit_id: int) -> tuple[object, ...]:
    with team.office.reading() as session:
        asset = session.get_one(Benefit, benefit_id).asset
        assert asset is not None
        return asset.ended_on, asset.ended_how, asset.end_reason


def test_a_rack_ends_with_its_benefit_unless_it_ended_before(team: Team) -> None:
    first, second = (
        deliver_benefit(team.c1, BenefitDraft("C1", "rack", cost, "cash")) for cost in (100, 200)
    )
    taken_back_on = team.day
    end_benefits_asset(team.c1, first, "taken_back", "换新")
    team.day += timedelta(days=1)
    for benefit_id in (first, second):
        cancel_benefit(team.c1, benefit_id, "记错了")
    assert ending(team, first) == (taken_back_on, "taken_back", "换新")
    assert ending(team, second) == (team.day, "cancelled", "记错了")
