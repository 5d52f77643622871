"""Document numbers: gapless by series and year, as changes stand in a line (A7); and codes."""

from collections.abc import Sequence
from functools import cache

from sqlalchemy import Table, bindparam, insert, update

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Base, Counter
from desktop.queries.codes import Coded, code_there, free_beside
from desktop.queries.facts.plainly import Prepared
from desktop.services.change import Change
from desktop.services.rows import keys_ahead, keys_told, next_keys, table_of

# Built once, and beside the session: nobody holds a counter, and nothing need be flushed for it.
_NEXT = (
    update(Counter)
    .where(Counter.series == bindparam("of"), Counter.year == bindparam("in"))
    .values(last=Counter.last + bindparam("by"))
    .returning(Counter.last)
)
_FIRST = insert(Counter)
_OF_MANY = 5  # places of a number whose kind has thousands a year


def next_numbers(session: Change, series: str, places: int, number: int) -> list[str]:
    """So many numbers of a series, one after the other."""
    year, connection = session.today.year, session.connection()
    named = {"of": series, "in": year}
    last = connection.scalar(_NEXT, {**named, "by": number}) if number else 0
    if last is None:
        last = number
        connection.execute(_FIRST, {"series": series, "year": year, "last": last})
    return _told(series, year, places, last, number)


def next_documents(
    session: Change, kind: type[Base], series: str, number: int
) -> tuple[Sequence[int], list[str]]:
    """The keys and the numbers of so many documents of a kind that are to be written next."""
    session.flush()
    table, year, connection = table_of(kind), session.today.year, session.connection()
    given = {"of": series, "in": year, "by": number}
    for last, keys in _next_with_keys(table, connection.dialect.name).ask(connection, given):
        return keys_told(keys, number), _told(series, year, _OF_MANY, last, number)
    numbers = next_numbers(session, series, _OF_MANY, number)  # the first of its year
    return next_keys(connection, table, number), numbers


@cache
def _next_with_keys(table: Table, dialect: str) -> Prepared:
    return Prepared(_NEXT.returning(keys_ahead(table, dialect)))


def _told(series: str, year: int, places: int, last: int, number: int) -> list[str]:
    return [f"{series}-{year}-{one:0{places}d}" for one in range(last - number + 1, last + 1)]


def next_number(session: Change, series: str, places: int = 4) -> str:
    """The next number of a series this year, ``XY-2026-0001``; given only if committed."""
    return next_numbers(session, series, places, 1)[0]


def need_free_code(session: Change, kind: Coded, code: str) -> None:
    """Refuse (``duplicate``) a code that is taken in any letter case; name the next free one."""
    taken = code_there(session, kind, code)
    if taken is not None:
        message = _("The code {code} is taken: choose another. The next free one is {free}.")
        free = free_beside(session, kind, code)
        raise Refused("duplicate", message.format(code=taken, free=free), "code")
