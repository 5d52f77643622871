"""The audit trail (E1): every record that a transaction writes, before and after.

It hangs on the session's flush, so no service can forget it; the ledger, which is
append-only and names its poster itself, is left out, and so are secrets (V2).
"""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import Mapper, PassiveFlag, UOWTransaction
from sqlalchemy.orm.attributes import get_history

from desktop.models import Audit, Counter, Entry, HistoryLine, Posting, SignInTry

if TYPE_CHECKING:
    from desktop.services.office import Change

_UNTOLD = {"secret", "unaudited"}  # V2's secrets, and what is derived or too large
_UNAUDITED = (Audit, Counter, Entry, Posting, HistoryLine, SignInTry)


def watch(session: "Change") -> None:
    """Write an audit row for every record that this session flushes."""
    event.listen(session, "after_flush", _record_flush)


def record(session: "Change", kind: str, record_id: str, after: dict[str, Any]) -> None:
    """Write one audit row by hand, for what is written in bulk (imports)."""
    session.execute(insert(Audit), [_row(session, kind, record_id, None, after)])


def _record_flush(session: "Change", _context: UOWTransaction) -> None:
    rows = []
    for item in session.new:
        if not isinstance(item, _UNAUDITED):
            rows.append(_row(session, *_identity(item), None, _values(item)))
    for item in session.dirty:
        if not isinstance(item, _UNAUDITED):
            before, after = _changes(item)
            if after:
                rows.append(_row(session, *_identity(item), before, after))
    for item in session.deleted:
        if not isinstance(item, _UNAUDITED):
            rows.append(_row(session, *_identity(item), _values(item), None))
    if rows:
        session.connection().execute(insert(Audit), rows)


def _row(
    session: "Change",
    kind: str,
    record_id: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> dict[str, Any]:
    return {
        "at": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "day": session.today,
        "staff_id": session.person.id if session.person else None,
        "action": session.action,
        "record_kind": kind,
        "record_id": record_id,
        "before": _text(before),
        "after": _text(after),
    }


@cache
def _audited(mapper: Mapper[Any]) -> tuple[str, ...]:
    return tuple(
        attribute.key
        for attribute in mapper.column_attrs
        if not any(_UNTOLD & column.info.keys() for column in attribute.columns)
    )


def _identity(item: object) -> tuple[str, str]:
    mapper = inspect(item).mapper
    key = mapper.primary_key_from_instance(item)
    return mapper.local_table.name, "/".join(str(part) for part in key)


def _values(item: object) -> dict[str, Any]:
    keys = _audited(inspect(item).mapper)
    known = item.__dict__
    return {key: known[key] for key in keys if known.get(key) not in (None, "")}


def _changes(item: object) -> tuple[dict[str, Any], dict[str, Any]]:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for key in _audited(inspect(item).mapper):
        history = get_history(item, key, PassiveFlag.PASSIVE_NO_INITIALIZE)
        if history.added and key != "version":
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
