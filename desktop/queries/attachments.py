"""The files of a document."""

from collections.abc import Iterator, Sequence
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


def is_picture(file: FileRow) -> bool:
    """Whether a file is a picture, not a paper."""
    return file.media_type.startswith("image/")


def pictures_of(session: Session, ids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
    """These files with their contents, one at a time: each may be large."""
    for key in ids:
        content = session.scalar(select(Attachment.content).where(Attachment.id == key))
        if content is not None:
            yield key, content
