"""Rows that no session holds are written as a session would write them, many in one statement."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Connection, MetaData, String, Table, inspect, select
from sqlalchemy.exc import IntegrityError

from desktop.models import Base, Client, Holiday
from desktop.models.filled import _FILLS
from desktop.models.search_index import FOUND, compared, indexed_together, parts_of
from desktop.queries.chains import TRAIL, Head, row_hash, sealed
from desktop.queries.check import first_wrong
from desktop.queries.clients import client_ids
from desktop.queries.listing import Wanted
from desktop.services.clients import ClientDraft, add_client
from desktop.services.flushing import insert_records, kind_of, plain_record
from desktop.services.imports.run import ImportOrder, import_file
from desktop.services.rows import Rows, table_of
from desktop.services.trail_texts import known, text_of, texts_of
from tests.office import MONDAY, Team, new_team
from tests.services.test_change import counted

_HEADINGS = "客户编号,客户名称,类型,电话,地址,纬度,经度"


@pytest.fixture
def team(database_url: str) -> Iterator[Team]:
    made = new_team(database_url)
    yield made
    made.office.engine.dispose()


def shops(folder: Path, first: int, number: int) -> Path:
    """A file of so many clients, each with a place of its own."""
    path = folder / f"{first}.csv"
    rows = (
        f"M{at:05},好又来{at}店,学校店,138{at:08},米市街{at}号,{20 + at / 100:.2f},104.74"
        for at in range(first, first + number)
    )
    path.write_text("\n".join((_HEADINGS, *rows)), encoding="utf-8")
    return path


@pytest.mark.parametrize("number", [0, 1, 2, 100, 501])
def test_few_and_many_are_written_alike(team: Team, number: int) -> None:
    days = [date.fromordinal(MONDAY.toordinal() + at) for at in range(number)]
    with team.m1.transaction("x") as session:
        rows = Rows(session.connection(), table_of(Holiday), ("day", "set_on", "set_by_id"))
        rows.write((day, MONDAY, session.actor_id) for day in days)
        assert session.scalars(select(Holiday.day).order_by(Holiday.day)).all() == days


def test_what_the_database_refuses_is_told_as_ever(team: Team) -> None:
    with team.m1.transaction("x") as session:
        step = session.begin_nested()
        rows = Rows(session.connection(), table_of(Holiday), ("day", "set_on", "set_by_id"))
        with pytest.raises(IntegrityError):
            rows.write([(MONDAY, MONDAY, session.actor_id)] * 2)
        step.rollback()
        assert session.scalars(select(Holiday.day)).all() == []


def test_more_clients_ask_no_more_statements(team: Team, tmp_path: Path) -> None:
    asked = []
    for first, number in ((100, 150), (1_000, 450)):  # many, and thrice as many
        path = shops(tmp_path, first, number)
        with counted(team.office.engine) as heard:
            assert import_file(team.ad, ImportOrder("clients", path)).new == number
        asked.append(len(heard))
    assert asked[1] <= asked[0] + 5, asked


def test_more_products_with_their_prices_ask_no_more_statements(team: Team, tmp_path: Path) -> None:
    asked = []
    for first, number in ((100, 150), (1_000, 450)):
        path = tmp_path / f"{first}.csv"
        rows = (f"Q{at},香皂{at},块,3.2,12,38" for at in range(first, first + number))
        path.write_text("\n".join(("货号,品名,单位,供价,箱规,箱价", *rows)), encoding="utf-8")
        with counted(team.office.engine) as heard:
            assert import_file(team.ad, ImportOrder("products", path)).new == number
        asked.append(len(heard))
    assert asked[1] <= asked[0] + 5, asked


def test_what_is_brought_in_many_at_once_is_found_and_stands(team: Team, tmp_path: Path) -> None:
    import_file(team.ad, ImportOrder("clients", shops(tmp_path, 0, 600)))
    with team.office.reading() as session:
        for word in ("haoyoulai599", "13800000599", "米市街599"):
            found = client_ids(session, Wanted(word), None, MONDAY)
            codes = session.scalars(select(Client.code).where(Client.id.in_(found))).all()
            assert "M00599" in codes, word
        kept = session.scalars(select(Client).where(Client.code == "M00599")).one()
        assert (kept.lat, kept.lon) == (Decimal("25.99"), Decimal("104.74"))
        assert first_wrong(session) is None


def test_very_many_come_into_the_index_of_search_words_at_once(
    sqlite_url: str, tmp_path: Path
) -> None:
    team = new_team(sqlite_url)
    with counted(team.office.engine) as heard:
        import_file(team.ad, ImportOrder("clients", shops(tmp_path, 0, 1_200)))
    assert sum("INTO client_search" in one and "TRIGGER" not in one for one in heard) == 1
    add_client(team.r1, ClientDraft("Z1", "后来的店", "学校店"))
    with team.office.reading() as session:
        for table in FOUND:
            session.connection().exec_driver_sql(compared(table))
        assert len(client_ids(session, Wanted("houlaidedian"), None, MONDAY)) == 1


def test_an_index_that_was_not_finished_is_as_it_was(team: Team) -> None:
    with team.ad.transaction("x") as session:
        connection = session.connection()
        with pytest.raises(ZeroDivisionError):
            _break_off(connection, vars(_plain(session.actor_id, "Z1")))
        session.write_many([_plain(session.actor_id, "Z2")])
    with team.office.reading() as session:
        assert session.scalars(select(Client.code).where(Client.code.like("Z%"))).all() == ["Z2"]
        assert len(client_ids(session, Wanted("z2"), None, MONDAY)) == 1
        assert first_wrong(session) is None


def _break_off(connection: Connection, given: dict[str, Any]) -> None:
    kind = kind_of(Client)
    assert kind is not None
    with indexed_together(connection, "client"):
        insert_records(connection, kind, [given])
        raise ZeroDivisionError


def _plain(actor_id: int, code: str) -> Client:
    given = {"code": code, "name": "好又来", "segment": "学校店", "contact": None}
    return plain_record(Client, given | {"added_on": MONDAY, "added_by_id": actor_id})


def test_what_stands_in_all_rows_is_said_once_in_a_statement(
    sqlite_url: str, tmp_path: Path
) -> None:
    team = new_team(sqlite_url)
    with counted(team.office.engine) as heard:
        import_file(team.ad, ImportOrder("clients", shops(tmp_path, 0, 400)))
    (clients,) = (one for one in heard if one.startswith("INSERT INTO client "))
    told = 7 + 5  # what differs in the file; number, two sort keys, cell, search words
    assert clients.count("?") < 400 * told + len(table_of(Client).columns)
    # New ones have no neighbours yet that would have to go, and where they lie is known.
    about_places = [one for one in heard if "neighbour" in one or "client.cell" in one]
    assert not [one for one in about_places if one.startswith("DELETE") or "DISTINCT" in one]


def test_a_row_that_is_the_same_all_over_is_written_as_often_as_it_comes(team: Team) -> None:
    names = ("record_kind", "record_id", "said")
    with team.m1.transaction("x") as session:
        connection = session.connection()
        made = Table("same", MetaData(), *(Column(name, String) for name in names))
        made.create(connection)
        Rows(connection, made, names).write([("a", None, "b")] * 230)
        Rows(connection, made, names).write([("a", None, str(at)) for at in range(230)])
        said = connection.execute(select(made.c.said)).scalars().all()
        assert sorted(said) == sorted(["b"] * 230 + [str(at) for at in range(230)])
        made.drop(connection)


def test_whatever_is_told_of_a_new_record_fills_very_many_too() -> None:
    for mapper in Base.registry.mappers:
        heard = len(list(mapper.dispatch.before_insert))
        assert heard == len(_FILLS.get(mapper.class_, ())), mapper.class_


def test_the_trail_tells_the_same_of_one_and_of_very_many() -> None:
    day = date(2026, 1, 5)
    told: dict[str, list[Any]] = {
        "id": [7, 8, 9],
        "name": ['好"又来\\\n', "", "\x00é"],
        "same": ["学校店"] * 3,
        "blank": ["", "", ""],
        "none": [None] * 3,
        "lat": [Decimal("31.460000"), None, Decimal("1E+2")],
        "day": [day, day, None],
        "moment": [datetime(2026, 1, 5, 8), None, None],
        "ticked": [True, True, True],
        "mixed": [1, True, 0],
        "list": [["a", 1], [], {"b": None}],
    }
    records = [dict(zip(told, row, strict=True)) for row in zip(*told.values(), strict=True)]
    for facts in (tuple(told), ("id",)):
        apart = [text_of(known(facts, one)) for one in records]
        assert texts_of(facts, records) == apart
        lacking = [*records[:2], {"id": 9}]
        assert texts_of(facts, lacking) == [text_of(known(facts, one)) for one in lacking]


def test_very_many_rows_of_a_chain_are_sealed_as_each_alone() -> None:
    content = ("2026", date(2026, 1, 5), None, 'x"', "client")
    rows = [(*content, str(at), None, f'{{"a":"{at}"}}', "", "k") for at in range(3)]
    previous = "before"
    for number, made in enumerate(sealed(Head(4, previous), rows), 5):
        row = dict(zip((*TRAIL.hashed, "hash"), made, strict=True))
        assert (row["id"], row["previous_hash"]) == (number, previous)
        assert row["hash"] == row_hash(TRAIL, row)
        previous = row["hash"]


def test_parts_are_those_of_the_database(team: Team) -> None:
    words = [
        "",
        "a",
        "好又来 haoyoulai hyl",
        "𠮷野家 12",
        "a  b\tc",
        "x\0y 好",
        "\"'* 90%",
        "é" * 40,
    ]
    with team.office.reading() as session:
        connection = session.connection()
        if connection.dialect.name == "sqlite":
            for text in words:
                connection.exec_driver_sql(
                    "UPDATE client SET search_text = ? WHERE id = 1", (text,)
                )
                (told,) = connection.exec_driver_sql(
                    "SELECT parts FROM client_part WHERE id = 1"
                ).one()
                assert parts_of(["又", text, ""])[1].split() == told.split(), text


def test_a_plain_record_is_written_as_its_kind_would_make_it(team: Team) -> None:
    given = {
        "name": "好又来",
        "segment": "学校店",
        "lat": Decimal("31.46"),
        "lon": Decimal("104.75"),
    }
    with team.ad.transaction("x") as session:
        given |= {"added_on": session.today, "added_by_id": session.actor_id}
        session.add(Client(code="Z1", **given))
        session.write_many([plain_record(Client, given | {"code": "Z2"})])
    with team.office.reading() as session:
        told = [
            {
                name: value
                for name, value in vars(
                    session.scalars(select(Client).filter_by(code=code)).one()
                ).items()
                if name in inspect(Client).column_attrs and name not in ("id", "code", "code_key")
            }
            for code in ("Z1", "Z2")
        ]
    assert told[0].pop("search_text") == told[1].pop("search_text").replace("z2", "z1")
    assert told[0] == told[1]
