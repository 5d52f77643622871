"""A database that migrations made is the one that is made today."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, insert, select

import desktop.models.migrations
from desktop.models import Base, Product
from desktop.models.migrations import run
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
