"""What a report declares of itself; all else (page, Excel, paper, command) is made of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from desktop.basics.i18n import N_, _
from desktop.basics.report import Report, Scope, Table

# A command without a person's name asks as the administrator.
_ALWAYS = ("administrator",)


@dataclass(frozen=True)
class Declared:
    """A report by its name: ``words`` and ``notes`` are msgids, ``roles`` who looks at it.

    ``gather(session, scope, today)`` gives its tables; the first is the one that is shown first.
    The rows of a ``compared`` one are times, which paper sets side by side. ``covers`` says what it
    tells of the time that it is asked for, if that isn't all of it. ``filled_at`` names the page
    where what it tells of begins, and that page's title (a msgid).
    """

    name: str
    words: str
    roles: tuple[str, ...]
    gather: Callable[[Session, Scope, date], tuple[Table, ...]]
    notes: tuple[str, ...] = ()
    compared: bool = False
    covers: Callable[[Scope], Scope] = lambda scope: scope
    filled_at: tuple[str, str] = ("orders", N_("Orders"))

    @property
    def who(self) -> tuple[str, ...]:
        """The roles that may look at it."""
        return self.roles + _ALWAYS

    def is_for(self, roles: frozenset[str]) -> bool:
        """Whether somebody with these roles may look at it."""
        return not roles.isdisjoint(self.who)

    def report(self, session: Session, scope: Scope, today: date) -> Report:
        """The report as it stands now."""
        scope = self.covers(scope)
        tables = self.gather(session, scope, today)
        notes = tuple(_(one) for one in self.notes)
        return Report(self.name, _(self.words), scope, tables, notes, self.compared)
