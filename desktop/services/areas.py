"""Areas with their delivery days, and holidays, on which nothing is delivered (D2)."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from desktop.basics.drafts.area import AreaDraft
from desktop.basics.due import delivery_day
from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Area, Client, Holiday, Order
from desktop.queries.facts.areas import delivery_days, holidays_from
from desktop.services.change import Change
from desktop.services.checks import invalid
from desktop.services.office import Office
from desktop.services.written import need_fields, write_over, written


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


def set_holiday(office: Office, day: date) -> None:
    """Deliver nothing on a day; open orders due on it are due on their next delivery day."""
    with office.transaction("holiday.set") as session:
        need_still_to_come(session, day)
        session.allow()
        if session.get(Holiday, day) is not None:
            raise Refused("duplicate", _("{day} is a holiday already.").format(day=day), "date")
        put_holidays(session, [day])


def need_still_to_come(session: Change, day: date) -> None:
    """Refuse (``invalid``) a holiday that is over."""
    if day < session.today:
        raise invalid("date", _("A holiday is set for today or a later day."))


def put_holidays(session: Change, days: Collection[date]) -> None:
    """Deliver nothing on these days, and move what was due on them."""
    session.add_all(
        Holiday(day=day, set_on=session.today, set_by_id=session.actor_id) for day in days
    )
    session.flush()
    if not days:
        return
    holidays = holidays_from(session, min(days))
    moved = session.execute(
        select(Order, Client.area)
        .join(Client, Client.id == Order.client_id)
        .where(Order.due.in_(days), Order.state.in_(Order.OPEN))
    )
    for order, area in moved.all():
        order.due = delivery_day(order.due, delivery_days(session, area), holidays)
