"""What an upgrade changes of records, told in the audit trail as every change is (E1, L3).

The trail's form is frozen by the trails that stand: this writes what the program reads.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from desktop.basics.office_clock import office_day

_HASHED = (
    *("id", "at", "day", "staff_id", "action", "record_kind", "record_id"),
    *("before", "after", "seal", "change_key", "previous_hash"),
)
_AUDIT = sa.table(
    "audit",
    *(sa.column(name) for name in (*_HASHED, "hash") if name != "day"),
    sa.column("day", sa.Date()),
)
_KEY_FACTS = (
    *("key", "content", "action", "confirmed"),
    *("record_kind", "record_id", "saved_at", "saved_by_id"),
)
_CHANGE_KEY = sa.table("change_key", *(sa.column(name) for name in _KEY_FACTS))
Facts = Mapping[str, Any]


class Telling:
    """Writes the lines of one upgrade; its key is written with the first."""

    def __init__(self, revision: str) -> None:
        self._connection = op.get_bind()
        self._key = f"upgrade:{revision}"
        self._at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        last = self._connection.execute(
            sa.select(_AUDIT.c.id, _AUDIT.c.hash).order_by(_AUDIT.c.id.desc()).limit(1)
        ).first()
        self._number: int = last.id if last else 0
        self._previous: str = last.hash if last else ""
        self._keyed = False

    def tell(self, kind: str, key: int | str, before: Facts | None, after: Facts | None) -> None:
        """One record, as it was and as it is; None: it wasn't there, or isn't any more."""
        if not self._keyed:
            self._keyed = True
            self._write_key()
        self._write(kind, str(key), before, after)

    def _write_key(self) -> None:
        facts = dict.fromkeys(_KEY_FACTS, "")
        facts |= {"key": self._key, "action": "upgrade", "saved_at": self._at}
        self._connection.execute(sa.insert(_CHANGE_KEY), {**facts, "saved_by_id": None})
        self._write("change_key", self._key, None, facts)

    def _write(self, kind: str, key: str, before: Facts | None, after: Facts | None) -> None:
        self._number += 1
        row: dict[str, Any] = {
            "id": self._number,
            "at": self._at,
            "day": office_day(),
            "staff_id": None,
            "action": "upgrade",
            "record_kind": kind,
            "record_id": key,
            "before": _text(before),
            "after": _text(after),
            "seal": "",
            "change_key": self._key,
            "previous_hash": self._previous,
        }
        told = [None if row[name] is None else str(row[name]) for name in _HASHED]
        self._previous = hashlib.sha256(_json(told).encode()).hexdigest()
        self._connection.execute(sa.insert(_AUDIT).values(row | {"hash": self._previous}))


def _text(facts: Facts | None) -> str | None:
    if facts is None:
        return None
    return _json({name: value for name, value in facts.items() if value not in (None, "")})


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=str)
