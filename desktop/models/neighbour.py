"""Which shops are neighbours (P6, P7): pairs that follow from where the clients lie."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, check, reference


class Neighbour(Base):
    """Two clients within the office's distance, each pair once, the lower id first.

    Kept by ``services/neighbours.py`` alone.
    """

    __tablename__ = "neighbour"
    __table_args__ = (check("order", "client_id < other_id"), check("apart", "apart_mm >= 0"))
    client_id: Mapped[int] = mapped_column(ForeignKey("client.id"), primary_key=True)
    other_id: Mapped[int] = reference("client.id", primary_key=True)
    apart_mm: Mapped[int]
