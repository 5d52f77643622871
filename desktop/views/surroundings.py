"""What a window asks around for: who still may, what waits, how database and clock stand."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop.views.kit.desk import Desk

if TYPE_CHECKING:
    from desktop.basics.errors import Refused
    from desktop.queries.facts.clock import ClockDoubt
    from desktop.queries.waiting import Surroundings
    from desktop.services.change import Person
    from desktop.services.office import Reading

    Around = tuple[Person, Surroundings, date | None, ClockDoubt | None]


def ask_around(desk: Desk, asker: QWidget, then: "Callable[[Around | Refused], None]") -> None:
    """Ask for the person as it stands now, what waits, the last backup, and a doubt of the clock.

    Who may no longer be here is answered by the refusal.
    """
    from desktop.basics.errors import Refused
    from desktop.queries.facts.clock import clock_doubt, moment_now
    from desktop.queries.waiting import surroundings
    from desktop.services.backup import last_backup
    from desktop.services.change import still_here

    now = None if desk.office.day_is_fixed else moment_now()
    person, today, backups = desk.office.person, desk.today, desk.backups
    assert person is not None

    def question(session: "Reading") -> "Around | Refused":
        try:
            still = still_here(session, person)
        except Refused as refusal:
            return refusal
        around = surroundings(session, person.id, person.roles, today)
        backed_up = last_backup(backups) if backups is not None else None
        return still, around, backed_up, clock_doubt(session, today, now)

    desk.ask(asker, question, then, slot="around")
