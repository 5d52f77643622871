"""What somebody did last through this program, for whoever wants it back (Ctrl+Z)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction

from desktop.models import Base, IssuedPaper

if TYPE_CHECKING:
    from desktop.services.office import Change


@dataclass(frozen=True)
class Deed:
    """One change that was committed: its action, and the record it was about ("" for none).

    ``number`` counts this person's changes from 1.
    """

    number: int
    action: str
    about: str


class Deeds:
    """The last change that one person made, and how many there were."""

    def __init__(self) -> None:
        self.last: Deed | None = None

    @property
    def number(self) -> int:
        """How many changes there were."""
        return self.last.number if self.last else 0

    @contextmanager
    def noting(self, session: "Change") -> Iterator[None]:
        """Around a change with its commit: note it once it is done; what wrote nothing is none."""
        wrote: list[Base] = []
        named: list[str] = []

        def note(_session: Session, _work: UOWTransaction) -> None:
            for record in (*session.new, *session.dirty, *session.deleted):
                # A paper that is looked at is kept as it was shown: nobody did anything yet.
                if isinstance(record, Base) and not isinstance(record, IssuedPaper):
                    wrote.append(record)
                    # The first record that has a name of its own is what the change is about.
                    if not named and type(record).title is not Base.title:
                        named.append(record.title)
            del wrote[1:]

        event.listen(session, "after_flush", note)
        yield
        if wrote:
            self.last = Deed(self.number + 1, session.action, "".join(named))
