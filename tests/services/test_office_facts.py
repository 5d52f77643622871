"""What an office is called, and the numbers of its rules: who may change them, and to what."""

import pytest

from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.errors import ChangedElsewhere, Refused
from desktop.basics.rules import LARGEST_NUMBER
from desktop.models import OfficeProfile
from desktop.queries.facts.rules import read_rules
from desktop.services.settings import change_rules, edit_office, name_office
from desktop.services.staff import add_staff, has_password
from tests.office import Team, new_team


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def profile(team: Team) -> OfficeProfile:
    with team.office.reading() as session:
        found = session.get_one(OfficeProfile, 1)
        session.refresh(found)
        session.expunge(found)
        return found


def test_a_database_has_one_office(team: Team) -> None:
    with pytest.raises(Refused) as said:
        name_office(team.ad, ProfileDraft("另一家"))
    assert said.value.code == "duplicate"


def test_an_office_is_named_anew_by_whoever_saw_it_as_it_is(team: Team) -> None:
    seen = profile(team).version
    edit_office(team.ad, seen, ProfileDraft(" 川南办事处 ", " D市 ", phone=" 028 8888 6666 "))
    now = profile(team)
    assert (now.name, now.city, now.phone) == ("川南办事处", "D市", "028-88886666")
    with pytest.raises(ChangedElsewhere):
        edit_office(team.ad, seen, ProfileDraft("川北办事处"))
    with pytest.raises(Refused) as said:
        edit_office(team.c1, now.version, ProfileDraft("川北办事处"))
    assert said.value.code == "not_allowed"


def test_rules_hold_from_when_they_are_changed_and_may_change_back(team: Team) -> None:
    for days in (9, 7):
        change_rules(team.ad, profile(team).version, {"paper_days": days})
        with team.office.reading() as session:
            assert read_rules(session).paper_days == days


@pytest.mark.parametrize("number", [-1, LARGEST_NUMBER + 1])
def test_a_rule_takes_no_number_that_makes_no_sense(team: Team, number: int) -> None:
    with pytest.raises(Refused) as said:
        change_rules(team.ad, profile(team).version, {"paper_days": number})
    assert (said.value.code, said.value.field) == ("invalid", "paper_days")


def test_there_is_no_rule_of_another_name(team: Team) -> None:
    with pytest.raises(Refused) as said:
        change_rules(team.ad, profile(team).version, {"paper_weeks": 1})
    assert (said.value.code, said.value.field) == ("invalid", "paper_weeks")
    with pytest.raises(Refused):
        name_office(team.ad, ProfileDraft("另一家"), numbers={"paper_weeks": 1})


def test_who_has_a_password_is_known(team: Team) -> None:
    add_staff(team.ad, "n1", "新人", ["rep"], password="ein langes Wort")
    assert (has_password(team.office, "n1"), has_password(team.office, "r1")) == (True, False)
