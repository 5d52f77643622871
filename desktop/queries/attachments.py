"""The files of a document."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Attachment, Staff


@dataclass(frozen=True)
class FileRow:
    """A file without its content; ``size`` in bytes."""

    id: int
    name: str
    media_type: str
    size: int
    note: str
    added_on: date
    added_by: str


def files_of(session: Session, owner: str, owner_id: int) -> list[FileRow]:
    """The files of a document (``agreement``, ``case``, ``client``, ``survey``), newest first."""
    rows = session.execute(
        select(Attachment, Staff.name)
        .join(Staff, Staff.id == Attachment.added_by_id)
        .where(Attachment.owner == owner, Attachment.owner_id == owner_id)
        .order_by(Attachment.id.desc())
    )
    return [
        FileRow(one.id, one.name, one.media_type, one.size, one.note, one.added_on, who)
        for one, who in rows
    ]
