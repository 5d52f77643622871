"""Vehicles and their drivers: the list, and one with its runs (D4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.fields import stored
from desktop.basics.i18n import N_
from desktop.models import Run, Vehicle
from desktop.queries.listing import Wanted, holds, keys, ordered, searched
from desktop.queries.lists import Asked, Filter, Line, PageList
from desktop.queries.runs import RunRow, run_rows

_RECENT_DAYS = 28
_LAST_RUNS = 20


@dataclass(frozen=True)
class VehicleLine:
    """A line of the list; ``recent`` counts its runs of the last four weeks."""

    id: int
    code: str
    driver: str
    cartons: int
    kg: int | None
    hours: str
    runs: int
    recent: int

    @property
    def told(self) -> Line:
        """Whose it is, and what it takes."""
        return Line(f"{self.code} {self.driver}", str(self.cartons))


@dataclass(frozen=True, kw_only=True)
class VehicleDetail(VehicleDraft):
    """A vehicle with its last runs, the newest first."""

    id: int
    version: int
    recent: int
    last: tuple[RunRow, ...]


def vehicle_ids(session: Session, wanted: Wanted, today: date) -> list[int]:
    """The vehicles of a list, by plate."""
    query = VEHICLES.under(wanted.filter, Asked(session, today))
    match = holds(Vehicle.code, wanted.search) | holds(Vehicle.driver, wanted.search)
    columns: dict[str, Any] = {
        "code": Vehicle.code_key,
        "driver": (Vehicle.driver_key, Vehicle.code_key),
        "cartons": Vehicle.cartons,
        "kg": Vehicle.kg,
        "runs": func.coalesce(Vehicle.runs, 1),
        "starts": (Vehicle.starts, Vehicle.ends),
        "recent": _recent(today),
    }
    return searched(
        session, ordered(query, columns, wanted, Vehicle.code_key, Vehicle.id), wanted, match
    )


def _recent(today: date) -> Any:
    return (
        select(func.count())
        .select_from(Run)
        .where(
            Run.vehicle_id == Vehicle.id,
            Run.state != "discarded",
            Run.day > today - timedelta(days=_RECENT_DAYS),
            Run.day <= today,
        )
        .correlate(Vehicle)
        .scalar_subquery()
    )


def _on_run(day: date) -> ColumnElement[bool]:
    out = select(Run.vehicle_id).where(Run.day == day, Run.state != "discarded")
    return Vehicle.id.in_(out)


VEHICLES = PageList(
    "vehicles",
    Vehicle.id,
    (
        Filter("", N_("All"), counted=False),
        Filter("today", N_("On a run today"), lambda asked: _on_run(asked.today)),
        Filter("idle", N_("Idle today"), lambda asked: ~_on_run(asked.today)),
    ),
    lambda asked, wanted: vehicle_ids(asked.session, wanted, asked.today),
    lambda asked, ids: vehicle_rows(asked.session, ids, asked.today),
)


def vehicle_rows(session: Session, ids: Sequence[int], today: date) -> dict[int, VehicleLine]:
    """The lines of these vehicles."""
    rows = session.execute(select(Vehicle, _recent(today)).where(Vehicle.id.in_(list(ids))))
    return {
        one.id: VehicleLine(
            one.id,
            one.code,
            one.driver,
            one.cartons,
            one.kg,
            f"{one.starts or '…'}–{one.ends or '…'}" if one.starts or one.ends else "",
            one.runs or 1,
            recent,
        )
        for one, recent in rows
    }


def vehicle_detail(session: Session, vehicle_id: int, today: date) -> VehicleDetail:
    """One vehicle."""
    vehicle = session.get_one(Vehicle, vehicle_id)
    last = keys(
        session,
        select(Run.id)
        .where(Run.vehicle_id == vehicle_id, Run.state != "discarded")
        .order_by(Run.day.desc(), Run.id.desc())
        .limit(_LAST_RUNS),
    )
    rows = run_rows(session, last)
    return VehicleDetail(
        **stored(VehicleDraft, vehicle),
        id=vehicle.id,
        version=vehicle.version,
        recent=vehicle_rows(session, [vehicle_id], today)[vehicle_id].recent,
        last=tuple(rows[key] for key in last),
    )
