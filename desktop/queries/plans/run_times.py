"""When a run is planned to be where, how far it goes and what that costs (D5, D7)."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.models import Run
from desktop.queries.plans.day_ground import run_by_itself


@dataclass(frozen=True)
class RunTimes:
    """A run as it is reckoned from the order of its stops; ``arrivals`` by order id, ``08:25``."""

    departs: str
    returns: str
    arrivals: Mapping[int, str]
    metres: int
    seconds: int
    cost_fen: int


def run_times(session: Session, run_id: int) -> RunTimes | None:
    """What is planned of a run; None while nobody said where the office lies, or without stops."""
    found = run_by_itself(session, session.get_one(Run, run_id))
    run = found.reckoned
    if run is None:
        return None
    arrivals = {
        order_id: stop.arrives for stop in run.stops for order_id in found.drops[stop.code].orders
    }
    cost_fen = int(run.cost.scaleb(2))
    return RunTimes(run.departs, run.returns, arrivals, run.metres, run.seconds, cost_fen)
