"""A route plan as it is put in force (G10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from desktop.basics.fields import Editable
from desktop.basics.i18n import N_


@dataclass(frozen=True)
class RouteLineDraft:
    """A client's weekday (Monday is 1), its weeks as figures, and whether computing keeps it."""

    client: str
    weekday: int
    weeks: str
    fixed: bool = False


@dataclass(frozen=True)
class RoutePlanDraft:
    """Whom a rep visits on which days of four weeks, from a Monday on."""

    rep: Annotated[str, Editable(N_("Rep"), "lookup", needed=True)]
    starts_on: Annotated[date, Editable(N_("From Monday"), "day", called="from", needed=True)]
    lines: Sequence[RouteLineDraft]
