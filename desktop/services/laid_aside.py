"""What a database does for each row that comes, laid aside while very many come into new tables.

Keys, indexes and references that are made of all rows at once cost a fraction of that. Each stands
again as the database itself told it; a server's references and keys are held as they are put on,
those of a file by ``check`` (``references_lead_somewhere``).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from desktop.basics.watch import Watch, look_up

_CONSTRAINTS = """
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
       format('ALTER TABLE %s ADD CONSTRAINT %I %s',
              conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint
WHERE contype IN ({kinds}) AND connamespace = current_schema()::regnamespace
ORDER BY conrelid::regclass::text, conname
"""
_REFERENCES, _KEYS = _CONSTRAINTS.format(kinds="'f'"), _CONSTRAINTS.format(kinds="'u', 'p'")
_INDEXES = """
SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
WHERE relnamespace = current_schema()::regnamespace
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid)
ORDER BY indexrelid::regclass::text
"""
# In the order in which they can be taken off: a reference rests on the key that it leads to.
_OF_SERVER = (_REFERENCES, _KEYS, _INDEXES)
_OF_FILE = (
    """
SELECT 'DROP INDEX "' || name || '"', sql FROM sqlite_master
WHERE type = 'index' AND sql IS NOT NULL ORDER BY name
""",
)
_ROOM_TO_SORT = "SET LOCAL maintenance_work_mem = '128MB'"


class LaidAside:
    """What was taken off the tables of a database; ``put_back`` is its end."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        asked = _OF_FILE if connection.dialect.name == "sqlite" else _OF_SERVER
        found = [one for ask in asked for one in self._found(ask)]
        for take, _put in found:
            connection.exec_driver_sql(take)
        self._put = [put for _take, put in reversed(found)]

    def _found(self, ask: str) -> Sequence[tuple[str, str]]:
        bare = self._connection.execution_options(no_parameters=True)
        return [(str(take), str(put)) for take, put in bare.exec_driver_sql(ask)]

    def put_back(self, watch: Watch) -> None:
        """Put all of it on again. Raises Cancelled when the watch gave up."""
        if self._connection.dialect.name == "postgresql":
            self._connection.exec_driver_sql(_ROOM_TO_SORT)
        for done, put in enumerate(self._put):
            look_up(watch, done, len(self._put))
            self._connection.execution_options(no_parameters=True).exec_driver_sql(put)


@contextmanager
def unreferenced(connection: Connection) -> Iterator[None]:
    """Have a file hold no references within this; no change may be open at either end of it."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
