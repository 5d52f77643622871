"""Files at documents: signed scans (A7), evidence (V1), photos of a shop."""

import hashlib
from collections.abc import Iterable
from pathlib import Path, PurePath

from sqlalchemy import select

from desktop.basics.i18n import _
from desktop.basics.os_reason import os_reason
from desktop.models import Agreement, Attachment, Base, Benefit, Case, Client, Survey
from desktop.models.attachment import LARGEST_BYTES, OWNERS
from desktop.printing.pictures import MOST_PX, TooManyPixels, small_jpeg
from desktop.services.change import Change
from desktop.services.checks import invalid, need_word
from desktop.services.find import find
from desktop.services.office import Office

_KINDS = {
    ".jpg": ("image/jpeg", b"\xff\xd8\xff"),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    ".pdf": ("application/pdf", b"%PDF-"),
}
_RECORDS: dict[str, type[Base]] = {
    "agreement": Agreement,
    "benefit": Benefit,
    "case": Case,
    "client": Client,
    "survey": Survey,
}


def attach(
    office: Office, owner: str, owner_id: int, name: str, content: bytes, note: str = ""
) -> int:
    """Keep a picture or PDF with a document; its first bytes must be what its name says."""
    need_word("owner", owner, OWNERS)
    media_type = _media_type(name, content)
    with office.transaction("attach") as session:
        find(session, _RECORDS[owner], owner_id, "owner")
        session.allow()
        return _write(session, owner, owner_id, PurePath(name).name, media_type, content, note)


def read_files(paths: Iterable[Path]) -> list[tuple[str, bytes]]:
    """Names and contents of files that are to be attached.

    Refuses (``invalid``) one that can't be read, and one too large before it is read.
    """
    found = []
    for path in paths:
        try:
            _check_size(path.name, path.stat().st_size)
            found.append((path.name, path.read_bytes()))
        except OSError as error:
            words = _("{file} cannot be read: {reason}. Choose it again, or another.")
            raise invalid("files", words.format(file=path, reason=os_reason(error))) from error
    return found


def read_picture(path: Path, most_px: int = MOST_PX) -> bytes:
    """A picture as a JPEG of at most so many pixels a side.

    Refuses (``invalid``) what can't be read as one, or has more pixels than can be decoded.
    """
    ((name, content),) = read_files([path])
    try:
        return small_jpeg(content, most_px)
    except TooManyPixels as error:
        words = _("{file} has too many pixels ({size}): make it smaller, or save it as JPEG.")
        raise invalid("files", words.format(file=name, size=error)) from error
    except ValueError as error:
        words = _("{file} can't be read as a picture: choose a JPEG or PNG.")
        raise invalid("files", words.format(file=name)) from error


def _media_type(name: str, content: bytes) -> str:
    known = _KINDS.get(PurePath(name).suffix.lower())
    if known is None or not content.startswith(known[1]):
        raise invalid(
            "files",
            _("{file} is no picture (JPEG, PNG) and no PDF: choose another.").format(file=name),
        )
    _check_size(name, len(content))
    return known[0]


def _check_size(name: str, size: int) -> None:
    if size > LARGEST_BYTES:
        raise invalid(
            "files",
            _("{file} is larger than {limit} MB: make the picture smaller.").format(
                file=name, limit=LARGEST_BYTES // 1024**2
            ),
        )


def _write(
    session: Change,
    owner: str,
    owner_id: int,
    name: str,
    media_type: str,
    content: bytes,
    note: str,
) -> int:
    attachment = Attachment(
        owner=owner,
        owner_id=owner_id,
        name=name,
        media_type=media_type,
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        note=note,
        added_on=session.today,
        added_by_id=session.actor_id,
        content=content,
    )
    session.add(attachment)
    session.flush()
    return attachment.id


def open_attachment(office: Office, attachment_id: int) -> tuple[str, bytes]:
    """A file's name and content."""
    with office.reading() as session:
        row = session.execute(
            select(Attachment.name, Attachment.content).where(Attachment.id == attachment_id)
        ).one()
        return row[0], row[1]
