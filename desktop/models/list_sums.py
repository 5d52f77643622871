"""What the database itself keeps for the feet of long lists: goods and money by what they are of.

An order counts by its lines' units, goods that went out and came back by day and product, money by
its kind. Each row that comes, goes or changes counts in or out in the same transaction, and all
rows of a document when its state does. ``kept_sums`` makes these triggers and fills the tables.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import BigInteger, Connection, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, fen_column, reference

_ROW, _DOCUMENT = "counted", "document"


class OrderSum(Base):
    """How many of a unit all orders ask for that weren't cancelled, and what they come to."""

    __tablename__ = "order_sum"
    __table_args__ = ({"sqlite_with_rowid": False},)
    unit_id: Mapped[int] = reference("unit.id", primary_key=True, index=False)
    quantity: Mapped[int] = mapped_column(BigInteger)
    fen: Mapped[int] = fen_column()


class GoodsDay(Base):
    """What was delivered of a product by papers of a day, and what came back by those of returns.

    ``delivered`` and ``returned`` in base units, free ones too; ``due_fen`` is supply less basic
    profit and ``fund_fen`` what was accrued, of what was delivered (M3).
    """

    __tablename__ = "goods_day"
    __table_args__ = ({"sqlite_with_rowid": False},)
    day: Mapped[date] = mapped_column(primary_key=True)
    product_id: Mapped[int] = reference("product.id", primary_key=True, index=False)
    delivered: Mapped[int] = mapped_column(BigInteger)
    due_fen: Mapped[int] = fen_column()
    fund_fen: Mapped[int] = fen_column()
    returned: Mapped[int] = mapped_column(BigInteger)


class PaymentSum(Base):
    """What was taken (``collection``) and stands, and what was given back (``refund``), in fen."""

    __tablename__ = "payment_sum"
    __table_args__ = ({"sqlite_with_rowid": False},)
    kind: Mapped[str] = mapped_column(primary_key=True)
    fen: Mapped[int] = fen_column()


@dataclass(frozen=True)
class _Counting:
    """What the rows of a table count for: ``keys`` and ``figures`` of ``into``, in SQL.

    ``{row}`` is the row in them, ``{doc}`` that of ``document`` which ``joined`` finds; it counts
    while it ``stands``. ``row_columns`` and ``document_columns`` are those that change it.
    """

    into: type[Base]
    row: str
    keys: tuple[str, ...]
    figures: tuple[str, ...]
    row_columns: str
    stands: str = "1 = 1"
    document: str = ""
    joined: str = "1 = 1"
    document_columns: str = ""

    def counted(self, *, row: str = "", doc: str = "", sign: str = "") -> str:
        """The question for what counts: of all rows, or of the ``row`` or ``doc`` of a trigger."""
        tables = [] if row else [f"{self.row} AS {_ROW}"]
        if self.document and not doc:
            tables.append(f"{self.document} AS {_DOCUMENT}")
        keys, summed = ", ".join(self.keys), "" if row else "sum"
        asked = f"SELECT {keys}" + "".join(f", {sign}{summed}({one})" for one in self.figures)
        asked += f" FROM {', '.join(tables)}" if tables else ""
        asked += f" WHERE {self.joined} AND {self.stands}"
        asked += "" if row else f" GROUP BY {keys}"
        return asked.format(row=row or _ROW, doc=doc or _DOCUMENT)

    def add(self, *, row: str = "", doc: str = "", sign: str = "") -> str:
        """The statement that counts them in, or out with a minus as ``sign``."""
        name, (keys, figures) = self.into.__tablename__, columns_of(self.into)
        sums = ", ".join(f"{one} = {name}.{one} + excluded.{one}" for one in figures)
        return (
            f"\n  INSERT INTO {name} ({', '.join([*keys, *figures])})"
            f"\n  {self.counted(row=row, doc=doc, sign=sign)}"
            f"\n  ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sums};"
        )


def columns_of(kind: type[Base]) -> tuple[list[str], list[str]]:
    """The names of a kept table's keys, and of its figures behind them."""
    columns = kind.__table__.columns
    keys = [one.name for one in columns if one.primary_key]
    return keys, [one.name for one in columns if not one.primary_key]


COUNTINGS = (
    _Counting(
        OrderSum,
        "order_line",
        ("{row}.unit_id",),
        ("{row}.quantity", "CASE WHEN {row}.free THEN 0 ELSE {row}.price_fen * {row}.quantity END"),
        "order_id, unit_id, quantity, price_fen, free",
        "{doc}.state <> 'cancelled'",
        "client_order",
        "{doc}.id = {row}.order_id",
        "state",
    ),
    _Counting(
        GoodsDay,
        "delivery_line",
        ("{doc}.dated", "{row}.product_id"),
        (
            "{row}.accepted * {row}.unit_size",
            "{row}.supply_fen - {row}.basic_fen",
            "{row}.fund_fen",
            "0",
        ),
        "delivery_id, product_id, accepted, unit_size, supply_fen, basic_fen, fund_fen",
        "{doc}.state = 'recorded'",
        "delivery",
        "{doc}.id = {row}.delivery_id",
        "state, dated",
    ),
    _Counting(
        GoodsDay,
        "goods_return",
        ("{row}.dated", "{doc}.product_id"),
        ("0", "0", "0", "{row}.quantity * {doc}.unit_size"),
        "state, dated, quantity, delivery_line_id",
        "{row}.state = 'recorded'",
        "delivery_line",
        "{doc}.id = {row}.delivery_line_id",
    ),
    _Counting(
        PaymentSum,
        "collection",
        ("CAST('collection' AS TEXT)",),
        ("{row}.amount_fen",),
        "state, amount_fen",
        "{row}.state = 'recorded'",
    ),
    _Counting(
        PaymentSum, "refund", ("CAST('refund' AS TEXT)",), ("{row}.amount_fen",), "amount_fen"
    ),
)
KEPT_TABLES = tuple(dict.fromkeys(one.into for one in COUNTINGS))


@dataclass(frozen=True)
class Counter:
    """A trigger: after what on which table, and what it does."""

    name: str
    table: str
    after: str
    work: str


def counters() -> Iterator[Counter]:
    """What counts each row in and out, alike in both kinds of databases."""
    for one in COUNTINGS:
        comes, goes = one.add(row="NEW"), one.add(row="OLD", sign="-")
        changes = f"UPDATE OF {one.row_columns}"
        yield Counter(f"{one.row}_counts", one.row, "INSERT", comes)
        yield Counter(f"{one.row}_counts_no_more", one.row, "DELETE", goes)
        yield Counter(f"{one.row}_counts_anew", one.row, changes, goes + comes)
        if one.document_columns:
            work = one.add(doc="OLD", sign="-") + one.add(doc="NEW")
            changes = f"UPDATE OF {one.document_columns}"
            yield Counter(f"{one.document}_counts_anew", one.document, changes, work)


def counted_anew(connection: Connection, into: type[Base]) -> dict[tuple[Any, ...], list[int]]:
    """What a table shall hold by all rows, by its key; without what comes to nothing."""
    columns, keys = list(into.__table__.columns), len(columns_of(into)[0])
    found: dict[tuple[Any, ...], list[int]] = {}
    for one in (one for one in COUNTINGS if one.into is into):
        for row in connection.execute(text(one.counted()).columns(*columns)):
            sums = found.setdefault(tuple(row[:keys]), [0] * (len(columns) - keys))
            for place, figure in enumerate(row[keys:]):
                sums[place] += int(figure)
    return {key: sums for key, sums in found.items() if any(sums)}


def fill_list_sums(connection: Connection) -> None:
    """Reckon them anew from all rows."""
    bare = connection.execution_options(no_parameters=True)
    for table in KEPT_TABLES:
        bare.exec_driver_sql(f"DELETE FROM {table.__tablename__}")
    for one in COUNTINGS:
        bare.exec_driver_sql(one.add())
