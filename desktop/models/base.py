"""What all records share: naming of constraints, column kinds, documents that move."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    TypeDecorator,
    inspect,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, declared_attr, mapped_column

from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.basics.money import RATE_UNIT

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Fen(TypeDecorator[int]):
    """An amount of fen in a 64-bit column; refuses anything but an int (M1)."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: int | None, dialect: Dialect) -> int | None:
        if value is not None and type(value) is not int:
            raise TypeError(f"an amount must be whole fen, not {value!r}")
        return value

    def process_result_value(self, value: Any, dialect: Dialect) -> int | None:
        # PostgreSQL sums bigints into a numeric, which arrives as Decimal.
        return None if value is None else int(value)


class Rate(TypeDecorator[Decimal]):
    """A rate with four places, stored as whole ten-thousandths (M1)."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = value * RATE_UNIT
        if scaled != int(scaled):
            raise ValueError(f"a rate has at most four places, not {value}")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / RATE_UNIT


class Base(DeclarativeBase):
    """All records. ``title`` names one to a person, as a message would."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar = {Decimal: Rate()}

    @property
    def title(self) -> str:
        """How a message names this record."""
        return type(self).__name__

    @property
    def identity(self) -> tuple[Any, ...]:
        """Its primary key."""
        return tuple([getattr(self, name) for name in _key_names(type(self))])


@cache
def _key_names(record: type[Base]) -> tuple[str, ...]:
    """The attributes of a kind of record that are its primary key."""
    mapper = inspect(record)
    return tuple(mapper.get_property_by_column(column).key for column in mapper.primary_key)


class Versioned:
    """Editable records: saving over somebody else's change is noticed (E2)."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


class Moving:
    """Documents with states: the allowed moves are one table, an illegal move raises."""

    MOVES: ClassVar[frozenset[tuple[str, str]]] = frozenset()
    STATE_WORDS: ClassVar[dict[str, str]] = {}
    state: Mapped[str]

    @property
    def title(self) -> str:
        """How a message names this document."""
        raise NotImplementedError

    def require_move(self, to: str, state: str | None = None) -> None:
        """Refuse (``wrong_state``) a move that isn't in the table; ``state`` as of a day."""
        if ((state or self.state), to) not in self.MOVES:
            raise wrong_state(self, state)

    def move(self, to: str, state: str | None = None) -> None:
        """Move to a state, or refuse (``wrong_state``)."""
        self.require_move(to, state)
        self.state = to


def wrong_state(
    document: Moving,
    state: str | None = None,
    field: str | None = None,
    spot: Spot | None = None,
) -> Refused:
    """The refusal that names a document and the state in which it stands."""
    now = state or document.state
    word = _(document.STATE_WORDS.get(now, now))
    return Refused(
        "wrong_state",
        _("{document} is in state “{state}”, which does not allow this step.").format(
            document=document.title, state=word
        ),
        field,
        spot,
    )


def fen_column(**options: Any) -> MappedColumn[int]:
    """A column of whole fen."""
    return mapped_column(Fen(), **options)


def file_content() -> MappedColumn[bytes]:
    """The bytes of a file: read only when they are asked for, and too many for the trail."""
    return mapped_column(LargeBinary, nullable=False, deferred=True, info={"unaudited": True})


def reference(target: str, **options: Any) -> MappedColumn[Any]:
    """An indexed foreign key to ``table.column``."""
    return mapped_column(ForeignKey(target), index=options.pop("index", True), **options)


def by_staff(**options: Any) -> MappedColumn[Any]:
    """Who did a step."""
    return mapped_column(ForeignKey("staff.id"), **options)


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    """The database refuses words that the list doesn't hold."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column.strip('"'))


def cancelled_ones(table: str, key: str) -> Index:
    """An index of the few documents of a table that were cancelled, in a list's order."""
    few = text("state = 'cancelled'")
    return Index(f"ix_{table}_cancelled", key, sqlite_where=few, postgresql_where=few)


def where_given(table: str, *columns: str) -> tuple[Index, ...]:
    """An index for each of these references, of the rows alone that have one: most have none.

    An index costs each new row a page to write, whatever stands in it.
    """
    return tuple(_where_given(table, column) for column in columns)


def _where_given(table: str, column: str) -> Index:
    given = text(f"{column} IS NOT NULL")
    return Index(f"ix_{table}_{column}", column, sqlite_where=given, postgresql_where=given)


def check(name: str, condition: str) -> CheckConstraint:
    """A named rule of one row."""
    return CheckConstraint(condition, name=name)
