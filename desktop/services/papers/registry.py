"""Every paper that the office issues, by kind; one more goes into a room named below.

What was issued is kept, so that it prints the same next year. Each call is a print, and is
counted: the second says that it is a copy.
"""

from collections.abc import Sequence
from datetime import date

from desktop.basics.calendar import Quarter
from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.services.issuing import Pile, keep_layouts
from desktop.services.office import Office
from desktop.services.papers.accounts import ACCOUNTS
from desktop.services.papers.checked import CHECK_SHEET
from desktop.services.papers.declared import Declared, WhichPaper
from desktop.services.papers.files import CLIENT_FILE
from desktop.services.papers.goods import GOODS
from desktop.services.papers.method import METHOD
from desktop.services.papers.money import MONEY
from desktop.services.papers.runs import RUNS
from desktop.services.papers.slips import REWARD_SLIP
from desktop.services.several import need_all

MOST_AT_ONCE = 1_000  # as many as a printer takes in a morning; a window waits a minute for them

PAPERS: dict[str, Declared] = {
    one.kind: one
    for one in (
        *METHOD,
        *GOODS,
        *RUNS,
        *MONEY,
        *ACCOUNTS,
        REWARD_SLIP,
        CHECK_SHEET,
        CLIENT_FILE,
    )
}


def issue(
    office: Office,
    kind: str,
    document: str = "",
    *,
    key: int | None = None,
    quarter: Quarter | None = None,
    day: date | None = None,
    look: bool = False,
) -> bytes:
    """The PDF of a paper (see ``WhichPaper``); with ``look`` it is only looked at."""
    return PAPERS[kind].issue(office, WhichPaper(document, key, quarter, day, look))


def issue_several(office: Office, kind: str, which: Sequence[WhichPaper]) -> bytes:
    """Several papers of a kind as one PDF, in their order: all of them, or none.

    With ``look`` in the first they are only looked at. Raises Refused that names each that can't.
    """
    put_each = PAPERS[kind].put_each
    assert put_each is not None, kind
    if len(which) > MOST_AT_ONCE:
        words = _("At most {most} papers are printed at once; {number} are chosen: choose fewer.")
        said = words.format(most=f"{MOST_AT_ONCE:,}", number=f"{len(which):,}")
        raise Refused("invalid", said)
    with office.transaction("paper.issue") as session:
        session.allow()
        with Pile(session, look=bool(which) and which[0].look) as pile:
            left = put_each(session, pile, which)
            need_all(session, left, len(which) - len(left), len(which))
    pdf = pile.draw()
    if not (which and which[0].look):
        keep_layouts(office, pdf)
    return pdf
