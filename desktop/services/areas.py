"""Areas with their delivery days, and holidays, on which nothing is delivered (D2)."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from desktop.basics.due import delivery_day
from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Area, Client, Holiday, Order
from desktop.queries.facts.areas import delivery_days, holidays_from
from desktop.services.checks import invalid, need_positive, need_text
from desktop.services.office import Office


def set_area(office: Office, name: str, days: Sequence[int], minimum_fen: int | None = None) -> int:
    """Set an area anew, or change it: its weekdays (1 is Monday) and its minimum drop.

    Orders that were taken keep their due day.
    """
    name = need_text("name", name)
    if not days or len(set(days)) < len(days) or not all(1 <= one <= 7 for one in days):
        raise invalid("days", _("Give weekdays from 1 (Monday) to 7 (Sunday), each once."))
    if minimum_fen is not None:
        need_positive("minimum", minimum_fen)
    with office.transaction("area.set") as session:
        session.allow()
        area = session.scalar(select(Area).where(Area.name == name))
        if area is None:
            area = Area(name=name)
            session.add(area)
        area.days = "".join(str(one) for one in sorted(days))
        area.minimum_fen = minimum_fen
        session.flush()
        return area.id


def set_holiday(office: Office, day: date) -> None:
    """Deliver nothing on a day; open orders due on it are due on their next delivery day."""
    with office.transaction("holiday.set") as session:
        if day < session.today:
            raise invalid("date", _("A holiday is set for today or a later day."))
        session.allow()
        if session.get(Holiday, day) is not None:
            raise Refused("duplicate", _("{day} is a holiday already.").format(day=day), "date")
        session.add(Holiday(day=day, set_on=session.today, set_by_id=session.actor_id))
        session.flush()
        holidays = holidays_from(session, day)
        moved = session.execute(
            select(Order, Client.area)
            .join(Client, Client.id == Order.client_id)
            .where(Order.due == day, Order.state.in_(Order.OPEN))
        )
        for order, area in moved.all():
            days = delivery_days(session, area)
            order.due = delivery_day(day + timedelta(days=1), days, holidays)
