"""Document numbers: gapless by series and year, as changes stand in a line (A7); and codes."""

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Counter
from desktop.queries.codes import Coded, code_there, free_beside
from desktop.services.change import Change


def next_number(session: Change, series: str, places: int = 4) -> str:
    """The next number of a series this year, ``XY-2026-0001``; given only if committed."""
    year = session.today.year
    counter = session.get(Counter, (series, year))
    if counter is None:
        counter = Counter(series=series, year=year, last=0)
        session.add(counter)
        session.flush()  # found again by the next number, also where nothing else is written yet
    counter.last += 1
    return f"{series}-{year}-{counter.last:0{places}d}"


def need_free_code(session: Change, kind: Coded, code: str) -> None:
    """Refuse (``duplicate``) a code that is taken in any letter case; name the next free one."""
    taken = code_there(session, kind, code)
    if taken is not None:
        message = _("The code {code} is taken: choose another. The next free one is {free}.")
        free = free_beside(session, kind, code)
        raise Refused("duplicate", message.format(code=taken, free=free), "code")
