"""The first revision: everything as it stood when the program was first used.

What stands here is frozen: later changes go into revisions of their own.
"""

from alembic import op

from desktop.models.migrations.first import layer1, layer2, layer3, layer4
from desktop.models.migrations.first.guards import POSTGRESQL, SQLITE

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table, then the triggers that guard what is written once."""
    for layer in (layer1, layer2, layer3, layer4):
        layer.make()
    dialect = op.get_bind().dialect.name
    for statement in SQLITE if dialect == "sqlite" else POSTGRESQL:
        op.get_bind().execution_options(no_parameters=True).exec_driver_sql(statement)
