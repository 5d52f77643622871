"""The index of search words finds what a look at every record finds, whoever wrote them."""

from collections.abc import Iterator
from random import Random

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from desktop.models import Client, Product
from desktop.queries import found_by
from desktop.queries.checks.search import search_stands
from desktop.queries.clients import client_ids
from desktop.queries.found_by import contains, is_common, looked_for
from desktop.queries.listing import Wanted
from desktop.services.office import Office
from tests.office import MONDAY, copy_of

SIGNS = "好又来张王路12 aho-/.'\"*%_\\:&|(<!é鑫𠮷\u00a0"
WHOLE = ("", " ", "好", "h", "ha", "hao", "haoyoulai", "13", "%", "_", "'", '"', "\\", "a'b", "* *")
SHOPS = 300


def _shops(office: Office) -> None:
    chance = Random(3)

    def word(most: int) -> str:
        return "".join(chance.choices(SIGNS, k=chance.randint(1, most)))

    with office.engine.execution_options(change=True).begin() as connection:
        session = Session(connection)
        for key in range(1, SHOPS + 1):
            shop = Client(id=key, code=f"K{key:03}", name=word(9) + "店", segment="x")
            shop.contact, shop.address, shop.phone = word(4), word(12), f"13{chance.random():.9f}"
            shop.added_on = MONDAY
            session.add(shop)
        session.add(Product(id=1, code="P1", name="好又多", line="l", category="c", spec="5 ml"))
        session.flush()


@pytest.fixture
def office(database_url: str) -> Iterator[Office]:
    made = copy_of("shops of odd names", _shops, database_url)
    yield made
    made.engine.dispose()


def _typed(session: Session) -> Iterator[str]:
    yield from WHOLE
    chance = Random(5)
    texts = [one.search_text for one in session.query(Client).limit(60)]
    for said in texts:
        start = chance.randrange(len(said))
        yield said[start : start + chance.randint(1, 9)]
        yield "".join(chance.choices(SIGNS, k=chance.randint(1, 4)))
        yield f"{said[:2]}  {said[-3:]}"


def _same_by_both_ways(session: Session) -> int:
    hits = 0
    every = session.query(Client).all()
    for typed in _typed(session):
        by_index = {one.id for one in session.query(Client).filter(contains(Client, typed))}
        by_look = {one.id for one in session.query(Client).filter(looked_for(Client, typed))}
        words = found_by._words(typed)
        assert by_index == by_look, typed
        assert by_index == {one.id for one in every if all(w in one.search_text for w in words)}
        hits += len(by_index)
    return hits


def test_the_index_finds_what_a_look_at_every_record_finds(office: Office) -> None:
    with office.reading() as session:
        assert _same_by_both_ways(session) > 3 * SHOPS
        assert session.query(Product).filter(contains(Product, "又多")).count() == 1


def test_it_is_kept_however_records_are_written(office: Office) -> None:
    with office.engine.execution_options(change=True).begin() as connection:
        session = Session(connection)
        session.get_one(Client, 7).name = "一家从来没有的店"
        session.flush()
        connection.execute(
            text("UPDATE client SET search_text = search_text || ' zzq' WHERE id < 9")
        )
        connection.execute(text("DELETE FROM client WHERE id = 11"))
        assert _same_by_both_ways(session)
        found = {one.id for one in session.query(Client).filter(contains(Client, "zq"))}
        assert found == set(range(1, 9))
        assert session.query(Client).filter(contains(Client, "从来没有")).one().id == 7
        assert search_stands(session) is None


def test_the_first_of_a_list_are_the_first_of_all(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found_by, "MANY", 20)
    seen = set()
    with office.reading() as session:
        for typed in (*_typed(session), "k007", "K07"):
            seen.add(is_common(session, Client, typed))
            for sort in ("", "name"):
                wanted = Wanted(typed.strip(), sort=sort, descending=bool(sort))
                every = client_ids(session, wanted, None, MONDAY)
                few = client_ids(session, wanted.changed(first=5), None, MONDAY)
                assert few == every[:5], typed
    assert seen == {True, False}


def test_a_server_tells_what_very_many_hold_without_gathering_all(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    if office.engine.dialect.name == "sqlite":
        pytest.skip("SQLite's index stops at so many")
    monkeypatch.setattr(found_by, "MANY", 20)
    monkeypatch.setattr(found_by, "_LOOKED_AT", 100)
    heard: list[str] = []
    with office.reading() as session:
        event.listen(
            office.engine, "before_cursor_execute", lambda *told: heard.append(str(told[2]))
        )
        assert is_common(session, Client, "店")
        assert is_common(session, Client, "店 1")
        assert heard
        assert not [said for said in heard if "tsquery" in said]
        assert not is_common(session, Client, "k007")


def test_a_code_in_any_letter_case_stands_before_the_longer_ones(office: Office) -> None:
    with office.engine.execution_options(change=True).begin() as connection:
        session = Session(connection)
        session.get_one(Client, 3).code = "a-1"
        session.get_one(Client, 2).code = "A-11"
        session.flush()
        for typed in ("A-1", "Ａ－１", "a-1"):
            assert client_ids(session, Wanted(typed, first=1), None, MONDAY) == [3]


LIES = {
    "a part that isn't there": "DELETE FROM client_search_data WHERE id > 100",
    "words that are of nobody": "INSERT INTO client_search(rowid, parts) VALUES (9000, 'abc')",
    "a record that isn't in it": (
        "INSERT INTO client_search(client_search, rowid, parts)"
        " SELECT 'delete', id, parts FROM client_part WHERE id = 5"
    ),
}


@pytest.mark.parametrize("lie", LIES)
def test_an_index_that_lies_is_found(office: Office, lie: str) -> None:
    said = LIES[lie]
    if office.engine.dialect.name != "sqlite":
        said = "DROP INDEX ix_client_search"
    with office.engine.execution_options(change=True).connect() as connection:
        session = Session(connection)
        assert search_stands(session) is None
        connection.exec_driver_sql(said)
        assert search_stands(session) is not None
        connection.rollback()
