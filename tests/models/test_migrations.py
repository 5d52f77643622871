"""A database that migrations made is the one that is made today."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

import desktop.models.migrations
from desktop.models import Base
from desktop.models.migrations import run
from desktop.services.database import HEAD, connect, make_database, read_url


def triggers(engine: Engine) -> dict[str, str]:
    query = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        if engine.dialect.name == "sqlite"
        else "SELECT tgname, pg_get_triggerdef(t.oid) || pg_get_functiondef(tgfoid) "
        "FROM pg_trigger t WHERE NOT tgisinternal"
    )
    with engine.connect() as connection:
        return dict(connection.execute(text(query)).all())


def test_the_newest_revision_is_the_one_that_new_databases_are_stamped_with() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(desktop.models.migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_upgrading_from_empty_gives_todays_tables(database_url: str) -> None:
    engine = connect(read_url(database_url))
    run.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_upgrading_from_empty_gives_todays_triggers(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if kind == "sqlite":
        urls = [str(tmp_path / "upgraded.db"), str(tmp_path / "fresh.db")]
        upgraded, fresh = connect(read_url(urls[0])), make_database(read_url(urls[1]))
        run.upgrade(upgraded)
        assert triggers(upgraded) == triggers(fresh)
        return
    server = request.getfixturevalue("postgres_server")
    with server.database() as one, server.database() as other:
        upgraded, fresh = connect(read_url(one)), make_database(read_url(other))
        run.upgrade(upgraded)
        assert triggers(upgraded) == triggers(fresh)
        upgraded.dispose()
        fresh.dispose()
