"""Who leads which line: the problem of the office (P6), from agreements, rules and surveys."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Float, select, type_coerce
from sqlalchemy.orm import Session

from desktop.basics.drafts.assortment import AssortmentDraft
from desktop.models import Agreement, Client, Product
from desktop.planning.fit import Shop, holding, weight_of_held
from desktop.planning.lines import Problem
from desktop.planning.staggering.form import Client as Shopkeeper
from desktop.queries.facts.agreements import in_force, lead_lines
from desktop.queries.facts.assortment import assortment_rules, surveyed_shops
from desktop.queries.facts.rules import read_rules
from desktop.queries.plans.next import on_sale

SECONDS = 10  # what a person waits for at most

# A category or a product with rules of its own, which fit a shop alike.
Alike = tuple[str, str]


class _Leading(NamedTuple):
    client_id: int
    code: str
    segment: str
    lat: float | None
    lon: float | None


def lines_problem(
    session: Session, today: date, *, keep_today: bool = True, fixed: bool = False
) -> Problem:
    """The active clients whose agreements are in force, with as many lines as they lead now.

    Each leads at least one. Allowed is a line of which some product on sale fits (P2); it fits as
    well as its best product. With ``fixed`` the lines of the agreements stay.
    """
    leading = _leading(session, today)
    now = lead_lines(session, today)
    surveyed = surveyed_shops(session)
    fits = _Fits(assortment_rules(session), _products(session, today), today.month)
    return Problem(
        radius_m=read_rules(session).neighbour_m,
        seconds=SECONDS,
        keep_today=keep_today,
        clients=tuple(
            _client(one, now.get(one.client_id, ()), fits.of(_shop(one, surveyed)), fixed)
            for one in leading
        ),
    )


def _shop(one: _Leading, surveyed: Mapping[int, Shop]) -> Shop:
    """What the rules ask of its shop; what it is called is told by its client file."""
    shop = surveyed.get(one.client_id)
    return Shop(one.segment, shop.groups if shop else {}, shop.spending if shop else "")


def _client(
    one: _Leading, now: tuple[str, ...], fits: Mapping[str, int], fixed: bool
) -> Shopkeeper:
    suited = {line: found for line, found in fits.items() if found >= 0}
    kept = now if fixed else ()
    allowed = sorted({*suited, *kept})
    return Shopkeeper(
        code=one.code,
        lat=one.lat,
        lon=one.lon,
        now=now,
        allowed=tuple(allowed),
        fixed=kept,
        count=max(1, len(now)),
        fit={line: fits.get(line, 0) for line in allowed},
    )


def _leading(session: Session, today: date) -> list[_Leading]:
    is_placed = Client.cell.is_not(None)
    rows = session.execute(
        select(
            Client.id,
            Client.code,
            Client.segment,
            type_coerce(Client.lat, Float()),
            type_coerce(Client.lon, Float()),
            is_placed,
        )
        .join(Agreement, Agreement.client_id == Client.id)
        .where(in_force(today), Client.state == "active")
        .order_by(Client.code_key, Client.id)
    )
    return [
        _Leading(key, code, segment, lat if placed else None, lon if placed else None)
        for key, code, segment, lat, lon, placed in rows
    ]


def _products(session: Session, today: date) -> list[tuple[str, str, str]]:
    """Line, code and category of what is on sale."""
    rows = session.execute(select(Product.line, Product.code, Product.category))
    sold = on_sale(session, today)
    return [(line, code, category) for line, code, category in rows if code in sold]


class _Fits:
    """How well lines fit shops: products that no rule names fit as their category does."""

    def __init__(
        self,
        rules: Iterable[AssortmentDraft],
        products: Iterable[tuple[str, str, str]],
        month: int,
    ) -> None:
        self._rules = list(rules)
        self._month = month
        named = {rule.product for rule in self._rules}
        self._known: dict[tuple[str, ...], dict[str, int]] = {}
        self._lines: dict[str, set[Alike]] = defaultdict(set)
        for line, code, category in products:
            self._lines[line].add((code if code in named else "", category))

    def of(self, shop: Shop) -> dict[str, int]:
        """By line the fit of the product that fits best; asked once for all shops alike."""
        held = holding(self._rules, shop, self._month)
        alike = tuple(rule.code for rule in held)
        if alike not in self._known:
            self._known[alike] = {
                line: max(weight_of_held(held, code, category) for code, category in products)
                for line, products in self._lines.items()
            }
        return self._known[alike]
