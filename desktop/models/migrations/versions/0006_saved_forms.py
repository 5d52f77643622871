"""Keys of saved forms; deliveries keep their own unit, what was ordered, and why money differed.

What stands here is frozen: later changes go into revisions of their own.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

COLUMNS = (
    ("delivery", "difference VARCHAR DEFAULT '' NOT NULL"),
    ("delivery_line", "unit_name VARCHAR DEFAULT '' NOT NULL"),
    ("delivery_line", "unit_size INTEGER DEFAULT 1 NOT NULL"),
    ("delivery_line", "ordered INTEGER DEFAULT 0 NOT NULL"),
)

# The order's line is the one that was delivered, unless the order was changed since: that can
# only be after the delivery was cancelled, and its product or price tells it.
DELIVERED = sa.text("""
SELECT line.id, line.product_id, line.price_fen, line.accepted,
       unit.name, unit.size, ordered.quantity
FROM delivery_line AS line
JOIN delivery ON delivery.id = line.delivery_id
LEFT JOIN order_line AS ordered
  ON ordered.order_id = delivery.order_id AND ordered.position = line.position
  AND ordered.product_id = line.product_id
  AND (delivery.state = 'recorded' OR ordered.price_fen = line.price_fen)
LEFT JOIN unit ON unit.id = ordered.unit_id
""")
# Else the unit is the one that had this price, or the base unit.
UNITS = sa.text("""
SELECT unit.product_id, unit.name, unit.size, price.price_fen
FROM unit LEFT JOIN price ON price.unit_id = unit.id
ORDER BY unit.product_id, unit.position, price.price_fen
""")
KEEP = sa.text(
    "UPDATE delivery_line SET unit_name = :name, unit_size = :size, ordered = :ordered"
    " WHERE id = :id"
)


def upgrade() -> None:
    """Add the table and the columns, then fill them for what was delivered before."""
    op.create_table(
        "saved_form",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("confirmed", sa.String(), nullable=False),
        sa.Column("record_kind", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(), nullable=False),
        sa.Column("saved_at", sa.String(), nullable=False),
        sa.Column("saved_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["saved_by_id"], ["staff.id"], name=op.f("fk_saved_form_saved_by_id")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_saved_form")),
    )
    for table, column in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    keep_units()


def keep_units() -> None:
    """Write down the unit and the ordered quantity of every line that was delivered."""
    connection = op.get_bind()
    units: dict[int, list[tuple[str, int, int | None]]] = {}
    for product_id, name, size, price_fen in connection.execute(UNITS):
        units.setdefault(product_id, []).append((name, size, price_fen))
    kept = []
    for line in connection.execute(DELIVERED).mappings():
        name, size, ordered = line["name"], line["size"], line["quantity"]
        if name is None:
            known = units[line["product_id"]]
            name, size, _price = next(
                (one for one in known if one[2] == line["price_fen"]), known[0]
            )
            ordered = line["accepted"]
        kept.append({"id": line["id"], "name": name, "size": size, "ordered": ordered})
    if kept:
        connection.execute(KEEP, kept)
