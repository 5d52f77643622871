"""Who may is asked inside each change, of the roles someone has then, not at sign-in (E1)."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from desktop.basics.errors import Refused
from desktop.models import Staff
from desktop.services.moves import moves
from desktop.services.orders import OrderedLine, add_order
from desktop.services.payments import record_collection
from desktop.services.staff import edit_staff
from tests.office import Team, new_team


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def change(team: Team, code: str, *roles: str, active: bool = True) -> None:
    with team.office.reading() as session:
        version = session.scalar(select(Staff.version).where(Staff.code == code))
        held = [
            one.role for one in session.scalars(select(Staff).where(Staff.code == code)).one().roles
        ]
    assert version is not None
    edit_staff(team.ad, code, version, f"员工{code}", roles or held, active=active)


def refused(work: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        work()
    return caught.value


def test_whoever_left_changes_nothing_any_more(team: Team) -> None:
    cashier = team.k1
    change(team, "k1", active=False)
    said = refused(lambda: record_collection(cashier, "C1", 100))
    assert said.code == "not_allowed"
    assert "员工k1" in said.message
    change(team, "k1", active=True)
    record_collection(cashier, "C1", 100)


def test_a_role_that_was_taken_is_gone_at_once_and_one_that_was_given_is_there(team: Team) -> None:
    dispatcher = team.d1
    line = [OrderedLine("P1", "支", 1)]
    assert refused(lambda: add_order(dispatcher, "C1", line)).code == "not_allowed"
    change(team, "d1", "rep")
    add_order(dispatcher, "C1", line)
    change(team, "d1", "cashier")
    assert refused(lambda: add_order(dispatcher, "C1", line)).code == "not_allowed"


def test_what_is_offered_goes_by_the_roles_of_now(team: Team) -> None:
    rep = team.r1
    order = add_order(rep, "C1", [OrderedLine("P1", "支", 1)])
    assert moves(rep, "order", order)
    change(team, "r1", "accountant")
    assert not moves(rep, "order", order)


def test_a_role_that_changes_within_a_batch_counts_from_then_on(team: Team) -> None:
    line = [OrderedLine("P1", "支", 1)]
    with team.office.batch() as together:
        administrator = together.on(team.day, together.find_person("ad"))
        rep = together.on(team.day, together.find_person("r1"))
        add_order(rep, "C1", line)
        edit_staff(administrator, "r1", 1, "员工r1", ["cashier"])
        assert refused(lambda: add_order(rep, "C1", line)).code == "not_allowed"
