"""The lists of the pages: each with its filters, told once.

A page's pills, the counts beside the pages, and Today's numbers with their first lines all come
from here.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import (
    CTE,
    ColumnElement,
    ScalarSelect,
    Select,
    func,
    literal,
    literal_column,
    select,
    true,
)
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import True_

from desktop.basics.rules import Rules
from desktop.queries.facts.cartons import known_cartons
from desktop.queries.facts.parts import MOST_AT_ONCE, some_at_once
from desktop.queries.facts.rules import read_rules
from desktop.queries.listing import Wanted


class Asked:
    """What a list is asked in: of what day and by whom, with the office's numbers in force."""

    def __init__(
        self,
        session: Session,
        today: date,
        person_id: int | None = None,
        roles: Collection[str] = (),
    ) -> None:
        self.session, self.today, self.person_id = session, today, person_id
        self.roles = frozenset(roles)
        self._shared: dict[str, CTE] = {}

    @cached_property
    def rules(self) -> Rules:
        """Read at the first filter that needs them."""
        return read_rules(self.session)

    def shared(self, name: str, make: Callable[[], Select[Any]]) -> CTE:
        """What several filters and sums of one statement rest on, to be reckoned once in it."""
        if name not in self._shared:
            self._shared[name] = make().cte(name)
        return self._shared[name]

    def mine(self, column: Any) -> ColumnElement[bool]:
        """What is the asking person's own; everybody's when the whole office asks."""
        return true() if self.person_id is None else column == self.person_id


Condition = ColumnElement[bool] | Callable[[Asked], ColumnElement[bool]]


@dataclass(frozen=True)
class Line:
    """A piece of work in one line: what, a quiet word beside it, and the record that it opens.

    With ``do`` (``new``) it begins one; ``page`` when it isn't the page of its list, ``filter``
    then says what of that page.
    """

    words: str
    under: str = ""
    tone: str = ""
    key: int | None = None
    do: str = ""
    page: str = ""
    filter: str = ""


def with_words(name: str, content: str) -> str:
    """A client with what is said to it, if anything."""
    return f"{name} — {content}" if content else name


Lines = Callable[[Asked, Sequence[int]], Mapping[int, Line]]


@dataclass(frozen=True)
class Filter:
    """A part of a list; ``words``, a msgid, stand on its pill, which may be for a ``role`` alone.

    One that takes long to count, or would count years, isn't ``counted``. One that may be ``long``
    is counted first: of very many only the first few are looked for. ``lines`` gives the one-line
    summaries of its rows, by key, where they differ from the rows' own ``told``.
    """

    name: str
    words: str
    holds: Condition = field(default_factory=true)
    role: str = ""
    counted: bool = True
    long: bool = False
    lines: Lines | None = None


class Told(Protocol):
    """A row that is told in one line, as on Today."""

    @property
    def told(self) -> Line: ...


Row_co = TypeVar("Row_co", covariant=True)


# Whether a column of keys holds one of those that are summed.
Within = Callable[[Any], ColumnElement[bool]]
# What a sum is of; cartons are told to a tenth.
AMOUNT, COUNT, CARTONS = "amount", "count", "cartons"
Figure = int | Decimal
NOTHING = select(literal(0))  # what those come to that were cancelled
_MANY = 1_000  # of so many the first few are found quicker than all are sorted


@dataclass(frozen=True)
class Sum:
    """What the records of a list come to in a ``column`` of it, by the column's name.

    ``ask(asked, within)`` is the one figure in SQL, of the records whose key is ``within``:
    ``AMOUNT`` in fen, ``COUNT``, or ``CARTONS``, loose pieces as parts of one. ``kept`` gives that
    of all that a filter has, by its name, where the database keeps it (``models/list_sums.py``).
    """

    column: str
    ask: Callable[[Asked, Within], Select[Any]]
    kind: str = AMOUNT
    kept: Mapping[str, Select[Any]] = field(default_factory=dict, hash=False)

    def figure(self, found: Any) -> Figure:
        """What the database says, as a number of this kind."""
        return known_cartons(found) if self.kind == CARTONS else int(found or 0)


@dataclass(frozen=True)
class PageList(Generic[Row_co]):
    """The list of a page: the records' ``key`` and their filters; keys in order, rows by key.

    ``sums`` are those that stand below it, of what is chosen, or of all.
    """

    page: str
    key: Any
    filters: tuple[Filter, ...]
    ids: Callable[[Asked, Wanted], list[int]]
    rows: Callable[[Asked, Sequence[int]], Mapping[int, Row_co]]
    counted: bool = True
    sums: tuple[Sum, ...] = ()

    def filter(self, name: str) -> Filter:
        """One of its filters."""
        return {one.name: one for one in self.filters}[name]

    def under(self, name: str, asked: Asked | None = None) -> Select[Any]:
        """The keys under a filter; who asks, and when, is told where a filter needs it."""
        return select(self.key).where(self._holds(name, asked))

    def count(self, name: str, asked: Asked) -> ScalarSelect[int]:
        """How many a filter has, to be asked for along with other numbers."""
        return self._counted(name, asked).correlate(None).scalar_subquery()

    def _counted(self, name: str, asked: Asked) -> Select[int]:
        under = self.under(name, asked)
        return under.with_only_columns(func.count(), maintain_column_froms=True)

    def counts(self, asked: Asked) -> dict[str, int]:
        """How many each filter has that is counted, in one statement."""
        names = [one.name for one in self.filters if one.counted and self.counted]
        return dict(zip(names, count_all(asked, [(self, name) for name in names]), strict=True))

    def totals(
        self, asked: Asked, wanted: Wanted, keys: Sequence[int] | None = None
    ) -> dict[str, Figure]:
        """Each sum of these records, by its column's name; None: of all that a filter has."""
        if keys is None:
            name, within = wanted.filter, self._all_of(wanted.filter, asked)
            return self._totals(
                asked,
                [
                    one.kept[name] if name in one.kept else one.ask(asked, within)
                    for one in self.sums
                ],
            )
        found: dict[str, Figure] = {one.column: 0 for one in self.sums}
        for some in some_at_once(keys, MOST_AT_ONCE):
            part = self._totals(asked, [one.ask(asked, _among(some)) for one in self.sums])
            found = {column: figure + part[column] for column, figure in found.items()}
        return found

    def _all_of(self, name: str, asked: Asked) -> Within:
        if isinstance(self.filter(name).holds, True_):
            return lambda _column: true()  # no key is looked up
        holds, under = self._holds(name, asked), self.under(name, asked)
        return lambda column: holds if column is self.key else column.in_(under)

    def _totals(self, asked: Asked, asks: Sequence[Select[Any]]) -> dict[str, Figure]:
        row = asked.session.execute(select(*(one.scalar_subquery() for one in asks))).one()
        return {one.column: one.figure(said) for one, said in zip(self.sums, row, strict=True)}

    def first_lines(
        self: "PageList[Told]", name: str, asked: Asked, most: int
    ) -> tuple[int, list[Line]]:
        """How many a filter has, and its first ones, as its page lists them."""
        number = 0
        if self.filter(name).long:
            number = asked.session.scalar(self._counted(name, asked)) or 0
        keys = self.ids(asked, Wanted(filter=name, first=most if number > _MANY else 0))
        lines = self._told(name, asked, keys[:most]) if keys else {}
        return number or len(keys), [replace(lines[key], key=key) for key in keys[:most]]

    def _told(
        self: "PageList[Told]", name: str, asked: Asked, keys: Sequence[int]
    ) -> Mapping[int, Line]:
        told = self.filter(name).lines
        if told is not None:
            return told(asked, keys)
        return {key: row.told for key, row in self.rows(asked, keys).items()}

    def _holds(self, name: str, asked: Asked | None) -> ColumnElement[bool]:
        holds = self.filter(name).holds
        if not callable(holds):
            return holds
        assert asked is not None, f"{self.page}: {name} depends on who asks"
        return holds(asked)


def _among(keys: Sequence[int]) -> Within:
    """As figures in the statement: thousands of parameters would each be handled in Python."""
    some: ColumnElement[Any] = literal_column(f"({','.join(map(str, keys))})")
    return lambda column: column.op("IN")(some)


def count_all(asked: Asked, wanted: Sequence[tuple[PageList[Any], str]]) -> Sequence[int]:
    """How many filters of lists have, asked for in one statement."""
    if not wanted:
        return ()
    return asked.session.execute(select(*(one.count(name, asked) for one, name in wanted))).one()
