"""The audit trail (E1): every record that a transaction writes, before and after.

It hangs on the session's flush, so no service can forget it; the ledger, which is
append-only and names its poster itself, is left out. Of secrets (V2) it keeps a seal alone.
Trail and issued papers are numbered and chained here, at their one door (L3); the trail at a
change's end, all of its rows at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, repeat
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event, inspect
from sqlalchemy.orm import Mapper, PassiveFlag, Session, SessionTransaction, UOWTransaction
from sqlalchemy.orm.attributes import get_history

from desktop.models import Audit, Base, IssuedPaper
from desktop.queries.audited import UNAUDITED, audited, seal_of, secrets
from desktop.queries.chains import PAPERS, TRAIL, head, sealed
from desktop.services.change import Change
from desktop.services.rows import MANY, Rows, table_of
from desktop.services.trail_texts import known, text_of, texts_of

_GONE = "gone"  # what this flush deletes, until the flush is over
_BEFORE = "before"  # how long the trail was when each step began

# A line as it is told: kind and id of a record, before, after, seal.
_Line = tuple[str, str, str | None, str | None, str]


@dataclass(frozen=True)
class _Kind:
    """What the trail needs to know of a kind of record: looked up once, as every flush asks it."""

    name: str
    mapper: Mapper[Any]
    facts: tuple[str, ...]
    secrets: tuple[str, ...]


@cache
def _kind(record: type[Base]) -> _Kind:
    mapper = inspect(record)
    # Not the table's own name: that is no plain str, and costs a driver ten times as much to take.
    return _Kind(record.__tablename__, mapper, audited(mapper), secrets(mapper))


def record(session: Change, kind: str, record_id: str, after: dict[str, Any]) -> None:
    """Write one audit row by hand, for what is written in bulk (imports)."""
    session.flush()
    _tell(session, [(kind, record_id, None, text_of(after), "")])


def record_reading(session: Change, item: Base) -> None:
    """Tell that somebody read what is kept from most: a line that changes nothing (V2, E1)."""
    session.flush()
    _tell(session, [(*_identity(item), text_of({}), text_of({}), "")])


@event.listens_for(Change, "after_flush")
def _record_flush(session: Change, _context: UOWTransaction) -> None:
    lines: list[_Line] = []
    told = [item for item in session.written.new if not isinstance(item, UNAUDITED)]
    for _kind_of_them, items in groupby(told, type):
        lines += _new_lines(list(items))
    for item in session.written.dirty:
        if not isinstance(item, UNAUDITED):
            before, after = _changes(item)
            seal = _seal(item) if _secrets_changed(item) else ""
            if after or seal:
                lines.append((*_identity(item), text_of(before), text_of(after), seal))
    _tell(session, lines)


def _new_lines(items: Sequence[Base]) -> Iterable[_Line]:
    """The lines that tell of new records of one kind."""
    kind = _kind(type(items[0]))
    told: Iterable[str | None]
    if len(items) < MANY:
        told = (text_of(known(kind.facts, vars(item))) for item in items)
    else:
        told = texts_of(kind.facts, list(map(vars, items)))
    seals: Iterable[str] = map(_seal, items) if kind.secrets else repeat("", len(items))
    for item, text, seal in zip(items, told, seals, strict=True):
        yield *_identity(item), None, text, seal


@event.listens_for(Change, "persistent_to_deleted")
def _note_deleted(session: Session, item: Base) -> None:
    """Whatever goes is noted here: lines taken out of a document never stand in ``deleted``."""
    if not isinstance(item, UNAUDITED):
        before = text_of(known(_kind(type(item)).facts, vars(item)))
        session.info.setdefault(_GONE, []).append((*_identity(item), before, None, ""))


@event.listens_for(Change, "after_flush_postexec")
def _record_deleted(session: Change, _context: UOWTransaction) -> None:
    _tell(session, session.info.pop(_GONE, []))


def _tell(session: Change, lines: Sequence[_Line]) -> None:
    """Take lines for the trail; they are numbered when the change is over."""
    if not lines:
        return
    session.told.add(session.key)
    staff_id = session.person.id if session.person else None
    said = (session.moment, session.today, staff_id, session.action)
    session.trail += [(*said, *line, session.key) for line in lines]


@event.listens_for(Change, "after_transaction_create")
def _begin(session: Change, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info.setdefault(_BEFORE, WeakKeyDictionary())[transaction] = len(session.trail)


@event.listens_for(Change, "after_soft_rollback")
def _forget(session: Change, previous: SessionTransaction) -> None:
    """What a step told that is taken back never was."""
    if previous.nested:
        del session.trail[session.info[_BEFORE][previous] :]


@event.listens_for(Change, "before_commit")
def _write_trail(session: Change) -> None:
    """Number and chain what the whole change told: nobody else can add to it meanwhile."""
    if session.in_nested_transaction():
        return
    session.flush()
    if session.trail:
        connection = session.connection()
        last = session.known(TRAIL, (), lambda: head(connection, TRAIL))
        rows = sealed(last, session.trail)
        Rows(connection, table_of(Audit), (*TRAIL.hashed, "hash")).write(rows)
        session.trail = []


@event.listens_for(Change, "before_flush")
def _chain_papers(session: Change, _context: UOWTransaction, _instances: object) -> None:
    made = session.beside or session.new
    papers = [item for item in made if isinstance(item, IssuedPaper)]
    if not papers:
        return
    rows = [[getattr(paper, name) for name in PAPERS.content] for paper in papers]
    chained = sealed(head(session.connection(), PAPERS), rows)
    for paper, (number, *_content, previous, own) in zip(papers, chained, strict=True):
        paper.id, paper.previous_hash, paper.hash = number, previous, own


def _secrets_changed(item: Base) -> bool:
    names = _kind(type(item)).secrets
    return bool(names) and any(inspect(item).attrs[name].history.added for name in names)


def _seal(item: Base) -> str:
    kind = _kind(type(item))
    return seal_of(kind.mapper, item.__dict__) if kind.secrets else ""


def _identity(item: Base) -> tuple[str, str]:
    return _kind(type(item)).name, "/".join(map(str, item.identity))


def _changes(item: Base) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    touched = inspect(item).committed_state
    for name in _kind(type(item)).facts:
        if name not in touched or name == "version":
            continue
        history = get_history(item, name, PassiveFlag.PASSIVE_NO_INITIALIZE)
        if history.added:
            before[name] = history.deleted[0] if history.deleted else None
            after[name] = history.added[0]
    return before, after
