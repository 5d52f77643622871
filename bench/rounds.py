"""Where a big office drives: a depot, shops around it, vehicles, and today's runs."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from sqlalchemy import update

from bench.making import OUT, REPS, RUNS, Making
from desktop.basics.places import cell_of
from desktop.models import OfficeProfile, Run, Stop, Vehicle
from desktop.models.order_keys import order_keys

DEPOT = Decimal("31.46"), Decimal("104.74")
_VEHICLES = 10
_SPREAD = 60_000  # of the shops around the depot, in millionths of a degree


def somewhere(making: Making) -> dict[str, Any]:
    """A place in the town."""
    north, east = (Decimal(round(making.chance.gauss(0, _SPREAD))).scaleb(-6) for _ in range(2))
    lat, lon = DEPOT[0] + north, DEPOT[1] + east
    return {"lat": lat, "lon": lon, "cell": cell_of((float(lat), float(lon)))}


def put_rounds(making: Making) -> None:
    """The depot, the vehicles, and the runs of the orders that are on one."""
    opens = {"opens": "06:00", "closes": "22:00"}
    depot = update(OfficeProfile).values(lat=DEPOT[0], lon=DEPOT[1], **opens)
    making.connection.execute(depot)
    making.put(Vehicle, (_vehicle(key) for key in range(1, _VEHICLES + 1)))
    making.put(Run, (_run(making, key) for key in range(1, RUNS + 1)))
    making.put(Stop, _stops(making))


def _vehicle(key: int) -> dict[str, Any]:
    row = {
        "id": key,
        "code": f"川B{key:05}",
        "driver": f"司机{key}",
        "cartons": 400,
        "starts": "07:00",
        "ends": "21:00",
        "per_run_fen": 8000,
        "per_km_fen": 120,
        "per_hour_fen": 2000,
    }
    return row | order_keys(Vehicle, row)


def _run(making: Making, key: int) -> dict[str, Any]:
    out = key <= OUT
    return {
        "id": key,
        "number": f"PS-{making.today:%Y%m%d}-{key:02}",
        "state": "loaded" if out else "planned",
        "vehicle_id": key,
        "day": making.today,
        "departs": "08:00",
        "planned_on": making.today,
        "planned_by_id": REPS + 3,
        "loaded_on": making.today if out else None,
        "loaded_by_id": REPS + 3 if out else None,
    }


def _stops(making: Making) -> Iterable[dict[str, Any]]:
    position, before = 0, None
    for order in range(making.done + 1, making.size.orders + 1):
        run = making.run_of(order)
        if run is None:
            return
        position, before = 1 if run != before else position + 1, run
        note = f"SD-{order:07}" if run <= OUT else ""
        yield {"run_id": run, "position": position, "order_id": order, "note": note}
