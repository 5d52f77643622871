"""The index of search words: by it a part of a name is found without looking at every record.

It holds the first three signs of every ending of the words that a record is found by, so that
whatever stands in them begins one. The database itself keeps it: no way of writing passes it by.
"""

from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from sys import byteorder

from sqlalchemy import Connection

# What records it is kept for: those with search words, of which an office may have very many.
FOUND = ("client", "product")
PART = 3  # signs
_ROWS = 500  # whose parts are laid out at once
_SIGNS = f"utf-32-{'le' if byteorder == 'little' else 'be'}"
_AT_ONCE = 16  # parts that one step of SQLite's makes

# Only blanks and control signs part words; every other sign counts, as it does for LIKE.
_MARKS = "".join(sign for sign in map(chr, range(33, 127)) if not sign.isalnum())
_TOKENS = "ascii tokenchars '{}'".format(_MARKS.replace("'", "''")).replace('"', '""')


def search_index(dialect: str) -> list[str]:
    """The statements that make the index, for ``sqlite`` or ``postgresql``, still empty."""
    return [one for table in FOUND for one in _made(dialect, table)]


def search_guards(dialect: str) -> list[str]:
    """The statements that make what keeps it: triggers, or the function that it is made of."""
    if dialect == "sqlite":
        return [one for table in FOUND for one in _sqlite_triggers(table)]
    return [_POSTGRESQL_PARTS]


def put_away(connection: Connection) -> None:
    """Drop what would hold an SQLite table that is made anew; ``make_search_index`` is its end."""
    if connection.dialect.name != "sqlite":
        return
    for table in FOUND:
        for name in _trigger_names(table):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {table}_search")
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {table}_part")


def make_search_index(connection: Connection) -> None:
    """Make the index of all records that there are."""
    dialect = connection.dialect.name
    bare = connection.execution_options(no_parameters=True)
    guards, index = search_guards(dialect), search_index(dialect)
    for statement in (*guards, *index) if dialect == "postgresql" else (*index, *guards):
        bare.exec_driver_sql(statement)
    fill_search_index(connection)


def fill_search_index(connection: Connection) -> None:
    """Make anew what stands in an SQLite index, whose triggers may have been away."""
    if connection.dialect.name == "sqlite":
        for table in FOUND:
            connection.exec_driver_sql(
                f"INSERT INTO {table}_search({table}_search) VALUES ('rebuild')"
            )


@contextmanager
def indexed_together(connection: Connection, table: str) -> Iterator[None]:
    """Around adding very many records: they come into SQLite's index at the end, all at once.

    One by one each of them costs three times as much. If anything goes wrong, records, index and
    trigger are as they were before.
    """
    new, _anew, _lost = _trigger_names(table)
    write = connection.exec_driver_sql
    with connection.begin_nested():
        if connection.dialect.name != "sqlite" or table not in FOUND:
            yield
            return
        last = write(f"SELECT coalesce(max(id), 0) FROM {table}").scalar_one()
        write(f"DROP TRIGGER {new}")
        yield
        added = write(f"SELECT id, search_text FROM {table} WHERE id > ?", (last,))
        put = f"INSERT INTO {table}_search(rowid, parts) VALUES (?, ?)"
        rows: list[tuple[int, str]] = []
        while some := added.fetchmany(_ROWS):
            parts = parts_of(words for _record, words in some)
            rows += zip((record for record, _words in some), parts, strict=True)
        if rows:
            write(put, rows)
        write(_sqlite_triggers(table)[0])


def parts_of(texts: Iterable[str]) -> list[str]:
    """All parts of each of these, with blanks between: as the triggers make them.

    They are laid out for all texts together: a slice for each sign would take four times as long.
    """
    plain = [words.partition("\0")[0] for words in texts]  # where a text ends for SQLite
    end = "\0" * (PART - 1)  # fills up the parts with which a text ends
    signs = array("I", "".join([words + end for words in plain]).encode(_SIGNS))
    step = PART + 1
    laid = array("I", [ord(" ")]) * (step * len(signs))
    for place in range(PART):
        laid[place : step * (len(signs) - place) : step] = signs[place:]
    parts, found, at = laid.tobytes().decode(_SIGNS), [], 0
    for words in plain:
        length = step * len(words)
        found.append(parts[at : at + length - 1].replace("\0", "") if words else "")
        at += length + step * len(end)
    return found


def compared(table: str) -> str:
    """The statement by which SQLite holds its index against the records; it fails if it lies."""
    name = f"{table}_search"
    return f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)"


def index_parts(table: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """The tables in which SQLite keeps an index, with their columns."""
    yield f"{table}_search_data", ("id", "block")
    yield f"{table}_search_idx", ("segid", "term", "pgno")
    yield f"{table}_search_config", ("k", "v")


def index_name(table: str) -> str:
    """What the index is called on PostgreSQL."""
    return f"ix_{table}_search"


def _made(dialect: str, table: str) -> list[str]:
    if dialect == "sqlite":
        return [
            f"CREATE VIEW {table}_part AS SELECT id, {_parts('search_text')} AS parts FROM {table}",
            (
                f"CREATE VIRTUAL TABLE {table}_search USING fts5(parts, content='{table}_part',"
                " content_rowid='id', detail=none, columnsize=0, prefix='1 2',"
                f' tokenize="{_TOKENS}")'
            ),
        ]
    return [
        (
            f"CREATE INDEX IF NOT EXISTS {index_name(table)} ON {table}"
            " USING gin (search_parts(search_text))"
        )
    ]


def _parts(words: str) -> str:
    """An expression of SQLite's: all parts of these words, with blanks between."""
    places = ("n", *(f"n + {place}" for place in range(1, _AT_ONCE)))
    joined = " || ' ' || ".join(f"substr({words}, {place}, {PART})" for place in places)
    return (
        f"(WITH RECURSIVE at(n) AS (SELECT 1 UNION ALL SELECT n + {_AT_ONCE} FROM at"
        f" WHERE n + {_AT_ONCE} <= length({words})) SELECT group_concat({joined}, ' ') FROM at)"
    )


def _trigger_names(table: str) -> tuple[str, str, str]:
    return f"{table}_is_found", f"{table}_is_found_anew", f"{table}_is_lost"


def _sqlite_triggers(table: str) -> list[str]:
    new, anew, lost = _trigger_names(table)
    put = f"INSERT INTO {table}_search(rowid, parts) VALUES (NEW.id, {_parts('NEW.search_text')});"
    take = (
        f"INSERT INTO {table}_search({table}_search, rowid, parts)"
        f" VALUES ('delete', OLD.id, {_parts('OLD.search_text')});"
    )
    return [
        f"CREATE TRIGGER {new} AFTER INSERT ON {table} BEGIN {put} END",
        (
            f"CREATE TRIGGER {anew} AFTER UPDATE OF id, search_text ON {table}"
            " WHEN NEW.search_text IS NOT OLD.search_text OR NEW.id <> OLD.id"
            f" BEGIN {take} {put} END"
        ),
        f"CREATE TRIGGER {lost} AFTER DELETE ON {table} BEGIN {take} END",
    ]


# Dear, so that no plan reckons it for every row in place of asking the index.
_POSTGRESQL_PARTS = f"""
CREATE OR REPLACE FUNCTION search_parts(words text) RETURNS tsvector
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
  SELECT array_to_tsvector(coalesce(array_agg(substr(words, place, {PART})), '{{}}'))
  FROM generate_series(1, char_length(words)) AS place
$$"""
