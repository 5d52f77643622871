"""The three chains of an office: ledger entries, audit trail, issued papers (L3).

Each row carries the SHA-256 of its content and of the row before it. A chain made anew from
its first row fits in itself; it is found by comparing its head with one that was noted before.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from json.encoder import encode_basestring
from typing import Any

from sqlalchemy import Connection, Label, Select, Table, func, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import N_, _
from desktop.models import Audit, Base, Entry, IssuedPaper

_PAGE = 5_000
_CANONICAL = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True)
class Chain:
    """One chained table: its key, what is hashed of a row in this order, and its words."""

    table: Table
    key: str
    hashed: tuple[str, ...]
    missing: str
    changed: str
    anew: str

    @property
    def content(self) -> tuple[str, ...]:
        """What is hashed between a row's number and the hash before it."""
        return self.hashed[1:-1]


def _table(record: type[Base]) -> Table:
    table = record.__table__
    assert isinstance(table, Table)
    return table


ENTRIES = Chain(
    _table(Entry),
    "number",
    (
        "number",
        "booked_on",
        "counts_in",
        "kind",
        "source",
        "source_id",
        "action_key",
        "means",
        "reason",
        "cancels_number",
        "origin_number",
        "posted_by_id",
        "posted_at",
        "previous_hash",
    ),
    N_("Entry {number} is missing."),
    N_("Entry {number} was changed after it was posted."),
    N_("Entry {number} isn't the one that was noted: the ledger was made anew or cut short."),
)
TRAIL = Chain(
    _table(Audit),
    "id",
    (
        "id",
        "at",
        "day",
        "staff_id",
        "action",
        "record_kind",
        "record_id",
        "before",
        "after",
        "seal",
        "change_key",
        "previous_hash",
    ),
    N_("Change {number} of the audit trail is missing."),
    N_("Change {number} of the audit trail was altered after it was written."),
    N_("Change {number} isn't the one that was noted: the trail was made anew or cut short."),
)
PAPERS = Chain(
    _table(IssuedPaper),
    "id",
    (
        "id",
        "kind",
        "document_id",
        "number",
        "issued_on",
        "issued_by_id",
        "data",
        "previous_hash",
    ),
    N_("Issued paper {number} is missing."),
    N_("Issued paper {number} was altered after it was issued."),
    N_("Issued paper {number} isn't the one that was noted: papers were made anew or cut short."),
)


@dataclass(frozen=True)
class Head:
    """The last row of a chain: its number, and its hash ("" of an empty chain)."""

    number: int = 0
    hash: str = ""


@dataclass(frozen=True)
class Heads:
    """How far an office's chains had come at one moment."""

    entries: Head
    trail: Head
    papers: Head


def digest(content: object) -> str:
    """SHA-256 of plain content in its one canonical form."""
    return hashlib.sha256(_CANONICAL.encode(content).encode()).hexdigest()


def told(chain: Chain, row: Mapping[str, Any]) -> list[str | None]:
    """What is hashed of a row: its columns as text, in their order."""
    return [None if row[name] is None else str(row[name]) for name in chain.hashed]


def row_hash(chain: Chain, row: Mapping[str, Any]) -> str:
    """The hash of a row that stands for itself (an entry's holds its postings too)."""
    return hashlib.sha256(row_text(chain, row).encode()).hexdigest()


def row_text(chain: Chain, row: Mapping[str, Any]) -> str:
    """What is hashed of a row, in the canonical form: as ``digest`` writes it, in half the time."""
    texts = ["null" if one is None else encode_basestring(one) for one in told(chain, row)]
    return f"[{','.join(texts)}]"


def sealed(last: Head, rows: Sequence[Sequence[Any]]) -> list[tuple[Any, ...]]:
    """New rows of a chain by their ``content``: with the number and hash before, and their own.

    Each hash is that of ``row_hash``; what stands in many rows alike is written once for all.
    """
    texts = map(",".join, zip(*map(_texts, zip(*rows, strict=True)), strict=True))
    number, previous, made = last.number, last.hash, []
    for row, text in zip(rows, texts, strict=True):
        number += 1
        content = f'["{number}",{text},"{previous}"]'
        own = hashlib.sha256(content.encode()).hexdigest()
        made.append((number, *row, previous, own))
        previous = own
    return made


def _texts(column: Sequence[Any]) -> Iterator[str]:
    before: Any = column  # no row holds it
    text = ""
    for one in column:
        if one is not before:
            before, text = one, "null" if one is None else encode_basestring(str(one))
        yield text


def head(connection: Connection, chain: Chain) -> Head:
    """The last row of a chain."""
    return as_head(*connection.execute(_ask(chain)).one())


@cache
def _ask(chain: Chain) -> Select[int | None, str | None]:
    return select(*last_of(chain))


def last_of(chain: Chain) -> tuple[Label[int | None], Label[str | None]]:
    """The number and the hash of a chain's last row, for a statement that is asked anyway."""
    key, name = chain.table.c[chain.key], chain.table.name
    last = select(func.max(key)).scalar_subquery()
    own = select(chain.table.c.hash).where(key == last).scalar_subquery()
    return last.label(f"{name}_last"), own.label(f"{name}_hash")


def as_head(number: int | None, own_hash: str | None) -> Head:
    """What ``last_of`` found."""
    return Head(number or 0, own_hash or "")


def heads(session: Session) -> Heads:
    """The heads of the three chains."""
    connection = session.connection()
    return Heads(*(head(connection, chain) for chain in (ENTRIES, TRAIL, PAPERS)))


def first_break(session: Session, chain: Chain, until: int | None = None) -> str | None:
    """Walk the trail or the papers; what is wrong with the first row that doesn't fit."""
    expected, previous = 1, ""
    for row in islice(_walk(session, chain), until):
        if row[chain.key] != expected:
            return _(chain.missing).format(number=expected)
        if row["previous_hash"] != previous or row_hash(chain, row) != row["hash"]:
            return _(chain.changed).format(number=expected)
        expected, previous = expected + 1, row["hash"]
    return None


def first_difference(session: Session, noted: Heads) -> str | None:
    """What isn't as it was noted: a chain that was cut short, or made anew (L3).

    A noted hash may be its beginning alone, as it stands on paper.
    """
    pairs = ((ENTRIES, noted.entries), (TRAIL, noted.trail), (PAPERS, noted.papers))
    for chain, then in pairs:
        columns = chain.table.c
        now = session.scalar(select(columns.hash).where(columns[chain.key] == then.number))
        if then.number and not (now or "").startswith(then.hash or "-"):
            return _(chain.anew).format(number=then.number)
    return None


def _walk(session: Session, chain: Chain) -> Iterator[dict[str, Any]]:
    names = (*chain.hashed, "hash")
    columns = chain.table.c
    key = columns[chain.key]
    after = 0
    while True:
        page = select(*(columns[name] for name in names)).where(key > after)
        rows = session.execute(page.order_by(key).limit(_PAGE)).all()
        if not rows:
            return
        for row in rows:
            yield dict(zip(names, row, strict=True))
        after = rows[-1][names.index(chain.key)]
