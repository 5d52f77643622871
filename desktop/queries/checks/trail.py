"""Whether every record stands as the audit trail last told it (E1, L3).

The trail holds each record's facts as they were written. Followed from its first line to its
last it must come to what stands there now: whoever changed a record by another way is found.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric, Select, String, select
from sqlalchemy.orm import Mapper, Session

from desktop.basics.i18n import _
from desktop.models import Attachment, Audit, Base, Counter, HistoryLine, IssuedPaper
from desktop.models.base import Rate
from desktop.models.client import Degrees
from desktop.queries.audit import said
from desktop.queries.audit_words import fact_words, record_words
from desktop.queries.audited import (
    HISTORY_SUMS,
    IN_BULK,
    UNAUDITED,
    audited,
    history_sum,
    seal_of,
    secrets,
)

_NUMBER = re.compile(r"([A-Z]+)-(\d{4})-(\d+)")
_PAGE = 2_000
Facts = dict[str, Any]
Numbers = dict[tuple[str, int], int]


def records_stand(session: Session) -> str | None:
    """The first record that isn't what the trail tells of it."""
    numbers: Numbers = defaultdict(int)
    for mapper in _mappers():
        wrong = _kind_stands(session, mapper, numbers)
        if wrong:
            return wrong
    return _counters(session, numbers) or _files(session) or _history(session)


def _mappers() -> list[Mapper[Any]]:
    left_out = (*UNAUDITED, *IN_BULK)
    mappers = [one for one in Base.registry.mappers if one.class_ not in left_out]
    return sorted(mappers, key=lambda one: str(one.local_table.name))  # type: ignore[attr-defined]


def _kind_stands(session: Session, mapper: Mapper[Any], numbers: Numbers) -> str | None:
    kind = str(mapper.local_table.name)  # type: ignore[attr-defined]
    keys = [mapper.get_property_by_column(column).key for column in mapper.primary_key]
    facts = _compared(mapper)
    standing = {_key(keys, row): row for row in _records(session, mapper)}
    for key, told, seal in _told(session, kind, numbers):
        row = standing.pop(key, None)
        if row is None:
            if told is None:
                continue
            return _("{record} {key}: the trail tells of it, but it isn't there.").format(
                record=record_words(kind), key=_named(told, key)
            )
        if told is None:
            return _("{record} {key} is there, though the trail tells that it was deleted.").format(
                record=record_words(kind), key=key
            )
        wrong = _difference(kind, facts, row, told)
        if wrong is None and seal and seal != seal_of(mapper, row):
            wrong = _("what is kept secret of it")
        if wrong is not None:
            return _("{record} {key} was changed outside the program: {fact}.").format(
                record=record_words(kind), key=_named(told, key), fact=wrong
            )
    for key in standing:
        return _("{record} {key} was added outside the program.").format(
            record=record_words(kind), key=key
        )
    return None


def _records(session: Session, mapper: Mapper[Any]) -> Iterator[Facts]:
    keys = (*audited(mapper), *secrets(mapper))
    columns = [mapper.attrs[key].columns[0] for key in keys]
    query: Select[Any] = select(*columns)
    for row in session.execute(query.execution_options(yield_per=_PAGE)):
        yield dict(zip(keys, row, strict=True))


def _key(keys: Sequence[str], row: Facts) -> str:
    return "/".join(str(row[name]) for name in keys)


def _told(session: Session, kind: str, numbers: Numbers) -> Iterator[tuple[str, Facts | None, str]]:
    """Each record's key, what the trail comes to (None: deleted), and its last seal."""
    query = (
        select(Audit.record_id, Audit.before, Audit.after, Audit.seal)
        .where(Audit.record_kind == kind)
        .order_by(Audit.record_id, Audit.id)
        .execution_options(yield_per=_PAGE)
    )
    key: str | None = None
    facts: Facts | None = None
    seal = ""
    for record_id, before, after, sealed in session.execute(query):
        if key is not None and record_id != key:
            yield key, facts, seal
            facts, seal = None, ""
        key = record_id
        seal = sealed or seal
        if after is None and not sealed:
            facts = None
        else:
            written = json.loads(after) if after else {}
            facts = written if before is None else {**(facts or {}), **written}
            if kind != IssuedPaper.__tablename__:  # it bears its document's number
                _note(numbers, written)
    if key is not None:
        yield key, facts, seal


def _note(numbers: Numbers, written: Facts) -> None:
    """The highest number that was ever given, by series and year."""
    for name, value in written.items():
        if name.endswith("number") and isinstance(value, str):
            given = _NUMBER.fullmatch(value)
            if given:
                place = given[1], int(given[2])
                numbers[place] = max(numbers[place], int(given[3]))


def _named(told: Facts, key: str) -> str:
    return str(told.get("number") or told.get("name") or told.get("code") or key)


def _compared(mapper: Mapper[Any]) -> list[tuple[str, Any, str]]:
    """Each fact that the trail tells, its column, and what stands where nobody wrote it yet."""
    found = []
    for name in audited(mapper):
        if name != "version":  # counted by every saving, told by none
            column = mapper.attrs[name].columns[0]
            # A column that came later stands at its default until somebody writes it.
            unwritten = _plain(column.default.arg, column) if _has_default(column) else ""
            found.append((name, column, unwritten))
    return found


def _difference(
    kind: str, facts: Sequence[tuple[str, Any, str]], row: Facts, told: Facts
) -> str | None:
    """The first fact that differs: what was told → what is there (but no person's words)."""
    for name, column, unwritten in facts:
        value = row[name]
        if name in told:
            then = told[name]
            if value is then or (type(value) is type(then) and value == then):
                continue
            found, was = _plain(value, column), _plain(then, column)
        else:
            found = _plain(value, column)
            was = "" if found == "" else unwritten
        if found != was:
            words = fact_words(kind, name) or name
            if isinstance(column.type, String) and name != "state":
                return words
            return f"{words} {said(kind, name, told.get(name))} → {said(kind, name, value)}"
    return None


def _has_default(column: Any) -> bool:
    return column.default is not None and column.default.is_scalar


def _plain(value: Any, column: Any) -> str:
    """A fact as text, alike whether it comes from the trail or from the record."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(column.type, Rate | Numeric | Degrees):
        places = getattr(column.type, "scale", None)
        number = Decimal(str(value))
        return str((round(number, places) if places else number).normalize())
    return str(value)


def _counters(session: Session, numbers: Numbers) -> str | None:
    """The counters stand at the last number that was given (A7)."""
    counters = session.execute(select(Counter.series, Counter.year, Counter.last))
    lasts = {(series, year): last for series, year, last in counters}
    for series, year in sorted(lasts.keys() | numbers.keys()):
        last, given = lasts.get((series, year), 0), numbers.get((series, year), 0)
        if last != given:
            return _("The counter {series}-{year} stands at {last}, but {given} was given.").format(
                series=series, year=year, last=last, given=given
            )
    return None


def _files(session: Session) -> str | None:
    """Every file's content is the one that was attached."""
    keys = session.execute(select(Attachment.id, Attachment.name, Attachment.digest)).all()
    for key, name, kept in keys:
        content = session.scalar(select(Attachment.content).where(Attachment.id == key))
        if hashlib.sha256(content or b"").hexdigest() != kept:
            return _("The file {name} isn't the one that was attached.").format(name=name)
    return None


def _history(session: Session) -> str | None:
    """Imported history is what its imports wrote."""
    expected = 0
    for after in session.scalars(
        select(Audit.after).where(Audit.record_kind == HistoryLine.__tablename__)
    ):
        told = json.loads(after or "{}")
        if "sum" not in told:
            return None  # brought in before its lines were summed up
        expected += int(told["sum"], 16)
    columns = [column for column in HistoryLine.__table__.c if column.name != "id"]
    lines = session.execute(select(*columns).execution_options(yield_per=_PAGE)).mappings()
    if history_sum(dict(line) for line in lines) != expected % HISTORY_SUMS:
        return _("The imported history isn't what the imports wrote.")
    return None
