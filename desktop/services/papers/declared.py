"""A paper as one declaration: its kind, the command's word for it, and how it is issued."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from desktop.basics.calendar import Quarter
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
Issue = Callable[[Office, WhichPaper], bytes]


@dataclass(frozen=True)
class Declared:
    """A kind of paper (a key of ``printing.KINDS``); ``word`` is the command's.

    ``takes`` names what of ``WhichPaper`` says which one it is. With ``put`` several can be
    gathered on one pile.
    """

    kind: str
    issue: Issue
    word: str
    takes: tuple[str, ...] = ("document",)
    put: Put | None = None


def paper(kind: str, put: Put, word: str = "", takes: tuple[str, ...] = ("document",)) -> Declared:
    """Declare a paper that ``put`` gathers on a pile inside a change; it is drawn after it."""

    def issue(office: Office, which: WhichPaper) -> bytes:
        with office.transaction("paper.issue") as session:
            session.allow()
            pile = Pile(session, look=which.look)
            put(session, pile, which)
        pdf = pile.draw()
        if not which.look:
            keep_layouts(office, pdf)
        return pdf

    return Declared(kind, issue, word or kind.replace("_", "-"), takes, put)
