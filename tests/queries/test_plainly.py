"""Statements whose text is made once tell what they tell as any other."""

from collections.abc import Iterator

import pytest
from sqlalchemy import bindparam, func, select

from desktop.models import Client, Entry, Staff, StaffRole
from desktop.queries.facts.plainly import Prepared
from tests.office import Team, new_team


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    """A small office."""
    made = new_team(database_url)
    yield made
    made.office.engine.dispose()


def test_a_prepared_statement_tells_what_it_would_tell_unprepared(team: Team) -> None:
    statement = (
        select(Staff.code, StaffRole.role, func.max(Staff.id).over().label("last"))
        .join(StaffRole, StaffRole.staff_id == Staff.id)
        .where(StaffRole.role != "manager", Staff.code > bindparam("after"))
        .where(Staff.name != "100%", Staff.code >= bindparam("after"))
        .order_by(Staff.code, StaffRole.role)
    )
    prepared = Prepared(statement)
    with team.office.reading() as session:
        for after in ("", "c", "zzz"):
            given = {"after": after}
            assert list(prepared.rows(session, given)) == session.execute(statement, given).all()
        assert prepared.rows(session, {"after": ""})


def test_what_waits_in_a_session_is_written_before_it_is_asked(team: Team) -> None:
    ask = Prepared(select(Staff.id).where(Staff.code == bindparam("code")))
    with team.admin.transaction("x") as session:
        session.add(Staff(code="new", name="新人", phone=""))
        assert len(ask.rows(session, {"code": "new"})) == 1


@pytest.mark.parametrize("column", [Client.added_on, Client.lat, Entry.booked_on])
def test_what_has_to_be_read_by_its_kind_is_not_prepared(team: Team, column: object) -> None:
    """A day would come as words, a rate as ten thousand times itself."""
    with team.office.reading() as session, pytest.raises(AssertionError):
        Prepared(select(column)).rows(session, {})  # type: ignore[call-overload]
