"""An index of few rows is gone by whenever those are asked for."""

import pytest

from desktop.models import Base
from desktop.services.database import make_database
from desktop.services.engine import read_url

# Tables and columns with an index of the rows alone that have a reference.
SELDOM = sorted(
    (index.table.name, column.name)
    for table in Base.metadata.tables.values()
    for index in table.indexes
    for column in index.columns
    if str(index.dialect_options["sqlite"]["where"]) == f"{column.name} IS NOT NULL"
    and not index.unique
)


@pytest.mark.parametrize(("table", "column"), SELDOM)
def test_an_index_of_the_rows_that_have_a_reference_finds_them(
    table: str, column: str, sqlite_url: str
) -> None:
    """As those who ask name it, with an equal sign or among several, SQLite goes by it."""
    engine = make_database(read_url(sqlite_url))
    with engine.connect() as connection:
        for asked in (f"{column} = ?", f"{column} IN (?, 2)"):
            plan = connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {asked}", (1,)
            )
            assert f"ix_{table}_{column}" in plan.all()[0].detail
    engine.dispose()
