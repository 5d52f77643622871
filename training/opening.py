"""The first days: staff, areas, vehicles, products, client files, opening balances."""

import json
from datetime import date, timedelta
from pathlib import Path

from desktop.basics.money import yuan
from training.branch import CLERK, DISPATCHER, MANAGER, STAFF, Branch, Client
from training.catalogue import TRADE_MARGIN, pack_prices, product_fields
from training.city import AREAS, Shop, client_fields, too_dense
from training.diary import FIRST_DAY, HOLIDAYS, days, open_day

# Plate, driver, phone, cartons, kilograms, runs a day; costs of a run, a km and an hour in yuan.
VEHICLES = (
    ("川Z·A1027", "骆师傅", "18900001027", 160, 1500, 1, "120.00", "1.10", "32.00"),
    ("川Z·B3308", "卿师傅", "13600003308", 160, 1500, 1, "120.00", "1.10", "32.00"),
    ("川Z·D6651", "敬师傅", "17700006651", 90, 800, 2, "80.00", "0.85", "28.00"),
)
_RULES = Path(__file__).resolve().parent.parent / "resources" / "assortment" / "rules.json"
_REVIEW = {
    "reviewer": "明理法律服务所 方律师",
    "ground": "办事处所涉产品在本市份额约百分之三，网点均为独立小店，条款经逐条审查，"
    "属市场份额小、销售额低的情形",
    "valid_until": "2026-12-31",
}
# Supply prices that change: product code, day, new price of the base unit in fen.
_NEW_PRICES = (
    ("XF16", date(2026, 3, 9), 2260),
    ("XF18", date(2026, 3, 9), 2260),
    ("XZ12", date(2026, 4, 13), 700),
    ("MY24", date(2026, 5, 18), 1500),
    ("MY28", date(2026, 5, 18), 820),
    ("KQ31", date(2026, 6, 8), 650),
)


def open_office(branch: Branch) -> None:
    """What is done when the office goes live, and what keeps its prices."""
    diary = branch.diary
    diary.at(FIRST_DAY, 480, lambda: _staff_and_rules(branch))
    diary.at(FIRST_DAY, 510, lambda: _products(branch))
    diary.at(FIRST_DAY, 540, lambda: _assortment_rules(branch))
    for shop in branch.shops:
        if shop is branch.newcomers[-1]:
            continue
        day, minute = FIRST_DAY, 600
        if shop in branch.newcomers:
            day = branch.random.choice(days(FIRST_DAY, date(2026, 6, 20)))
            minute = branch.random.randrange(540, 1000)
        diary.at(day, minute, lambda shop=shop: add_client(branch, shop))  # type: ignore[misc]
    for code, day, price_fen in _NEW_PRICES:
        diary.at(
            open_day(day, -4),
            620,
            lambda code=code, day=day, fen=price_fen: _new_price(branch, code, day, fen),  # type: ignore[misc]
        )


def _assortment_rules(branch: Branch) -> None:
    """The rules that ship with the program, as a manager takes them over."""
    rules = json.loads(_RULES.read_text(encoding="utf-8"))
    for rule in rules:
        branch.diary.note(MANAGER, "rule.set", **rule)


def _staff_and_rules(branch: Branch) -> None:
    diary = branch.diary
    for place, (code, name, phone, roles) in enumerate(STAFF):
        fields: dict[str, object] = {"code": code, "name": name, "phone": phone}
        fields["roles"] = list(roles)
        if place == 0:
            diary.events.append({"on": FIRST_DAY.isoformat(), "do": "staff.add", **fields})
        else:
            diary.note(CLERK, "staff.add", **fields)
    diary.note(MANAGER, "office.review", **_REVIEW)
    _delivery_days(branch)
    for code, driver, phone, cartons, kg, runs, per_run, per_km, per_hour in VEHICLES:
        diary.note(
            DISPATCHER,
            "vehicle.add",
            code=code,
            driver=driver,
            phone=phone,
            cartons=cartons,
            kg=kg,
            starts="07:30",
            ends="18:30",
            runs=runs,
            reload_s=2700,
            per_run=per_run,
            per_km=per_km,
            per_hour=per_hour,
        )


def _delivery_days(branch: Branch) -> None:
    """Say when each area gets its goods, and on which days of the year nobody does (D2)."""
    for area in AREAS:
        branch.diary.note(
            DISPATCHER, "area.set", name=area.name, days=[area.drops_on], minimum=area.minimum
        )
    for first, last in HOLIDAYS:
        for past in range((last - first).days + 1):
            day = first + timedelta(days=past)
            branch.diary.note(DISPATCHER, "holiday.set", date=day.isoformat())


def _products(branch: Branch) -> None:
    for category, margin in TRADE_MARGIN.items():
        branch.diary.note(CLERK, "margin.set", category=category, trade_margin=margin)
    for product in branch.products:
        branch.diary.note(CLERK, "product.add", **product_fields(product))


def add_client(branch: Branch, shop: Shop) -> None:
    """Open a client file; a shop among too many others needs its reason (P7)."""
    known = {event["code"] for event in branch.diary.events if event["do"] == "client.add"}
    if shop.code in known:
        return
    shop.reason = too_dense(shop, [other for other in branch.shops if other.code in known])
    by = CLERK if branch.diary.day == FIRST_DAY else shop.area.rep
    fields = client_fields(shop)
    client = next((c for c in branch.clients if c.shop is shop), None)
    if client:
        fields["class"] = client.client_class
    branch.diary.note(by, "client.add", **fields)


def _new_price(branch: Branch, code: str, day: date, price_fen: int) -> None:
    product = branch.product(code)
    prices_fen = pack_prices(product.units, price_fen)
    for unit, unit_fen in prices_fen.items():
        branch.diary.note(
            CLERK,
            "product.price",
            code=code,
            unit=unit,
            price=yuan(unit_fen),
            **{"from": day.isoformat()},
        )
    branch.diary.at(day, 0, lambda: product.prices_fen.update(prices_fen))


def bring_balances(branch: Branch, clients: list[Client]) -> None:
    """Opening balances of clients from before the office went live (C3)."""
    diary, random = branch.diary, branch.random
    for place, client in enumerate(clients):
        receivable_fen = random.choice((0, random.randrange(60, 900) * 100 + 50))
        fund_fen = random.randrange(12, 160) * 100 + random.choice((0, 20, 45, 68, 90))
        if place == 3:
            receivable_fen = -3600
        diary.at(
            FIRST_DAY,
            900 + place,
            lambda c=client, r=receivable_fen, f=fund_fen: _set_balance(branch, c, r, f),  # type: ignore[misc]
        )
        diary.at(
            open_day(FIRST_DAY, 1 + place % 3),
            560 + place,
            lambda c=client, r=receivable_fen, f=fund_fen: _approve(branch, c, r, f),  # type: ignore[misc]
        )


def _set_balance(branch: Branch, client: Client, receivable_fen: int, fund_fen: int) -> None:
    branch.diary.note(
        CLERK,
        "opening.set",
        client=client.code,
        receivable=yuan(receivable_fen),
        fund=yuan(fund_fen),
    )


def _approve(branch: Branch, client: Client, receivable_fen: int, fund_fen: int) -> None:
    branch.diary.note(branch.manager(), "opening.approve", client=client.code)
    client.receivable_fen += receivable_fen
    client.accrue(branch.diary.day, fund_fen)


def late_balance(branch: Branch, shop: Shop) -> None:
    """A shop taken over from a neighbouring office last Friday: its balance waits for approval."""
    friday = date(2026, 7, 3)
    diary = branch.diary
    diary.at(friday, 600, lambda: add_client(branch, shop))
    diary.at(
        friday,
        980,
        lambda: diary.note(
            CLERK, "opening.set", client=shop.code, receivable="286.50", fund="41.20"
        ),
    )
