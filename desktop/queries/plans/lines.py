"""Who leads which line: the problem of the office (P6), from agreements, rules and surveys."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from sqlalchemy import Float, func, select, type_coerce
from sqlalchemy.orm import Session

from desktop.basics.drafts.assortment import AssortmentDraft
from desktop.models import Agreement, Client, LeadLine, Product, Survey
from desktop.planning.fit import Shop, fit
from desktop.planning.lines import Problem
from desktop.planning.staggering.form import Client as Shopkeeper
from desktop.queries.facts.agreements import in_force
from desktop.queries.facts.assortment import assortment_rules
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
    agreement_id: int


def lines_problem(
    session: Session, today: date, *, keep_today: bool = True, fixed: bool = False
) -> Problem:
    """The active clients whose agreements are in force, with as many lines as they lead now.

    Each leads at least one. Allowed is a line of which some product on sale fits (P2); it fits as
    well as its best product. With ``fixed`` the lines of the agreements stay.
    """
    leading = _leading(session, today)
    now = _now(session, [one.agreement_id for one in leading])
    shops = _shops(session, leading)
    fits = _Fits(assortment_rules(session), _products(session, today), today.month)
    return Problem(
        radius_m=read_rules(session).neighbour_m,
        seconds=SECONDS,
        keep_today=keep_today,
        clients=tuple(
            _client(one, now.get(one.agreement_id, ()), fits.of(shops[one.client_id]), fixed)
            for one in leading
        ),
    )


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
            Agreement.id,
            is_placed,
        )
        .join(Agreement, Agreement.client_id == Client.id)
        .where(in_force(today), Client.state == "active")
        .order_by(Client.code_key, Client.id)
    )
    return [
        _Leading(key, code, segment, lat if placed else None, lon if placed else None, agreement)
        for key, code, segment, lat, lon, agreement, placed in rows
    ]


def _now(session: Session, agreements: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """The lines that agreements name, by their ids."""
    wanted = set(agreements)
    found: dict[int, list[str]] = defaultdict(list)
    for agreement, line in session.execute(
        select(LeadLine.agreement_id, LeadLine.line).order_by(LeadLine.line)
    ):
        if agreement in wanted:
            found[agreement].append(line)
    return {agreement: tuple(lines) for agreement, lines in found.items()}


def _shops(session: Session, leading: Iterable[_Leading]) -> dict[int, Shop]:
    """What the rules ask of each shop, by the latest survey, by the client's id."""
    turn = func.row_number().over(
        partition_by=Survey.client_id, order_by=(Survey.surveyed_on.desc(), Survey.id.desc())
    )
    turns = select(Survey.id, turn.label("turn")).subquery()
    latest = session.scalars(
        select(Survey).join(turns, turns.c.id == Survey.id).where(turns.c.turn == 1)
    )
    surveys = {survey.client_id: survey for survey in latest}
    shops = {}
    for one in leading:
        survey = surveys.get(one.client_id)
        groups = {group.name: group.share for group in survey.groups} if survey else {}
        shops[one.client_id] = Shop(one.segment, groups, survey.spending if survey else "")
    return shops


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
        self._lines: dict[str, set[Alike]] = defaultdict(set)
        for line, code, category in products:
            self._lines[line].add((code if code in named else "", category))

    def of(self, shop: Shop) -> dict[str, int]:
        """By line the fit of the product that fits best."""
        every = {alike for products in self._lines.values() for alike in products}
        weights = {
            (code, category): fit(self._rules, shop, code, category, self._month).weight
            for code, category in every
        }
        return {
            line: max(weights[alike] for alike in products)
            for line, products in self._lines.items()
        }
