"""Files at documents, clause templates, reviews of suggestions, and search words.

What stands here is frozen: later changes go into revisions of their own.
"""

import sqlalchemy as sa
from alembic import op

from desktop.basics.pinyin import initials, spelled
from desktop.basics.resources import resource

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables and columns, then fill the search words of what is there."""
    make_tables()
    add_columns()
    fill_search_text("client", ("name", "contact"), ("code", "address"), "phone")
    fill_search_text("product", ("name",), ("code", "barcode", "spec"), "")
    add_clauses()


def make_tables() -> None:
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "owner IN ('agreement', 'case', 'client', 'survey')", name=op.f("ck_attachment_owner")
        ),
        sa.CheckConstraint("size BETWEEN 1 AND 20971520", name=op.f("ck_attachment_size")),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["staff.id"], name=op.f("fk_attachment_added_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    op.create_index(op.f("ix_attachment_owner"), "attachment", ["owner", "owner_id"])
    op.create_table(
        "clause_template",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('protected_prices', 'suggested_prices')", name=op.f("ck_clause_template_kind")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["staff.id"], name=op.f("fk_clause_template_changed_by_id")
        ),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_clause_template")),
    )


def add_columns() -> None:
    for table, column in (
        ("client", "search_text VARCHAR DEFAULT '' NOT NULL"),
        ("product", "search_text VARCHAR DEFAULT '' NOT NULL"),
        ("suggestion", "reviewed_on DATE"),
        (
            "suggestion",
            "reviewed_by_id INTEGER CONSTRAINT fk_suggestion_reviewed_by_id REFERENCES staff (id)",
        ),
        ("suggestion", "review_word VARCHAR DEFAULT '' NOT NULL"),
        ("agreement", "clause_kind VARCHAR DEFAULT 'protected_prices' NOT NULL"),
        ("agreement", "clause_text VARCHAR DEFAULT '' NOT NULL"),
    ):
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")


def fill_search_text(
    table: str, names: tuple[str, ...], others: tuple[str, ...], phone: str
) -> None:
    connection = op.get_bind()
    columns = ", ".join(filter(None, ("id", *names, *others, phone)))
    rows = connection.execute(sa.text(f"SELECT {columns} FROM {table}")).mappings().all()
    update = sa.text(f"UPDATE {table} SET search_text = :words WHERE id = :id")
    for row in rows:
        words = [row[name] for name in (*names, *others)]
        for name in names:
            words += [spelled(row[name]), initials(row[name])]
        digits = "".join(
            sign if sign.isdigit() else " "
            for sign in (row[phone] if phone else "").replace("-", "")
        )
        words += digits.split()
        said = " ".join(dict.fromkeys(word.lower() for word in words if word))
        connection.execute(update, {"words": said, "id": row["id"]})


def add_clauses() -> None:
    """An office that was begun before gets the texts that ship with the program."""
    connection = op.get_bind()
    if not connection.execute(sa.text("SELECT count(*) FROM office_profile")).scalar():
        return
    insert = sa.text("INSERT INTO clause_template (kind, text, version) VALUES (:kind, :text, 1)")
    for kind in ("protected_prices", "suggested_prices"):
        text = resource("contract", f"{kind}.txt").read_text(encoding="utf-8")
        connection.execute(insert, {"kind": kind, "text": text})
