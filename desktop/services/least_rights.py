"""The least rights with which the program works whole on a server.

The office belongs to one database user, who makes and upgrades its tables. Everybody works as
another, who can add to the ledger but neither change it nor take a guard away.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from desktop.models import Base
from desktop.models.protections import WRITTEN_ONCE

_COMES_WITH_THE_PROGRAM = ("account", "entry_kind", "alembic_version")
_SEQUENCES = """
SELECT pg_get_serial_sequence(quote_ident(table_name), column_name) AS name
FROM information_schema.columns
WHERE table_schema = current_schema() AND column_default LIKE 'nextval(%'
"""
_USERS = """
SELECT DISTINCT grantee.rolname
FROM pg_class c, aclexplode(c.relacl) granted JOIN pg_roles grantee ON grantee.oid = granted.grantee
WHERE c.oid = 'entry'::regclass AND granted.privilege_type = 'INSERT'
  AND granted.grantee <> c.relowner AND NOT grantee.rolsuper
ORDER BY 1
"""


def rights_on(table: str) -> tuple[str, ...]:
    """What the program needs of a table."""
    if table in _COMES_WITH_THE_PROGRAM:
        return ("SELECT",)
    return ("SELECT", "INSERT") if table in WRITTEN_ONCE else (*_ALL,)


def granting(database: str, owner: str, user: str) -> Sequence[str]:
    """The statements by which an office's owner lets another user work in it.

    They are run as the owner, once the tables stand there; what an upgrade adds follows by itself.
    """
    office, whose, who = (_quoted(name) for name in (database, owner, user))
    later = f"ALTER DEFAULT PRIVILEGES FOR ROLE {whose} IN SCHEMA public"
    return (
        f"REVOKE ALL ON DATABASE {office} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {office} TO {who}",
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {who}",
        *_on_tables(who),
        f"{later} GRANT {', '.join(_ALL)} ON TABLES TO {who}",
        f"{later} GRANT USAGE, SELECT ON SEQUENCES TO {who}",
    )


def grants_here(connection: Connection) -> Sequence[str]:
    """The same for this very user, in the office that stands there."""
    ask = (
        "SELECT current_database(), relowner::regrole::name, current_user"
        " FROM pg_class WHERE oid = 'entry'::regclass"
    )
    database, owner, user = connection.exec_driver_sql(ask).one()
    return granting(str(database), str(owner), str(user))


def _on_tables(who: str) -> Sequence[str]:
    guarded = ", ".join(one for one in WRITTEN_ONCE if one not in _COMES_WITH_THE_PROGRAM)
    given = ", ".join(_COMES_WITH_THE_PROGRAM)
    return (
        f"GRANT {', '.join(_ALL)} ON ALL TABLES IN SCHEMA public TO {who}",
        f"REVOKE UPDATE, DELETE ON {guarded} FROM {who}",
        f"REVOKE INSERT, UPDATE, DELETE ON {given} FROM {who}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {who}",
    )


def users_at_work(connection: Connection) -> Sequence[str]:
    """The users whom an office's owner lets work in it: who may add to the ledger, sorted."""
    return [str(name) for name in connection.exec_driver_sql(_USERS).scalars()]


def give_rights_again(connection: Connection) -> None:
    """Let everybody who works in an office use what an upgrade has made; asked by its owner.

    Raises a DBAPIError where the rights aren't the user's to give.
    """
    for user in users_at_work(connection):
        for statement in _on_tables(_quoted(user)):
            connection.exec_driver_sql(statement)


def missing_rights(connection: Connection) -> Sequence[str]:
    """The tables of an office of which this user may not do what the program needs."""
    ask = text("SELECT has_table_privilege(:table, :rights)")

    def may(table: str) -> bool:
        asked = ({"table": f'"{table}"', "rights": right} for right in rights_on(table))
        return all(connection.execute(ask, one).scalar() for one in asked)

    lacking = [table for table in Base.metadata.tables if not may(table)]
    counts = text(f"SELECT name FROM ({_SEQUENCES}) s WHERE NOT has_sequence_privilege(name, :r)")  # noqa: S608
    return lacking + [str(name) for name in connection.execute(counts, {"r": "USAGE"}).scalars()]


_ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
