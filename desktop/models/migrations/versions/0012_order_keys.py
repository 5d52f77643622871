"""Columns by which lists sort as people expect: pinyin, any letter case, numbers as numbers.

What stands here is frozen: later changes go into revisions of their own.
"""

import sqlalchemy as sa
from alembic import op

from desktop.basics.order_key import order_key

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

# By table: each key's column, what it sorts by, and whether that names a person.
KEYS: dict[str, tuple[tuple[str, str, bool], ...]] = {
    "client": (
        ("code_key", "code", False),
        ("name_key", "name", False),
        ("area_key", "area", False),
    ),
    "product": (
        ("code_key", "code", False),
        ("name_key", "name", False),
        ("line_key", "line", False),
        ("category_key", "category", False),
    ),
    "staff": (("code_key", "code", False), ("name_key", "name", True)),
    "suggestion": (("content_key", "content", False),),
    "vehicle": (("code_key", "code", False), ("driver_key", "driver", True)),
}
INDEXES = (
    ("ix_client_coded", ["code_key", "id", "state"]),
    ("ix_client_named", ["name_key", "code_key", "id", "state"]),
    ("ix_client_area", ["area_key", "code_key", "id", "state"]),
    ("ix_client_state", ["state", "code_key", "id", "class", "rep_id", "active_since"]),
)
_AT_ONCE = 5_000


def upgrade() -> None:
    """Add and fill the columns, then make the indexes of clients anew from them."""
    collated = ' COLLATE "C"' if op.get_bind().dialect.name == "postgresql" else ""
    for table, keys in KEYS.items():
        for column, _source, _person in keys:
            kind = f"VARCHAR{collated} DEFAULT '' NOT NULL"
            op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
        fill(table, keys)
    for name, columns in INDEXES:
        op.execute(f"DROP INDEX IF EXISTS {name}")
        op.create_index(name, "client", columns)


def fill(table: str, keys: tuple[tuple[str, str, bool], ...]) -> None:
    connection = op.get_bind()
    sources = ", ".join(source for _column, source, _person in keys)
    parts = ", ".join(f"{column} = :{column}" for column, _source, _person in keys)
    update = sa.text(f"UPDATE {table} SET {parts} WHERE id = :id")
    rows = connection.execute(sa.text(f"SELECT id, {sources} FROM {table}")).mappings().all()
    made = [
        {"id": row["id"]}
        | {column: order_key(row[source], person=person) for column, source, person in keys}
        for row in rows
    ]
    for start in range(0, len(made), _AT_ONCE):
        connection.execute(update, made[start : start + _AT_ONCE])
