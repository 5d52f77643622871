"""Areas with their delivery days, and holidays, on which nothing is delivered (D2)."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import select

from desktop.basics.drafts.area import AreaDraft
from desktop.basics.due import delivery_day
from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.models import Area, Client, Holiday, Order
from desktop.queries.facts.areas import areas_version, delivery_days, holidays_from
from desktop.services.change import Change
from desktop.services.checks import invalid, need_day, need_same_version
from desktop.services.office import Office
from desktop.services.written import need_fields, write_over, written

LONGEST_HOLIDAY = 31  # days that are set at once


def set_area(office: Office, draft: AreaDraft) -> int:
    """Set an area anew, or change it. Orders that were taken keep their due day."""
    need_fields(draft)
    with office.transaction("area.set") as session:
        session.allow()
        area = session.scalar(select(Area).where(Area.name == draft.name.strip()))
        if area is None:
            area = Area(**written(draft))
            session.add(area)
        else:
            write_over(area, draft)
        session.flush()
        return area.id


def set_areas(office: Office, version: int, drafts: Sequence[AreaDraft]) -> None:
    """Change the areas as one list; raises ChangedElsewhere (E2). Each that was set stays in it."""
    given: dict[str, AreaDraft] = {}
    for place, draft in enumerate(drafts, 1):
        _check_line(place, draft)
        if given.setdefault(draft.name.strip(), draft) is not draft:
            raise invalid("areas", _("This area stands here twice."), Spot(place, "name"))
    with office.transaction("area.set") as session:
        session.allow()
        need_same_version(areas_version(session), version)
        there = {area.name: area for area in session.scalars(select(Area))}
        for name in there:
            if name not in given:
                message = _("{area} was set, and clients may name it: leave its line here.")
                raise invalid("areas", message.format(area=name))
        for name, draft in given.items():
            if name in there:
                write_over(there[name], draft)
            else:
                session.add(Area(**written(draft)))


def _check_line(place: int, draft: AreaDraft) -> None:
    try:
        need_fields(draft)
    except Refused as error:
        raise invalid("areas", error.message, Spot(place, error.field or "")) from error


def set_holiday(office: Office, day: date, until: date | None = None) -> None:
    """Deliver nothing on a day, or from it to ``until``; open orders due then are due on their next
    delivery day. Days of the time that are holidays already stay so.
    """
    days = _days(day, until)
    with office.transaction("holiday.set") as session:
        need_still_to_come(session, day)
        session.allow()
        there = set(session.scalars(select(Holiday.day).where(Holiday.day.in_(days))))
        if len(there) == len(days):
            raise Refused("duplicate", _("{day} is a holiday already.").format(day=day), "date")
        put_holidays(session, [one for one in days if one not in there])


def _days(first: date, last: date | None) -> Sequence[date]:
    number = ((last or first) - first).days
    if not 0 <= number < LONGEST_HOLIDAY:
        message = _("It ends on its first day or within {number} days.")
        raise invalid("until", message.format(number=LONGEST_HOLIDAY))
    return [first + timedelta(days=one) for one in range(number + 1)]


def need_still_to_come(session: Change, day: date) -> None:
    """Refuse (``invalid``) a holiday that is over."""
    need_day("date", day)
    if day < session.today:
        raise invalid("date", _("A holiday is set for today or a later day."))


def put_holidays(session: Change, days: Collection[date]) -> None:
    """Deliver nothing on these days, and move what was due on them."""
    if not days:
        return
    said = {"set_on": session.today, "set_by_id": session.actor_id}
    session.write_facts(Holiday, ({**said, "day": day} for day in days))
    holidays = holidays_from(session, min(days))
    moved = session.execute(
        select(Order, Client.area)
        .join(Client, Client.id == Order.client_id)
        .where(Order.due.in_(days), Order.state.in_(Order.OPEN))
    )
    for order, area in moved.all():
        order.due = delivery_day(order.due, delivery_days(session, area), holidays)
