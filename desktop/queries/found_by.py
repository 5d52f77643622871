"""Which records hold what was typed: asked of the index of search words, whatever the database."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    tablesample,
    text,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from desktop.basics.typed import narrow
from desktop.models.search_index import PART

MANY = 2_000  # of so many, the first are found as quickly along the list's order as by the index
_LOOKED_AT = 1  # per cent of all, by which a server knows that very many hold something
_MOST_PARTS = 16  # asked of the index; what more was typed is looked for in what it finds
_COUNTED = {
    "sqlite": "SELECT rowid FROM {table}_search WHERE {table}_search MATCH :parts",
    "postgresql": (
        "SELECT id FROM {table} WHERE search_parts(search_text) @@ CAST(:parts AS tsquery)"
    ),
}


def contains(record: Any, typed: str) -> ColumnElement[bool]:
    """Whether the search words of a record hold every word that was typed, in any letter case."""
    words = _words(typed)
    parts = list(_parts(words))
    # The index tells all of a short word; of a longer one that its parts stand somewhere.
    told = {word for word in words if len(word) <= PART and _is_plain(word)}
    told &= {part for part, _whole in parts}
    by_index = [_Indexed(record, parts)] if parts else []
    return and_(true(), *by_index, *_by_look(record, [one for one in words if one not in told]))


def looked_for(record: Any, typed: str) -> ColumnElement[bool]:
    """The same by a look at each record: for the first few of very many that hold it."""
    return and_(true(), *_by_look(record, _words(typed)))


def is_common(session: Session, record: Any, typed: str) -> bool:
    """Whether very many records hold what was typed; asked quickly, and also of longer words."""
    parts = list(_parts(_words(typed)))
    if not parts:
        return True
    kind = session.get_bind().dialect.name
    if kind == "postgresql" and _is_common_in_part(session, record, typed):
        return True
    found = _COUNTED[kind].format(table=record.__tablename__)
    counted = f"SELECT count(*) FROM ({found} LIMIT :most) AS found"  # noqa: S608
    asked = _in_fts(parts) if kind == "sqlite" else _in_tsquery(parts)
    number = session.scalar(text(counted), {"parts": asked, "most": MANY + 1})
    return bool(number and number > MANY)


def _is_common_in_part(session: Session, record: Any, typed: str) -> bool:
    """Whether it is so by far, by some of a server's pages: its index would gather all of them
    before it could say that they are many.
    """
    part = tablesample(record.__table__, func.system(_LOOKED_AT), "some", literal_column("1"))
    holds = (part.c.search_text.contains(word, autoescape=True) for word in _words(typed))
    number = session.scalar(select(func.count()).select_from(part).where(*holds)) or 0
    return number * 100 > 2 * MANY * _LOOKED_AT


# A part, and whether it is all of three signs; a shorter one begins parts.
_Part = tuple[str, bool]


def _words(typed: str) -> list[str]:
    """Search words are of half-width signs and small letters, so what was typed is made such."""
    return narrow(typed).lower().split()


def _is_plain(word: str) -> bool:
    """Whether the index holds all signs of it: controls part its words."""
    return all(" " < sign != "\x7f" for sign in word)


def _parts(words: Sequence[str]) -> Iterator[_Part]:
    """What the index is asked for, the first of each word before the rest of any."""
    plain = [word for word in words if _is_plain(word)]
    firsts = {word[:PART]: len(word) >= PART for word in plain}
    others = {
        word[place : place + PART]: True
        for word in plain
        for place in range(1, len(word) - PART + 1)
    }
    yield from list((firsts | others).items())[:_MOST_PARTS]


def _by_look(record: Any, words: Sequence[str]) -> list[ColumnElement[bool]]:
    return [record.search_text.contains(word, autoescape=True) for word in words]


def _in_fts(parts: Sequence[_Part]) -> str:
    said = [(part.replace('"', '""'), whole) for part, whole in parts]
    return " ".join(f'"{part}"' if whole else f'"{part}"*' for part, whole in said)


def _in_tsquery(parts: Sequence[_Part]) -> str:
    said = [(part.replace("\\", "\\\\").replace("'", "''"), whole) for part, whole in parts]
    return " & ".join(f"'{part}'" if whole else f"'{part}':*" for part, whole in said)


class _Indexed(FunctionElement[Any]):
    """Whether the index has a record under all of these parts, on either database."""

    inherit_cache = True  # of no declared type: SQLite would compare a Boolean with 1, and scan

    def __init__(self, record: Any, parts: Sequence[_Part]) -> None:
        super().__init__(
            literal_column(f"{record.__tablename__}_search"),
            record.id,
            record.search_text,
            bindparam(None, _in_fts(parts), String(), unique=True),
            bindparam(None, _in_tsquery(parts), String(), unique=True),
        )


@compiles(_Indexed, "sqlite")
def _by_fts(element: _Indexed, compiler: SQLCompiler, **how: Any) -> str:
    index, key, _text, parts, _others = element.clauses
    table = compiler.process(index, **how)
    found = f"SELECT rowid FROM {table} WHERE {table} MATCH {compiler.process(parts, **how)}"  # noqa: S608
    return f"{compiler.process(key, **how)} IN ({found})"


@compiles(_Indexed, "postgresql")
def _by_tsvector(element: _Indexed, compiler: SQLCompiler, **how: Any) -> str:
    _index, _key, words, _others, parts = element.clauses
    said = compiler.process(words, **how)
    return f"search_parts({said}) @@ CAST({compiler.process(parts, **how)} AS tsquery)"
