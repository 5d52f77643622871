"""What somebody did last through this program, for whoever wants it back (Ctrl+Z)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from desktop.models import Base, IssuedPaper, Plan
from desktop.services.change import Change

# A paper that is looked at is kept as it was shown, a plan is kept by itself: nobody did anything.
_NOBODYS = (IssuedPaper, Plan)


@dataclass(frozen=True)
class Deed:
    """One change that was committed: its action, and the record it was about ("" for several).

    ``number`` counts this person's changes from 1, ``ids`` are the record's keys.
    """

    number: int
    action: str
    about: str
    ids: tuple[int, ...] = ()


class Deeds:
    """The last change that one person made, and how many there were."""

    def __init__(self) -> None:
        self.last: Deed | None = None

    @property
    def number(self) -> int:
        """How many changes there were."""
        return self.last.number if self.last else 0

    @contextmanager
    def noting(self, session: Change) -> Iterator[None]:
        """Around a change with its commit: note it once it is done; what wrote nothing is none."""
        actions: list[str] = []
        about = _About()

        def note() -> None:
            if actions and about.is_of_several:
                return
            for record in session.written.all:
                if not isinstance(record, _NOBODYS):
                    # Of several steps the first is what was done: signing, before its scan.
                    actions[:] = actions or [session.action]
                    about.take(record)

        session.hearing.append(note)
        yield
        if actions:
            self.last = Deed(self.number + 1, actions[0], about.words, about.ids)


class _About:
    """What a change is about: the one record of the first kind that has a name of its own."""

    def __init__(self) -> None:
        self._record: Base | None = None
        self.is_of_several = False
        self._title = ""

    def take(self, record: Base) -> None:
        """Note a record that was written."""
        if type(record).title is Base.title or self.is_of_several:
            return
        if self._record is None or self._record is record:
            self._record, self._title = record, record.title
        elif type(record) is type(self._record):
            self.is_of_several = True

    @property
    def ids(self) -> tuple[int, ...]:
        """Its keys; none when there are several, or none."""
        if self._record is None or self.is_of_several:
            return ()
        return tuple(one for one in self._record.identity if isinstance(one, int))

    @property
    def words(self) -> str:
        """How a message names it; "" when there are several, or none."""
        return "" if self.is_of_several else self._title
