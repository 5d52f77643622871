"""The keys of changes: each is made once, however often it is tried."""

from sqlalchemy.orm import Mapped, mapped_column

from desktop.models.base import Base, by_staff


class ChangeKey(Base):
    """The key of one change, written by it, in its transaction; the trail's lines name it.

    A form's key is made with it and kept in its draft; what has no form gets one of its own.
    ``content`` is a digest of what was saved, under the key, so that nothing can be read from it.
    ``confirmed`` are the questions that were answered with yes; ``record_kind`` and ``record_id``
    name what came of it. ``pc`` is the computer that it came from.
    """

    __tablename__ = "change_key"
    key: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str]
    action: Mapped[str]
    confirmed: Mapped[str]
    record_kind: Mapped[str]
    record_id: Mapped[str]
    saved_at: Mapped[str]
    saved_by_id: Mapped[int | None] = by_staff()
    pc: Mapped[str] = mapped_column(default="", server_default="")
