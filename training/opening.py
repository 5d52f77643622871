"""The first days: staff, vehicles, products, client files, opening balances, first stock."""

from datetime import date, timedelta

from desktop.basics.money import yuan
from training.branch import CLERK, DISPATCHER, MANAGER, STAFF, Branch, Client
from training.catalogue import Product, pack_prices, product_fields
from training.city import Shop, client_fields, too_dense
from training.diary import FIRST_DAY, LAST_DAY, days, open_day

VEHICLES = (
    ("川Z·A1027", "骆师傅", "18900001027", 160),
    ("川Z·B3308", "卿师傅", "13600003308", 160),
    ("川Z·D6651", "敬师傅", "17700006651", 90),
)
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
# Received with few months left: product, lot, expiry, cartons.
_OLD_LOTS = (
    ("JM05", "20230812A", "2026-08-11", 2),
    ("XF22", "20230728B", "2026-07-27", 1),
    ("KQ33", "20230903A", "2026-09-02", 2),
    ("MY29", "20230820C", "2026-08-19", 2),
)


def open_office(branch: Branch) -> None:
    """What is done when the office goes live, and what keeps it stocked and priced."""
    diary = branch.diary
    diary.at(FIRST_DAY, 480, lambda: _staff_and_rules(branch))
    diary.at(FIRST_DAY, 510, lambda: _products(branch))
    for shop in branch.shops:
        if shop is branch.newcomers[-1]:
            continue
        day, minute = FIRST_DAY, 600
        if shop in branch.newcomers:
            day = branch.random.choice(days(FIRST_DAY, date(2026, 6, 20)))
            minute = branch.random.randrange(540, 1000)
        diary.at(day, minute, lambda shop=shop: add_client(branch, shop))  # type: ignore[misc]
    diary.at(FIRST_DAY, 840, lambda: _first_stock(branch))
    mondays = [day for day in days(FIRST_DAY + timedelta(days=7), LAST_DAY) if day.weekday() == 0]
    diary.each(mondays, 500, lambda: _restock(branch))
    for code, day, price_fen in _NEW_PRICES:
        diary.at(
            open_day(day, -4),
            620,
            lambda code=code, day=day, fen=price_fen: _new_price(branch, code, day, fen),  # type: ignore[misc]
        )


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
    for code, driver, phone, cartons in VEHICLES:
        diary.note(
            DISPATCHER, "vehicle.add", code=code, driver=driver, phone=phone, cartons=cartons
        )


def _products(branch: Branch) -> None:
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


def _receive(branch: Branch, product: Product, lot: str, expires: str, cartons: int) -> None:
    branch.diary.note(
        DISPATCHER,
        "stock.receive",
        product=product.code,
        lot=lot,
        expires=expires,
        unit=product.carton,
        quantity=cartons,
    )
    product.stock += cartons * product.units[product.carton]


def _fresh_lot(branch: Branch, product: Product, cartons: int) -> None:
    made = branch.diary.day - timedelta(days=branch.random.randint(20, 75))
    expires = made.replace(year=made.year + 3) - timedelta(days=1)
    lot = f"{made:%Y%m%d}{branch.random.choice('ABC')}"
    _receive(branch, product, lot, expires.isoformat(), cartons)


def _first_stock(branch: Branch) -> None:
    for code, lot, expires, cartons in _OLD_LOTS:
        _receive(branch, branch.product(code), lot, expires, cartons)
    for product in branch.products:
        size = product.units[product.carton]
        _fresh_lot(branch, product, min(60, max(12, 900 // size)) + branch.random.randrange(4))


def _restock(branch: Branch) -> None:
    for product in branch.products:
        weekly = product.sold * 7 // (branch.diary.day - FIRST_DAY).days
        if product.stock < 5 * weekly:
            cartons = 8 * weekly // product.units[product.carton]
            _fresh_lot(branch, product, max(10, cartons // 5 * 5))


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
