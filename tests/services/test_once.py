"""A form is saved once, whatever breaks: killed after its commit, or its answer lost."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, func, select

from desktop.basics.errors import DatabaseTrouble, NeedsConfirmation, Refused, SavedAlready
from desktop.models import Audit, ChangeKey, Collection, Order
from desktop.replay.replay import replay
from desktop.replay.scenario import read_scenario
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order, cancel_order
from desktop.services.payments import record_collection
from tests.office import new_office, new_team

STORY = Path(__file__).parents[1] / "scenarios" / "half-a-fen.json"
KEY = "5f0c7a52-6e0b-4a83-9d0e-0d9a6d1f3d11"
TAKEN = {"client": "C1", "amount": 12300}


def count(office: Office, model: type) -> int:
    with office.reading() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_form_that_was_saved_is_recognised_and_named(database_url: str) -> None:
    team = new_team(database_url)
    record_collection(team.k1.saving(KEY, TAKEN), "C1", 12300)
    with pytest.raises(SavedAlready, match="SK-2026-00001"):
        record_collection(team.k1.saving(KEY, TAKEN), "C1", 12300)
    assert count(team.office, Collection) == 1
    team.office.engine.dispose()


def test_what_was_refused_leaves_the_key_free(sqlite_url: str) -> None:
    team = new_team(sqlite_url)
    lines = [OrderedLine("P1", "桶", 1)]
    with pytest.raises(Refused, match="洗面奶"):
        add_order(team.c1.saving(KEY, {"lines": lines}), "C1", lines)
    lines = [OrderedLine("P1", "支", 1)]
    add_order(team.c1.saving(KEY, {"lines": lines}), "C1", lines)
    assert count(team.office, Order) == 1


def test_other_values_under_the_key_of_a_saved_form_are_asked_about(sqlite_url: str) -> None:
    team = new_team(sqlite_url)
    record_collection(team.k1.saving(KEY, TAKEN), "C1", 12300)
    other = {**TAKEN, "amount": 500}
    with pytest.raises(NeedsConfirmation, match="SK-2026-00001") as asked:
        record_collection(team.k1.saving(KEY, other), "C1", 500)
    yes = {asked.value.name, "above the debt"}
    record_collection(team.k1.saving(KEY, other, yes), "C1", 500)
    with pytest.raises(SavedAlready, match="SK-2026-00002"):
        record_collection(team.k1.saving(KEY, other, yes), "C1", 500)
    assert count(team.office, Collection) == 2


def test_many_actions_of_one_form_are_one_save(sqlite_url: str) -> None:
    team = new_team(sqlite_url)

    def both(form: Office) -> None:
        with form.batch() as together:
            order = add_order(together, "C1", [OrderedLine("P1", "支", 1)])
            cancel_order(together, order)

    both(team.c1.saving(KEY, {}))
    with pytest.raises(SavedAlready, match="DD-2026-00001"):
        both(team.c1.saving(KEY, {}))
    assert count(team.office, Order) == 1


def test_nothing_of_what_was_typed_can_be_read_from_the_kept_key(sqlite_url: str) -> None:
    team = new_team(sqlite_url)
    record_collection(team.k1.saving(KEY, {"client": "某某顾客"}), "C1", 12300)
    with team.office.reading() as session:
        saved = session.get_one(ChangeKey, KEY)
        assert (saved.record_kind, saved.action) == ("collection", "collection.record")
        assert "某某" not in saved.content


def keys_of(office: Office, action: str) -> list[tuple[str, str]]:
    """Which key the trail names at each record of an action, as (record kind, key)."""
    with office.reading() as session:
        rows = session.execute(
            select(Audit.record_kind, ChangeKey.key)
            .join(ChangeKey, ChangeKey.key == Audit.change_key)
            .where(Audit.action == action, Audit.record_kind != ChangeKey.__tablename__)
            .order_by(Audit.id)
        )
        return [(kind, key) for kind, key in rows]


def test_every_record_names_the_key_of_the_change_that_made_it(database_url: str) -> None:
    team = new_team(database_url)
    lines = [OrderedLine("P1", "支", 1), OrderedLine("P1", "箱", 2)]
    add_order(team.c1.saving(KEY, {"lines": lines}), "C1", lines)
    record_collection(team.k1, "C1", 12300)
    record_collection(team.k1, "C1", 700)
    with team.office.reading() as session:
        known = select(ChangeKey.key)
        stray = select(func.count(Audit.id)).where(Audit.change_key.not_in(known))
        assert session.scalar(stray) == 0
    order = [("client_order", KEY), ("order_line", KEY), ("order_line", KEY)]
    assert [one for one in keys_of(team.office, "order.add") if one[0] in dict(order)] == order
    own = [key for kind, key in keys_of(team.office, "collection.record") if kind == "collection"]
    assert len(set(own) - {KEY}) == 2
    team.office.engine.dispose()


def test_a_step_under_its_own_key_is_no_part_of_the_whole(sqlite_url: str) -> None:
    team = new_team(sqlite_url)
    with team.c1.saving("whole", {}).batch() as together:
        add_order(together, "C1", [OrderedLine("P1", "支", 1)])
        add_order(together.saving("step", {}), "C1", [OrderedLine("P1", "支", 2)])
        add_order(together, "C1", [OrderedLine("P1", "支", 3)])
    made = [key for kind, key in keys_of(team.office, "order.add") if kind == "client_order"]
    assert made == ["whole", "step", "whole"]


def test_what_changes_nothing_leaves_no_key(sqlite_url: str) -> None:
    team = new_team(sqlite_url)
    before = count(team.office, ChangeKey)
    with team.k1.transaction("collection.record"):
        pass
    assert count(team.office, ChangeKey) == before


@pytest.fixture
def empty_office(sqlite_url: str) -> Iterator[Office]:
    office = new_office(sqlite_url)
    yield office
    office.engine.dispose()


def lose_the_answer(engine: Engine, monkeypatch: pytest.MonkeyPatch, *, commits: bool) -> None:
    """The connection breaks once at COMMIT: after the server did it, or before it got there."""
    real: Callable[[Any], None] = engine.dialect.do_commit
    broken: list[bool] = []

    def commit(connection: Any) -> None:
        if not broken:
            broken.append(True)
            if commits:
                real(connection)
            connection.driver_connection.close()
            raise psycopg.OperationalError("server closed the connection unexpectedly")
        real(connection)

    monkeypatch.setattr(engine.dialect, "do_commit", commit)


def test_an_answer_that_was_lost_after_the_commit_is_found_again(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = new_team(postgres_url)
    cashier = team.k1
    lose_the_answer(team.office.engine, monkeypatch, commits=True)
    assert record_collection(cashier.saving(KEY, TAKEN), "C1", 12300) == 1
    with pytest.raises(SavedAlready):
        record_collection(cashier.saving(KEY, TAKEN), "C1", 12300)
    assert count(team.office, Collection) == 1
    team.office.engine.dispose()


def test_the_answer_to_what_has_no_form_is_found_again_too(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = new_team(postgres_url)
    cashier = team.k1
    lose_the_answer(team.office.engine, monkeypatch, commits=True)
    assert record_collection(cashier, "C1", 12300) == 1
    assert count(team.office, Collection) == 1
    team.office.engine.dispose()


def test_what_never_reached_the_server_is_told_and_can_be_saved_again(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    team = new_team(postgres_url)
    cashier = team.k1
    lose_the_answer(team.office.engine, monkeypatch, commits=False)
    with pytest.raises(DatabaseTrouble):
        record_collection(cashier.saving(KEY, TAKEN), "C1", 12300)
    record_collection(cashier.saving(KEY, TAKEN), "C1", 12300)
    assert count(team.office, Collection) == 1
    team.office.engine.dispose()


def test_a_scenario_is_played_into_an_office_once(empty_office: Office) -> None:
    replay(empty_office, read_scenario(STORY))
    orders = count(empty_office, Order)
    with pytest.raises(SavedAlready):
        replay(empty_office, read_scenario(STORY))
    assert count(empty_office, Order) == orders


def test_an_event_with_a_key_is_done_once(empty_office: Office, tmp_path: Path) -> None:
    events = """
        {"on": "2026-01-05", "do": "staff.add", "code": "ad", "name": "甲",
         "role": "administrator"},
        {"on": "2026-01-05", "by": "ad", "do": "staff.add", "code": "r1", "name": "乙",
         "role": "rep"},
        {"on": "2026-01-05", "by": "ad", "do": "staff.add", "code": "k1", "name": "丙",
         "role": "cashier"},
        {"on": "2026-01-05", "by": "r1", "do": "client.add", "code": "C1", "name": "店",
         "segment": "学校店"}"""
    taken = """{"on": "2026-01-06", "by": "k1", "do": "collection.record", "key": "slip 17",
                "client": "C1", "amount": "5.00"}"""
    file = tmp_path / "story.json"
    file.write_text(
        f'{{"office": {{"name": "店", "city": "城"}}, "events": [{events}, {taken}, {taken}]}}',
        encoding="utf-8",
    )
    played = replay(empty_office, read_scenario(file))
    assert [(one.event.number, one.code) for one in played.refused] == [(6, "duplicate")]
    assert count(empty_office, Collection) == 1
