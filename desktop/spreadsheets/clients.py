"""Lists of clients: their headings, and their rows as typed drafts."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.headings import headings
from desktop.basics.hours import Hours
from desktop.basics.i18n import N_, _
from desktop.spreadsheets import fields
from desktop.spreadsheets.cells import ErrorCell, Row, is_blank
from desktop.spreadsheets.list_kind import ListField, ListKind, declared_fields
from desktop.spreadsheets.phones import phone_problem, phones_or_words
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
_OF_HOURS = ("hours", "opens", "closes", "break_from", "break_to")
_UNKNOWN = Hours()


@dataclass(frozen=True, kw_only=True)
class ClientRow(ClientDraft):
    """A client as a file gives it; blank is "" or None, and a service fills in what it must."""

    row: Row
    phones: tuple[str, ...]


def client_rows(reading: Reading) -> Iterator[ClientRow]:
    """The good rows of a client file. A wrong phone or coordinate is a warning."""
    for row in reading.rows():
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
        client = ClientRow(
            **reading.declared(row, ClientDraft, {**apart, "phone": " / ".join(numbers)}),
            phones=numbers,
            row=row,
        )
        if not reading.is_bad(row):
            yield client


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
    both = reading.value(row, "place", fields.place, None)
    lat = reading.value(row, "lat", fields.latitude, both[0] if both else None)
    lon = reading.value(row, "lon", fields.longitude, both[1] if both else None)
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
    opens = reading.value(row, "opens", fields.opening, found.opens)
    closes = reading.value(row, "closes", fields.clock, found.closes)
    both = Hours(opens, closes, found.break_from, found.break_to)
    if not both.has_whole_break:  # the text's break is none of the hours in columns of their own
        both = Hours(opens, closes)
    break_from = reading.value(row, "break_from", fields.opening, both.break_from)
    break_to = reading.value(row, "break_to", fields.opening, both.break_to)
    return Hours(opens, closes, break_from, break_to)


def _hours_in_one(reading: Reading, row: Row) -> Hours:
    """What a text tells that has all of a shop's hours."""
    cell = reading.header.cell(row, "hours")
    if is_blank(cell):
        return _UNKNOWN
    found = reading.value(row, "hours", fields.hours, _UNKNOWN)
    if found == _UNKNOWN and not reading.is_bad(row) and not fields.says_nothing(cell):
        reading.warn(row, "hours", _("no opening hours were found in this text"))
    return found
