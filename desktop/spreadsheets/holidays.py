"""Lists of holidays: their headings, and their days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desktop.basics.headings import headings
from desktop.basics.i18n import N_
from desktop.spreadsheets import fields
from desktop.spreadsheets.cells import Row
from desktop.spreadsheets.list_kind import ListField, ListKind
from desktop.spreadsheets.reading import Reading

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


def holiday_rows(reading: Reading) -> Iterator[HolidayRow]:
    """The good rows: each needs its day."""
    for row in reading.rows():
        reading.require(row, "date")
        found = HolidayRow(
            row, reading.value(row, "date", fields.day, date.min), reading.text(row, "name")
        )
        if not reading.is_bad(row):
            yield found
