"""Where the office lies, and when its warehouse is open: where reps and runs begin (G10, D4)."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.basics.places import Place, place
from desktop.models import OfficeProfile


@dataclass(frozen=True)
class OwnPlace:
    """The office's place (None: nobody entered it), and its warehouse's hours; None: any."""

    place: Place | None
    opens: str | None
    closes: str | None


def own_place(session: Session) -> OwnPlace:
    """Where the office lies, as its profile says."""
    profile = session.get(OfficeProfile, 1)
    if profile is None:
        return OwnPlace(None, None, None)
    return OwnPlace(place(profile.lat, profile.lon), profile.opens or None, profile.closes or None)
