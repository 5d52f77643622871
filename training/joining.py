"""Who trades with the office, since when, and which lines each one leads."""

from datetime import date, timedelta
from functools import partial
from random import Random

from training import contracts, opening
from training.branch import Branch, Client, tailored
from training.catalogue import LINES
from training.city import Shop
from training.diary import FIRST_DAY, days, open_day
from training.offers import Offers
from training.orders import Orders

_TRADING = 180
_FROM_BEFORE = 96
_CLASS_A, _CLASS_B = 6, 26
_WITHOUT_AGREEMENT = 12


def join_clients(branch: Branch, orders: Orders, offers: Offers) -> None:
    """Choose the shops that trade, and let each join on its day."""
    random = branch.random
    trading = random.sample(branch.shops, _TRADING)
    rest = [shop for shop in branch.shops if shop not in trading]
    branch.newcomers = rest[::3]
    branch.prospects = [shop for shop in rest if shop not in branch.newcomers]
    for place, shop in enumerate(trading):
        branch.clients.append(_client(branch, shop, place))
    _lead(random, branch.clients)
    for client in branch.clients:
        suited = tailored(random, client.shop, branch.products, client.lead_lines)
        client.products = suited
    before, after = branch.clients[:_FROM_BEFORE], branch.clients[_FROM_BEFORE:]
    opening.bring_balances(branch, random.sample(before, 42))
    for place, client in enumerate(before):
        _go_on(branch, orders, client, place)
    joining = sorted(random.choices(days(date(2026, 1, 26), date(2026, 6, 22)), k=len(after)))
    for place, (client, day) in enumerate(zip(after, joining, strict=True)):
        _join(branch, orders, client, day, place >= len(after) - _WITHOUT_AGREEMENT // 2)
        if place % 4 == 1:
            offers.win(client, open_day(day, -9))
    _changes(branch, before)


def _client(branch: Branch, shop: Shop, place: int) -> Client:
    random = branch.random
    client_class = "A" if place < _CLASS_A else "B" if place < _CLASS_A + _CLASS_B else "C"
    weeks = {"A": 1, "B": 2, "C": random.choice((3, 4, 4, 4, 5))}[client_class]
    size = {"A": 4, "B": random.choice((2, 3)), "C": random.choice((1, 1, 2))}[client_class]
    return Client(shop, client_class, weeks, size, random.random() < 0.62, [])


def _lead(random: Random, clients: list[Client]) -> None:
    """Give each client its lead lines, mostly other ones than its neighbours'."""
    for client in clients:
        taken = {
            line for other in clients if other.shop.near(client.shop) for line in other.lead_lines
        }
        free = [line for line in LINES[:5] if line not in taken or random.random() < 0.75]
        weights = [_wish(client.shop.segment, line) for line in free]
        first = random.choices(free, weights)[0]
        client.lead_lines = [first]
        rest = [line for line in free if line != first]
        if client.client_class != "C" and rest:
            client.lead_lines = [first, random.choice(rest)]


def _wish(segment: str, line: str) -> int:
    wishes = {
        "学校店": "青柚洁面",
        "市场店": "皂角香皂",
        "乡镇店": "皂角香皂",
        "小区店": "首乌洗发",
    }
    return 5 if wishes.get(segment) == line else 2


def _go_on(branch: Branch, orders: Orders, client: Client, place: int) -> None:
    """A client from before: it orders from the start, and signs in the first weeks."""
    orders.begin(client, FIRST_DAY)
    if place % 16 == 11:
        return
    drafted_on = open_day(FIRST_DAY, 1 + place % 19)
    starts_on = FIRST_DAY - timedelta(days=4)
    contracts.agree(branch, client, drafted_on, starts_on, contracts.ends_of(place))


def _join(branch: Branch, orders: Orders, client: Client, day: date, plain: bool) -> None:
    """A new client: it orders once it has signed, or without an agreement."""
    begin = lambda: orders.begin(client, branch.diary.day)  # noqa: E731
    if plain:
        branch.diary.at(day, 600, begin)
    else:
        contracts.agree(branch, client, day, day, then=begin)


def _changes(branch: Branch, before: list[Client]) -> None:
    """Agreements that are amended, ended and renewed, and some that wait for their next step."""
    for place, day in ((2, date(2026, 3, 20)), (13, date(2026, 4, 30)), (40, date(2026, 5, 29))):
        contracts.amend(branch, before[place], day)
    for place, day in ((48, date(2026, 4, 17)), (61, date(2026, 5, 22)), (77, date(2026, 6, 12))):
        contracts.end(branch, before[place], day)
    year_end = date(2026, 12, 31)
    for place in (38, 45):
        contracts.agree(branch, before[place], date(2026, 6, 22), date(2026, 7, 1))
    waiting = (
        (22, date(2026, 7, 3), date(2026, 7, 7), "approve"),
        (66, date(2026, 7, 4), date(2026, 7, 13), "approve"),
        (9, date(2026, 7, 4), date(2026, 7, 20), "submit"),
        (11, date(2026, 7, 3), date(2026, 7, 6), "submit"),
        (27, date(2026, 7, 1), date(2026, 7, 6), "sign"),
        (43, date(2026, 7, 2), date(2026, 7, 6), "sign"),
    )
    for place, drafted_on, starts_on, stop in waiting:
        agree = partial(contracts.agree, branch, before[place], drafted_on, starts_on, year_end)
        agree(stop=stop)
