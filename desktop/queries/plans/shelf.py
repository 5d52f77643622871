"""What to sell at a shop and where it stands (P2, P3): the shelf's problem, gathered.

What is the same for all shops is read once (``read_ground``); a shop adds a few small questions.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.orm import Session

from desktop.basics.drafts.assortment import AssortmentDraft
from desktop.basics.rules import Rules, as_rate
from desktop.basics.shelf import MOST_FACINGS
from desktop.models import Agreement, Client, Survey
from desktop.planning.assortment import Considered, Terms, expected_daily, value_of, why_not
from desktop.planning.fit import Fit, RulesAt, Shop, holding
from desktop.planning.shelf import Problem
from desktop.planning.shelves.form import Level
from desktop.planning.shelves.form import Product as Wanted
from desktop.queries.facts.agreements import agreement_on
from desktop.queries.facts.assortment import assortment_rules, shop_found
from desktop.queries.facts.goods import Good, goods
from desktop.queries.facts.kept import Kept
from desktop.queries.facts.market import Market, bought_units, market
from desktop.queries.facts.neighbours import LedNear, led_near
from desktop.queries.facts.rules import read_rules
from desktop.queries.facts.surveys import latest_survey
from desktop.queries.plans.next import on_sale


@dataclass(frozen=True)
class Ground:
    """What is the same for every shop on a day."""

    today: date
    numbers: Rules
    rules: tuple[AssortmentDraft, ...]
    goods: tuple[Good, ...]
    market: Market


@dataclass(frozen=True)
class Candidate:
    """A product that may stand on the shelf: what it sells a day with one facing, and earns."""

    good: Good
    fit: Fit
    daily: Fraction
    terms: Terms
    value: int


@dataclass(frozen=True)
class Omitted:
    """A product that may not, and why; with the neighbour that leads its line.

    ``reckoned`` is what it would sell and earn if a person put it there all the same; None where
    no retail price is known.
    """

    good: Good
    why: str
    near: LedNear | None = None
    reckoned: Candidate | None = None


@dataclass(frozen=True)
class ShelfAsked:
    """The problem of a shop, with what its codes mean; ``bought`` are the products it buys."""

    survey_id: int | None
    shop: Shop
    problem: Problem
    candidates: Mapping[str, Candidate]
    omitted: tuple[Omitted, ...]
    bought: Mapping[int, int]

    @property
    def reckoned(self) -> Mapping[str, Candidate]:
        """All that a person could put there, by code, as far as it can be reckoned (P2a)."""
        others = (one.reckoned for one in self.omitted)
        return {one.good.code: one for one in others if one is not None} | dict(self.candidates)


def ground_of(session: Session, today: date) -> Ground:
    """What is the same for every shop, read anew only when something was written since."""
    return _GROUND.of(session, today)


def make_ready(session: Session, today: date) -> None:
    """Read, and load, what the first proposal would have to wait for."""
    import desktop.planning.shelves.fill  # noqa: F401  (heavy: loaded on first use)

    ground_of(session, today)


def read_ground(session: Session, today: date) -> Ground:
    """Read what is the same for every shop."""
    sold = on_sale(session, today)
    return Ground(
        today,
        read_rules(session),
        tuple(assortment_rules(session)),
        tuple(good for good in goods(session, today) if good.code in sold),
        market(session, today),
    )


# What is done all day long beside proposals, and writes nothing that ``read_ground`` reads.
_BESIDE = (
    *("proposal.compute", "proposal.edit", "proposal.discard"),
    *("proposal.confirm", "proposal.present"),
    *("suggestion.prepare", "suggestion.edit", "suggestion.submit", "suggestion.confirm"),
    *("suggestion.return", "suggestion.discard", "visit.plan", "visit.change", "visit.release"),
    *("order.add", "staff.sign_in"),
)
_GROUND = Kept(read_ground, _BESIDE)


def shelf_problem(session: Session, today: date, client: Client) -> Problem:
    """The problem of one client's shelf."""
    return ask_shelf(session, client, ground_of(session, today)).problem


def ask_shelf(session: Session, client: Client, ground: Ground) -> ShelfAsked:
    """What may stand on a client's shelf, by its latest survey, and what it is worth there."""
    survey = latest_survey(session, client.id)
    shop = shop_found(client, survey)
    bought = bought_units(session, client.id, ground.today)
    candidates, omitted = {}, []
    for one in _considered(session, client, ground, shop, survey, bought):
        if isinstance(one, Candidate):
            candidates[one.good.code] = one
        else:
            omitted.append(one)
    problem = _problem(survey, ground.numbers.most_products, candidates)
    key = survey.id if survey else None
    return ShelfAsked(key, shop, problem, candidates, tuple(omitted), bought)


def _considered(
    session: Session,
    client: Client,
    ground: Ground,
    shop: Shop,
    survey: Survey | None,
    bought: Mapping[int, int],
) -> Iterator[Candidate | Omitted]:
    agreement = agreement_on(session, client.id, ground.today)
    promised = {one.line for one in agreement.lead_lines} if agreement else set()
    led = _led(session, client, ground.today, promised)
    rules = RulesAt(holding(ground.rules, shop, ground.today.month), shop)
    households = survey.households if survey else client.households
    for good in ground.goods:
        fit = rules.fit(good.code, good.category)
        near = led.get(good.line)
        sold = ground.market.sold(good.id, good.category, shop.segment, bought.get(good.id))
        daily = expected_daily(sold, fit.weight, households)
        terms = _terms(good, agreement, ground.numbers)
        one = Candidate(good, fit, daily, terms, value_of(terms.profit, daily))
        why = why_not(Considered(good.width_mm, good.retail_fen, fit.weight, near is not None))
        if why or one.value <= 0:
            reckoned = None if good.retail_fen is None else one
            yield Omitted(good, why or "no_profit", near if why == "led_near" else None, reckoned)
        else:
            yield one


def _led(session: Session, client: Client, today: date, promised: set[str]) -> dict[str, LedNear]:
    """The lines that neighbours lead and this client may not, with the nearest of them."""
    found: dict[str, LedNear] = {}
    for one in led_near(session, client.id, today):
        if one.line not in promised:
            found.setdefault(one.line, one)
    return found


def _terms(good: Good, agreement: Agreement | None, numbers: Rules) -> Terms:
    basic, fund = _rates(good.id, agreement, numbers)
    return Terms(good.price_fen, good.size, good.retail_fen or 0, basic, fund)


def _rates(product_id: int, agreement: Agreement | None, numbers: Rules) -> tuple[Decimal, Decimal]:
    if agreement is not None:
        return agreement.rates_for(product_id)
    return as_rate(numbers.usual_basic_rate), as_rate(numbers.usual_fund_rate)


def _problem(
    survey: Survey | None, most_products: int, candidates: Mapping[str, Candidate]
) -> Problem:
    levels = survey.levels if survey else ()
    return Problem(
        levels=tuple(
            Level(one.width_cm * 10, one.height_cm * 10 if one.height_cm else None)
            for one in levels
        ),
        max_products=most_products,
        max_facings=MOST_FACINGS,
        products=tuple(
            Wanted(
                code,
                one.good.width_mm or 0,
                one.good.height_mm,
                one.value,
                one.fit.must,
                one.good.category,
            )
            for code, one in candidates.items()
        ),
    )
