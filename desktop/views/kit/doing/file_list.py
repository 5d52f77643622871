"""The files of a document: scans and pictures, each opened by its name."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.basics.i18n import N_
from desktop.queries.attachments import FileRow
from desktop.views.kit.blocks.files import ShownFile
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.actions import Action, Given
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.outside import open_outside, shown_outside
from desktop.views.kit.words import day, joined

if TYPE_CHECKING:
    from desktop.services.office import Office


def shown_files(desk: Desk, files: Sequence[FileRow]) -> list[ShownFile]:
    """Files with size, day and who added them; a PDF opens in the preview, a picture outside."""
    return [
        ShownFile(
            one.name,
            joined(one.note, _size(one.size), day(one.added_on), one.added_by),
            partial(open_file, desk, one.id, one.name),
        )
        for one in files
    ]


def attach_files(owner: str, office: "Office", key: int, given: Given) -> None:
    """Keep the files that were given with a document, all or none."""
    from desktop.services.attachments import attach, read_files

    files = read_files(given["files"])
    with office.batch() as together:
        for name, content in files:
            attach(together, owner, key, name, content, given.values.get("note") or "")


def attaching(owner: str, words: str, asked: str) -> Action:
    """The step that attaches files to a document; ``words`` and ``asked`` are msgids."""
    return Action(
        "attach",
        words,
        partial(attach_files, owner),
        N_("File attached"),
        ask=(Field("files", asked, "files", needed=True), Field("note", N_("Note"))),
        shortcut="Ctrl+U",
    )


def open_file(desk: Desk, key: int, name: str) -> None:
    """Open a file: a PDF in the preview, a picture in the program that shows pictures."""
    from desktop.services.attachments import open_attachment

    office = desk.office
    if name.lower().endswith(".pdf"):
        desk.show_paper(name, lambda: open_attachment(office, key)[1])
    else:

        def show(target: Path) -> None:
            if words := open_outside(target):
                desk.say(words)

        desk.tasks.read(desk, lambda _progress: _beside(*open_attachment(office, key)), show)


def _beside(name: str, content: bytes) -> Path:
    from desktop.services.write_file import write_file

    return write_file(shown_outside() / name, content)


def _size(number: int) -> str:
    kilobytes = -(-number // 1024)
    return f"{kilobytes} KB" if kilobytes < 1024 else f"{kilobytes / 1024:.1f} MB"
