"""How an office comes to be on this computer: begun, or brought back from a backup."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.views.desk import Desk
from desktop.views.sign_in.restore import RestorePage
from desktop.views.sign_in.start import StartPage

if TYPE_CHECKING:
    from desktop.services.backup import OfferedBackup
    from desktop.services.office import Office


def start_page(desk: Desk, folder: Path) -> StartPage:
    """The form of a new office in a data folder."""

    def make(values: dict[str, Any]) -> "Office":
        from desktop.offices import start_own

        return start_own(folder, values)

    return StartPage(desk, make)


def restore_page(desk: Desk, folder: Path, office: "Office | None") -> RestorePage:
    """The backups of a data folder; ``office`` is the one that stands open here, if one does."""

    def offered() -> "Sequence[OfferedBackup]":
        from desktop.offices import own_backups

        return own_backups(folder)

    def restore(backup: Path, confirmed: frozenset[str]) -> Path | None:
        from desktop.offices import restore_own

        return restore_own(folder, office, backup, confirmed)

    return RestorePage(desk, offered, restore)
