"""Trying a connection: what is well and what is missing, each in words, with what to do about it.

The network goes first, then the server's door, then what lies behind it; what can't be known
because something before it failed isn't told.
"""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, inspect
from sqlalchemy.exc import DBAPIError

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _
from desktop.models import MovedOffice
from desktop.services.at_the_door import PATIENCE_S, unreached, what_keeps_out
from desktop.services.database import open_database
from desktop.services.engine import connect, shown
from desktop.services.finding import CAREFUL, GOOD, WRONG, Finding
from desktop.services.least_rights import grants_here, missing_rights
from desktop.services.server_fit import may_make_nothing, other_encoding, too_old
from desktop.services.server_session import is_pooled
from desktop.services.trouble import trouble_words
from desktop.services.unsafe_place import advice_against
from desktop.services.versions import HEAD, is_known, is_trial, newer_program

# How a connection is encrypted, by libpq's names: as the server offers, always, and always with
# the server that its certificate names.
OFFERED, ENCRYPTED, VERIFIED = "prefer", "require", "verify-full"
_CLOCK_S = 60
_SLOW_MS = 40
_MANY = 5


def try_connection(url: URL) -> Sequence[Finding]:
    """All that can be told of a database before one works in it; it changes nothing there."""
    if url.get_backend_name() == "sqlite":
        return tuple(_try_file(url))
    return tuple(_try_server(url))


def is_reachable(findings: Sequence[Finding]) -> bool:
    """Whether nothing is wrong."""
    return all(one.tone != WRONG for one in findings)


def _try_file(url: URL) -> Iterator[Finding]:
    try:
        open_database(url).dispose()
    except DatabaseTrouble as trouble:
        yield Finding(WRONG, trouble.message)
        return
    yield Finding(GOOD, _("{place} can be opened and written.").format(place=shown(url)))
    if advice := advice_against(Path(url.database or "")):
        yield Finding(CAREFUL, advice)


def _try_server(url: URL) -> Iterator[Finding]:
    away = unreached(url)
    if away is not None:
        yield away
        return
    engine = connect(url.update_query_dict({"connect_timeout": str(PATIENCE_S)}))
    try:
        with engine.connect() as connection:
            yield from _behind_the_door(connection)
    except DBAPIError as error:
        within = trouble_words(url, error) if getattr(error.orig, "sqlstate", None) else None
        yield Finding(WRONG, within) if within else what_keeps_out(url, error.orig)
    finally:
        engine.dispose()


def _behind_the_door(connection: Connection) -> Iterator[Finding]:
    yield _answers(connection)
    yield _encrypted(connection)
    wrong = [found for ask in (too_old, other_encoding) if (found := ask(connection))]
    yield from wrong
    yield from (found for ask in _ASKED if (found := ask(connection)))
    if not wrong:  # else nothing can be done there, whatever stands in it
        yield from _office(connection)


def _answers(connection: Connection) -> Finding:
    begun = time.perf_counter()
    for _turn in range(_MANY):
        connection.exec_driver_sql("SELECT 1")
    each = (time.perf_counter() - begun) / _MANY * 1_000
    words = _("The server lets us in, and answers in {ms:.1f} ms.").format(ms=each)
    if each > _SLOW_MS:
        return Finding(CAREFUL, words, _("That is slow: use it by cable, in the same house."))
    return Finding(GOOD, words)


def _encrypted(connection: Connection) -> Finding:
    driver: Any = connection.connection.driver_connection
    if driver.pgconn.ssl_in_use:
        verified = connection.engine.url.query.get("sslmode") == VERIFIED
        words = _("The connection is encrypted; it is the server that its certificate names.")
        return Finding(GOOD, words if verified else _("The connection is encrypted."))
    if not connection.engine.url.host:
        return Finding(GOOD, _("The server is this very computer: nothing goes over a network."))
    do = _("Have TLS set up on the server, and choose “encrypted”, unless all is one own network.")
    return Finding(CAREFUL, _("The connection isn't encrypted: others may read along."), do)


def _disk(connection: Connection) -> Finding | None:
    ask = (
        "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes')"
        " AND setting = 'off' ORDER BY 1"
    )
    off = [str(name) for name in connection.exec_driver_sql(ask).scalars()]
    if not off:
        return None
    words = _("The server doesn't wait for its disk ({settings} = off).")
    do = _("Have it set to “on”: else what was saved may be gone after a power failure.")
    return Finding(CAREFUL, words.format(settings="、".join(off)), do)


def only_read(connection: Connection) -> Finding | None:
    """A copy of another server, or one that was set to take nothing."""
    ask = "SELECT pg_is_in_recovery(), current_setting('default_transaction_read_only')"
    copy, setting = connection.exec_driver_sql(ask).one()
    if copy:
        words = _("This server is a copy of another one (standby): nothing can be saved there.")
        return Finding(WRONG, words, _("Take the address of the one that is copied."))
    if setting == "on":
        words = _("The server only lets us read (default_transaction_read_only = on).")
        return Finding(WRONG, words, _("Have it set to “off” for this database and user."))
    return None


def _limits(connection: Connection) -> Finding | None:
    """How long one step may take there: of an office some take minutes."""
    ask = (
        "SELECT name FROM pg_settings WHERE name IN ('statement_timeout', 'transaction_timeout')"
        " AND setting <> '0' AND length(setting) <= 5 ORDER BY 1"  # below 100 seconds
    )
    short = [str(name) for name in connection.exec_driver_sql(ask).scalars()]
    if not short:
        return None
    words = _("The server breaks off what takes longer ({settings}).")
    do = _(
        "Have the limit raised to minutes for this user: checks, imports and settlements need it."
    )
    return Finding(CAREFUL, words.format(settings="、".join(short)), do)


def _pooler(connection: Connection) -> Finding | None:
    """A program between this PC and the server that shares out its sessions."""
    driver: Any = connection.connection.driver_connection
    pid = int(str(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()))
    if not is_pooled(driver, pid):
        return None
    words = _("Between this PC and the server stands a pooler, such as pgbouncer.")
    do = _("It works, but what others save is seen a second later: take the server's own port.")
    return Finding(CAREFUL, words, do)


def _clock(connection: Connection) -> Finding | None:
    ask = "SELECT extract(epoch FROM clock_timestamp())::bigint"
    apart = int(str(connection.exec_driver_sql(ask).scalar())) - time.time()
    if abs(apart) <= _CLOCK_S:
        return None
    words = _("The clocks of this PC and the server are {minutes:.0f} minutes apart.")
    do = _("Have both set by the network (NTP): documents are dated by this PC's.")
    return Finding(CAREFUL, words.format(minutes=max(abs(apart) / 60, 1)), do)


_ASKED = (only_read, _disk, _limits, _pooler, _clock)


def _office(connection: Connection) -> Iterator[Finding]:
    tables = inspect(connection).get_table_names()
    if not tables:
        words = _("The database is empty: an office can be begun there, or moved there.")
        yield may_make_nothing(connection) or Finding(GOOD, words)
        return
    if "office_profile" not in tables or "alembic_version" not in tables or is_trial(tables):
        yield Finding(WRONG, _("Something else stands in this database."), _("Name another one."))
        return
    lacking = () if _version(connection) != HEAD else missing_rights(connection)
    if lacking:
        words = _("The user may not do all that the program needs ({tables}).")
        do = _("Have the rights given: zhongxiao connection … --rights USER writes down how.")
        shown_few = "、".join(lacking[:_MANY]) + ("…" if len(lacking) > _MANY else "")
        run = "".join(f"{one};\n" for one in grants_here(connection))
        yield Finding(WRONG, words.format(tables=shown_few), do, run)
        return
    yield _office_there(connection)


def _version(connection: Connection) -> str:
    may = "SELECT has_table_privilege('alembic_version', 'SELECT')"
    if not connection.exec_driver_sql(may).scalar():
        return HEAD  # told as a missing right
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())


def _office_there(connection: Connection) -> Finding:
    version = _version(connection)
    if not is_known(version):
        return Finding(WRONG, newer_program(version))
    if version != HEAD:
        words = _("The office there is of an older program (version {version}).")
        do = _("It is brought up to date when it is opened, by the user whom it belongs to.")
        return Finding(CAREFUL, words.format(version=version), do)
    moved = connection.exec_driver_sql(f"SELECT place FROM {MovedOffice.__tablename__}").scalar()  # noqa: S608
    if moved is not None:
        words = _("The office there was moved to {place}.").format(place=moved)
        return Finding(WRONG, words, _("Open it where it is now."))
    name = connection.exec_driver_sql("SELECT name FROM office_profile").scalar()
    people = connection.exec_driver_sql("SELECT count(*) FROM staff WHERE active").scalar()
    words = _("The office “{name}” is there, with {people} people.")
    return Finding(GOOD, words.format(name=name or "", people=people))
