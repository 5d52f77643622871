"""The first revision: everything as it stood when the program was first released.

What stands here is frozen: later changes go into revisions of their own.
"""

from alembic import op

from desktop.models.migrations.first import (
    agreements,
    cases,
    clients,
    ledger,
    office,
    orders,
    payments,
    people,
    plans,
    products,
    proposals,
    runs,
    settlements,
    trail,
    visits,
)
from desktop.models.migrations.first.guards import guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

# A table stands after those it refers to.
PARTS = (
    people.make,
    office.make,
    trail.make,
    ledger.make,
    products.make,
    clients.make,
    agreements.make,
    cases.make,
    ledger.make_postings,
    visits.make,
    proposals.make,
    orders.make,
    runs.make,
    payments.make,
    settlements.make,
    plans.make,
)


def upgrade() -> None:
    """Make every table, then the triggers that guard what is written once."""
    for make in PARTS:
        make()
    connection = op.get_bind().execution_options(no_parameters=True)
    for statement in guards(connection.dialect.name):
        connection.exec_driver_sql(statement)
