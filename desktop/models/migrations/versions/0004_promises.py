"""Benefits from promise to signature, assets, and rebate plans (B1-B3)."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from desktop.models.migrations.telling import Telling

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATES = ("promised", "delivered", "signed", "withdrawn", "cancelled")
SIGHTINGS = ("there", "moved", "damaged", "gone")


def upgrade() -> None:
    """Benefits that were recorded are delivered; signs and racks among them get their tags."""
    telling = Telling(revision)
    _make_plans()
    _grow_benefits(telling)
    _make_goods()
    _make_assets()
    _tag_assets(telling)
    with op.batch_alter_table("attachment") as table:
        table.drop_constraint(op.f("ck_attachment_owner"), type_="check")
        owners = _one_of("owner", ("agreement", "benefit", "case", "client", "survey"))
        table.create_check_constraint(op.f("ck_attachment_owner"), owners)


def _one_of(column: str, words: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f"{column} IN ({listed})"


def _grow_benefits(telling: Telling) -> None:
    with op.batch_alter_table("benefit") as table:
        table.drop_constraint(op.f("ck_benefit_state"), type_="check")
        table.drop_constraint(op.f("fk_benefit_recorded_by_id"), type_="foreignkey")
        table.alter_column("paid_by", existing_type=sa.String(), nullable=True)
        table.add_column(sa.Column("rebate_plan_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("promised_fen", sa.BigInteger(), nullable=True))
        for day in ("due", "promised_on", "delivered_on", "signed_on", "withdrawn_on"):
            table.add_column(sa.Column(day, sa.Date(), nullable=True))
        for step in ("promised", "delivered", "signed", "withdrawn"):
            table.add_column(sa.Column(f"{step}_by_id", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("withdraw_reason", sa.String(), nullable=False, server_default="")
        )
    _deliver(telling)
    with op.batch_alter_table("benefit") as table:
        table.drop_column("recorded_on")
        table.drop_column("recorded_by_id")
        table.alter_column("withdraw_reason", server_default=None)
        table.create_check_constraint(op.f("ck_benefit_state"), _one_of("state", STATES))
        table.create_check_constraint(
            op.f("ck_benefit_promised"), "(promised_on IS NULL) = (promised_fen IS NULL)"
        )
        table.create_check_constraint(
            op.f("ck_benefit_delivered"),
            "(delivered_on IS NULL) = (state IN ('promised', 'withdrawn'))",
        )
        for step in ("promised", "delivered", "signed", "withdrawn"):
            table.create_foreign_key(
                op.f(f"fk_benefit_{step}_by_id"), "staff", [f"{step}_by_id"], ["id"]
            )
        table.create_foreign_key(
            op.f("fk_benefit_rebate_plan_id"), "rebate_plan", ["rebate_plan_id"], ["id"]
        )
        table.create_unique_constraint(
            op.f("uq_benefit_rebate_plan_id_client_id"), ["rebate_plan_id", "client_id"]
        )
    op.create_index(op.f("ix_benefit_state"), "benefit", ["state"])


def _deliver(telling: Telling) -> None:
    benefit = sa.table(
        "benefit",
        *(sa.column(name) for name in ("id", "state", "recorded_by_id", "delivered_by_id")),
        *(sa.column(name, sa.Date()) for name in ("recorded_on", "delivered_on")),
    )
    rows = op.get_bind().execute(sa.select(benefit).order_by(benefit.c.id)).mappings().all()
    for row in rows:
        before = {name: row[name] for name in ("state", "recorded_on", "recorded_by_id")}
        after = {
            "state": "delivered" if row["state"] == "recorded" else row["state"],
            "delivered_on": row["recorded_on"],
            "delivered_by_id": row["recorded_by_id"],
        }
        this = benefit.c.id == row["id"]
        op.get_bind().execute(benefit.update().where(this).values(after))
        telling.tell("benefit", row["id"], before, after)


def _make_goods() -> None:
    op.create_table(
        "benefit_goods",
        sa.Column("benefit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_benefit_goods_quantity")),
        _refers("benefit_goods", "benefit_id", "benefit"),
        _refers("benefit_goods", "product_id", "product"),
        sa.PrimaryKeyConstraint("benefit_id", "position", name=op.f("pk_benefit_goods")),
    )
    op.create_index(op.f("ix_benefit_goods_product_id"), "benefit_goods", ["product_id"])


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _make_assets() -> None:
    endings = _one_of("ended_how", ("taken_back", "written_off", "cancelled"))
    op.create_table(
        "asset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("benefit_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_how", sa.String(), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(_one_of("condition", SIGHTINGS), name=op.f("ck_asset_condition")),
        sa.CheckConstraint(endings, name=op.f("ck_asset_ended_how")),
        sa.CheckConstraint("(ended_on IS NULL) = (ended_how IS NULL)", name=op.f("ck_asset_ended")),
        _refers("asset", "benefit_id", "benefit"),
        _refers("asset", "client_id", "client"),
        _refers("asset", "ended_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset")),
        sa.UniqueConstraint("tag", name=op.f("uq_asset_tag")),
    )
    op.create_index(op.f("ix_asset_benefit_id"), "asset", ["benefit_id"], unique=True)
    op.create_index(op.f("ix_asset_client_id"), "asset", ["client_id"])
    op.create_index(op.f("ix_asset_ended_on"), "asset", ["ended_on"])
    op.create_table(
        "asset_sighting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asset_id", sa.Integer(), nullable=False),
        sa.Column("condition", sa.String(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("seen_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            _one_of("condition", SIGHTINGS), name=op.f("ck_asset_sighting_condition")
        ),
        _refers("asset_sighting", "asset_id", "asset"),
        _refers("asset_sighting", "seen_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_sighting")),
    )
    op.create_index(op.f("ix_asset_sighting_asset_id"), "asset_sighting", ["asset_id"])


def _tag_assets(telling: Telling) -> None:
    """The signs and racks that stand in the shops, in the order of their delivery."""
    rows = op.get_bind().execute(
        sa.text(
            "SELECT benefit.id AS benefit_id, client_id, address AS place, delivered_on AS seen_on"
            " FROM benefit JOIN client ON client.id = benefit.client_id"
            " WHERE kind IN ('sign', 'rack') AND benefit.state = 'delivered' ORDER BY benefit.id"
        ).columns(seen_on=sa.Date())
    )
    for number, row in enumerate(rows.mappings().all(), 1):
        asset: dict[str, Any] = {
            **row,
            "id": number,
            "tag": f"ZC-{number:04d}",
            "condition": "there",
            "end_reason": "",
        }
        columns = (sa.column(name, sa.Date() if name == "seen_on" else None) for name in asset)
        op.get_bind().execute(sa.table("asset", *columns).insert(), asset)
        telling.tell("asset", number, None, asset)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "SELECT setval(pg_get_serial_sequence('asset', 'id'), max(id)) FROM asset"
            " HAVING max(id) IS NOT NULL"
        )


def _make_plans() -> None:
    op.create_table(
        "rebate_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("base", sa.String(), nullable=False),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("drafted_by_id", sa.Integer(), nullable=False),
        *(
            column
            for step in ("approved", "reckoned", "confirmed")
            for column in (
                sa.Column(f"{step}_on", sa.Date(), nullable=True),
                sa.Column(f"{step}_by_id", sa.Integer(), nullable=True),
            )
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            _one_of("state", ("draft", "approved", "reckoned", "confirmed")),
            name=op.f("ck_rebate_plan_state"),
        ),
        sa.CheckConstraint(
            _one_of("base", ("amount", "quantity")), name=op.f("ck_rebate_plan_base")
        ),
        sa.CheckConstraint(
            _one_of("mode", ("exceeding", "whole")), name=op.f("ck_rebate_plan_mode")
        ),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_rebate_plan_period")),
        *(
            _refers("rebate_plan", f"{step}_by_id", "staff")
            for step in ("drafted", "approved", "reckoned", "confirmed")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rebate_plan")),
    )
    op.create_index(op.f("ix_rebate_plan_state"), "rebate_plan", ["state"])
    _make_bands()
    kinds = ("products", "lines", "categories", "clients", "segments", "classes")
    op.create_table(
        "rebate_scope",
        sa.Column("rebate_plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("word", sa.String(), nullable=False),
        sa.CheckConstraint(_one_of("kind", kinds), name=op.f("ck_rebate_scope_kind")),
        _refers("rebate_scope", "rebate_plan_id", "rebate_plan"),
        sa.PrimaryKeyConstraint("rebate_plan_id", "kind", "word", name=op.f("pk_rebate_scope")),
    )
    op.create_table(
        "rebate_amount",
        sa.Column("rebate_plan_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column("base", sa.BigInteger(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount_fen >= 0", name=op.f("ck_rebate_amount_amount")),
        _refers("rebate_amount", "rebate_plan_id", "rebate_plan"),
        _refers("rebate_amount", "client_id", "client"),
        sa.PrimaryKeyConstraint("rebate_plan_id", "client_id", name=op.f("pk_rebate_amount")),
    )
    op.create_index(op.f("ix_rebate_amount_client_id"), "rebate_amount", ["client_id"])


def _make_bands() -> None:
    op.create_table(
        "rebate_band",
        sa.Column("rebate_plan_id", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rate", sa.Integer(), nullable=True),
        sa.Column("each_fen", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("threshold >= 0", name=op.f("ck_rebate_band_threshold")),
        sa.CheckConstraint("(rate IS NULL) <> (each_fen IS NULL)", name=op.f("ck_rebate_band_one")),
        sa.CheckConstraint("each_fen >= 0", name=op.f("ck_rebate_band_each")),
        _refers("rebate_band", "rebate_plan_id", "rebate_plan"),
        sa.PrimaryKeyConstraint("rebate_plan_id", "threshold", name=op.f("pk_rebate_band")),
    )
