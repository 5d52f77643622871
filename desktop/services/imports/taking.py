"""One list on its way in: what is read, what comes of it, and who watches."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from desktop.basics.datums import KEPT
from desktop.basics.watch import Watch, look_up
from desktop.services.change import Change
from desktop.services.imports.outcome import Outcome
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
    outcome: Outcome = field(default_factory=Outcome)

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

    def write(self, session: Change) -> None:
        """Write what was added, unless nothing is to be written."""
        if not self.dry:
            session.flush()
