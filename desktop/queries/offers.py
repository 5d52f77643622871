"""What a look-up field offers, and how near each offer is to what was typed: exact beats longer."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from operator import itemgetter
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, case, func, or_
from sqlalchemy.orm import Session

from desktop.queries.listing import plain

MOST = 8
# Read to be ranked by what SQL can't compare, such as wide signs.
LOOKED_AT = 40
Record = TypeVar("Record")
_OFFERED = re.compile(r".*\(([^()\s]+)\)(?: .*)?")


class Near(IntEnum):
    """How near a record is to what was typed; the first three are it."""

    CODE = 0
    BARCODE = 1
    NAME = 2
    WORD = 3  # all of its pinyin, its initials or its phone
    NAME_BEGINS = 4
    WORD_BEGINS = 5
    INSIDE = 6

    @property
    def exact(self) -> bool:
        """Whether it is what was typed, no matter what else begins so."""
        return self <= Near.NAME


class Offers(list[tuple[str, str]]):
    """(value, words) of each record that fits, the nearest first.

    ``equals`` tells how many of the first are exactly what was typed, with nothing to choose
    between them: one is taken as it is, several have to be chosen from. ``why_not`` says why what
    is called so isn't offered, where that is known.
    """

    def __init__(
        self, pairs: Iterable[tuple[str, str]] = (), equals: int = 0, why_not: str = ""
    ) -> None:
        super().__init__(pairs)
        self.equals = equals
        self.why_not = why_not


def nearest_first(record: type[Any], typed: str) -> ColumnElement[int]:
    """Orders by nearness as far as SQL sees it: whole words, then beginnings, then the rest."""
    words = " " + record.search_text + " "
    return case(
        (or_(func.lower(record.code) == typed, func.lower(record.name) == typed), 0),
        (words.contains(f" {typed} ", autoescape=True), 1),
        (record.search_text.startswith(typed, autoescape=True), 2),
        (words.contains(f" {typed}", autoescape=True), 3),
        else_=4,
    )


def near(typed: str, code: str, name: str, others: str = "", barcode: str = "") -> Near:
    """How near a record is; ``others`` are all the words that it is found by, its name first."""
    if plain(code) == typed:
        return Near.CODE
    if barcode and plain(barcode) == typed:
        return Near.BARCODE
    if plain(name) == typed:
        return Near.NAME
    if f" {typed} " in f" {others} ":
        return Near.WORD
    if others.startswith(typed):
        return Near.NAME_BEGINS
    return Near.WORD_BEGINS if f" {typed}" in others else Near.INSIDE


@dataclass(frozen=True)
class Ranked(Generic[Record]):
    """The nearest records; ``equals`` as in ``Offers``."""

    records: list[Record]
    equals: int = 0


def ranked(
    records: Iterable[Record], nearness: Callable[[Record], tuple[Near, *tuple[Any, ...]]]
) -> Ranked[Record]:
    """The nearest records.

    ``nearness`` is followed by what is preferred among equals, false first; what is the same in
    all of that stays in the order in which it comes.
    """
    keyed = sorted(((nearness(one), one) for one in records), key=itemgetter(0))
    equals = 0
    if keyed and keyed[0][0][0].exact:
        equals = sum(found == keyed[0][0] for found, _one in keyed)
    return Ranked([one for _found, one in keyed[:MOST]], equals)


def search(
    typed: str,
    look: Callable[[str], Iterable[Record]],
    nearness: Callable[[Record, str], tuple[Near, *tuple[Any, ...]]],
) -> Ranked[Record]:
    """What ``look`` finds for what was typed; an offer's own words find by the code in them."""
    if not typed:
        return Ranked([])
    found = ranked(look(typed), lambda one: nearness(one, typed))
    offered = _OFFERED.fullmatch(typed)
    if found.records or not offered:
        return found
    code = offered[1]
    by_code = [one for one in look(code) if nearness(one, code)[0] is Near.CODE]
    return Ranked(by_code, len(by_code))


def person_id(session: Session) -> int | None:
    """Who asks; None when nobody is signed in."""
    found: int | None = session.info.get("person_id")
    return found
