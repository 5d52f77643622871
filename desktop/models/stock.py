"""Stock by lot (section 8 of the rules)."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, by_staff, check, reference


class Lot(Base):
    """Stock received of a lot (批号) with its expiry."""

    __tablename__ = "lot"
    __table_args__ = (check("quantity", "quantity > 0"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = reference("product.id")
    lot: Mapped[str] = mapped_column(index=True)
    expires: Mapped[date]
    unit_id: Mapped[int] = reference("unit.id")
    quantity: Mapped[int]
    received_on: Mapped[date]
    received_by_id: Mapped[int] = by_staff()
