"""Document numbers: gapless by series and year, as changes stand in a line (A7)."""

from desktop.models import Counter
from desktop.services.office import Change


def next_number(session: Change, series: str, places: int = 4) -> str:
    """The next number of a series this year, ``XY-2026-0001``; given only if committed."""
    year = session.today.year
    counter = session.get(Counter, (series, year))
    if counter is None:
        counter = Counter(series=series, year=year, last=0)
        session.add(counter)
    counter.last += 1
    return f"{series}-{year}-{counter.last:0{places}d}"
