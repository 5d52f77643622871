"""The check sheet: what the office's chains end with at this moment (L3)."""

from desktop.models import Staff
from desktop.printing import render
from desktop.printing.check_sheet import ChainEnd, CheckSheet
from desktop.queries.chains import heads
from desktop.queries.papers.heads import letterhead
from desktop.services.checking import CODE_DIGITS
from desktop.services.office import Office
from desktop.services.papers.declared import Declared, WhichPaper


def _issue(office: Office, _which: WhichPaper) -> bytes:
    """As PDF; it changes nothing, so it is no issued paper."""
    with office.looking("check.sheet") as session:
        session.allow()
        now = heads(session)
        ends = (now.entries, now.trail, now.papers)
        paper = CheckSheet(
            letterhead(session),
            session.today,
            session.get_one(Staff, session.actor_id).name,
            *(ChainEnd(end.number, end.hash[:CODE_DIGITS]) for end in ends),
        )
    return render(paper)


CHECK_SHEET = Declared("check_sheet", _issue, "check-sheet", takes=())
