"""Lists of holidays: their headings, and their days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from desktop.basics.headings import headings
from desktop.basics.i18n import N_
from desktop.spreadsheets import fields
from desktop.spreadsheets.cells import Row
from desktop.spreadsheets.good_rows import Field, Fields
from desktop.spreadsheets.list_kind import ListField, ListKind
from desktop.spreadsheets.reading import Reading, short_text

DAY_HEADING = "放假日期"
HOLIDAYS = ListKind(
    "holidays",
    N_("Holidays"),
    (
        ListField(
            "date",
            N_("Day"),
            headings(
                "放假日期 节假日日期 休息日期 停送日期 停配日期 日期 节假日 date day holidaydate"
            ),
        ),
        ListField(
            "name",
            N_("Holiday"),
            headings("节日 节日名称 节假日名称 名称 说明 备注 holiday name holidayname"),
        ),
    ),
    (("date",),),
)


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A day on which nothing is delivered; its name is only shown."""

    row: Row
    day: date
    name: str


_TOLD: Mapping[str, Field] = {"date": (fields.day, None), "name": (short_text, "")}


def holiday_rows(reading: Reading) -> Iterator[HolidayRow]:
    """The good rows: each needs its day."""
    return Fields(reading, _TOLD, HOLIDAYS.needed).rows(reading.rows(), HolidayRow)
