"""Whether an office can stand in a server's database at all: asked before anything is made there.

Each question gives what is wrong, or None where nothing is.
"""

from sqlalchemy import Connection

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _
from desktop.services.finding import WRONG, Finding

OLDEST_SERVER = 130000


def too_old(connection: Connection) -> Finding | None:
    """A server whose PostgreSQL lacks what the program needs."""
    number = int(str(connection.exec_driver_sql("SHOW server_version_num").scalar()))
    if number >= OLDEST_SERVER:
        return None
    words = _("The server is too old (version {version}).").format(version=number // 10_000)
    return Finding(WRONG, words, _("Have PostgreSQL 13 or newer installed."))


def other_encoding(connection: Connection) -> Finding | None:
    """A database that can't hold every sign."""
    said = str(connection.exec_driver_sql("SHOW server_encoding").scalar())
    if said == "UTF8":
        return None
    words = _("The database keeps words as {encoding}, not as UTF-8: Chinese would be lost.")
    do = _("Have a new one made: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0;")
    return Finding(WRONG, words.format(encoding=said), do)


def may_make_nothing(connection: Connection) -> Finding | None:
    """An empty database whose user can't make an office's tables."""
    ask = "SELECT has_schema_privilege(current_schema(), 'CREATE')"
    if connection.exec_driver_sql(ask).scalar():
        return None
    words = _("The database is empty, and the user may make no tables in it.")
    do = _("Begin the office, move or restore it as the user whom the database belongs to.")
    return Finding(WRONG, words, do)


def need_fit(connection: Connection) -> None:
    """Raise DatabaseTrouble where no office can be made."""
    for ask in (too_old, other_encoding, may_make_nothing):
        found = ask(connection)
        if found is not None:
            raise DatabaseTrouble(found.told)
