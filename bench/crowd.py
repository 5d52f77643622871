"""A big branch office, made in bulk: 100,000 shops, a fifth of them buying, and two years' work.

The ledger's triggers are away while it is made: row by row they would take minutes, and nothing
here is about the ledger's chain.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bench.business import do_business
from bench.making import REPS, Making, Size
from bench.rounds import somewhere
from desktop.basics.drafts.office import ProfileDraft
from desktop.models import (
    Agreement,
    Client,
    Price,
    Product,
    ProtectedPrice,
    Staff,
    StaffRole,
    Suggestion,
    Unit,
    Visit,
    VisitPlan,
)
from desktop.models.kept_sums import fill_kept_sums
from desktop.models.order_keys import order_keys
from desktop.models.protections import protections
from desktop.models.search_index import fill_search_index
from desktop.models.search_text import search_words
from desktop.services.database import make_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from desktop.services.settings import name_office

TODAY = date(2026, 7, 6)
PRODUCTS = 60
_OTHERS = ("manager", "clerk", "dispatcher", "cashier", "accountant", "administrator")
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英"
_SHOPS = "好又来惠民佳乐万家福满永兴旺客隆百汇鑫源春天阳光红旗天天美宜康达华联"
_LINES = ("清泉", "暖阳", "白石", "青禾")
_KINDS = ("便利店", "超市", "食杂店", "小卖部", "烟酒店", "生活馆")
_SEGMENTS = ("学校店", "社区店", "车站店", "医院店", "街边店", "市场店")
_AREAS = tuple(
    f"{name}{part}" for name in ("城东", "城西", "城南", "城北", "新区") for part in "一二三四"
)
_STREETS = ("米市街", "人民路", "建设路", "解放街", "光华村", "双林路", "水井街", "青年路")


def big_office(path: Path, size: Size | None = None, today: date = TODAY) -> Office:
    """Make a big office in a file (or at a server's address) that isn't there yet."""
    return fill(Office(make_database(read_url(str(path)))), size or Size(), today)


def fill(office: Office, size: Size, today: date = TODAY) -> Office:
    """Fill a fresh office; whoever works in it has no password."""
    name_office(office, ProfileDraft("大城办事处", "大城"))
    with office.engine.execution_options(change=True).begin() as connection:
        guards(connection, away=True)
        making = Making(connection, size, today)
        for step in (_staff, _products, _clients, _agreements, _suggestions, _visits):
            step(making)
        do_business(making)
        guards(connection, away=False)
    if office.engine.dialect.name == "sqlite":
        with office.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return office


def guards(connection: Connection, *, away: bool) -> None:
    """Take what guards the ledger away for a while, or put it back."""
    bare = connection.execution_options(no_parameters=True)
    if connection.dialect.name != "sqlite":
        if not away:
            bare.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")  # no check may be due
        for table in ("entry", "posting"):
            state = "DISABLE" if away else "ENABLE"
            bare.exec_driver_sql(f"ALTER TABLE {table} {state} TRIGGER USER")
    elif away:
        names = bare.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for name in names.scalars().all():
            bare.exec_driver_sql(f"DROP TRIGGER {name}")
    else:
        for statement in protections("sqlite"):
            bare.exec_driver_sql(statement)
        fill_search_index(connection)
    if not away:
        fill_kept_sums(connection)


def _staff(making: Making) -> None:
    codes = [*(f"r{number:02}" for number in range(1, REPS + 1)), *_OTHERS]
    people = (
        {"id": key, "code": code, "name": _person(making), "active": True}
        for key, code in enumerate(codes, 1)
    )
    making.put(Staff, (one | order_keys(Staff, one) for one in people))
    making.put(
        StaffRole,
        (
            {"staff_id": key, "role": "rep" if code[1:].isdigit() else code}
            for key, code in enumerate(codes, 1)
        ),
    )


def _person(making: Making) -> str:
    pick = making.chance.choice
    return pick(_SURNAMES) + "".join(pick(_GIVEN) for _sign in range(making.chance.randint(1, 2)))


def _products(making: Making) -> None:
    rows, units = [], []
    for key in range(1, PRODUCTS + 1):
        name = f"清泉{'洗面奶' if key % 2 else '沐浴露'}{key}"
        code = f"P{key:03}"
        rows.append(
            {
                "id": key,
                "code": code,
                "name": name,
                "line": _LINES[key % len(_LINES)],
                "category": "洁面",
                "retail_fen": 4800,
                "search_text": search_words((name,), (code,)),
            }
        )
        units.append({"id": key, "product_id": key, "name": "支", "position": 1, "size": 1})
        units.append(
            {"id": PRODUCTS + key, "product_id": key, "name": "箱", "position": 2, "size": 24}
        )
    making.put(Product, (one | order_keys(Product, one) for one in rows))
    making.put(Unit, units)
    making.put(Price, map(_price, units))


def _price(unit: dict[str, Any]) -> dict[str, Any]:
    return {"unit_id": unit["id"], "price_fen": 3780 * unit["size"], "valid_from": date(2024, 1, 1)}


def _clients(making: Making) -> None:
    shops = (_client(making, key) for key in range(1, making.size.clients + 1))
    making.put(Client, (one | order_keys(Client, one) for one in shops))


def _client(making: Making, key: int) -> dict[str, Any]:
    pick = making.chance.choice
    name = "".join(making.chance.sample(_SHOPS, 3)) + pick(_KINDS)
    contact = _person(making)
    phone = f"13{making.chance.randrange(10**9):09}"
    code, address = f"K{key:06}", f"{pick(_STREETS)}{making.chance.randint(1, 400)}号"
    state = "active" if key % 5 == 0 else "closed" if key % 20 == 1 else "prospect"
    added = making.ago(1400, 5)
    return {
        "id": key,
        "code": code,
        "name": name,
        "segment": pick(_SEGMENTS),
        "state": state,
        "rep_id": key % REPS + 1 if state != "prospect" or key % 3 else None,
        "class": making.chance.choices("ABC", (1, 3, 6))[0] if state == "active" else None,
        "contact": contact,
        "phone": phone,
        "address": address,
        "area": pick(_AREAS),
        **somewhere(making),
        "added_on": added,
        "active_since": added if state == "active" else None,
        "closed_on": making.today if state == "closed" else None,
        "search_text": search_words((name, contact), (code, address), phone),
    }


def _agreements(making: Making) -> None:
    making.put(Agreement, (_agreement(making, key) for key in range(1, making.size.agreements + 1)))
    making.put(
        ProtectedPrice,
        (
            {"agreement_id": key, "product_id": product, "price_fen": 4200}
            for key in range(1, making.size.agreements + 1)
            for product in range(1, 6)
        ),
    )


def _agreement(making: Making, key: int) -> dict[str, Any]:
    state = making.chance.choices(
        ("draft", "submitted", "approved", "active", "terminated"), (2, 1, 2, 90, 5)
    )[0]
    start = making.ago(500)
    numbered = state not in ("draft", "submitted")
    signed = state in ("active", "terminated")
    return {
        "id": key,
        "number": f"JX-2026-{key:05}" if numbered else "",
        "client_id": 5 * key,
        "state": state,
        "starts_on": start,
        "ends_on": start + timedelta(days=364),
        "basic_rate": Decimal("0.05"),
        "fund_rate": Decimal("0.02"),
        "drafted_on": start,
        "drafted_by_id": REPS + 2,
        "approved_on": start if numbered else None,
        "signed_on": start if signed else None,
        "terminated_on": making.today if state == "terminated" else None,
    }


def _suggestions(making: Making) -> None:
    states = ("draft", "submitted", "confirmed", "adopted", "partly", "declined", "deferred")
    said = ("收银台旁加一组挂架", "洗面奶换到第二层", "开学前备足两箱", "门口贴新价签")

    def rows() -> Iterator[dict[str, Any]]:
        for key in range(1, making.size.suggestions + 1):
            # What a person still works on is young and little; the rest is history.
            new = key > making.size.suggestions - 3_000
            state = making.chance.choice(states[:3] if new else states[3:])
            on = making.ago(20) if new else making.ago(700, 20)
            row = {
                "id": key,
                "client_id": making.buyer(),
                "state": state,
                "category": "display",
                "content": making.chance.choice(said),
                "prepared_on": on,
                "prepared_by_id": key % REPS + 1,
                "submitted_on": on if state != "draft" else None,
                "confirmed_on": on if state not in ("draft", "submitted") else None,
                "presented_on": on if not new else None,
                "adopted_on": on if state in ("adopted", "partly") else None,
            }
            yield row | order_keys(Suggestion, row)

    making.put(Suggestion, rows())


def _visits(making: Making) -> None:
    told = making.size.suggestions - 3_000
    per_plan = max(1, told // making.size.plans)

    def plans() -> Iterator[dict[str, Any]]:
        for key in range(1, making.size.plans + 1):
            day = making.today - timedelta(days=(making.size.plans - key) // REPS)
            yield {
                "id": key,
                "state": "released",
                "rep_id": key % REPS + 1,
                "day": day,
                "planned_on": day,
                "planned_by_id": key % REPS + 1,
            }

    def visits() -> Iterator[dict[str, Any]]:
        for key in range(1, making.size.plans * per_plan + 1):
            plan = (key - 1) // per_plan + 1
            fresh = plan > making.size.plans - REPS
            yield {
                "id": key,
                "plan_id": plan,
                "position": (key - 1) % per_plan + 1,
                "client_id": 5 * (key % making.size.active + 1),
                "state": "planned" if fresh else "adopted",
                "suggestion_id": key if key <= told else None,
            }

    making.put(VisitPlan, plans())
    making.put(Visit, visits())
