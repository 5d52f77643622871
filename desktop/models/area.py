"""When goods are delivered where: areas with their weekdays, and holidays (D2)."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, Versioned, by_staff, check, fen_column


class Area(Versioned, Base):
    """An area that clients name, its delivery weekdays as figures (1 is Monday), its minimum."""

    __tablename__ = "area"
    __table_args__ = (check("days", "days <> ''"), check("minimum", "minimum_fen > 0"))
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    days: Mapped[str]
    minimum_fen: Mapped[int | None] = fen_column()

    @property
    def title(self) -> str:
        return self.name

    @property
    def weekdays(self) -> tuple[int, ...]:
        """Its delivery weekdays, 1 (Monday) to 7."""
        return weekdays(self.days)


def weekdays(figures: str) -> tuple[int, ...]:
    """The weekdays that stand in a record as figures."""
    return tuple(int(one) for one in figures)


class Holiday(Base):
    """A day on which nothing is delivered anywhere."""

    __tablename__ = "holiday"
    day: Mapped[date] = mapped_column(primary_key=True)
    set_on: Mapped[date]
    set_by_id: Mapped[int] = by_staff()
