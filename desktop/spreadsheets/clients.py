"""Lists of clients: their headings, and their rows as typed drafts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.fields import editable, filled
from desktop.basics.headings import headings
from desktop.basics.hours import Hours
from desktop.basics.i18n import N_, _
from desktop.basics.phones import phone_problem
from desktop.spreadsheets import clocks, coordinates, fields
from desktop.spreadsheets.by_column import Parse
from desktop.spreadsheets.cells import Cell, ErrorCell, Row, is_blank
from desktop.spreadsheets.good_rows import Block, good_rows
from desktop.spreadsheets.list_kind import ListField, ListKind, declared_fields
from desktop.spreadsheets.phones import phones_or_words, right_phones
from desktop.spreadsheets.reading import Reading

_TOGETHER = (
    ListField(
        "place",
        N_("Latitude and longitude in one"),
        headings(
            """
            坐标 经纬度 gps gps坐标 地理坐标 位置坐标 定位 定位坐标 coordinates latlng latlon
            门店坐标
            """
        ),
    ),
    ListField(
        "hours",
        N_("Opening hours"),
        headings(
            """
            营业时间 经营时间 营业时段 hours openinghours businesshours opentime openhours
            收货时间 送货时间
            """
        ),
    ),
)
CLIENTS = ListKind(
    "clients", N_("Clients"), (*declared_fields(ClientDraft), *_TOGETHER), (("name",),)
)

# The columns that tell where a shop is, and when it is open.
_OF_PLACE = ("place", "lat", "lon")
_CLOCKS: Mapping[str, Parse] = {
    "opens": clocks.opening,
    "closes": clocks.clock,
    "break_from": clocks.opening,
    "break_to": clocks.opening,
}
_OF_HOURS = ("hours", *_CLOCKS)
_UNKNOWN = Hours()
# What a blank row says in the fields that are read in a way of their own.
_BLANK = {"client_class": None, "phone": "", "lat": None, "lon": None, **vars(_UNKNOWN)}
_PHONE = "phone "  # before the place of one of the columns that hold it together
_NOT_GIVEN = ("code", "rep")
_GIVEN = [one.name for one in editable(ClientDraft) if one.name not in _NOT_GIVEN]
_ALL = (*_NOT_GIVEN, *_GIVEN)


@dataclass(frozen=True, kw_only=True)
class ClientRow(ClientDraft):
    """A client as a file gives it; blank is "" or None, and a service fills in what it must.

    ``given`` is what isn't blank, by attribute, without code and rep.
    """

    row: Row
    phones: tuple[str, ...]
    given: Mapping[str, Any]


def client_rows(reading: Reading) -> Iterator[ClientRow]:
    """The good rows of a client file. A wrong phone or coordinate is a warning."""
    columns = reading.header.columns
    asked = reading.asked(ClientDraft, _BLANK)
    asked += [(one, columns[one], *how) for one, how in _APART.items() if one in columns]
    phones = reading.header.joined.get("phone", ())
    asked += [(f"{_PHONE}{place}", place, right_phones, ()) for place in phones]
    blank = reading.declared(Row(0, ()), ClientDraft, _BLANK)
    return good_rows(
        reading, reading.rows(), asked, partial(_clients, blank), partial(_client, reading)
    )


def _client(reading: Reading, row: Row) -> ClientRow:
    """The client of a row, read cell by cell."""
    reading.require(row, "name")
    lat, lon = _place(reading, row)
    hours = _hours(reading, row)
    apart = {
        "client_class": reading.value(row, "class", fields.client_class, None),
        "lat": lat,
        "lon": lon,
        **vars(hours),
    }
    numbers = _phones(reading, row)
    values = reading.declared(row, ClientDraft, {**apart, "phone": " / ".join(numbers)})
    given = {one: values[one] for one in _GIVEN if values[one] not in (None, "")}
    return ClientRow(**values, phones=numbers, row=row, given=given)


def _phones(reading: Reading, row: Row) -> tuple[str, ...]:
    found: list[str] = []
    for cell in reading.header.cells(row, "phone"):
        if is_blank(cell):
            continue
        if isinstance(cell, ErrorCell):
            reading.value(row, "phone", fields.text, "")
            continue
        found += [number for number in phones_or_words(cell) if number not in found]
    for number in found:
        if reason := phone_problem(number):
            reading.warn(row, "phone", reason)
    return tuple(found)


def _place(reading: Reading, row: Row) -> tuple[Decimal | None, Decimal | None]:
    if reading.header.columns.keys().isdisjoint(_OF_PLACE):
        return None, None
    both = reading.value(row, "place", coordinates.place, None)
    lat = reading.value(row, "lat", coordinates.latitude, both[0] if both else None)
    lon = reading.value(row, "lon", coordinates.longitude, both[1] if both else None)
    if (lat is None) != (lon is None) and not reading.is_bad(row):
        reading.warn(
            row, "lat" if lat is None else "lon", _("only one of the two coordinates is there")
        )
        return None, None
    if lat is not None and lat == lon == 0:
        name = "lat" if "lat" in reading.header.columns else "place"
        reading.warn(row, name, _("0, 0 lies in the sea off Africa: taken without a place"))
        return None, None
    return lat, lon


def _hours(reading: Reading, row: Row) -> Hours:
    if reading.header.columns.keys().isdisjoint(_OF_HOURS):
        return _UNKNOWN
    found = _hours_in_one(reading, row)
    return _joined(found, *(reading.value(row, name, how, "") for name, how in _CLOCKS.items()))


@lru_cache(maxsize=1_000)
def _joined(found: Hours, opens: str, closes: str, break_from: str, break_to: str) -> Hours:
    """What a text tells of all hours, save what columns of their own do."""
    opens, closes = opens or found.opens, closes or found.closes
    both = Hours(opens, closes, found.break_from, found.break_to)
    if not both.has_whole_break:  # the text's break is none of the hours in columns of their own
        both = Hours(opens, closes)
    return Hours(opens, closes, break_from or both.break_from, break_to or both.break_to)


def _hours_in_one(reading: Reading, row: Row) -> Hours:
    """What a text tells that has all of a shop's hours."""
    cell = reading.header.cell(row, "hours")
    if is_blank(cell):
        return _UNKNOWN
    found = reading.value(row, "hours", clocks.hours, _UNKNOWN)
    if found == _UNKNOWN and not reading.is_bad(row) and not fields.says_nothing(cell):
        reading.warn(row, "hours", _("no opening hours were found in this text"))
    return found


def _clients(blank: Mapping[str, Any], block: Block) -> Iterable[ClientRow]:
    """The clients of rows of which there is nothing to say."""
    phones = [one for name, one in block.found.items() if name.startswith(_PHONE)]
    found = {**block.found, "name": block.column("name")}
    lines = _Lines(found, [_each_once(*one) for one in zip(*phones, strict=True)])
    block.odd.update(lines.odd)
    named, given = lines.named, lines.given()
    for row, numbers, values in zip(block.rows, lines.phones, lines.values(), strict=True):
        told = {"row": row, "phones": numbers, "given": given(values)}
        yield filled(ClientRow, blank, zip(named, values, strict=True), told)


class _Lines:
    """What the rows of some columns say, all that a client needs of it."""

    def __init__(self, found: dict[str, list[Any]], phones: list[tuple[str, ...]]) -> None:
        self._columns = {one: found[one] for one in _ALL if one in found}
        number = len(found["name"])
        self.phones = phones or [()] * number
        self._columns["phone"] = list(map(" / ".join, self.phones))
        if "class" in found:
            self._columns["client_class"] = found["class"]
        if not found.keys().isdisjoint(_OF_PLACE):
            blank = [None] * number
            lat, lon = (found.get(one, blank) for one in ("lat", "lon"))
            if "place" in found:
                lat, lon = _either(found["place"], lat, 0), _either(found["place"], lon, 1)
            self._columns["lat"], self._columns["lon"] = lat, lon
        if not found.keys().isdisjoint(_OF_HOURS):
            told = found.get("hours", [_UNKNOWN] * number)
            clocks = [found.get(one, [""] * number) for one in _CLOCKS]
            hours = list(map(_joined, told, *clocks))
            apart = {one: [getattr(day, one) for day in hours] for one in _CLOCKS}
            self._columns |= {one: column for one, column in apart.items() if any(column)}
        self.named = [one for one in _ALL if one in self._columns]

    @property
    def odd(self) -> set[int]:
        """The places of the rows that lack a name or one coordinate, or lie at 0, 0."""
        nameless = {at for at, name in enumerate(self._columns["name"]) if not name}
        places = zip(self._columns.get("lat", ()), self._columns.get("lon", ()), strict=True)
        return nameless | {
            at
            for at, (lat, lon) in enumerate(places)
            if (lat is None) is not (lon is None) or (lat is not None and lat == lon == 0)
        }

    def values(self) -> Iterator[Sequence[Any]]:
        """What is known of each row, in the order of ``named``."""
        return zip(*(self._columns[one] for one in self.named), strict=True)

    def given(self) -> Callable[[Sequence[Any]], dict[str, Any]]:
        """Makes of a row's values those that aren't blank, by attribute."""
        given = [one for one in self.named if one not in _NOT_GIVEN]
        first = len(self.named) - len(given)
        if not any(None in self._columns[one] or "" in self._columns[one] for one in given):
            return lambda values: dict(zip(given, values[first:], strict=True))
        return lambda values: {
            name: one
            for name, one in zip(given, values[first:], strict=True)
            if one is not None and one != ""
        }


def _either(places: Sequence[Any], alone: Sequence[Any], at: int) -> list[Any]:
    """What stands in a column of its own, else in the one of both coordinates."""
    return [both[at] if one is None else one for both, one in zip(places, alone, strict=True)]


def _each_once(first: tuple[str, ...], *others: tuple[str, ...]) -> tuple[str, ...]:
    """The numbers of a row's phone columns, without those that stand in an earlier one."""
    for numbers in others:
        first += tuple(number for number in numbers if number not in first)
    return first


def _told_hours(cell: Cell) -> Hours:
    found = clocks.hours(cell)
    if found == _UNKNOWN and not fields.says_nothing(cell):
        raise fields.BadValue("")
    return found


# How the fields are parsed that are read in a way of their own, and what a blank one says.
_APART: Mapping[str, tuple[Parse, Any]] = {
    "class": (fields.client_class, None),
    "place": (coordinates.place, (None, None)),
    "lat": (coordinates.latitude, None),
    "lon": (coordinates.longitude, None),
    "hours": (_told_hours, _UNKNOWN),
    **{name: (parse, "") for name, parse in _CLOCKS.items()},
}
