"""Whether this computer's clock can be right: what it says, beside what is known otherwise."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from desktop.basics.i18n import _
from desktop.basics.office_clock import OFFICE_ZONE, at_office, pc_zone, zone_words
from desktop.models import Audit, Entry

_FAR = timedelta(hours=1)  # two clocks that differ by more tell of different days soon
_OFF = timedelta(minutes=5)  # a server's clock is set by the network: by so much none is off
_RESTED = timedelta(days=45)  # longer than any holiday: an office where nobody saved anything


@dataclass(frozen=True)
class ClockDoubt:
    """Why the clock may be wrong; ``name`` is what a person confirms to go on all the same."""

    name: str
    words: str


def clock_doubt(session: Session, today: date, now: datetime | None = None) -> ClockDoubt | None:
    """What speaks against today's day, if anything does (L5).

    ``now`` is this computer's moment in UTC; None where the day doesn't come from its clock.
    """
    newest = _newest_day(session, today)
    if newest is not None:
        words = _(
            "This computer says it is {today}, but the newest booking is of {newest}: "
            "its clock is probably wrong."
        )
        return ClockDoubt(f"clock {today}", words.format(today=today, newest=newest))
    if now is None:
        return None
    return _against_another(session, today, now) or _of_another_zone(today, now)


def _against_another(session: Session, today: date, now: datetime) -> ClockDoubt | None:
    """What the server's clock says against this computer's, or the newest change's."""
    other = _other_clock(session)
    if other is None:
        return None
    behind = other - now
    on_server = session.get_bind().dialect.name == "postgresql"
    if not on_server and behind < -_RESTED:
        words = _(
            "This computer says it is {today}, but nothing was saved here since {there}: is its "
            "clock right?"
        )
        return ClockDoubt(f"clock {today}", words.format(today=today, there=_moment(other)))
    if abs(behind) > _OFF if on_server else behind > _FAR:
        words = _(
            "This computer's clock says {here}, that of the office's server {there}: "
            "one of them is wrong."
        )
        if not on_server:
            words = _(
                "This computer's clock says {here}, but something was saved at {there}: "
                "a clock is wrong."
            )
        told = {"here": _moment(now), "there": _moment(other)}
        return ClockDoubt(f"clock {today}", words.format(**told))
    return None


def _of_another_zone(today: date, now: datetime) -> ClockDoubt | None:
    """A computer that shows another time than the office's, such as that of another country."""
    ahead = pc_zone(now)
    if ahead == OFFICE_ZONE.utcoffset(None):
        return None
    words = _(
        "This computer is set to the time zone {zone} and shows {here}; documents are dated by "
        "Beijing time, {there}. Set its time zone to Beijing (UTC+8:00), and look whether its "
        "clock is right then."
    )
    here = now.astimezone().strftime("%Y-%m-%d %H:%M")
    told = words.format(zone=zone_words(ahead), here=here, there=_moment(now))
    return ClockDoubt(f"clock zone {today}", told)


def _newest_day(session: Session, today: date) -> date | None:
    """The day of the newest entry that stands, if it lies after today."""
    if (session.scalar(select(func.max(Entry.booked_on))) or today) <= today:
        return None
    # What was dated by a wrong clock and cancelled since tells nothing any more.
    undone = aliased(Entry)
    return session.scalar(
        select(Entry.booked_on)
        .where(
            Entry.booked_on > today,
            Entry.cancels_number.is_(None),
            ~exists().where(undone.cancels_number == Entry.number),
        )
        .order_by(Entry.booked_on.desc())
        .limit(1)
    )


def _other_clock(session: Session) -> datetime | None:
    """The server's moment; on SQLite the newest change's, which another computer may have made."""
    if session.get_bind().dialect.name == "postgresql":
        moment: datetime | None = session.scalar(select(func.clock_timestamp()))
        return moment
    newest = session.scalar(select(Audit.at).order_by(Audit.id.desc()).limit(1))
    return datetime.fromisoformat(newest) if newest else None


def _moment(moment: datetime) -> str:
    return at_office(moment).strftime("%Y-%m-%d %H:%M")


def now_taken() -> str:
    """The time at which an order is taken that is being typed, as on the office's clock."""
    return at_office(moment_now()).strftime("%H:%M")


def moment_now() -> datetime:
    """This moment, as this computer's clock says."""
    return datetime.now(UTC)
