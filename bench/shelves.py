"""Proposals of an office with 3,000 clients and two years of deliveries: from the click, and many.

What stands on a shelf is chosen from 150 products, by the shipped rules, beside neighbours that
lead lines, for shops whose shelves were measured.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, insert, update

from bench.crowd import PRODUCTS, TODAY, big_office
from bench.making import Size
from bench.measure import Each, each
from desktop.basics.drafts.proposal import ProposalAsked
from desktop.models import (
    Client,
    ConsumerGroup,
    LeadLine,
    Neighbour,
    Price,
    Product,
    ShelfLevel,
    Survey,
    Unit,
)
from desktop.models.order_keys import order_keys
from desktop.queries.plans.shelf import read_ground
from desktop.queries.would_differ import Differing, would_differ
from desktop.services.assortment import take_shipped
from desktop.services.computing import propose_shelf
from desktop.services.office import Office

_SIZE = replace(Size(), clients=15_000, active=3_000, agreements=2_700, audit=20_000)
_PRODUCTS = 150
_CLICKS, _MANY = 40, 1_000
_CATEGORIES = ("洁面", "香皂", "沐浴", "洗发", "口腔", "礼盒")
_GROUPS = ("学生", "老人", "家庭", "上班族")
_NEAR_MM = (90_000, 210_000)


def results(folder: Path) -> Iterator[Each]:
    """Clicks one after the other, what they rest on read anew, and 1,000 clients in a row."""
    office = _office(folder)
    rep, manager = (office.on(TODAY, office.find_person(code)) for code in ("r01", "manager"))

    def anew() -> None:
        with rep.reading() as session:
            read_ground(session, TODAY)

    def click(key: int) -> Callable[[], object]:
        return partial(propose_shelf, rep, ProposalAsked(_code(key)))

    click(_MANY)()
    clicks = [click(key) for key in range(1, _CLICKS + 1)]
    yield each("a proposal from the click, 3,000 clients", clicks)
    yield each("what all of them rest on, after a delivery", [anew])

    def many() -> None:
        with rep.reading() as session:
            ground = read_ground(session, TODAY)
        for key in range(1, _MANY + 1):
            propose_shelf(rep, ProposalAsked(_code(key)), ground)

    yield each(f"proposals of {_MANY:,} clients", [many])

    def differing() -> None:
        found = Differing(all=1)
        while not found.is_done:
            with manager.reading() as session:
                found = would_differ(session, TODAY, found)

    yield each("which of all these would come out otherwise", [differing])


def _code(number: int) -> str:
    return f"K{5 * number:06}"


def _office(folder: Path) -> Office:
    office = big_office(folder / "shelves.db", _SIZE)
    with office.engine.execution_options(change=True).begin() as connection:
        chance = Random(12)
        _products(connection, chance)
        _neighbours(connection, chance)
        _surveys(connection, chance)
    take_shipped(office.on(TODAY, office.find_person("manager")))
    return office


def _products(connection: Connection, chance: Random) -> None:
    """The crowd's have been sold; 90 more are new. Each has measures, a line and a price."""
    rows, units, prices = [], [], []
    for key in range(1, _PRODUCTS + 1):
        category = _CATEGORIES[key % len(_CATEGORIES)]
        supply_fen = chance.randint(300, 6_000)
        row: dict[str, Any] = {
            "id": key,
            "line": f"{category}{key % 3}",
            "category": category,
            "retail_fen": supply_fen * chance.randint(115, 150) // 100,
            "width_mm": chance.randint(35, 140),
            "height_mm": chance.choice((100, 165, 200, 240, 290)),
            "pieces_deep": chance.randint(1, 8),
        }
        unit = key if key <= PRODUCTS else PRODUCTS + key  # the crowd's have a carton each, too
        prices.append({"unit_id": unit, "price_fen": supply_fen, "valid_from": TODAY})
        if key <= PRODUCTS:
            row |= order_keys(Product, row)
            connection.execute(update(Product).where(Product.id == key).values(**row))
            continue
        row |= {"code": f"P{key:03}", "name": f"{category}{key}", "search_text": f"{category}{key}"}
        rows.append(row | order_keys(Product, row))
        units.append({"id": unit, "product_id": key, "name": "支", "position": 1, "size": 1})
    for record, given in ((Product, rows), (Unit, units), (Price, prices)):
        connection.execute(insert(record), given)


def _neighbours(connection: Connection, chance: Random) -> None:
    """Each active client has four near it; those with an agreement lead a line or two."""
    pairs = [
        {"client_id": 5 * key, "other_id": 5 * other, "apart_mm": chance.randint(*_NEAR_MM)}
        for key in range(1, _SIZE.active + 1)
        for other in (key + 1, key + 2)
        if other <= _SIZE.active
    ]
    connection.execute(insert(Neighbour), pairs)
    lines = [f"{category}{number}" for category in _CATEGORIES for number in range(3)]
    led = [
        {"agreement_id": key, "line": line}
        for key in range(1, _SIZE.agreements + 1)
        for line in chance.sample(lines, chance.randint(1, 2))
    ]
    connection.execute(insert(LeadLine), led)


def _surveys(connection: Connection, chance: Random) -> None:
    """A shelf of five levels and its buyers for a thousand clients, and households for all."""
    connection.execute(update(Client).values(households=200 + Client.id % 700))
    surveys, groups, levels = [], [], []
    for key in range(1, _MANY + 1):
        surveys.append(
            {
                "id": key,
                "client_id": 5 * key,
                "surveyed_on": TODAY - timedelta(days=chance.randint(1, 60)),
                "surveyed_by_id": 1,
                "shop_type": "便利店",
                "area_m2": 60,
                "households": chance.randint(200, 1_500),
                "spending": chance.choice(("low", "middle", "high")),
                "rivals": 1,
            }
        )
        for place, (name, share) in enumerate(
            zip(chance.sample(_GROUPS, 2), (Decimal("0.6"), Decimal("0.4")), strict=True)
        ):
            groups.append({"survey_id": key, "name": name, "position": place + 1, "share": share})
        for place, height in enumerate((25, 30, 30, 32, 40), 1):
            levels.append(
                {"survey_id": key, "position": place, "width_cm": 90, "height_cm": height}
            )
    for record, rows in ((Survey, surveys), (ConsumerGroup, groups), (ShelfLevel, levels)):
        connection.execute(insert(record), rows)
