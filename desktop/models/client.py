"""Clients: the small shops, their state (C1, C2) and opening balances (C3)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Dialect, Index, Numeric, TypeDecorator, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from desktop.basics.drafts.client import CLASSES
from desktop.basics.hours import Hours
from desktop.basics.i18n import N_
from desktop.basics.places import DEGREE_PLACES, cell_of, place
from desktop.models.base import (
    Base,
    Moving,
    Versioned,
    by_staff,
    check,
    fen_column,
    one_of,
    reference,
)
from desktop.models.filled import fills_new
from desktop.models.order_keys import keep_order, key_of
from desktop.models.search_text import Fact, Searched, keep_found, search_words

CLIENT_STATES = {"prospect": N_("prospect"), "active": N_("active"), "closed": N_("closed")}


class Degrees(TypeDecorator[Decimal]):
    """Degrees of latitude or longitude, read without the zeros at their end."""

    impl = Numeric(13, DEGREE_PLACES)
    cache_ok = True

    def process_result_value(self, value: Decimal | None, dialect: Dialect) -> Decimal | None:
        """A column's value as it is said: 31.46, not 31.4600000000."""
        return None if value is None else Decimal(f"{value:f}".rstrip("0").rstrip("."))


@keep_found
@keep_order
class Client(Searched, Versioned, Moving, Base):
    """One shop with one owner: prospect, active or closed (C1)."""

    __tablename__ = "client"
    # Each holds all that the long list asks, so that it is read from the index alone.
    __table_args__ = (
        one_of("state", CLIENT_STATES),
        one_of("class", CLASSES),
        Index("ix_client_coded", "code_key", "id", "state"),
        Index("ix_client_named", "name_key", "code_key", "id", "state"),
        Index("ix_client_area", "area_key", "code_key", "id", "state"),
        Index("ix_client_rep", "rep_id", "state"),
        Index(
            "ix_client_state",
            "state",
            "code_key",
            "id",
            "class",
            "rep_id",
            "active_since",
            "visited_on",
            "added_on",
        ),
    )
    MOVES = frozenset({("prospect", "active"), ("prospect", "closed"), ("active", "closed")})
    STATE_WORDS = CLIENT_STATES

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    code_key: Mapped[str] = key_of("code")
    name: Mapped[str]
    name_key: Mapped[str] = key_of("name")
    segment: Mapped[str] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(default="prospect")
    rep_id: Mapped[int | None] = reference("staff.id", index=False)
    client_class: Mapped[str | None] = mapped_column("class")
    contact: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    area: Mapped[str] = mapped_column(default="")
    area_key: Mapped[str] = key_of("area")
    lat: Mapped[Decimal | None] = mapped_column(Degrees)
    lon: Mapped[Decimal | None] = mapped_column(Degrees)
    # Of the grid by which neighbours are found; None where the place isn't known.
    cell: Mapped[int | None] = mapped_column(index=True, info={"unaudited": True})
    households: Mapped[int | None]
    opens: Mapped[str] = mapped_column(default="")
    closes: Mapped[str] = mapped_column(default="")
    break_from: Mapped[str] = mapped_column(default="", server_default="")
    break_to: Mapped[str] = mapped_column(default="", server_default="")
    density_reason: Mapped[str] = mapped_column(default="")
    added_on: Mapped[date]
    added_by_id: Mapped[int | None] = by_staff()
    active_since: Mapped[date | None]
    closed_on: Mapped[date | None]
    closed_by_id: Mapped[int | None] = by_staff()
    closing_reason: Mapped[str] = mapped_column(default="")
    successor_id: Mapped[int | None] = reference("client.id")
    # The day of its last visit that was made: kept by the database itself (``kept_sums``).
    visited_on: Mapped[date | None] = mapped_column(info={"unaudited": True})

    @property
    def hours(self) -> Hours:
        return Hours(self.opens, self.closes, self.break_from, self.break_to)

    @property
    def title(self) -> str:
        return f"{self.name} ({self.code})"

    @staticmethod
    def found_by(fact: Fact) -> str:
        names = (fact("name"), fact("contact") or "")
        return search_words(names, (fact("code"), fact("address") or ""), fact("phone") or "")


def _put_cells(clients: Sequence[dict[str, Any]]) -> None:
    for one in clients:
        one["cell"] = _cell(one.get("lat"), one.get("lon"))


fills_new(Client, _put_cells)


@event.listens_for(Client, "before_update")
def _keep_cell(_mapper: Mapper[Client], _connection: object, client: Client) -> None:
    client.cell = _cell(client.lat, client.lon)


def _cell(lat: Decimal | None, lon: Decimal | None) -> int | None:
    known = place(lat, lon)
    return cell_of(known) if known else None


class Opening(Base):
    """What a client brought from before the office went live (C3), once a client."""

    __tablename__ = "opening"
    __table_args__ = (check("fund", "fund_fen >= 0"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    client_id: Mapped[int] = reference("client.id", unique=True)
    receivable_fen: Mapped[int] = fen_column()
    fund_fen: Mapped[int] = fen_column()
    set_on: Mapped[date]
    set_by_id: Mapped[int] = by_staff()
    approved_on: Mapped[date | None]
    approved_by_id: Mapped[int | None] = by_staff()
    entry_number: Mapped[int | None] = reference("entry.number")
