"""Search words in half-width signs and initials without marks: all that one types is found.

What stands here is frozen: later changes go into revisions of their own.
"""

import sqlalchemy as sa
from alembic import op

from desktop.basics.pinyin import initials, spelled

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WIDE_TO_PLAIN = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0xFFE5: "¥",
}


def upgrade() -> None:
    """Write anew the words of those records that hold a wide sign or a mark."""
    narrow_words("client")
    narrow_words("product")


def narrow_words(table: str) -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.text(f"SELECT id, name, search_text FROM {table}")).all()
    update = sa.text(f"UPDATE {table} SET search_text = :words WHERE id = :id")
    for key, name, said in rows:
        called = name.translate(WIDE_TO_PLAIN)
        words = (*said.translate(WIDE_TO_PLAIN).split(), spelled(called), initials(called))
        told = " ".join(dict.fromkeys(filter(None, words)))
        if told != said:
            connection.execute(update, {"words": told, "id": key})
