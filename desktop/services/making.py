"""Making the tables of an office, with what protects them: within a transaction that is open."""

from sqlalchemy import Connection, insert

from desktop.models import Base
from desktop.models.ledger import ledger_rows
from desktop.models.protections import protections
from desktop.models.search_index import fill_search_index, search_index
from desktop.services.server_fit import need_fit
from desktop.services.versions import HEAD


def make_office(connection: Connection) -> None:
    """Make the tables of a new office, with what protects them and the ledger's own rows."""
    make_tables(connection)
    protect_tables(connection)
    for record, rows in ledger_rows().items():
        connection.execute(insert(record), rows)


def make_tables(connection: Connection) -> None:
    """Make the tables alone, to be filled with what another database holds.

    Raises DatabaseTrouble where a server's database can't hold an office.
    """
    if connection.dialect.name == "postgresql":
        need_fit(connection)
    Base.metadata.create_all(connection)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
        " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql(f"INSERT INTO alembic_version VALUES ('{HEAD}')")  # noqa: S608


def protect_tables(connection: Connection) -> None:
    """Put every guard upon the tables, and the index of search words, of what stands in them."""
    kind = connection.dialect.name
    guards, index = protections(kind), search_index(kind)
    for statement in (*index, *guards) if kind == "sqlite" else (*guards, *index):
        connection.execution_options(no_parameters=True).exec_driver_sql(statement)
    fill_search_index(connection)
