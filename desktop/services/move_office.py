"""Moving an office to another database: from a file to a server, or back (E5).

All of it goes in one transaction of the target, is held against what was read and checked there,
or nothing of it stays. The source is left as it was and marked, so that nobody goes on working in
it by mistake; taking the mark away is a change of its own.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, inspect, select
from sqlalchemy.orm import Session

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _
from desktop.basics.this_pc import this_pc
from desktop.basics.watch import Nobody, Watch, part_of
from desktop.models import MovedOffice
from desktop.queries.audit_words import record_words
from desktop.queries.chains import Heads, heads
from desktop.queries.check import first_wrong
from desktop.services.change import Person, now_text
from desktop.services.database import exists, made_whole, open_database
from desktop.services.engine import connect, shown
from desktop.services.laid_aside import LaidAside, unreferenced
from desktop.services.making import make_tables, protect_tables
from desktop.services.moved_rows import Holding, copy_rows, counting_behind, held_in
from desktop.services.office import MOVE_BACK, Office
from desktop.services.presence import WAIT_FOR_OTHERS_S, alone, others_on_server, real_place
from desktop.services.trouble import telling_trouble
from desktop.services.upgrading import version_of
from desktop.services.versions import HEAD

WAIT_S = WAIT_FOR_OTHERS_S
_TURN_S = 0.1
# Of a hundred parts of the whole: about what each takes.
_COPYING, _PUTTING_BACK, _COMPARING, _CHECKING = (0, 40), (40, 55), (55, 75), (75, 100)


@dataclass(frozen=True)
class Moved:
    """What was moved: how many tables and rows, and the sum of all amounts, as both hold them."""

    tables: int
    rows: int
    amounts_fen: int
    files: int


def move_office(
    source: URL, target: URL, person: Person | None = None, watch: Watch | None = None
) -> Moved:
    """Copy an office into an empty database, check it there, and mark the source as moved.

    A move that was broken off before the mark, once all stood in the target, is finished. Raises
    DatabaseTrouble, with both as they were, when the target isn't empty, somebody else has the
    source open, or anything differs; Cancelled when the watch gave up.
    """
    watch = watch or Nobody()
    open_database(source).dispose()  # of today's version, and not moved already
    broken_off = _holds_an_office(target)
    if not broken_off:
        need_empty(target)
    moving = _held_alone(source)
    with moving as engine:
        office = Office(engine.execution_options(patient=True), person)
        with office.transaction("office.move") as session:
            if person is not None:
                session.allow()
            taken = session.connection()
            _need_nobody_else(taken)
            held = _there_already(taken, target, watch) if broken_off else None
            held = held or copied_whole(taken, target, watch)
            session.add(MovedOffice(place=_place_for_others(target), moved_at=now_text()))
    return Moved(
        len(held),
        sum(one.rows for one in held.values()),
        sum(sum(one.amounts.values()) for one in held.values()),
        held["attachment"].rows,
    )


def move_back(source: URL) -> None:
    """Take the mark of an office that was moved away: from now on it is worked in again.

    Raises DatabaseTrouble when it has none. What was done elsewhere since doesn't stand in it.
    """
    office = Office(open_database(source, though_moved=True))
    with office.transaction(MOVE_BACK) as session:
        mark = session.scalar(select(MovedOffice))
        if mark is None:
            raise DatabaseTrouble(_("This office was not moved: it is worked in as it is."))
        session.delete(mark)
    office.engine.dispose()


def _place_for_others(target: URL) -> str:
    """A database as other PCs are told of it: a file lies on this one."""
    if target.get_backend_name() != "sqlite":
        return shown(target)
    place = str(Path(str(target.database)).resolve())
    return _("{place} (on the PC {pc})").format(place=place, pc=this_pc()) if this_pc() else place


def _holds_an_office(target: URL) -> bool:
    """Whether an office of today's version stands there, which nothing brings up to date here."""
    if not exists(target):
        return False
    engine = connect(target, seen=False)
    try:
        return version_of(engine) == HEAD
    finally:
        engine.dispose()


def need_room_for(engine: Engine, target: URL) -> None:
    """Refuse at once a target that this office can't be moved to, before anybody leaves it.

    What a move that was broken off has left there is no hindrance. Raises DatabaseTrouble.
    """
    if not _holds_an_office(target):
        need_empty(target)
        return
    other = connect(target, seen=False)
    try:
        if _how_far(other) != _how_far(engine):
            raise DatabaseTrouble(_not_empty(target))
    finally:
        other.dispose()


def _how_far(engine: Engine) -> Heads:
    with Session(engine) as session:
        return heads(session)


def _there_already(source: Connection, target: URL, watch: Watch) -> dict[str, Holding]:
    """What both hold, where the target holds just what the source does."""
    engine = connect(target, seen=False)
    try:
        with engine.connect() as connection:
            there = held_in(connection, part_of(watch, 0, 50))
        if there != held_in(source, part_of(watch, 50, 100)):
            raise DatabaseTrouble(_not_empty(target))
        return there
    finally:
        engine.dispose()


def _not_empty(target: URL) -> str:
    words = _("{place} isn't empty: an office is put into a new database only. Name another.")
    return words.format(place=shown(target))


def need_empty(target: URL) -> None:
    """Refuse a database in which anything is; DatabaseTrouble, too, where it can't be reached."""
    if target.get_backend_name() == "sqlite":
        place = Path(target.database or "")
        if not target.database or target.database == ":memory:":
            raise DatabaseTrouble(_("An office's database is a file: name one."))
        empty = not exists(target) and not (place.exists() and place.stat().st_size)
    else:
        engine = connect(target)
        try:
            exists(target)  # says in words why it can't be reached
            empty = not inspect(engine).get_table_names()
        finally:
            engine.dispose()
    if not empty:
        raise DatabaseTrouble(_not_empty(target))


@contextmanager
def _held_alone(source: URL) -> Iterator[Engine]:
    """The source, which nobody else has open; of a server that is asked within the change."""
    is_file = source.get_backend_name() == "sqlite"
    holding = alone(real_place(Path(source.database or "")), WAIT_S) if is_file else nullcontext()
    with holding:
        engine = connect(source, seen=False)
        try:
            yield engine
        finally:
            engine.dispose()


def _need_nobody_else(connection: Connection) -> None:
    if connection.dialect.name != "postgresql":
        return
    late = time.monotonic() + WAIT_S
    while others := others_on_server(connection):
        if time.monotonic() < late:
            time.sleep(_TURN_S)  # a command that is just ending is waited for; a window isn't
            continue
        words = _(
            "This office is open elsewhere ({others}). Close the program there, then try again; "
            "nothing was changed."
        )
        raise DatabaseTrouble(words.format(others="、".join(others)))


def copied_whole(source: Connection, target: URL, watch: Watch) -> dict[str, Holding]:
    """All that the source holds, in the target: whole and checked, or nothing of it.

    The source is asked within one transaction, so that all of it is of one moment. Raises
    DatabaseTrouble, Cancelled.
    """
    with (
        made_whole(target, make_tables) as engine,
        telling_trouble(engine),
        engine.execution_options(change=True, patient=True).connect() as connection,
        unreferenced(connection),
        connection.begin(),
    ):
        aside = LaidAside(connection)
        taken = copy_rows(source, connection, part_of(watch, *_COPYING))
        aside.put_back(part_of(watch, *_PUTTING_BACK))
        protect_tables(connection)
        _need_alike(taken, held_in(connection, part_of(watch, *_COMPARING)))
        _need_free_numbers(connection)
        _need_in_order(connection, part_of(watch, *_CHECKING))
    return taken


def _need_in_order(connection: Connection, watch: Watch) -> None:
    """Refuse what doesn't fit in a copy that is as its office: it doesn't fit there either."""
    wrong = first_wrong(Session(bind=connection), watch=watch)
    if wrong:
        words = _(
            "This office isn't in order itself: {reason} It was not copied, and nothing was "
            "changed. Have it checked on the page “Backups”, and restore the newest backup in "
            "which nothing is wrong."
        )
        raise DatabaseTrouble(words.format(reason=wrong))


def _need_free_numbers(connection: Connection) -> None:
    behind = counting_behind(connection)
    if behind is not None:
        words = _("the next number of “{table}” is taken already")
        _give_up(words.format(table=record_words(behind)))


def _need_alike(taken: dict[str, Holding], held: dict[str, Holding]) -> None:
    for name, holding in taken.items():
        if held[name] != holding:
            words = _("“{table}” isn't there as it was here").format(table=record_words(name))
            _give_up(words)


def _give_up(reason: str) -> None:
    words = _("The copy doesn't fit: {reason}. Nothing of it is left, and nothing was changed.")
    raise DatabaseTrouble(words.format(reason=reason))
