"""What stands in a database, asked from outside of any office."""

from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, inspect, text

from desktop.basics.watch import Nobody
from desktop.services.engine import connect, read_url
from desktop.services.moved_rows import held_in


def held(url: str) -> dict[str, Any]:
    """Rows, sums and chains of an office, by table."""
    engine = connect(read_url(url))
    with engine.connect() as connection:
        found = held_in(connection, Nobody())
    engine.dispose()
    return found


def is_empty(url: str) -> bool:
    """Whether nothing is there: no file of an office, or no table in a server's database."""
    place = read_url(url)
    if place.get_backend_name() == "sqlite":
        folder = Path(str(place.database)).parent
        return not [one for one in folder.glob("office.db*") if one.suffix != ".lock"]
    engine = create_engine(place)
    tables = inspect(engine).get_table_names()
    engine.dispose()
    return not tables


def version(url: str) -> str:
    """Of which version an office's tables are."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())
    engine.dispose()
    return found
