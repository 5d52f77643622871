"""A change remembers only what is still so, and takes its steps back one within the other."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, String, cast, event, select

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.errors import Refused
from desktop.models import (
    Audit,
    ChangeKey,
    Client,
    Collection,
    Delivery,
    Entry,
    Holiday,
    Neighbour,
    Settlement,
    Staff,
)
from desktop.queries.check import first_wrong
from desktop.queries.facts.funds import closed_quarter
from desktop.services.change import CLOSED, Change
from desktop.services.clients import add_client
from desktop.services.deliveries import record_delivery
from desktop.services.find import find_client
from desktop.services.orders import OrderedLine, add_order
from desktop.services.payments import record_collection
from desktop.services.rows import Rows, table_of
from desktop.services.staff import edit_staff
from tests.office import MONDAY, Team, new_team


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    """A small office."""
    made = new_team(database_url)
    yield made
    made.office.engine.dispose()


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements that an office asks within the block, savepoints left out."""
    asked: list[str] = []

    def hear(*told: Any) -> None:
        if "SAVEPOINT" not in told[2]:
            asked.append(told[2])

    event.listen(engine, "before_cursor_execute", hear)
    yield asked
    event.remove(engine, "before_cursor_execute", hear)


def days(session: Change) -> list[Any]:
    return session.known(
        "days", (Holiday,), lambda: list(session.scalars(select(Holiday.day).order_by(Holiday.day)))
    )


def test_what_is_known_is_asked_again_once_it_was_written(team: Team) -> None:
    with team.m1.transaction("x") as session, counted(team.office.engine) as asked:
        assert days(session) == days(session) == []
        assert len(asked) == 1
        session.add(Holiday(day=MONDAY, set_on=MONDAY, set_by_id=session.actor_id))
        assert days(session) == [MONDAY]  # also before anybody flushed it
        session.delete(session.get_one(Holiday, MONDAY))
        assert days(session) == []


def test_what_is_known_goes_with_the_step_that_is_taken_back(team: Team) -> None:
    with team.m1.batch() as together:
        with suppress(ZeroDivisionError), together.transaction("x") as session:
            session.add(Holiday(day=MONDAY, set_on=MONDAY, set_by_id=session.actor_id))
            assert days(session) == [MONDAY]
            raise ZeroDivisionError
        with together.transaction("y") as session:
            assert days(session) == []


def test_a_record_is_found_by_its_code_as_long_as_it_has_it(team: Team) -> None:
    with team.m1.batch() as together, together.transaction("x") as session:
        found = find_client(session, "C1")
        assert find_client(session, "C1") is found
        found.code = "C7"
        assert find_client(session, "C7") is found
        with pytest.raises(Refused):
            find_client(session, "C1")


def test_a_record_of_a_step_that_is_taken_back_is_not_found(team: Team) -> None:
    with team.r1.batch() as together:
        with suppress(ZeroDivisionError), together.transaction("client.add") as session:
            add_client(together, ClientDraft("C8", "小店", "学校店"))
            assert find_client(session, "C8").name == "小店"
            raise ZeroDivisionError
        with together.transaction("y") as session, pytest.raises(Refused):
            find_client(session, "C8")


def test_roles_count_from_the_event_after_they_were_given(team: Team) -> None:
    with team.ad.batch(hold=True) as together:
        rep, admin = (together.on(MONDAY, together.find_person(code)) for code in ("r1", "ad"))
        add_client(rep, ClientDraft("C8", "小店", "学校店"))
        with admin.reading() as session:
            version = session.scalars(select(Staff.version).where(Staff.code == "r1")).one()
        edit_staff(admin, "r1", version, "员工r1", ["accountant"])
        with pytest.raises(Refused) as refused:
            add_client(rep, ClientDraft("C9", "小店", "学校店"))
    assert refused.value.code == "not_allowed"


def test_a_step_within_a_step_is_taken_back_alone(team: Team) -> None:
    with team.m1.transaction("x") as session:
        first = session.get_one(Client, 1)
        with suppress(ZeroDivisionError), session.begin_nested():
            first.name = "外"
            session.flush()
            with suppress(ZeroDivisionError), session.begin_nested():
                first.name = "内"
                session.flush()
                raise ZeroDivisionError
            assert first.name == "外"
            with session.begin_nested():
                first.phone = "1"
            raise ZeroDivisionError
        assert (first.name, first.phone) == ("小店C1", "")
        with session.begin_nested():
            first.phone = "2"
    with team.office.reading() as reading:
        kept = reading.get_one(Client, 1)
        assert (kept.name, kept.phone) == ("小店C1", "2")


def test_rows_written_at_once_get_rising_ids_as_they_come(team: Team) -> None:
    with team.c1.transaction("x") as session:
        people = [Staff(code=f"s{place:03}", name=f"人{place}") for place in range(300)]
        session.add_all(people)
        session.flush()
        ids = [one.id for one in people]
    assert ids == list(range(ids[0], ids[0] + 300))
    with team.office.reading() as reading:
        kept = dict(reading.execute(select(Staff.id, Staff.code)).all())
    assert [kept[key] for key in ids] == [one.code for one in people]


def test_an_event_of_a_batch_asks_little(team: Team) -> None:
    """What replays and imports cost is statements: whoever adds one here says why."""
    lines = [OrderedLine("P1", "支", 2), OrderedLine("P1", "箱", 1)]
    with team.c1.batch(hold=True) as together:
        cashier = together.on(MONDAY, together.find_person("k1"))
        record_delivery(together, add_order(together, "C1", lines))
        record_collection(cashier, "C1", 100)
        with counted(team.office.engine) as order:
            taken = add_order(together, "C1", lines)
        with counted(team.office.engine) as delivery:
            record_delivery(together, taken)
        with counted(team.office.engine) as collection:
            record_collection(cashier, "C1", 100)
    assert len(order) <= 4, order
    assert len(delivery) <= 8, delivery
    assert len(collection) <= 4, collection


def told_of(team: Team, kind: type[Collection] | type[Delivery], key: int) -> list[int | None]:
    """The entry that each line of the trail about a document names."""
    of_it = Audit.record_kind == kind.__tablename__, Audit.record_id == str(key)
    with team.office.reading() as session:
        lines = session.scalars(select(Audit.after).where(*of_it)).all()
    return [json.loads(one).get("entry_number") for one in lines]


def booked_as(team: Team, kind: type[Collection] | type[Delivery], key: int) -> int | None:
    with team.office.reading() as session:
        return session.get_one(kind, key).entry_number


def test_a_delivery_is_told_once_with_its_entry(team: Team) -> None:
    order = add_order(team.c1, "C1", [OrderedLine("P1", "支", 2)])
    taken = record_delivery(team.c1, order)
    entry = booked_as(team, Delivery, taken)
    assert entry is not None
    assert told_of(team, Delivery, taken) == [entry]


def test_a_collection_by_itself_asks_little_and_is_told_once(team: Team) -> None:
    """Each save pays for its statements, and for each line of the trail a hash and a row."""
    cashier = team.k1
    record_collection(cashier, "C1", 100)
    with counted(team.office.engine) as collection:
        taken = record_collection(cashier, "C1", 200)
    assert len(collection) <= 9, collection  # BEGIN among them
    assert told_of(team, Collection, taken) == [booked_as(team, Collection, taken)]


def test_records_written_many_at_once_are_as_if_each_had_been_added(team: Team) -> None:
    def made(code: str, **more: Any) -> Client:
        return Client(
            code=code,
            name="好又来便利店",
            segment="学校店",
            added_on=MONDAY,
            address="米市街",
            **more,
        )

    place = {"lat": Decimal("31.46"), "lon": Decimal("104.74")}
    with team.admin.transaction("import") as session:
        session.write_many([made("M1", **place), made("M2", **place)])
        session.add(made("M3"))
    with team.office.reading() as session:
        told = [
            {**json.loads(after), "code": "", "lat": "", "lon": ""}
            for after in session.scalars(
                select(Audit.after)
                .join(Client, Audit.record_id == cast(Client.id, String))
                .where(Client.code.in_(("M1", "M2", "M3")), Audit.record_kind == "client")
                .order_by(Audit.id)
            )
        ]
        assert len(told) == 3
        ids = [one.pop("id") for one in told]
        assert len(set(ids)) == 3
        assert told[0].keys() == told[1].keys() == told[2].keys()
        many, one = (
            session.scalars(select(Client).where(Client.code == code)).one()
            for code in ("M1", "M3")
        )
        assert (many.name_key, many.search_text[:6]) == (one.name_key, one.search_text[:6])
        assert (many.state, many.version, many.cell is None) == ("prospect", 1, False)
        near = select(Neighbour.other_id).where(Neighbour.client_id == many.id)
        assert session.scalars(near).all()
        assert first_wrong(session) is None


def test_no_statement_looks_for_listeners(team: Team) -> None:
    """One listener of an engine's, were it of beginnings alone, is paid for by every statement."""
    heard = team.office.engine.dispatch
    named = set(heard._event_names) - {"engine_connect"}  # which the tests themselves hear
    assert {"begin", "before_cursor_execute"} <= named
    assert [name for name in named if getattr(heard, name)] == []


def written_days(team: Team) -> list[Any]:
    with team.office.reading() as session:
        return list(session.scalars(select(Holiday.day).order_by(Holiday.day)))


def test_what_a_step_writes_beside_the_session_is_taken_back_with_it(team: Team) -> None:
    """The connection is found once in a change, yet a step's savepoint comes before its rows."""
    names = ("day", "set_on", "set_by_id")

    def write(session: Change, day: date) -> None:
        row = (day, MONDAY, session.actor_id)
        Rows(session.connection(), table_of(Holiday), names).write([row])

    with team.m1.transaction("x") as session:
        write(session, MONDAY)
        with suppress(Refused), session.begin_nested():
            write(session, MONDAY + timedelta(1))
            raise Refused("invalid", "x")
        with session.begin_nested():
            write(session, MONDAY + timedelta(2))
        write(session, MONDAY + timedelta(3))
    assert [(day - MONDAY).days for day in written_days(team)] == [0, 2, 3]


def test_an_action_tells_one_moment(team: Team) -> None:
    add_client(team.m1, ClientDraft(code="Z1", name="某店", segment="学校店", address="米市街"))
    record_collection(team.k1, "Z1", 500)
    with team.office.reading() as session:
        lines = session.execute(select(Audit.action, Audit.at).order_by(Audit.id.desc())).all()
        posted = session.scalars(select(Entry.posted_at)).all()
        saved = session.scalars(select(ChangeKey.saved_at)).all()
    taken = {at for action, at in lines if action == "collection.record"}
    assert len(taken) == 1
    assert taken == set(posted)
    assert taken <= set(saved)
    assert len({at for _action, at in lines}) > 1  # another action's is another


def test_a_quarter_that_closes_within_a_change_is_closed_in_it_at_once(team: Team) -> None:
    with team.m1.transaction("x") as session:
        before = session.known(CLOSED, (Settlement,), lambda: closed_quarter(session))
        posted = Settlement(
            quarter="2025Q4", state="posted", prepared_on=MONDAY, prepared_by_id=session.actor_id
        )
        session.add(posted)
        after = session.known(CLOSED, (Settlement,), lambda: closed_quarter(session))
        session.expunge(posted)
    assert (before, after and after.text) == (None, "2025Q4")
