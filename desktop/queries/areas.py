"""The areas as they are set, those that clients name without it, and the holidays to come (D2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.basics.drafts.area import AreaDraft
from desktop.basics.fields import stored
from desktop.basics.order_key import order_key
from desktop.models import Area, Client
from desktop.queries.facts.areas import areas_version, holidays_from

MOST_UNSET = 20  # areas that are named as not set; the others are only counted


@dataclass(frozen=True)
class AreasDetail:
    """The areas in their order. ``unset`` are those that most clients name, of ``unset_count``."""

    version: int
    areas: Sequence[AreaDraft]
    unset: Sequence[str]
    unset_count: int


def areas_detail(session: Session) -> AreasDetail:
    """Every area that was set, and those that deliver on the usual days."""
    areas = [AreaDraft(**stored(AreaDraft, one)) for one in session.scalars(select(Area))]
    areas.sort(key=lambda one: order_key(one.name))
    named = (
        select(Client.area)
        .where(Client.area != "", Client.state != "closed")
        .group_by(Client.area)
        .order_by(func.count().desc(), Client.area)
    )
    there = {one.name for one in areas}
    unset = [name for name in session.scalars(named) if name not in there]
    return AreasDetail(areas_version(session), areas, unset[:MOST_UNSET], len(unset))


def holidays_to_come(session: Session, today: date) -> Sequence[date]:
    """The holidays from today on, in their order."""
    return sorted(holidays_from(session, today))
