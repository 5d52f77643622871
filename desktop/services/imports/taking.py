"""One list on its way in: what is read, what comes of it, and who watches."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any, TypeVar

from desktop.basics.datums import KEPT
from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.basics.watch import Watch, look_up
from desktop.models import Base
from desktop.models.search_index import indexed_together
from desktop.services.change import Change
from desktop.services.imports.outcome import Outcome
from desktop.services.rows import table_of
from desktop.spreadsheets.cells import Row
from desktop.spreadsheets.reading import Reading

_EVERY = 500  # rows between two looks at the clock

Thing = TypeVar("Thing")


@dataclass
class Taking:
    """What an import has in hand. ``dry``: only to say what would come of it.

    ``same_names`` is what was said of shops that share a name: see ``Shops``; ``datum`` is the
    kind of the list's coordinates.
    """

    reading: Reading
    watch: Watch
    create_missing: bool = False
    dry: bool = False
    same_names: str = ""
    datum: str = KEPT
    asks_same_names: bool = False  # a row was refused that ``same_names`` would answer
    lacks_others: bool = False  # a row names a client or product that could be made
    rows: list[Any] = field(default_factory=list)  # the good ones, as their kind reads them
    outcome: Outcome = field(default_factory=Outcome)
    made: list[Base] = field(default_factory=list)  # new ones that are written last, together
    _first_rows: dict[Hashable, int] = field(default_factory=dict)

    def watched(self, things: Iterable[Thing], session: Change | None = None) -> Iterator[Thing]:
        """Go through things of the file; raises Cancelled soon after it was given up.

        What was added to ``session`` meanwhile is written on the way, so that giving up needs
        no long wait for all of it at the end.
        """
        total = len(self.reading.table.rows)
        for number, thing in enumerate(things):
            if number % _EVERY == 0:
                self.look_up(number, total)
                if session is not None:
                    self.write(session)
            yield thing

    def look_up(self, done: int, total: int) -> None:
        """Tell how far it is, and stop when it was given up."""
        look_up(self.watch, done, total)

    def is_first(self, row: Row, name: str, key: Hashable) -> bool:
        """Refuse a row at this field whose ``key`` stood in an earlier one."""
        before = self._first_rows.setdefault(key, row.number)
        if before != row.number:
            what = _(self.reading.header.kind.by_name[name].words)
            reason = _("row {row} has the same: {what}").format(row=before, what=what)
            self.reading.refuse(row, name, reason)
        return before == row.number

    def fits(self, row: Row, check: Callable[[], object]) -> bool:
        """Refuse a row, at the field that is named, of which a rule says no."""
        try:
            check()
        except Refused as error:
            self.reading.refuse(row, error.field or "", error.message)
            return False
        return True

    def write(self, session: Change) -> None:
        """Write what was added, unless nothing is to be written."""
        if not self.dry:
            session.flush()

    def write_made(self, session: Change) -> None:
        """Write the new records of one kind that were ``made``, with their lines, unless nothing is
        to be written.
        """
        made, self.made = self.made, []
        if self.dry or not made:
            return
        session.flush()
        table = table_of(type(made[0]))
        many = len(made) > _EVERY
        with indexed_together(session.connection(), table.name) if many else nullcontext():
            for at in range(0, len(made), _EVERY):
                self.look_up(at, len(made))
                session.write_documents(made[at : at + _EVERY])
