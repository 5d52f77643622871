"""A computed proposal in words and numbers: lines, first order, reasons, what is left out (P3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from desktop.basics.drafts.survey import SPENDING
from desktop.basics.i18n import _
from desktop.basics.money import percent, yuan
from desktop.models import Survey
from desktop.planning.assortment import Placed, first_order, micro
from desktop.planning.shelf import Plan, solve
from desktop.queries.plans.shelf import Candidate, Ground, Omitted, ShelfAsked

MOST_REASONS = 2  # P3b: more than these nobody takes in
MOST_BEATEN = 30  # of those that nobody keeps away and nothing demands
_ENOUGH_SHOPS = 3  # fewer shops of its kind are no argument
_MOST_GROUPS = 2


@dataclass(frozen=True)
class ComputedLine:
    """A product on the shelf, with its first order and why it is there."""

    candidate: Candidate
    level: int
    facings: int
    quantity: int
    reason: str

    @property
    def daily_micro(self) -> int:
        """What it sells a day with one facing, in millionths of a base unit."""
        return micro(self.candidate.daily)


@dataclass(frozen=True)
class ComputedLeftOut:
    """A product that isn't on the shelf; ``value`` is what one facing of it would earn."""

    omitted: Omitted
    value: int | None = None


@dataclass(frozen=True)
class Computed:
    """What is proposed to a shop; ``musts`` that found no room are among those left out."""

    asked: ShelfAsked
    lines: tuple[ComputedLine, ...]
    left_out: tuple[ComputedLeftOut, ...]


def compute(asked: ShelfAsked, ground: Ground, budget_fen: int | None = None) -> Computed:
    """Choose what stands on a shop's shelf, and how much of it comes first."""
    plan = solve(asked.problem)
    placed = [
        Placed(one.code, one.facings, found.daily, found.terms)
        for one in plan.lines
        for found in (asked.candidates[one.code],)
    ]
    units = first_order(placed, budget_fen)
    lines = tuple(
        ComputedLine(
            asked.candidates[one.code],
            one.level,
            one.facings,
            units[one.code],
            reason(asked, ground, asked.candidates[one.code]),
        )
        for one in plan.lines
    )
    return Computed(asked, lines, _left_out(asked, plan))


def _left_out(asked: ShelfAsked, plan: Plan) -> tuple[ComputedLeftOut, ...]:
    """All that a neighbour keeps away and all musts without room, then what would earn most."""
    led = [ComputedLeftOut(one) for one in asked.omitted if one.why == "led_near"]
    others = [ComputedLeftOut(one) for one in asked.omitted if one.why != "led_near"]
    beaten = [
        ComputedLeftOut(Omitted(asked.candidates[one.code].good, one.why), value)
        for one in plan.left_out
        for value in (asked.candidates[one.code].value,)
    ]
    beaten.sort(key=lambda one: (-(one.value or 0), one.omitted.good.code))
    musts = [one for one in beaten if asked.candidates[one.omitted.good.code].fit.must]
    rest = [one for one in beaten if not asked.candidates[one.omitted.good.code].fit.must]
    return (*led, *musts, *[*rest, *others][:MOST_BEATEN])


def reason(asked: ShelfAsked, ground: Ground, one: Candidate) -> str:
    """Why a shop should sell a product, in at most two reasons that its owner understands.

    No figure of another shop stands in them, and no name (P5).
    """
    rules, evidence = list(one.fit.for_it), list(_evidence(asked, ground, one))
    chosen = [*rules[:1], *evidence[:1], *rules[1:], *evidence[1:]][:MOST_REASONS]
    return _("; ").join(text.strip().rstrip("。.；;") for text in chosen)


def _evidence(asked: ShelfAsked, ground: Ground, one: Candidate) -> Iterator[str]:
    good = one.good
    own = asked.bought.get(good.id, 0)
    if own > 0:
        yield _("it sells in your shop already")
    sold = ground.market.sold(good.id, good.category, asked.shop.segment, None)
    if sold.segment.clients >= _ENOUGH_SHOPS:
        yield _("{number} shops of your kind sell it").format(number=sold.segment.clients)
    profit_fen = (good.retail_fen or 0) * good.size - good.price_fen
    if profit_fen > 0:
        yield _("you earn {amount} yuan on each {unit}").format(
            amount=yuan(profit_fen), unit=good.unit
        )


def customers_words(survey: Survey) -> str:
    """A shop's customers in a sentence, as its latest survey found them."""
    groups = sorted(survey.groups, key=lambda group: -group.share)[:_MOST_GROUPS]
    said = _(", ").join(f"{group.name} {percent(_whole(group.share))}" for group in groups)
    spending = _(SPENDING[survey.spending])
    if not said:
        words = _("About {households} households around; their spending power is {spending}.")
        return words.format(households=survey.households, spending=spending)
    words = _(
        "About {households} households around, mostly {groups}; their spending power is {spending}."
    )
    return words.format(households=survey.households, groups=said, spending=spending)


def _whole(share: Decimal) -> Decimal:
    return share.quantize(Decimal("0.01"))
