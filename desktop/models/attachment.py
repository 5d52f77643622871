"""Files that belong to a document: signed scans (A7), evidence (V1), photos of a shop."""

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from desktop.basics.i18n import N_
from desktop.models.base import Base, by_staff, check, file_content, one_of

OWNERS = {
    "agreement": N_("agreement"),
    "benefit": N_("benefit"),
    "case": N_("case"),
    "client": N_("client"),
    "survey": N_("survey"),
}
LARGEST_BYTES = 20 * 1024 * 1024


class Attachment(Base):
    """One file, kept with the office's data so that a backup holds it too."""

    __tablename__ = "attachment"
    __table_args__ = (
        one_of("owner", OWNERS),
        check("size", f"size BETWEEN 1 AND {LARGEST_BYTES}"),
        Index("ix_attachment_owner", "owner", "owner_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    owner_id: Mapped[int]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    # SHA-256 of the content, which the trail doesn't hold.
    digest: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    added_on: Mapped[date]
    added_by_id: Mapped[int] = by_staff()
    content: Mapped[bytes] = file_content()

    @property
    def title(self) -> str:
        return self.name
