"""What is written plainly is what SQLAlchemy's unit of work would have written."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError, InvalidRequestError
from sqlalchemy.orm import Session

from desktop.basics.errors import ChangedElsewhere
from desktop.models import Audit, Base, Client, Holiday, Order, OrderLine, Staff, StaffRole
from desktop.replay.replay import replay
from desktop.replay.scenario import read_scenario
from desktop.services import change
from desktop.services.change import Change
from desktop.services.flushing import kind_of
from desktop.services.orders import OrderedLine, add_order
from tests.office import MONDAY, Team, new_office, new_team

UNSEEN = {"synchronize_session": False}
# What is by chance or by the clock, and what follows from it. Versions: the unit of work counts one
# more where nothing was given what stood there already.
_OWN = {"hash", "previous_hash", "seal", "claim_salt", "claim_hash", "version"}
_UNORDERED = {"audit": {"id", "before", "after"}}  # changed records come in no order of their own


def everything(url: str, scenario: Path) -> dict[str, list[str]]:
    office = new_office(url)
    replay(office, read_scenario(scenario))
    with office.reading() as session:
        found = {}
        for table in Base.metadata.sorted_tables:
            left = _OWN | _UNORDERED.get(table.name, set())
            names = [column for column in table.columns if column.name not in left]
            found[table.name] = sorted(str(tuple(row)) for row in session.execute(select(*names)))
        ask = select(Audit.record_kind, Audit.record_id, Audit.before, Audit.after)
        lines = session.execute(ask)
        told = [(*line[:2], *really_changed(line.before, line.after)) for line in lines]
        found["audit"] = sorted(str(line) for line in told if any(line[2:]))
    office.engine.dispose()
    return found


def really_changed(before: str | None, after: str | None) -> list[dict[str, Any]]:
    old, new = json.loads(before or "{}"), json.loads(after or "{}")
    same = {name for name in old if name in new and old[name] == new[name]}
    return [{name: one[name] for name in sorted(one.keys() - same)} for one in (old, new)]


@pytest.mark.parametrize("name", ["random-9", "second-2"])
def test_a_replay_writes_the_same_rows_either_way(
    name: str, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(change, "now_text", lambda: "2026-01-05T08:00:00.000000Z")
    file = shared / "data" / "scenarios" / f"{name}.json"
    plainly = everything(str(tmp_path / "plainly.db"), file)
    monkeypatch.setattr(Change, "flush", Session.flush)
    planned = everything(str(tmp_path / "planned.db"), file)
    assert plainly == planned


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    """A small office."""
    made = new_team(database_url)
    yield made
    made.office.engine.dispose()


def test_every_kind_of_record_is_plain() -> None:
    """One that isn't is written right as well, but ten times slower: whoever adds one says why."""
    kinds = [mapper.class_ for mapper in Base.registry.mappers]
    assert [kind.__name__ for kind in kinds if kind_of(kind) is None] == []


def test_lines_that_come_later_learn_their_document(team: Team) -> None:
    order_id = add_order(team.c1, "C1", [OrderedLine("P1", "支", 2)])
    with team.c1.transaction("x") as session:
        order = session.get_one(Order, order_id)
        first = order.lines[0]
        given = {"product_id": first.product_id, "unit_id": first.unit_id, "price_fen": 1}
        more = [OrderLine(position=place, quantity=place, **given) for place in (2, 3, 4)]
        order.lines += more
        session.flush()
        assert [one.order_id for one in more] == [order_id] * 3
        assert [one.id for one in more] == [first.id + place for place in (1, 2, 3)]
    with team.office.reading() as session:
        kept = session.get_one(Order, order_id)
        assert [line.quantity for line in kept.lines] == [2, 2, 3, 4]


def test_a_line_and_the_document_that_it_names_are_written_together(team: Team) -> None:
    with team.m1.transaction("x") as session:
        someone = Staff(
            code="s1", name="新人", roles=[StaffRole(role="rep"), StaffRole(role="clerk")]
        )
        session.add(someone)
        session.flush()
        assert {role.staff_id for role in someone.roles} == {someone.id}
        assert (someone.version, someone.phone) == (1, "")


def test_what_is_changed_and_taken_away_at_once_is_left_to_the_unit_of_work(team: Team) -> None:
    with team.m1.transaction("x") as session:
        someone = session.scalars(select(Staff).where(Staff.code == "r1")).one()
        someone.roles = [StaffRole(role="clerk")]
        someone.name = "改名"
        session.flush()
        assert [role.role for role in someone.roles] == ["clerk"]
        asked = select(StaffRole.role).where(StaffRole.staff_id == someone.id)
        assert session.scalars(asked).all() == ["clerk"]


def test_versions_count_real_changes_alone(team: Team) -> None:
    with team.m1.transaction("x") as session:
        client = session.get_one(Client, 1)
        for name, version in (("小店C1", 1), ("大店", 2), ("大店", 2), ("小店C1", 3)):
            client.name = name
            session.flush()
            assert client.version == version


def rename_what_was_saved_meanwhile(team: Team) -> None:
    with team.m1.transaction("x") as session:
        client = session.get_one(Client, 1)
        session.execute(update(Client).values(version=7), execution_options=UNSEEN)
        client.name = "大店"


def test_a_record_that_somebody_saved_meanwhile_is_refused(team: Team) -> None:
    with pytest.raises(ChangedElsewhere):
        rename_what_was_saved_meanwhile(team)
    with team.office.reading() as session:
        kept = session.get_one(Client, 1)
        assert (kept.name, kept.version) == ("小店C1", 1)


def write_half(session: Change, day: dict[str, Any]) -> None:
    with session.begin_nested():
        session.add_all([Staff(code="s1", name="新人"), Holiday(**day), Holiday(**day)])
        with pytest.raises(IntegrityError):
            session.flush()
        session.scalar(select(func.count(Staff.id)))


def test_nobody_goes_on_in_what_was_half_written(team: Team) -> None:
    with team.m1.transaction("x") as session:
        day = {"day": MONDAY, "set_on": MONDAY, "set_by_id": session.actor_id}
        with pytest.raises(InvalidRequestError):
            write_half(session, day)
        assert session.scalar(select(func.count(Staff.id)).where(Staff.code == "s1")) == 0
        assert not session.new
        session.add(Holiday(**day))
