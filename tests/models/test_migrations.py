"""A database that migrations made is the one that is made today."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    String,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

import desktop.models.migrations
from desktop.models import (
    Audit,
    Base,
    Client,
    Delivery,
    DeliveryLine,
    IssuedPaper,
    OfficeProfile,
    Order,
    OrderLine,
    Price,
    Product,
    Run,
    SavedForm,
    Staff,
    StaffRole,
    Stop,
    Unit,
    Vehicle,
    WordLists,
)
from desktop.models.audit import PaperPrint
from desktop.models.migrations import run
from desktop.queries.chains import TRAIL, first_break, row_hash
from desktop.queries.checks.trail import records_stand
from desktop.queries.word_lists import word_lists_detail
from desktop.services.database import HEAD, connect, make_database, read_url

# What each database says of its own schema, by kind.
POSTGRESQL = {
    "column": """
        SELECT table_name || '.' || column_name,
               concat_ws(' ', data_type, is_nullable, column_default)
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraint": """
        SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "index": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "sequence": "SELECT sequencename, data_type FROM pg_sequences WHERE schemaname = 'public'",
    "trigger": """
        SELECT tgname, pg_get_triggerdef(t.oid) || pg_get_functiondef(tgfoid)
        FROM pg_trigger t WHERE NOT tgisinternal""",
}
_OWN_KEY = re.compile(r"(\w+) (\w+) CONSTRAINT (\w+) REFERENCES (.+)")
SQLITE = {
    kind: f"SELECT name, coalesce(sql, '') FROM sqlite_master WHERE type = '{kind}'"
    for kind in ("table", "index", "trigger", "view")
}


def definitions(engine: Engine) -> dict[tuple[str, str], object]:
    """Every table, column, constraint, index and trigger as the database itself says it."""
    kinds = SQLITE if engine.dialect.name == "sqlite" else POSTGRESQL
    with engine.connect() as connection:
        return {
            (kind, name): clauses(said) if kind == "table" else said
            for kind, query in kinds.items()
            for name, said in connection.exec_driver_sql(query).all()
        }


def clauses(table: str) -> list[str]:
    """What stands in a CREATE TABLE, sorted: Alembic writes constraints in another order."""
    body = " ".join(table.partition("(")[2].split()).removesuffix(")")
    said = []
    for clause in re.split(r",(?![^(]*\))", body):
        # A column that was added later can only carry its foreign key itself.
        added = _OWN_KEY.fullmatch(clause.strip())
        said += _as_made(added) if added else [clause.strip()]
    return sorted(said)


def _as_made(added: re.Match[str]) -> list[str]:
    column, kind, key, target = added.groups()
    return [f"{column} {kind}", f"CONSTRAINT {key} FOREIGN KEY({column}) REFERENCES {target}"]


def test_the_newest_revision_is_the_one_that_new_databases_are_stamped_with() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(desktop.models.migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_upgrading_from_empty_gives_todays_tables(database_url: str) -> None:
    engine = connect(read_url(database_url))
    run.upgrade(engine)
    with engine.connect() as connection:
        # Defaults are compared as the database says them, in the test below.
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_upgrading_from_empty_gives_what_is_made_new(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if kind == "sqlite":
        urls = [str(tmp_path / "upgraded.db"), str(tmp_path / "fresh.db")]
        upgraded, fresh = connect(read_url(urls[0])), make_database(read_url(urls[1]))
        run.upgrade(upgraded)
        assert definitions(upgraded) == definitions(fresh)
        return
    server = request.getfixturevalue("postgres_server")
    with server.database() as one, server.database() as other:
        upgraded, fresh = connect(read_url(one)), make_database(read_url(other))
        run.upgrade(upgraded)
        assert definitions(upgraded) == definitions(fresh)
        upgraded.dispose()
        fresh.dispose()


def test_an_older_office_finds_by_plain_signs_what_was_written_wide(database_url: str) -> None:
    engine = connect(read_url(database_url))
    run.upgrade(engine, "0003")
    old = "p1 好又来ａｂ（大） haoyoulaida hyld"
    product = {"code": "P1", "name": "好又来ＡＢ（大）", "line": "纸品", "category": "纸品"}
    with engine.execution_options(change=True).begin() as connection:
        connection.execute(insert(Product.__table__).values(**product, search_text=old))
    run.upgrade(engine)
    with engine.connect() as connection:
        words = connection.execute(select(Product.search_text)).scalar_one()
    engine.dispose()
    assert words == "p1 好又来ab(大) haoyoulaida hyld haoyoulaiabda hylabd"


def test_an_older_office_sorts_as_people_expect(database_url: str) -> None:
    engine = connect(read_url(database_url))
    run.upgrade(engine, "0011")
    people = {"r2": "曾华", "r10": "白丽"}
    with engine.execution_options(change=True).begin() as connection:
        for code, name in people.items():
            said = text(
                "INSERT INTO staff (code, name, phone, active, version)"
                " VALUES (:code, :name, '', true, 1)"
            )
            connection.execute(said, {"code": code, "name": name})
    run.upgrade(engine)
    with engine.connect() as connection:
        by_name = connection.scalars(select(Staff.name).order_by(Staff.name_key)).all()
        by_code = connection.scalars(select(Staff.code).order_by(Staff.code_key)).all()
    engine.dispose()
    assert by_name == ["白丽", "曾华"]
    assert by_code == ["r2", "r10"]


def test_words_to_choose_from_come_to_an_older_office_by_a_change(database_url: str) -> None:
    # A row that a migration wrote would stand in no trail: check would say that it was tampered.
    engine = connect(read_url(database_url))
    run.upgrade(engine, "0012")
    with engine.execution_options(change=True).begin() as connection:
        values = {"id": 1, "name": "老办事处", "city": "C市", "version": 1}
        _put(connection, OfficeProfile, values)
    run.upgrade(engine)
    with Session(engine) as session:
        assert session.get(WordLists, 1) is None
        lists = word_lists_detail(session)
    engine.dispose()
    assert lists.version == 1
    assert not any(lists.lists.values())
    assert all(lists.lacking.values())


def test_papers_of_an_older_office_keep_the_numbers_they_went_out_with(database_url: str) -> None:
    engine = connect(read_url(database_url))
    run.upgrade(engine, "0005")
    monday, tuesday = date(2026, 1, 5), date(2026, 1, 6)
    record = {"recorded_on": monday, "recorded_by_id": 1, "dated": monday, "client_id": 1}
    number, state = "DD-2026-00001", "delivered"
    order = {"client_id": 1, "state": state, "ordered_on": monday, "ordered_by_id": 1, "version": 1}
    tour = {"vehicle_id": 1, "planned_on": monday, "planned_by_id": 1, "version": 1}
    rows: list[tuple[type[Base], dict[str, object]]] = [
        (Staff, {"id": 1, "code": "m1", "name": "经理", "active": True, "version": 1}),
        (Client, {"id": 1, "code": "C1", "name": "小店", "state": "active", "version": 1}),
        (Vehicle, {"id": 1, "code": "川Z", "driver": "骆", "cartons": 9, "version": 1}),
        (Order, {"id": 1, "number": number, **order}),
        (Order, {"id": 2, "number": "DD-2026-00002", **order}),
    ]
    for key, day in ((1, monday), (2, tuesday), (3, tuesday)):
        loaded = {"state": "loaded", "day": day, "loaded_on": day}
        rows.append((Run, {"id": key, "number": f"CC-2026-000{key}", **loaded, **tour}))
        rows.append((Stop, {"id": key, "run_id": key, "position": 1, "order_id": 1}))
    issued = {"issued_on": monday, "issued_by_id": 1, "data": "{}"}
    for key in (1, 2):
        paper = f"CC-2026-000{key}"
        kept = {"kind": "manifest", "document_id": paper, "number": paper, **issued}
        rows.append((IssuedPaper, {"id": key, **kept}))
    for key, own, sold in ((1, 1, monday), (2, 1, tuesday), (3, 2, monday)):
        said = {**record, "recorded_on": sold, "state": "cancelled" if key == 1 else "recorded"}
        rows.append((Delivery, {"id": key, "number": f"SH-{key}", "order_id": own, **said}))
    with engine.execution_options(change=True).begin() as connection:
        for kind, values in rows:
            _put(connection, kind, values)
    run.upgrade(engine)
    with engine.connect() as connection:
        stops = list(connection.execute(select(Stop.note).order_by(Stop.id)).scalars())
        notes = list(connection.execute(select(Delivery.note).order_by(Delivery.id)).scalars())
        went_out = connection.execute(select(PaperPrint.kind, PaperPrint.document_id))
        prints = {(kind, document) for kind, document in went_out}
    engine.dispose()

    # Two runs' papers went out with one number; the third run's hadn't yet.
    assert stops == ["SD-2026-00001", "SD-2026-00001", "SD-2026-00001-3"]
    assert notes == ["SD-2026-00001", "SD-2026-00001-3", "SD-2026-00002"]
    assert prints == {
        ("manifest", "CC-2026-0001"),
        ("manifest", "CC-2026-0002"),
        ("delivery_note", "SD-2026-00001"),
    }


def _put(connection: Connection, kind: type[Base], values: dict[str, object]) -> None:
    """Insert a record as the database of that day takes it."""
    table = kind.__table__
    there = {column["name"] for column in inspect(connection).get_columns(table.name)}
    filled = {
        column.name: values.get(column.name, _plain(column))
        for column in table.columns
        if column.name in there and column.name != "id"
    }
    if "id" in values:
        filled["id"] = values["id"]
    connection.execute(text(_insert(table.name, filled)), filled)


def _plain(column: Column[Any]) -> object:
    """Something for a column that the test says nothing of."""
    if column.nullable:
        return None
    if column.default is not None and column.default.is_scalar:
        return column.default.arg  # type: ignore[attr-defined]
    kinds = ((DateTime, None), (Date, date(2026, 1, 5)), (Boolean, False), (String, ""))
    return next((value for kind, value in kinds if isinstance(column.type, kind)), 0)


def _insert(table: str, values: dict[str, object]) -> str:
    named = ", ".join(f":{name}" for name in values)
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({named})"


def test_what_was_delivered_before_keeps_its_unit_also_where_its_order_was_changed_since(
    database_url: str,
) -> None:
    engine = connect(read_url(database_url))
    run.upgrade(engine, "0005")
    day = date(2026, 1, 5)
    with engine.execution_options(change=True).begin() as connection:
        for table, values in (
            (Staff, {"code": "d1", "name": "甲"}),
            (
                Client,
                {
                    "code": "C1",
                    "name": "店",
                    "segment": "学校店",
                    "added_on": day,
                    "added_by_id": 1,
                },
            ),
            (Product, {"code": "P1", "name": "皂", "line": "线", "category": "类"}),
            (Unit, {"product_id": 1, "name": "支", "position": 1, "size": 1}),
            (Unit, {"product_id": 1, "name": "箱", "position": 2, "size": 24}),
            (Price, {"unit_id": 1, "price_fen": 400, "valid_from": day}),
            (Price, {"unit_id": 2, "price_fen": 9000, "valid_from": day}),
            (
                Order,
                {"number": "DD1", "client_id": 1, "ordered_on": day, "ordered_by_id": 1},
            ),
            (
                OrderLine,
                {
                    "order_id": 1,
                    "position": 1,
                    "product_id": 1,
                    "unit_id": 1,
                    "quantity": 7,
                    "price_fen": 400,
                },
            ),
        ):
            _put(connection, table, values)
        for key, state, accepted, price_fen in (
            (1, "cancelled", 2, 9000),
            (2, "recorded", 6, 400),
        ):
            connection.execute(
                text(
                    "INSERT INTO delivery (id, number, order_id, client_id, state, dated, arrived,"
                    " recorded_on, recorded_by_id, cancel_reason) VALUES"
                    " (:key, :number, 1, 1, :state, :day, '', :day, 1, '')"
                ),
                {"key": key, "number": f"SH{key}", "state": state, "day": day},
            )
            connection.execute(
                text(
                    "INSERT INTO delivery_line (delivery_id, position, product_id, accepted,"
                    " price_fen, basic_rate, fund_rate, supply_fen, basic_fen, fund_fen)"
                    " VALUES (:key, 1, 1, :accepted, :price, 0, 0, 0, 0, 0)"
                ),
                {"key": key, "accepted": accepted, "price": price_fen},
            )
    run.upgrade(engine)
    with engine.connect() as connection:
        lines = connection.execute(
            select(DeliveryLine.unit_name, DeliveryLine.unit_size, DeliveryLine.ordered).order_by(
                DeliveryLine.delivery_id
            )
        ).all()
    engine.dispose()
    assert [tuple(line) for line in lines] == [("箱", 24, 2), ("支", 1, 7)]


def test_an_older_trail_is_told_which_lines_were_taken_out(database_url: str) -> None:
    engine = connect(read_url(database_url))
    run.upgrade(engine, "0008")
    told = [("1/clerk", "clerk"), ("1/rep", "rep"), ("1/cashier", "cashier"), ("1/rep", None)]
    with engine.execution_options(change=True).begin() as connection:
        _put(connection, Staff, {"id": 1, "code": "c1", "name": "甲"})
        _put(connection, StaffRole, {"staff_id": 1, "role": "clerk"})
        for key, role in told:
            after = None if role is None else f'{{"staff_id":1,"role":"{role}"}}'
            line = {"at": "", "day": "2026-01-05", "action": "staff.edit", "record_id": key}
            line |= {"record_kind": "staff_role", "after": after}
            connection.execute(text(_insert("audit", line)), line)
    run.upgrade(engine)
    with engine.connect() as connection:
        lines = connection.execute(
            select(Audit.record_id, Audit.after).where(Audit.action == "upgrade")
        ).all()
    engine.dispose()
    assert [tuple(line) for line in lines] == [("1/cashier", None)]


def test_the_trail_of_an_older_office_tells_its_prints_and_saved_forms(database_url: str) -> None:
    engine = connect(read_url(database_url))
    run.upgrade(engine, "0013")
    day = date(2026, 1, 5)
    saved = {"key": "k/1", "content": "c", "action": "order.add", "record_id": "7"}
    known = {
        "staff": '{"id":1,"code":"c1","name":"甲"}',
        "office_profile": '{"id":1,"name":"川中"}',
    }
    with engine.execution_options(change=True).begin() as connection:
        _put(connection, OfficeProfile, {"id": 1, "name": "川中"})
        _put(connection, Staff, {"id": 1, "code": "c1", "name": "甲"})
        for number in (1, 2):
            kept = {"kind": "delivery_note", "document_id": "SD-1", "printed_by_id": 1}
            _put(connection, PaperPrint, {"id": number, "printed_on": day, **kept})
        _put(connection, SavedForm, {**saved, "record_kind": "client_order"})
        previous = ""
        for number, (kind, after) in enumerate(known.items(), 1):
            line: dict[str, object] = dict.fromkeys(TRAIL.hashed)
            line |= {"id": number, "at": "", "day": day, "action": "x", "record_id": "1"}
            line |= {"record_kind": kind, "after": after, "seal": "", "previous_hash": previous}
            previous = row_hash(TRAIL, line)
            connection.execute(insert(Audit), {**line, "hash": previous})
    run.upgrade(engine)
    with Session(engine) as session:
        lines = session.execute(select(Audit.record_kind, Audit.record_id).order_by(Audit.id)).all()
        assert first_break(session, TRAIL) is None
        wrong = records_stand(session)
    with Session(engine) as session, pytest.raises(DatabaseError, match="append-only"):
        session.execute(text("DELETE FROM saved_form"))
    engine.dispose()
    told = [("paper_print", "1"), ("paper_print", "2"), ("saved_form", "k/1")]
    assert [tuple(line) for line in lines[2:]] == told
    assert wrong is None
