"""Whether the database itself is sound, and its protections stand as they were made (L2)."""

import re
from collections.abc import Mapping

from sqlalchemy import CheckConstraint, Inspector, Table, UniqueConstraint, inspect, select, text
from sqlalchemy.orm import Session

from desktop.basics.i18n import N_, _
from desktop.models import Account, Base, EntryKind
from desktop.models.ledger import ledger_rows
from desktop.models.protections import APPLICATION_ID, protections
from desktop.queries.audit_words import record_words

_MADE = re.compile(r"CREATE (?:OR REPLACE )?(TRIGGER|FUNCTION) (\w+)")
_NOT_THE_PROGRAMS = {
    Account: N_("The ledger's account “{name}” isn't as the program made it."),
    EntryKind: N_("The kind of entry “{name}” isn't as the program made it."),
}
_CONSTRAINTS = (CheckConstraint, UniqueConstraint)
_BODY = re.compile(r"\$\$(.*)\$\$", re.DOTALL)


def damage(session: Session) -> str | None:
    """What is wrong with an SQLite file itself (PostgreSQL looks after its own).

    One that isn't marked as ours could never be restored from its backups.
    """
    if session.get_bind().dialect.name != "sqlite":
        return None
    if session.scalar(text("PRAGMA application_id")) != APPLICATION_ID:
        return _("the mark that makes it an office's file was changed")
    said = session.scalar(text("PRAGMA integrity_check(1)"))
    # The first line only names the file.
    return None if said == "ok" else str(said).splitlines()[-1]


def references_lead_somewhere(session: Session) -> str | None:
    """No record names one that isn't there (PostgreSQL lets none)."""
    if session.get_bind().dialect.name != "sqlite":
        return None
    stray = session.execute(text("PRAGMA foreign_key_check")).first()
    if stray is None:
        return None
    return _("{record} {key} belongs to a {target} that isn't there.").format(
        record=record_words(stray[0]), key=stray[1], target=record_words(stray[2])
    )


def protections_stand(session: Session) -> str | None:
    """Every protection is there, with the text that it was made with (L2)."""
    dialect = session.get_bind().dialect.name
    found = _sqlite(session) if dialect == "sqlite" else _postgresql(session)
    return first_unprotected(dialect, found)


def first_unprotected(dialect: str, found: Mapping[str, str]) -> str | None:
    """The first protection that isn't as it was made; ``found`` holds what stands, by name.

    A trigger that isn't ours is none either: it may undo what is written.
    """
    expected = expected_protections(dialect)
    for name, made in expected.items():
        if name not in found:
            return _("The database's own protection “{name}” is missing.").format(name=name)
        if _plain(found[name]) != _plain(made):
            return _("The database's own protection “{name}” was changed.").format(name=name)
    foreign = sorted(name for name in found.keys() - expected.keys() if not name.endswith("()"))
    if foreign:
        words = _("“{name}” in the database acts on what is saved, and isn't the program's.")
        return words.format(name=foreign[0])
    return None


def expected_protections(dialect: str) -> dict[str, str]:
    """The text of every trigger by name, and of every function (``name()``) on PostgreSQL."""
    made = {}
    for statement in protections(dialect):
        kind, name = _MADE.search(statement).groups()  # type: ignore[union-attr]
        if kind == "FUNCTION":
            made[f"{name}()"] = _BODY.search(statement).group(1)  # type: ignore[union-attr]
        else:
            made[name] = statement
    return made


def ledger_rows_stand(session: Session) -> str | None:
    """The ledger's accounts and kinds of entries are the program's, no more and no fewer (L6)."""
    for record, rows in ledger_rows().items():
        known = session.execute(select(record.__table__)).mappings()
        standing = {row["name"]: dict(row) for row in known}
        declared = {row["name"]: row for row in rows}
        wrong = sorted(
            name
            for name in standing.keys() | declared.keys()
            if standing.get(name) != declared.get(name)
        )
        if wrong:
            return _(_NOT_THE_PROGRAMS[record]).format(name=wrong[0])
    return None


def constraints_stand(session: Session) -> str | None:
    """What the database refuses by itself, the same twice or a word that is none, it still does."""
    looked = inspect(session.connection())
    for table in Base.metadata.sorted_tables:
        found = {
            one["name"]
            for kind in (
                looked.get_check_constraints(table.name),
                looked.get_unique_constraints(table.name),
                [index for index in looked.get_indexes(table.name) if index["unique"]],
            )
            for one in kind
        }
        made = [one for one in table.constraints if isinstance(one, _CONSTRAINTS)]
        named = (str(one.name) for one in (*made, *table.indexes) if getattr(one, "unique", True))
        gone = sorted(set(named) - found) or _references_gone(looked, table)
        if gone:
            return _("The database's own protection “{name}” is missing.").format(name=gone[0])
    return None


def _references_gone(looked: Inspector, table: Table) -> list[str]:
    """Foreign keys that aren't there; SQLite doesn't tell all of their names."""
    found = {
        (tuple(one["constrained_columns"]), one["referred_table"])
        for one in looked.get_foreign_keys(table.name)
    }
    return sorted(
        str(one.name)
        for one in table.foreign_key_constraints
        if (tuple(one.column_keys), one.referred_table.name) not in found
    )


def _sqlite(session: Session) -> dict[str, str]:
    rows = session.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return {str(name): str(said) for name, said in rows}


def _postgresql(session: Session) -> dict[str, str]:
    triggers = session.execute(
        text(
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE NOT tgisinternal AND tgenabled = 'O' AND tgrelid IN"
            " (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)"
        )
    )
    rules = session.execute(
        text("SELECT rulename, definition FROM pg_rules WHERE schemaname = current_schema()")
    )
    functions = session.execute(
        text(
            "SELECT proname || '()', prosrc FROM pg_proc"
            " WHERE pronamespace = current_schema()::regnamespace"
        )
    )
    return {name: said.replace("public.", "") for name, said in (*triggers, *functions, *rules)}


def _plain(statement: str) -> list[str]:
    """Words in one order: PostgreSQL tells the events of a trigger in another one."""
    return sorted(statement.replace('"', "").split())
