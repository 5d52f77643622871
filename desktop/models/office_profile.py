"""The office itself: what it is called, and its rules with their numbers."""

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, Versioned, by_staff, check
from desktop.models.client import Degrees


class OfficeProfile(Versioned, Base):
    """The one row that names the office, says where it lies, and holds the legal review of A8."""

    __tablename__ = "office_profile"
    __table_args__ = (check("single", "id = 1"),)
    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    name: Mapped[str]
    city: Mapped[str] = mapped_column(default="")
    maker: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    lat: Mapped[Decimal | None] = mapped_column(Degrees)
    lon: Mapped[Decimal | None] = mapped_column(Degrees)
    opens: Mapped[str] = mapped_column(default="", server_default="")
    closes: Mapped[str] = mapped_column(default="", server_default="")
    updates_folder: Mapped[str] = mapped_column(default="", server_default="")
    review_by: Mapped[str] = mapped_column(default="")
    review_on: Mapped[date | None]
    review_ground: Mapped[str] = mapped_column(default="")
    review_until: Mapped[date | None]
    review_entered_by_id: Mapped[int | None] = by_staff()

    @property
    def title(self) -> str:
        return self.name

    def reviewed_on(self, day: date) -> bool:
        """Whether the clauses stand under a valid legal review on a day (A8)."""
        return self.review_until is not None and day <= self.review_until


class MovedOffice(Base):
    """The one row of an office that was moved to another database: nobody goes on working here."""

    __tablename__ = "moved_office"
    __table_args__ = (check("single", "id = 1"),)
    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    place: Mapped[str]
    moved_at: Mapped[str]

    @property
    def title(self) -> str:
        return self.place


class Rule(Versioned, Base):
    """An office rule with its number, where the office changed the default."""

    __tablename__ = "rule"
    name: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


class Counter(Base):
    """The last number given in a series and year; gapless, as changes stand in a line."""

    __tablename__ = "counter"
    series: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int]
