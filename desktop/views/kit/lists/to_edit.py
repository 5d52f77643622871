"""Taking a list out with every field, to be changed in Excel and brought in again."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.basics.i18n import _
from desktop.views.kit.choose_file import choose_target
from desktop.views.kit.desk import Desk
from desktop.views.kit.doing.undo import say_written
from desktop.views.kit.tasks import Progress


def ask_target(desk: Desk, parent: QWidget, name: str) -> Path | None:
    """Where a workbook of today is written; None when it was thought again."""
    target = choose_target(
        desk, parent, _("Export"), f"{name}-{desk.today}.xlsx", "Excel (*.xlsx)", "lists"
    )
    return target and target.with_suffix(".xlsx")


def take_out_to_edit(desk: Desk, parent: QWidget, kind: str, name: str) -> None:
    """Write all records of a kind of import as a workbook; without any it is a form to fill in."""
    target = ask_target(desk, parent, _("{name} to edit").format(name=name))
    if target is None:
        return
    office = desk.office

    def work(_progress: Progress) -> Path:
        from desktop.services.imports.edit_list import edit_list
        from desktop.services.write_file import write_file

        return write_file(target, edit_list(office, kind))

    def done(written: Path) -> None:
        words = _("Saved: {file}. Change it in Excel, and bring it in under Bring in lists.")
        say_written(desk, words.format(file=written), written)

    desk.tasks.read(parent, work, done, words=_("Excel"))
