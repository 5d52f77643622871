"""The last import undone as a whole, while nothing rests on it.

What it added goes, what it changed is as it was before. The trail tells what the import did, and
that it was taken back.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Table, and_, func, select, tuple_
from sqlalchemy.orm import Mapper, Session

from desktop.basics.errors import Refused
from desktop.basics.i18n import _, ngettext
from desktop.models import Audit, Base, ChangeKey, Staff
from desktop.queries.audit_words import record_words
from desktop.services.change import Change
from desktop.services.neighbours import forget_neighbours
from desktop.services.office import Office

IMPORT, TAKE_BACK = "import", "import.take_back"
# Lists of what there is: what is booked, numbered or written once never goes.
_GOES = frozenset(
    {
        "area",
        "category_margin",
        "client",
        "consumer_group",
        "holiday",
        "price",
        "product",
        "rebate_scope",
        "survey",
        "survey_level",
        "unit",
        "vehicle",
        "word_lists",
    }
)
_DERIVED = frozenset({"neighbour"})  # kept by the program itself
_MOST_NAMED = 3
_AT_ONCE = 400  # keys that a question names

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class LastImport:
    """The import that was made last: when, by whom, how many records it wrote, its change's key."""

    at: str
    who: str
    new: int
    changed: int
    key: str


def last_import(session: Session) -> LastImport | None:
    """The import made last; None when there is none, or when it was taken back."""
    last = session.execute(
        select(Audit.change_key, Audit.at, Staff.name, Audit.action)
        .join(Staff, Staff.id == Audit.staff_id)
        .where(Audit.action.in_((IMPORT, TAKE_BACK)))
        .order_by(Audit.id.desc())
        .limit(1)
    ).one_or_none()
    if last is None or last.action == TAKE_BACK:
        return None
    counts = dict(
        session.execute(
            select(Audit.before.is_(None), func.count())
            .where(_of(last.change_key))
            .group_by(Audit.before.is_(None))
        ).all()
    )
    return LastImport(
        last.at, last.name, counts.get(True, 0), counts.get(False, 0), last.change_key
    )


def _of(key: str) -> ColumnElement[bool]:
    """What a change wrote, besides its own key."""
    return and_(Audit.change_key == key, Audit.record_kind != ChangeKey.__tablename__)


def take_back_import(office: Office, key: str = "") -> int:
    """Take the last import back, or refuse; tells how many records it touched.

    ``key`` names the import that was looked at. Refused: ``not_found`` when there is none or it
    is another by now, ``wrong_state`` when something rests on it or was changed since.
    """
    with office.transaction(TAKE_BACK) as session:
        session.allow()
        last = last_import(session)
        if last is None or key not in ("", last.key):
            raise Refused("not_found", _("There is no import that could be taken back."))
        told = session.scalars(select(Audit).where(_of(last.key)).order_by(Audit.id.desc())).all()
        _need_lists(told)
        _need_untouched(session, told)
        new = _keys(one for one in told if one.before is None)
        _need_unused(session, new)
        _write_back(session, [one for one in told if one.before is not None])
        _remove(session, new)
        return len(told)


def _need_lists(told: Sequence[Audit]) -> None:
    others = {one.record_kind for one in told} - _GOES
    if others:
        raise Refused(
            "wrong_state",
            _("It brought in what stays: {records}. Mend it where it stands.").format(
                records=_(", ").join(sorted(map(record_words, others)))
            ),
        )


def _need_untouched(session: Change, told: Sequence[Audit]) -> None:
    """Nobody may have changed since what the import wrote: they would lose it."""
    newest = max(one.id for one in told)
    touched: set[tuple[str, str]] = set()
    pairs = [(one.record_kind, one.record_id) for one in told]
    for some in _parts(pairs):
        rows = session.execute(
            select(Audit.record_kind, Audit.record_id).where(
                Audit.id > newest, tuple_(Audit.record_kind, Audit.record_id).in_(some)
            )
        )
        touched |= {(kind, record) for kind, record in rows}
    touched = {pair for pair in touched if pair[0] != "word_lists"}
    if touched:
        kinds = _(", ").join(sorted({record_words(kind) for kind, _record in touched}))
        raise Refused(
            "wrong_state",
            ngettext(
                "{number} of its records was changed since ({kinds}). Mend it in its form.",
                "{number} of its records were changed since ({kinds}). Mend them in their forms.",
                len(touched),
            ).format(number=len(touched), kinds=kinds),
        )


_Keys = Mapping[str, list[tuple[Any, ...]]]


def _keys(told: Iterable[Audit]) -> _Keys:
    """The keys of records by their table, those written last first."""
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for one in told:
        mapper = _mapper(one.record_kind)
        kinds = [column.type.python_type for column in mapper.primary_key]
        parts = one.record_id.split("/")
        found[one.record_kind].append(
            tuple(_typed(kind, part) for kind, part in zip(kinds, parts, strict=True))
        )
    return found


def _need_unused(session: Change, new: _Keys) -> None:
    """Nothing else may name what the import added."""
    resting: dict[str, int] = {}
    for name, keys in new.items():
        for table, naming in _naming(_mapper(name).local_table):
            own, ids = new.get(table.name, []), [key[0] for key in keys]
            number = sum(_rest_on(session, table, naming, some, own) for some in _parts(ids))
            if number:
                resting[table.name] = resting.get(table.name, 0) + number
    if resting:
        most = sorted(resting.items(), key=lambda one: -one[1])[:_MOST_NAMED]
        raise Refused(
            "wrong_state",
            _("Something rests on it by now: {what}. Mend what is wrong in its form.").format(
                what=_(", ").join(f"{record_words(name)} {number}" for name, number in most)
            ),
        )


def _naming(table: Any) -> Iterator[tuple[Table, ColumnElement[Any]]]:
    """The tables that name records of one, each with its column."""
    for other in Base.metadata.tables.values():
        if other.name not in _DERIVED:
            for key in other.foreign_keys:
                if key.column.table is table:
                    yield other, key.parent


def _rest_on(
    session: Change,
    table: Table,
    naming: ColumnElement[Any],
    some: Sequence[Any],
    own: Sequence[tuple[Any, ...]],
) -> int:
    """How many rows of a table name one of these, besides the import's own."""
    keys = list(table.primary_key.columns)
    rows = session.execute(select(*keys).where(naming.in_(some))).all()
    return len({tuple(row) for row in rows} - set(own))


def _write_back(session: Change, told: Sequence[Audit]) -> None:
    """What was changed is as it was before."""
    for one in told:
        mapper = _mapper(one.record_kind)
        (key,) = _keys([one])[one.record_kind]
        record = session.get_one(mapper.class_, key)
        for name, value in json.loads(one.before or "{}").items():
            kind = mapper.column_attrs[name].columns[0].type.python_type
            setattr(record, name, None if value is None else _typed(kind, value))
    session.flush()


def _remove(session: Change, new: _Keys) -> None:
    """What was added goes: what names others before what is named."""
    turn = {table.name: place for place, table in enumerate(Base.metadata.sorted_tables)}
    for name in sorted(new, key=lambda one: -turn[one]):
        mapper = _mapper(name)
        if name == "client":
            forget_neighbours(session, [key[0] for key in new[name]])
        for some in _parts(new[name]):
            columns = tuple_(*mapper.primary_key)
            for record in session.scalars(select(mapper.class_).where(columns.in_(some))):
                session.delete(record)
            session.flush()


def _parts(things: Sequence[Thing]) -> Iterator[Sequence[Thing]]:
    for start in range(0, len(things), _AT_ONCE):
        yield things[start : start + _AT_ONCE]


def _mapper(name: str) -> Mapper[Any]:
    return next(one for one in Base.registry.mappers if cast(Table, one.local_table).name == name)


def _typed(kind: type[Any], value: Any) -> Any:
    """A value as the trail wrote it, as its column holds it."""
    if kind is date:
        return date.fromisoformat(value)
    if kind is Decimal:
        return Decimal(value)
    return kind(value) if kind in (int, str) else value
