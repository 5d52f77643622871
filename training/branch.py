"""The invented office as the story goes on: its clients and what stands between them and it."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from desktop.basics.calendar import Quarter
from training.catalogue import Product, make_products
from training.city import Builder, Shop
from training.diary import Diary
from training.warehouse import Lot, Warehouse

# Who does what, and their phones: two managers, so that maker and checker are two persons.
STAFF = (
    ("yang", "杨素芬", "08005550188", ("clerk", "administrator")),
    ("wang", "王正柏", "13900008801", ("manager",)),
    ("luo", "罗晓岚", "13900008802", ("manager",)),
    ("chen", "陈川东", "13700008811", ("rep",)),
    ("zhou", "周小渝", "13700008812", ("rep",)),
    ("tang", "唐倩", "13700008813", ("rep",)),
    ("peng", "彭大伟", "13600008821", ("dispatcher",)),
    ("he", "何淑君", "13600008831", ("accountant",)),
    ("jiang", "蒋艳", "13600008832", ("cashier",)),
)
REPS = ("chen", "zhou", "tang")
CLERK, MANAGER, SECOND_MANAGER = "yang", "wang", "luo"
DISPATCHER, ACCOUNTANT, CASHIER = "peng", "he", "jiang"

RHYTHM_DAYS = {"A": 7, "B": 14, "C": 28}
_LASTING = timedelta(days=70)


@dataclass
class Agreement:
    """An agreement with what is needed to know its rates on a day."""

    ref: str
    starts_on: date
    ends_on: date
    basic_rate: Decimal
    fund_rate: Decimal
    minimum_fen: dict[str, int]
    lead_lines: list[str]
    own_rates: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    signed_on: date | None = None
    terminated_on: date | None = None

    def in_force_on(self, day: date) -> bool:
        """Whether it is in force (A3)."""
        if self.signed_on is None:
            return False
        last = min(self.ends_on, self.terminated_on or self.ends_on)
        return max(self.starts_on, self.signed_on) <= day <= last

    def rates_for(self, product: Product) -> tuple[Decimal, Decimal]:
        """Basic and fund rate of a product."""
        return self.own_rates.get(product.code, (self.basic_rate, self.fund_rate))


@dataclass
class Client:
    """A shop in the story. ``every_weeks`` is how often it orders, ``size`` how much."""

    shop: Shop
    client_class: str
    every_weeks: int
    size: int
    pays_at_door: bool
    products: list[Product]
    lead_lines: list[str] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    receivable_fen: int = 0
    funds_fen: dict[str, int] = field(default_factory=dict)
    open_orders: int = 0
    collecting: bool = False
    busy: bool = False
    active_since: date | None = None
    last_visit: date | None = None
    adopted: list[tuple[str, date]] = field(default_factory=list)

    @property
    def code(self) -> str:
        """Its code in the file."""
        return self.shop.code

    @property
    def rep(self) -> str:
        """Whose client it is."""
        return self.shop.area.rep

    def agreement_on(self, day: date) -> Agreement | None:
        """The agreement in force on a day, as far as is known now."""
        return next((a for a in self.agreements if a.in_force_on(day)), None)

    def accrue(self, day: date, amount_fen: int) -> None:
        """Add to the fund in the quarter of a day; negative for what is taken off."""
        quarter = Quarter.of(day).text
        self.funds_fen[quarter] = self.funds_fen.get(quarter, 0) + amount_fen

    def pushes(self, product: Product, day: date) -> bool:
        """Whether a suggestion about this product was adopted and still works."""
        return any(code == product.code and on <= day <= on + _LASTING for code, on in self.adopted)

    def overdue(self, day: date) -> float:
        """How much of its visit rhythm has passed."""
        since = self.last_visit or self.active_since
        if since is None or self.client_class not in RHYTHM_DAYS:
            return 0.0
        return (day - since).days / RHYTHM_DAYS[self.client_class]


@dataclass(frozen=True)
class Promoted:
    """A promotion that was entered: lower retail prices in fen, for some clients or for all."""

    first: date
    last: date
    prices_fen: dict[str, int]
    clients: tuple[str, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """A proposal that a shop took: its lines are its first order.

    ``months`` is what was expected of each in a month, in pieces; None where nobody reckoned.
    """

    ref: str
    lines: list[tuple[Product, str, int]]
    months: list[int | None]


class Branch:
    """The office: its diary, products, warehouse and clients."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.diary = Diary(seed)
        self.products = make_products()
        self.shops = Builder(self.diary.random).build()
        self.clients: list[Client] = []
        self.prospects: list[Shop] = []
        self.newcomers: list[Shop] = []
        self.warehouse = Warehouse()
        self.assets: dict[str, list[str]] = {}  # the tags that stand at a client
        self.got: dict[str, list[Lot]] = {}  # the lots that came to a client by a run
        self.accepted: dict[str, Proposal] = {}  # proposals not ordered yet, by client
        self.promoted: dict[str, Promoted] = {}
        self._tags = 0

    @property
    def random(self) -> Random:
        """The dice."""
        return self.diary.random

    def product(self, code: str) -> Product:
        """The product of a code."""
        return next(product for product in self.products if product.code == code)

    def promoted_fen(self, client: Client, product: Product) -> int | None:
        """The lowest price that promotions allow a client today."""
        prices_fen = [
            one.prices_fen[product.code]
            for one in self.promoted.values()
            if one.first <= self.diary.day <= one.last
            and product.code in one.prices_fen
            and client.code in (one.clients or (client.code,))
        ]
        return min(prices_fen, default=None)

    def next_tag(self) -> int:
        """The number of the next sign or rack that is delivered."""
        self._tags += 1
        return self._tags

    def manager(self) -> str:
        """A manager who is free now."""
        return MANAGER if self.random.random() < 0.6 else SECOND_MANAGER

    def active(self, rep: str | None = None) -> list[Client]:
        """Clients that trade by now, of one rep or all."""
        return [c for c in self.clients if c.active_since and rep in (None, c.rep)]


def tailored(random: Random, shop: Shop, products: list[Product], lead: list[str]) -> list[Product]:
    """The eight to twelve products that suit a shop, those of its lead lines first."""
    left = [product for product in products if product.category != "礼盒" or random.random() < 0.4]
    chosen: list[Product] = []
    for _ in range(random.randint(8, 12)):
        weights = [p.sells(shop.segment, 4) * (3 if p.line in lead else 1) for p in left]
        pick = random.choices(left, weights)[0]
        left.remove(pick)
        chosen.append(pick)
    return chosen
