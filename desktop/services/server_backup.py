"""A server's office as a backup, and a backup as a server's office (E5).

The backup is the same kind of file whatever the office works in, so that it can be opened and
checked anywhere and put back on any PC, without the server's own tools.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import URL, Engine, text
from sqlalchemy.exc import DBAPIError

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.i18n import _
from desktop.basics.through import write_through
from desktop.basics.watch import Watch
from desktop.services.copying import copy, reason_of
from desktop.services.database import exists, open_database
from desktop.services.engine import connect, read_url, shown
from desktop.services.least_rights import granting, users_at_work
from desktop.services.move_office import copied_whole, need_empty
from desktop.services.presence import lock_place
from desktop.services.trouble import telling_trouble


def copy_from_server(engine: Engine, half: Path, watch: Watch) -> Sequence[str]:
    """Copy a server's office into a new file, of one moment, while it is worked in.

    Returns who works in it, beside its owner. Raises DatabaseTrouble, Cancelled.
    """
    of_one_moment = engine.execution_options(isolation_level="REPEATABLE READ")
    try:
        with telling_trouble(engine), of_one_moment.connect() as connection:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            copied_whole(connection, read_url(str(half)), watch)
            write_through(half)
            return users_at_work(connection)
    finally:
        lock_place(half).unlink(missing_ok=True)


def copy_to_server(backup: Path, target: URL, users: Sequence[str], watch: Watch) -> Sequence[str]:
    """Copy a backup into a server's empty database, and let these users work there.

    Returns those who couldn't be let in. Raises DatabaseTrouble, Cancelled.
    """
    if exists(target):
        raise DatabaseTrouble(into_new_words(target))
    need_empty(target)
    with TemporaryDirectory(prefix="zhongxiao-") as folder:
        # A copy, which can be brought up to date, also of what lies on a write-protected stick.
        taken = Path(folder) / "office.db"
        try:
            copy(backup, taken, in_use=False)
        except (OSError, sqlite3.Error) as error:
            words = _("{backup} was not restored: {reason}")
            said = words.format(backup=backup, reason=reason_of(error, taken))
            raise DatabaseTrouble(said) from error
        source = open_database(read_url(str(taken)))
        try:
            with source.connect() as connection:
                copied_whole(connection, target, watch)
        finally:
            source.dispose()
    return _let_in(target, users)


def _let_in(target: URL, users: Sequence[str]) -> Sequence[str]:
    """Give the least rights to each; the owner of a database may lack that of giving them."""
    engine = connect(target)
    left = []
    for user in users:
        try:
            with engine.begin() as connection:
                owner = str(connection.execute(text("SELECT current_user")).scalar())
                for statement in granting(str(target.database), owner, user):
                    connection.exec_driver_sql(statement)
        except DBAPIError:
            left.append(user)
    engine.dispose()
    return left


def into_new_words(target: URL) -> str:
    """What to do where an office stands on the server already."""
    words = _(
        "An office stands in {place}: a backup is put into a new, empty database. Have one made "
        "(CREATE DATABASE …), choose it under “Database connection”, and restore there."
    )
    return words.format(place=shown(target))
