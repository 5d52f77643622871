"""What the pages before the desk do: an office begun, this PC's database, backups put back.

All that they need is loaded and done off the GUI thread.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk
from desktop.views.kit.tasks import Progress
from desktop.views.sign_in.connection import ConnectionActs, Now
from desktop.views.sign_in.restore import Offered

if TYPE_CHECKING:
    from desktop.services.finding import Finding
    from desktop.services.office import Office
    from desktop.views.sign_in.restore import Restore
    from desktop.views.sign_in.start import StartPage


def connection_acts(folder: Path, desk: Desk | None, leave: Callable[[], object]) -> ConnectionActs:
    """What can be done with the connection of a data folder; moved by whoever may, at their desk.

    ``leave`` takes the window out of the office before it is moved.
    """

    def now() -> Now:
        from desktop import offices

        values = offices.connection_values(folder)
        place, fixed = offices.own_place(folder), offices.has_named_database()
        return Now(place, values, bool(values.get("database")), fixed)

    def attempt(values: Mapping[str, Any]) -> "Sequence[Finding]":
        from desktop.offices import try_values

        return try_values(folder, values)

    def use(values: Mapping[str, Any] | None) -> None:
        from desktop.offices import use_connection

        use_connection(folder, values)

    def room(target: Mapping[str, Any] | Path) -> None:
        from desktop.offices import need_room

        assert office is not None
        need_room(folder, office, target)

    def move(target: Mapping[str, Any] | Path, progress: Progress) -> str:
        from desktop.offices import move_own

        assert office is not None
        moved = move_own(folder, office, target, progress)
        words = _("Moved and checked: {tables} tables, {rows} rows. Sign in there.")
        return words.format(tables=moved.tables, rows=moved.rows)

    office = desk.office if desk is not None and desk.may("office.move") else None
    if office is None:
        return ConnectionActs(now, attempt, use)
    return ConnectionActs(now, attempt, use, move, leave, room)


def is_begun(folder: Path) -> bool:
    """Whether this computer's own office is there, also when it can't be opened just now."""
    from desktop.basics.errors import DatabaseTrouble
    from desktop.offices import own_database
    from desktop.services.database import exists

    try:
        return exists(own_database(folder))
    except DatabaseTrouble:
        return True


def has_backups(folder: Path) -> bool:
    """Whether there are backups of this computer's own office."""
    from desktop.offices import own_backups

    return bool(own_backups(folder))


def restore_acts(folder: Path, office: "Office | None") -> "tuple[Callable[[], Offered], Restore]":
    """What backups there are, and putting one in the place of the office, open or not."""

    def backups() -> Offered:
        from desktop.offices import own_backups, own_server

        return Offered(own_backups(folder), own_server(folder))

    def restore(backup: Path, confirmed: frozenset[str], progress: Progress) -> str:
        from desktop.offices import restore_own

        restored = restore_own(folder, office, backup, confirmed, progress)
        if restored.kept is not None:
            words = _("Restored. What was there is kept in {kept}.")
            return words.format(kept=restored.kept)
        if restored.left:
            words = _("Give these users their rights: {users} (zhongxiao connection … --rights).")
            return f"{_('Restored.')} {words.format(users='、'.join(restored.left))}"
        return _("Restored.")

    return backups, restore


def start_page(folder: Path, desk: Desk) -> "StartPage":
    """The form of a new office."""
    from desktop.views.sign_in.start import StartPage

    def start(values: dict[str, Any]) -> "Office":
        from desktop.offices import start_own

        return start_own(folder, values)

    return StartPage(desk, start)
