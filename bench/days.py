"""A day of 400 drops: a hand edit of its runs reckoned, a run loaded, all results saved at once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random

from bench.measure import Each, each
from desktop.basics.day_plan import DayPlan
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.drafts.order import OrderedLine
from desktop.basics.drafts.product import ProductDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.queries.day_board import DayBoard, day_board
from desktop.queries.run_results import StopOut, run_results
from desktop.services.clients import add_client
from desktop.services.database import make_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from desktop.services.orders import add_order
from desktop.services.products import add_product
from desktop.services.results import StopResult, record_results
from desktop.services.runs import add_vehicle, load_run, plan_run
from desktop.services.settings import edit_office, name_office
from desktop.services.staff import add_staff
from desktop.services.stock import CountedLot, start_stock

_TODAY = date(2026, 7, 6)
_DROPS = 400
_RUN = 40
_VEHICLES = 10
_PRODUCTS = 20
_LINES = 5
_EDITS = 60


def results(folder: Path) -> Iterator[Each]:
    """The day on the board, in the warehouse and in the grid of its papers."""
    office, orders = _day_of_orders(folder / "day.db")
    with office.reading() as session:
        board = day_board(session, _TODAY + timedelta(days=1))
    edits = list(_edits(board, _EDITS))
    assert len(edits[0].placed) == _DROPS
    yield each(
        f"a hand edit of {_DROPS} drops reckoned", (partial(board.reckoned, one) for one in edits)
    )
    few = plan_run(office, RunDraft("V0", _TODAY, orders[:_RUN], "08:00"))
    yield each(f"a run of {_RUN} stops loaded, lot by lot", [partial(load_run, office, few)])
    more = _ordered(office, _RUN)
    rest = plan_run(office, RunDraft("V1", _TODAY, [*orders[_RUN:], *more], "08:00"))
    load_run(office, rest)
    with office.reading() as session:
        told = [as_ordered(stop) for stop in run_results(session, rest).stops]
    assert len(told) == _DROPS
    yield each(f"{_DROPS} results saved in one grid", [partial(record_results, office, rest, told)])
    office.engine.dispose()


def as_ordered(stop: StopOut) -> StopResult:
    """A stop that took and paid all that came."""
    return StopResult(
        stop.order_id,
        [line.loaded for line in stop.lines],
        [(line.product, line.unit, line.ordered) for line in stop.lines],
        collected_fen=stop.due_fen,
    )


def _day_of_orders(path: Path) -> tuple[Office, list[int]]:
    """An office with stock, vehicles and shops around it that have an order each."""
    whole = Office(make_database(read_url(str(path))))
    name_office(whole, ProfileDraft("一天"))
    roles = ["administrator", "manager", "clerk", "rep", "dispatcher"]
    add_staff(whole, "one", "一人", roles)
    office = whole.on(_TODAY, whole.find_person("one"))
    lat, lon = Decimal("31.46"), Decimal("104.74")
    profile = ProfileDraft("一天", lat=lat, lon=lon, opens="06:00", closes="22:00")
    edit_office(office, 1, profile)
    truck = VehicleDraft("V", "司机", 10_000, starts="07:00", ends="21:00")
    truck = replace(truck, per_run_fen=8000, per_km_fen=120, per_hour_fen=2000)
    for at in range(_VEHICLES):
        add_vehicle(office, replace(truck, code=f"V{at}"))
    for at in range(_PRODUCTS):
        add_product(office, _product(at))
    count = partial(CountedLot, expires=_TODAY + timedelta(days=300), quantity=100_000)
    lots = [count(f"P{at}", f"2607{letter}") for at in range(_PRODUCTS) for letter in "AB"]
    start_stock(office, lots)
    chance = Random(40)
    for at in range(_DROPS):
        east, north = (Decimal(round(chance.gauss(0, 40_000))).scaleb(-6) for _ in range(2))
        shop = ClientDraft(f"C{at}", f"小店{at}", "学校店", area="城区")
        add_client(office, replace(shop, lat=lat + north, lon=lon + east))
    return office, _ordered(office, _DROPS)


def _product(at: int) -> ProductDraft:
    units, prices = {"支": 1, "箱": 24}, {"支": 3780, "箱": 90_000}
    return ProductDraft(f"P{at}", f"洗面奶{at}", "清泉", "洁面", units, prices, 4800)


def _ordered(office: Office, number: int) -> list[int]:
    """An order of some lines for each of the first shops."""
    chance = Random(5)
    return [
        add_order(
            office,
            f"C{at}",
            [
                OrderedLine(f"P{product}", "支", chance.randint(1, 12))
                for product in chance.sample(range(_PRODUCTS), _LINES)
            ],
        )
        for at in range(number)
    ]


def _edits(board: DayBoard, number: int) -> Iterator[DayPlan]:
    """Days that each differ from the one before by a stop that was moved to another run."""
    codes = list(board.ground.drops)
    each_run = len(codes) // _VEHICLES
    plan = board.start
    for at in range(_VEHICLES):
        some = codes[at * each_run : (at + 1) * each_run]
        plan = plan.begun(f"V{at}").moved(some, plan.next_key, 0)
    board.reckoned(plan)
    chance = Random(7)
    for _edit in range(number):
        key = chance.choice(plan.tours).key
        plan = plan.moved([chance.choice(codes)], key, chance.randint(0, each_run))
        yield plan
