"""Killed in the middle of loading, results or closing: nothing is lost, nothing is there twice."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import func, select

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.cli import main
from desktop.models import Delivery, Entry, Lot, Order, Run, StockMove, Stop
from desktop.services import closing, deliveries, runs
from desktop.services.closing import Back, close_run
from desktop.services.database import open_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order
from desktop.services.picking import load_as_picked
from desktop.services.results import record_results
from desktop.services.runs import add_vehicle, plan_run
from desktop.services.stock import CountedLot, start_stock
from tests.office import MONDAY, Team, copy_of, fill_team
from tests.services.results_told import all_but_the_last

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="nothing there ends a process like kill -9"
)


def load(office: Office) -> None:
    load_as_picked(office, 1, {1: 25}, {(2, 1): 5})


def results(office: Office) -> None:
    record_results(office, 1, all_but_the_last(office, 1))


def close(office: Office) -> None:
    close_run(office, 1, [Back("P1", "A1", 1)], 100, "少了")


def _fill(office: Office) -> None:
    """A run of three orders that is to be loaded."""
    fill_team(office)
    team = Team(office)
    add_vehicle(team.d1, VehicleDraft("V1", "骆师傅", 100, ""))
    day = MONDAY + timedelta(days=90)
    start_stock(team.d1, [CountedLot("P1", "A1", day, 40), CountedLot("P1", "A2", day, 40)])
    orders = [add_order(team.r1, one, [OrderedLine("P1", "支", 10)]) for one in ("C1", "C2", "C1")]
    plan_run(team.d1, RunDraft("V1", MONDAY, orders, "08:00"))


def kill(url: str, step: Callable[[Office], None], place: tuple[ModuleType, str], at: int) -> None:
    """Let another process do a step, and be killed at the nth call of a function within it."""
    child = os.fork()
    if not child:
        try:
            office = Office(open_database(read_url(url)))
            _die_at(*place, at)
            step(office.on(MONDAY, office.find_person("d1")))
        finally:
            os._exit(1)  # it should have been killed
    _child, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)


def _die_at(module: ModuleType, name: str, at: int) -> None:
    real, left = getattr(module, name), [at]

    def dies(*given: Any, **more: Any) -> Any:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*given, **more)

    setattr(module, name, dies)


def standing(team: Team) -> tuple[object, ...]:
    """How everything stands that these steps change."""
    with team.office.reading() as session:
        lots = session.execute(select(Lot.warehouse, Lot.runs, Lot.clients).order_by(Lot.id)).all()
        return (
            session.get_one(Run, 1).state,
            [order.state for order in session.scalars(select(Order).order_by(Order.id))],
            [tuple(row) for row in lots],
            [stop.note for stop in session.scalars(select(Stop).order_by(Stop.id))],
            *(session.scalar(select(func.count()).select_from(of)) for of in _COUNTED),
        )


_COUNTED = (StockMove, Delivery, Entry)


def test_a_morning_that_is_killed_at_every_step_ends_as_one_that_was_not(
    database_url: str,
) -> None:
    team = Team(copy_of("a run to be killed", _fill, database_url))
    steps = (
        (load, (runs, "load_line"), 2),
        (results, (deliveries, "take_all_money"), 1),
        (close, (closing, "_bring_in"), 1),
    )
    for step, place, at in steps:
        before = standing(team)
        kill(database_url, step, place, at)
        assert standing(team) == before, f"{step.__name__} left something"
        step(team.d1)
        assert standing(team) != before
    state, orders, lots, _notes, _moves, delivered, _entries = standing(team)
    assert (state, orders) == ("closed", ["delivered", "partly", "confirmed"])
    assert delivered == 2
    assert lots == [(26, 0, 15), (40, 0, 0)]
    if database_url.startswith("sqlite"):
        assert main(["check", "--database", database_url]) == 0
