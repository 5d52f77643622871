"""Areas with their delivery days, and holidays, from lists (D2)."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.basics.drafts.area import AreaDraft
from desktop.models import Area, Holiday
from desktop.services.areas import need_still_to_come, put_holidays
from desktop.services.change import Change
from desktop.services.imports.by_draft import kind_by_draft
from desktop.services.imports.kind import EditList, ImportKind
from desktop.services.imports.outcome import RowSaid, Say, What
from desktop.services.imports.taking import Taking
from desktop.services.written import need_fields
from desktop.spreadsheets import areas as area_lists
from desktop.spreadsheets import holidays as holiday_lists
from desktop.spreadsheets.holidays import HolidayRow, holiday_rows

if TYPE_CHECKING:
    from desktop.spreadsheets.listing import Value

AREAS = kind_by_draft(area_lists.AREAS, "片区", AreaDraft, Area, need_fields)


def take_holidays(session: Change, taking: Taking) -> None:
    """Set every day that isn't one yet; what was due on them moves."""
    there = set(session.scalars(select(Holiday.day)))
    fresh = []
    for row in taking.watched(taking.rows):
        if row.day in there:
            taking.outcome.add_known(False, _said(row))
        elif taking.fits(row.row, partial(need_still_to_come, session, row.day)):
            there.add(row.day)
            fresh.append(row.day)
            taking.outcome.add_new(_said(row))
    if not taking.dry:
        put_holidays(session, fresh)


def _said(row: HolidayRow) -> Say:
    def say(what: What) -> RowSaid:
        return RowSaid(row.row.number, what, row.day.isoformat(), row.name)

    return say


def _all_holidays(session: Change) -> Iterator[Sequence["Value"]]:
    for day in session.scalars(select(Holiday.day).order_by(Holiday.day)):
        yield (day,)


HOLIDAYS = ImportKind(
    holiday_lists.HOLIDAYS,
    lambda reading, _today: holiday_rows(reading),
    take_holidays,
    EditList("节假日", [(holiday_lists.DAY_HEADING, "DAY")], _all_holidays),
)
