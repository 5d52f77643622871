"""The rejected rows of a list as a workbook, to be mended and brought in again (E3)."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import _
from desktop.basics.watch import Cancelled
from desktop.views.kit.choose_file import choose_target
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.show_error import show_error
from desktop.views.kit.doing.undo import say_written
from desktop.views.kit.parts import Strip
from desktop.views.kit.tasks import Progress

if TYPE_CHECKING:
    from desktop.services.imports.run import Imported


def save_rejected(desk: Desk, page: QWidget, strip: Strip, said: "Imported", name: str) -> None:
    """Ask where, and write there what of the list ``name`` was left out; ``strip`` says faults."""
    asked, kinds = _("Save the rejected rows as Excel …"), "Excel (*.xlsx)"
    offered = _("rejected from {file}.xlsx").format(file=name)
    target = choose_target(desk, page, asked, offered, kinds, "imports")
    if target is None:
        return
    place = target.with_suffix(".xlsx")

    def work(progress: Progress) -> Path:
        from desktop.services.write_file import write_file

        content = said.report(progress)
        assert content is not None
        return write_file(place, content)

    def done(written: Path) -> None:
        say_written(desk, _("Saved: {file}").format(file=written), written)

    def failed(error: Exception) -> None:
        if not isinstance(error, Cancelled):
            show_error(error, strip)

    desk.tasks.read(page, work, done, failed, words=_("Saving the rejected rows"))
