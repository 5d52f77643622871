"""The audit trail (E1): every record that a transaction writes, before and after.

It hangs on the session's flush, so no service can forget it; the ledger, which is
append-only and names its poster itself, is left out. Of secrets (V2) it keeps a seal alone.
Trail and issued papers are numbered and chained here, at their one door (L3); the trail at a
change's end, all of its rows at once.
"""

import json
from datetime import date
from decimal import Decimal
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import PassiveFlag, Session, SessionTransaction, UOWTransaction
from sqlalchemy.orm.attributes import get_history

from desktop.models import Audit, IssuedPaper
from desktop.queries.audited import UNAUDITED, audited, seal_of, secrets
from desktop.queries.chains import PAPERS, TRAIL, Chain, Head, head, row_hash
from desktop.services.change import Change, now_text

_GONE = "gone"  # what this flush deletes, until the flush is over
_BEFORE = "before"  # how long the trail was when each step began


def record(session: Change, kind: str, record_id: str, after: dict[str, Any]) -> None:
    """Write one audit row by hand, for what is written in bulk (imports)."""
    session.flush()
    _tell(session, [_row(session, kind, record_id, None, after)])


def record_reading(session: Change, item: object) -> None:
    """Tell that somebody read what is kept from most: a line that changes nothing (V2, E1)."""
    session.flush()
    _tell(session, [_row(session, *_identity(item), {}, {})])


@event.listens_for(Change, "after_flush")
def _record_flush(session: Change, _context: UOWTransaction) -> None:
    rows = []
    for item in session.written.new:
        if not isinstance(item, UNAUDITED):
            rows.append(_row(session, *_identity(item), None, _values(item), _seal(item)))
    for item in session.written.dirty:
        if not isinstance(item, UNAUDITED):
            before, after = _changes(item)
            seal = _seal(item) if _secrets_changed(item) else ""
            if after or seal:
                rows.append(_row(session, *_identity(item), before, after, seal))
    _tell(session, rows)


@event.listens_for(Change, "persistent_to_deleted")
def _note_deleted(session: Session, item: object) -> None:
    """Whatever goes is noted here: lines taken out of a document never stand in ``deleted``."""
    if not isinstance(item, UNAUDITED):
        session.info.setdefault(_GONE, []).append((*_identity(item), _values(item), None))


@event.listens_for(Change, "after_flush_postexec")
def _record_deleted(session: Change, _context: UOWTransaction) -> None:
    _tell(session, [_row(session, *one) for one in session.info.pop(_GONE, [])])


def _tell(session: Change, rows: list[dict[str, Any]]) -> None:
    """Take rows for the trail; they are numbered when the change is over."""
    if rows:
        session.told.add(session.key)
        session.trail += rows


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
        rows = _chained(TRAIL, head(connection, TRAIL), session.trail)
        connection.execute(insert(Audit), rows)
        session.trail = []


@event.listens_for(Change, "before_flush")
def _chain_papers(session: Change, _context: UOWTransaction, _instances: object) -> None:
    made = session.beside or session.new
    papers = [item for item in made if isinstance(item, IssuedPaper)]
    if not papers:
        return
    rows = [{name: getattr(paper, name) for name in PAPERS.hashed} for paper in papers]
    chained = _chained(PAPERS, head(session.connection(), PAPERS), rows)
    for paper, row in zip(papers, chained, strict=True):
        paper.id, paper.previous_hash, paper.hash = row["id"], row["previous_hash"], row["hash"]


def _chained(chain: Chain, last: Head, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """New rows with their number, the hash before them and their own."""
    number, previous = last.number, last.hash
    for row in rows:
        number += 1
        row |= {chain.key: number, "previous_hash": previous}
        previous = row["hash"] = row_hash(chain, row)
    return rows


def _row(
    session: Change,
    kind: str,
    record_id: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    seal: str = "",
) -> dict[str, Any]:
    return {
        "at": now_text(),
        "day": session.today,
        "staff_id": session.person.id if session.person else None,
        "action": session.action,
        "record_kind": kind,
        "record_id": record_id,
        "before": _text(before),
        "after": _text(after),
        "seal": seal,
        "change_key": session.key,
    }


def _secrets_changed(item: object) -> bool:
    state = inspect(item)
    return any(state.attrs[key].history.added for key in secrets(state.mapper))


def _seal(item: object) -> str:
    return seal_of(inspect(item).mapper, item.__dict__)


def _identity(item: object) -> tuple[str, str]:
    mapper = inspect(item).mapper
    key = mapper.primary_key_from_instance(item)
    return mapper.local_table.name, "/".join(str(part) for part in key)


def _values(item: object) -> dict[str, Any]:
    keys = audited(inspect(item).mapper)
    known = item.__dict__
    return {key: known[key] for key in keys if known.get(key) not in (None, "")}


def _changes(item: object) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = inspect(item)
    for key in audited(state.mapper):
        if key == "version" or key not in state.committed_state:
            continue
        history = get_history(item, key, PassiveFlag.PASSIVE_NO_INITIALIZE)
        if history.added:
            before[key] = history.deleted[0] if history.deleted else None
            after[key] = history.added[0]
    return before, after


def _text(values: dict[str, Any] | None) -> str | None:
    if values is None:
        return None
    return json.dumps(values, ensure_ascii=False, default=_plain, separators=(",", ":"))


def _plain(value: object) -> str:
    if isinstance(value, date | Decimal):
        return str(value)
    raise TypeError(type(value))
