"""Benefits given to clients, credits paid back, a mistyped collection, files that are closed."""

from datetime import date

from desktop.basics.money import yuan
from training.branch import CASHIER, CLERK, Branch, Client
from training.catalogue import Product
from training.diary import LAST_DAY, days, open_day
from training.promises import Promises

# kind: how often, cost in yuan from and to, how it is paid.
_BENEFITS = {
    "sign": (8, (380, 920), ("cash",)),
    "rack": (18, (120, 320), ("cash",)),
    "rebate": (16, (40, 180), ("setoff", "setoff", "cash")),
    "grant": (14, (36, 150), ("goods",)),
    "promotion": (12, (60, 260), ("cash", "goods")),
}
_CLOSING = (
    "铺子转让，新店主还没定",
    "片区拆迁，店已搬空",
    "老板回乡，关门了",
    "改成茶馆，不卖百货",
)


def give_benefits(branch: Branch) -> None:
    """Spread the benefits over the half-year, to those who work well."""
    promises = Promises(branch)
    random, diary = branch.random, branch.diary
    for kind, (count, costs, means) in _BENEFITS.items():
        for day in random.choices(days(date(2026, 1, 29), date(2026, 7, 3)), k=count):
            cost_fen = random.randrange(costs[0], costs[1], 2) * 100
            paid_by = random.choice(means)
            diary.at(
                day,
                random.randrange(570, 1000),
                lambda k=kind, c=cost_fen, p=paid_by: _give(branch, promises, k, c, p),  # type: ignore[misc]
            )


def _give(branch: Branch, promises: Promises, kind: str, cost_fen: int, paid_by: str) -> None:
    signed = [c for c in branch.active() if c.agreement_on(branch.diary.day)]
    if not signed:
        return
    weights = [{"A": 8, "B": 3, "C": 1}[client.client_class] for client in signed]
    client = branch.random.choices(signed, weights)[0]
    promises.give(client, kind, cost_fen, paid_by)
    if paid_by == "setoff":
        client.receivable_fen -= cost_fen


def pay_back_credits(branch: Branch) -> None:
    """Twice a client with a credit gets it in cash."""
    for day in (date(2026, 3, 20), date(2026, 6, 10)):
        branch.diary.at(day, 690, lambda: _pay_back(branch))


def _pay_back(branch: Branch) -> None:
    client = min(branch.active(), key=lambda c: c.receivable_fen)
    if client.receivable_fen >= 0:
        return
    branch.diary.note(
        CASHIER, "refund.pay", client=client.code, amount=yuan(-client.receivable_fen)
    )
    client.receivable_fen = 0


def mistype_collection(branch: Branch) -> None:
    """Money booked on the wrong client, seen at once, cancelled, and booked anew (L2a)."""
    branch.diary.at(date(2026, 5, 12), 640, lambda: _mistype(branch))


def _mistype(branch: Branch) -> None:
    diary = branch.diary
    owing = sorted(branch.active(), key=lambda c: -c.receivable_fen)
    right, wrong = owing[0], owing[1]
    amount = yuan(right.receivable_fen)
    first = diary.ref("M")
    diary.note(
        CASHIER,
        "collection.record",
        ref=first,
        client=wrong.code,
        amount=amount,
        means="bank",
    )
    diary.note(CASHIER, "collection.cancel", collection=first, reason="入错户，重录")
    diary.note(
        CASHIER,
        "collection.record",
        ref=diary.ref("M"),
        client=right.code,
        amount=amount,
        means="bank",
    )
    right.receivable_fen = 0


def close_files(branch: Branch) -> None:
    """Some prospects are gone before they ever bought."""
    random, diary = branch.random, branch.diary
    shops = random.sample(branch.prospects[1::2], len(_CLOSING))
    for shop, reason in zip(shops, _CLOSING, strict=True):
        day = open_day(random.choice(days(date(2026, 3, 2), date(2026, 6, 26))))
        diary.at(
            day,
            950,
            lambda shop=shop, reason=reason: diary.note(  # type: ignore[misc]
                shop.area.rep, "client.close", client=shop.code, reason=reason
            ),
        )


def last_word(branch: Branch, client: Client) -> None:
    """What is asked for by phone at the end: much on Saturday, a little on the last morning."""
    diary = branch.diary
    product = client.products[0]
    diary.at(LAST_DAY, 590, lambda: _by_phone(branch, client, product, 1, {"at": "09:50"}))
    diary.at(open_day(LAST_DAY, -1), 664, lambda: _factory_orders(branch))


def _by_phone(
    branch: Branch, client: Client, product: Product, cartons: int, fields: dict[str, str]
) -> None:
    lines = [{"product": product.code, "unit": product.carton, "quantity": cartons}]
    ref = branch.diary.ref("O")
    branch.diary.note(CLERK, "order.add", ref=ref, client=client.code, lines=lines, **fields)


def _factory_orders(branch: Branch) -> None:
    """A factory's shop wants something against the heat for all workers: more than there is."""
    shops = [c for c in branch.active() if c.shop.segment == "厂区店"]
    product = branch.product("MY28")
    cartons = branch.warehouse.total(product) // product.units[product.carton] + 4
    _by_phone(branch, shops[0], product, cartons, {"at": "11:04", "wanted": "2026-07-15"})
