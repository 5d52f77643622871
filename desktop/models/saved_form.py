"""Which forms were saved: a form has one key, however often its save is tried."""

from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, by_staff


class SavedForm(Base):
    """One saved form, written by the change that it made, in the same transaction.

    ``key`` is made with the form and kept in its draft. ``content`` is a digest of what was
    saved, under the key, so that nothing can be read from it. ``confirmed`` are the questions
    that were answered with yes; ``record_kind`` and ``record_id`` name what came of it.
    """

    __tablename__ = "saved_form"
    key: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str]
    action: Mapped[str]
    confirmed: Mapped[str]
    record_kind: Mapped[str]
    record_id: Mapped[str]
    saved_at: Mapped[str]
    saved_by_id: Mapped[int | None] = by_staff()
