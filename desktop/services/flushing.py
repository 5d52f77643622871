"""Writing what a session holds, where it is plain: new records, and changed columns of old ones.

SQLAlchemy's unit of work plans every flush anew, which was a fifth of what an event cost. Of what
an office writes hardly anything needs a plan: tables stand in one order, and the only thing that a
row learns from another is its document's key. What is deleted, taken out of a document's lines, or
given another key is left to the unit of work, and so is whatever isn't seen to be plain here.
``tests/services/test_flushing.py`` holds both ways against each other.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, insert, inspect, update
from sqlalchemy.orm import InstanceState, Mapper, RelationshipDirection, Session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.exc import StaleDataError

from desktop.models import Base
from desktop.services.rows import MANY, Rows, next_keys

Made = TypeVar("Made", bound=Base)
_OF = "of_"  # before the names of an update's keys, so that they don't meet those of its values


@dataclass(frozen=True)
class _Link:
    """A relationship: whether it leads to lines, and which facts of a line are its document's."""

    name: str
    to_lines: bool
    learned: tuple[tuple[str, str], ...]  # the document's fact, the line's


@dataclass(frozen=True)
class _Fact:
    """A column as a record names it, and what stands there when nobody gives anything."""

    name: str
    column: str
    default: Any
    by_server: bool


class _Kind:
    """What writing a kind of record needs to know; looked up once."""

    def __init__(self, mapper: Mapper[Any], table: Table) -> None:
        self.mapper, self.table = mapper, table
        self.place = _places()[table]
        self.facts = tuple(map(_fact, mapper.column_attrs))
        self.columns = {one.name: one.column for one in self.facts}
        self.blank = {one.name: one.default for one in self.facts}
        self.defaults = [(name, one) for name, one in self.blank.items() if one is not None]
        self.key = tuple(_name(mapper, column) for column in mapper.primary_key)
        own = table.autoincrement_column
        self.counted = None if own is None else _name(mapper, own)
        version = mapper.version_id_col
        self.version = None if version is None else _name(mapper, version)
        self.links = {one.key: _link(one) for one in mapper.relationships}
        self.insert = insert(table)
        self.counting = insert(table).returning(*mapper.primary_key, sort_by_parameter_order=True)
        known = [*mapper.primary_key, *([] if version is None else [version])]
        ours = [column == bindparam(f"{_OF}{column.key}", type_=column.type) for column in known]
        self.update = update(table).where(and_(*ours))


def _fact(attribute: Any) -> _Fact:
    (column,) = attribute.columns
    default = None if column.default is None else column.default.arg
    by_server = column.server_default is not None and column.default is None
    return _Fact(attribute.key, column.key, default, by_server)


def _name(mapper: Mapper[Any], column: ColumnElement[Any]) -> str:
    return mapper.get_property_by_column(column).key


def _link(relation: Any) -> _Link:
    to_lines = relation.direction is RelationshipDirection.ONETOMANY
    learned = []
    for here, there in relation.local_remote_pairs:
        names = _name(relation.parent, here), _name(relation.mapper, there)
        learned.append(names if to_lines else names[::-1])
    return _Link(relation.key, to_lines, tuple(learned))


@cache
def _places() -> dict[Any, int]:
    return {table: place for place, table in enumerate(Base.metadata.sorted_tables)}


@cache
def kind_of(record: type[Base]) -> _Kind | None:
    """How a kind of record is written; None for one that isn't plain."""
    mapper = inspect(record)
    table = mapper.local_table
    if not isinstance(table, Table) or mapper.inherits or mapper.polymorphic_on is not None:
        return None
    columns = [one.columns[0] for one in mapper.column_attrs]
    made = [one.default for one in columns if one.default is not None]
    heard = mapper.dispatch.after_insert or mapper.dispatch.after_update
    if heard or any(one.onupdate for one in columns) or not all(one.is_scalar for one in made):
        return None
    if any(map(_is_odd, mapper.relationships)):
        return None
    return _Kind(mapper, table)


def _is_odd(relation: Any) -> bool:
    """Whether its line might have to be written before its document, or stands in between."""
    here, there = _places()[relation.parent.local_table], _places()[relation.mapper.local_table]
    if relation.direction is RelationshipDirection.MANYTOONE:
        here, there = there, here
    return relation.secondary is not None or relation.viewonly or here >= there


class _Flush:
    """What one flush is to write, if all of it is plain."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.new: list[Base] = list(session.new)
        self.dirty: list[Base] = list(session.dirty)
        self._fresh = set(map(id, self.new))

    @property
    def is_plain(self) -> bool:
        """Whether it needs no plan; if so, what records say of themselves is written in them."""
        if self.session.deleted or not all(map(self._may_be_added, self.new)):
            return False
        if not all(map(self._may_be_changed, self.dirty)):
            return False
        connection = self.session.connection()
        for records, moment in ((self.new, "before_insert"), (self.dirty, "before_update")):
            for record in records:
                mapper = _known(record).mapper
                getattr(mapper.dispatch, moment)(mapper, connection, instance_state(record))
        return all(_stands(record) for record in self.new)

    def _may_be_added(self, record: Base) -> bool:
        kind, given = kind_of(type(record)), record.__dict__
        # What was taken out of its document before it was added is told nowhere else.
        if kind is None or instance_state(record)._orphaned_outside_of_session:
            return False
        for name, link in kind.links.items():
            if name in given and not self._is_simple(link, given[name]):
                return False
        return True

    def _is_simple(self, link: _Link, now: Any) -> bool:
        """Whether new lines are all to be written too, or a document is there."""
        if link.to_lines:
            return all(id(line) in self._fresh for line in _listed(now))
        return now is not None and (id(now) in self._fresh or instance_state(now).persistent)

    def _may_be_changed(self, record: Base) -> bool:
        kind, state = kind_of(type(record)), instance_state(record)
        if kind is None or (kind.version is not None and kind.version not in state.dict):
            return False
        for name, before in state.committed_state.items():
            if name not in state.dict or name in kind.key or name == kind.version:
                return False
            link = kind.links.get(name)
            if link is not None and not self._has_only_more(link, before, state.dict[name]):
                return False
        return True

    def _has_only_more(self, link: _Link, before: Any, now: Any) -> bool:
        if not link.to_lines or not isinstance(before, Collection):
            return False
        there = set(map(id, now))
        return all(id(line) in there for line in before) and all(
            id(line) in self._fresh for line in _more(before, now)
        )

    def write(self) -> None:
        """Write table by table, changes before new rows, as the unit of work does."""
        connection = self.session.connection()
        changed, added = _by_kind(self.dirty), _by_kind(self.new)
        for kind in sorted({**changed, **added}, key=lambda one: one.place):
            old, new = changed.get(kind, []), added.get(kind, [])
            for record in old:
                _teach(kind, record, instance_state(record).committed_state)
            _write_changes(connection, kind, old)
            for record in new:
                _learn(kind, record)
            insert_records(connection, kind, [record.__dict__ for record in new])
            for record in new:
                _teach(kind, record)

    def states(self) -> set[InstanceState[Any]]:
        """All that was written."""
        return {instance_state(record) for record in (*self.new, *self.dirty)}


def _known(record: Base) -> _Kind:
    kind = kind_of(type(record))
    assert kind is not None
    return kind


def _by_kind(records: Iterable[Base]) -> dict[_Kind, list[Base]]:
    found: dict[_Kind, list[Base]] = {}
    for record in records:
        found.setdefault(_known(record), []).append(record)
    return found


def _listed(lines: Any) -> Collection[Base]:
    if lines is None:
        return ()
    return lines if isinstance(lines, Collection) else (lines,)


def _more(before: Any, now: Any) -> list[Base]:
    old = set(map(id, before))
    return [line for line in now if id(line) not in old]


def _stands(record: Base) -> bool:
    """Whether the database adds nothing to a new record but its number."""
    given = record.__dict__
    return all(given.get(one.name) is not None for one in _known(record).facts if one.by_server)


def _learn(kind: _Kind, record: Base) -> None:
    """Write into a new line what its document, named by it, knows."""
    given = record.__dict__
    for link in kind.links.values():
        if not link.to_lines and (document := given.get(link.name)) is not None:
            for fact, own in link.learned:
                given[own] = getattr(document, fact)


def _teach(kind: _Kind, record: Base, before: dict[str, Any] | None = None) -> None:
    """Write into a document's new lines what they are to know of it."""
    given = record.__dict__
    for link in kind.links.values():
        if not link.to_lines or (before is not None and link.name not in before):
            continue
        lines = _listed(given.get(link.name))
        for line in lines if before is None else _more(before[link.name], lines):
            for fact, own in link.learned:
                line.__dict__[own] = getattr(record, fact)


def _write_changes(connection: Connection, kind: _Kind, records: Sequence[Base]) -> None:
    """Update what really changed; raises StaleDataError for what was saved by somebody else."""
    rows: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for record in sorted(records, key=kind.mapper.primary_key_from_instance):
        state = instance_state(record)
        now = {
            kind.columns[name]: state.dict[name]
            for name, before in state.committed_state.items()
            if name in kind.columns and _differ(state.dict[name], before)
        }
        if not now:
            continue
        assert state.identity is not None
        key = {
            f"{_OF}{kind.columns[name]}": one
            for name, one in zip(kind.key, state.identity, strict=True)
        }
        if kind.version is not None:
            before = state.dict[kind.version]
            key[f"{_OF}{kind.columns[kind.version]}"] = before
            now[kind.columns[kind.version]] = state.dict[kind.version] = before + 1
        rows.setdefault(tuple(now), []).append(now | key)
    for same in rows.values():
        # Several at once tell only together how many were met: enough, as each can meet but one.
        if connection.execute(kind.update, same).rowcount != len(same):
            raise StaleDataError(f"{kind.table.name}: not every row is there as it was read")


def _differ(now: Any, before: Any) -> bool:
    return before is not now and bool(now != before)


def insert_records(connection: Connection, kind: _Kind, given: Sequence[dict[str, Any]]) -> None:
    """Insert new records by what is given of each, in their order; many in few statements.

    What nobody gave, and their numbers, are written into what is given.
    """
    _complete(kind, given)
    for numbered, alike in groupby(given, key=lambda one: _is_numbered(kind, one)):
        some = list(alike)
        counted = None if numbered else kind.counted
        if counted is None or len(some) >= MANY:
            _insert_rows(connection, kind, some, counted)
        else:
            _insert_counted(connection, kind, some, counted)


def _insert_counted(
    connection: Connection, kind: _Kind, some: Sequence[dict[str, Any]], counted: str
) -> None:
    told = _told(kind, some[0])
    rows = [{fact.column: one[fact.name] for fact in told} for one in some]
    for one, number in zip(some, _numbers(connection, kind, rows), strict=True):
        one[counted] = number


def _insert_rows(
    connection: Connection, kind: _Kind, some: Sequence[dict[str, Any]], counted: str | None
) -> None:
    if counted is not None:
        for one, number in zip(some, next_keys(connection, kind.table, len(some)), strict=True):
            one[counted] = number
    told = _told(kind, some[0])
    rows = Rows(connection, kind.table, [fact.column for fact in told])
    rows.write(map(itemgetter(*(fact.name for fact in told)), some))


def lines_of(documents: Sequence[Base]) -> Iterator[list[Base]]:
    """The lines of documents of one kind that were just written, list by list; each knows what it
    is to know of its document.
    """
    kind = _known(documents[0])
    for document in documents:
        _teach(kind, document)
    for link in kind.links.values():
        if link.to_lines:
            lines = [line for one in documents for line in _listed(one.__dict__.get(link.name))]
            if lines:
                yield lines


def plain_record(record: type[Made], *given: Mapping[str, Any]) -> Made:
    """A new record for ``insert_records``, what is given later over what came before: as its kind's
    own call makes it, without a look at each of its facts.
    """
    kind = kind_of(record)
    assert kind is not None
    made: Made = kind.mapper.class_manager.new_instance()
    held = made.__dict__
    held.update(kind.blank)
    for facts in given:
        held.update(facts)
    return made


def _complete(kind: _Kind, given: Sequence[dict[str, Any]]) -> None:
    for one in given:
        if not kind.blank.keys() <= one.keys():
            one.update(kind.blank | one)
        if kind.version is not None:
            one[kind.version] = 1
    for name, default in kind.defaults:
        if None in map(itemgetter(name), given):
            for one in given:
                one[name] = default if one[name] is None else one[name]


def _told(kind: _Kind, given: dict[str, Any]) -> list[_Fact]:
    """The facts that a new row is written with: what the database gives is left to it."""
    return [
        fact
        for fact in kind.facts
        if given[fact.name] is not None or not (fact.by_server or fact.name == kind.counted)
    ]


def _is_numbered(kind: _Kind, given: dict[str, Any]) -> bool:
    return kind.counted is not None and given.get(kind.counted) is not None


def _numbers(connection: Connection, kind: _Kind, rows: Sequence[dict[str, Any]]) -> Sequence[int]:
    """Insert rows that the database numbers; their numbers."""
    if len(rows) > 1:
        return connection.execute(kind.counting, rows).scalars().all()
    made = connection.execute(kind.insert, rows[0]).inserted_primary_key
    assert made is not None
    return (made[0],)


def flush_plainly(session: Session) -> bool:
    """Write what waits in a session, if all of it is plain; else nothing is done."""
    if session._is_clean():  # asked before every question: the public sets cost five times that
        return True
    with session.no_autoflush:
        flush = _Flush(session)
        if not flush.is_plain:
            return False
        try:
            session.dispatch.before_flush(session, None, None)
            flush.write()
            session.dispatch.after_flush(session, None)
            session._register_persistent(flush.states())  # no public way but a flush of its own
            session.dispatch.after_flush_postexec(session, None)
        except BaseException:
            # As after any flush that failed: nobody goes on in what was half written. In public
            # the whole change can be rolled back only, which whoever began it does.
            session._autobegin_t()._begin().rollback(_capture_exception=True)
            raise
    return True
