"""A paper as one declaration: its kind, the command's word for it, and how it is issued."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from desktop.basics.calendar import Quarter
from desktop.basics.errors import Refused
from desktop.basics.typed import narrow
from desktop.services.change import Change
from desktop.services.issuing import Pile, keep_layouts
from desktop.services.office import Office


@dataclass(frozen=True)
class WhichPaper:
    """Which paper: its ``document`` by number, or by the ``key`` of what has no number of its own.

    Of a client's or a rep's papers the document is his code, with the ``quarter`` or ``day``.
    With ``look`` it is only looked at, and not counted as a print.
    Small letters and full-width signs are as good as the usual ones, as in the window's search.
    """

    document: str = ""
    key: int | None = None
    quarter: Quarter | None = None
    day: date | None = None
    look: bool = False

    @property
    def code(self) -> str:
        """The document as somebody's code, which is found in any letter case."""
        return narrow(self.document).strip()

    @property
    def number(self) -> str:
        """The document as a number of ours, which has capitals alone."""
        return self.code.upper()


Put = Callable[[Change, Pile, WhichPaper], None]
# Puts many at once; tells those that can't be, by their documents.
PutEach = Callable[[Change, Pile, Sequence[WhichPaper]], Sequence[tuple[str, Refused]]]
# Reads at once what these papers are going to ask.
ReadAll = Callable[[Change, Pile, Sequence[WhichPaper]], None]
Issue = Callable[[Office, WhichPaper], bytes]


@dataclass(frozen=True)
class Declared:
    """A kind of paper (a key of ``printing.KINDS``); ``word`` is the command's.

    ``takes`` names what of ``WhichPaper`` says which one it is. With ``put_each`` several can be
    gathered on one pile.
    """

    kind: str
    issue: Issue
    word: str
    takes: tuple[str, ...] = ("document",)
    put_each: PutEach | None = None


def paper(
    kind: str,
    put: Put,
    word: str = "",
    takes: tuple[str, ...] = ("document",),
    put_each: PutEach | None = None,
    read_all: ReadAll | None = None,
) -> Declared:
    """Declare a paper that ``put`` gathers on a pile inside a change; it is drawn after it.

    Several are put one by one, after ``read_all`` read what they ask, unless ``put_each`` knows
    how to put them at once.
    """

    def issue(office: Office, which: WhichPaper) -> bytes:
        with office.transaction("paper.issue") as session:
            session.allow()
            with Pile(session, look=which.look) as pile:
                put(session, pile, which)
        pdf = pile.draw()
        if not which.look:
            keep_layouts(office, pdf)
        return pdf

    one_by_one = partial(_put_one_by_one, put, read_all)
    return Declared(kind, issue, word or kind.replace("_", "-"), takes, put_each or one_by_one)


def _put_one_by_one(
    put: Put, read_all: ReadAll | None, session: Change, pile: Pile, which: Sequence[WhichPaper]
) -> Sequence[tuple[str, Refused]]:
    if read_all is not None:
        read_all(session, pile, which)
    left = []
    for one in which:
        try:
            put(session, pile, one)
        except Refused as refusal:
            left.append((one.document, refusal))
    return left
