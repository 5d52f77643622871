"""How well a product fits a shop, by the office's assortment rules (P2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from string import Formatter

from desktop.basics.drafts.assortment import AssortmentDraft
from desktop.basics.money import percent


@dataclass(frozen=True)
class Shop:
    """What the rules ask of a shop: its segment, and what its latest survey found."""

    segment: str
    groups: Mapping[str, Decimal]
    spending: str


@dataclass(frozen=True)
class Fit:
    """The sum of the weights of the rules that hold, whether one is a must, and their reasons.

    Below 0 a product isn't proposed.
    """

    weight: int = 0
    must: bool = False
    reasons: tuple[str, ...] = ()


def fit(
    rules: Iterable[AssortmentDraft], shop: Shop, product: str, category: str, month: int
) -> Fit:
    """How well a product of a category fits a shop in a month; reasons in the rules' order."""
    held = [
        rule
        for rule in rules
        if (rule.product == product or (rule.category and rule.category == category))
        and _holds(rule, shop, month)
    ]
    return Fit(
        sum(rule.weight for rule in held),
        any(rule.must for rule in held),
        tuple(reason_words(rule, shop) for rule in held),
    )


def _holds(rule: AssortmentDraft, shop: Shop, month: int) -> bool:
    """Whether all conditions that are given hold."""
    share = shop.groups.get(rule.group, Decimal(0))
    return (
        rule.segment in ("", shop.segment)
        and (not rule.group or share >= (rule.least_share or 0))
        and rule.spending in ("", shop.spending)
        and (not rule.months or month in rule.months)
    )


def reason_words(rule: AssortmentDraft, shop: Shop) -> str:
    """A rule's reason as this shop's owner reads it; ValueError where it names what it can't."""
    known = {"segment": shop.segment}
    if rule.group:
        known |= {"group": rule.group, "share": percent(shop.groups.get(rule.group, Decimal(0)))}
    said = ""
    for words, name, how, changed in Formatter().parse(rule.reason):
        if name is not None and (name not in known or how or changed):
            raise ValueError(rule.reason)
        said += words + (known[name] if name is not None else "")
    return said
