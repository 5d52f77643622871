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
class Held:
    """A rule that holds, by its code, and its reason as this shop's owner reads it."""

    code: str
    weight: int
    must: bool
    reason: str


@dataclass(frozen=True)
class Fit:
    """How well a product fits, by the rules that hold; below 0 it isn't proposed."""

    held: tuple[Held, ...] = ()

    @property
    def weight(self) -> int:
        """The sum of their weights."""
        return sum(one.weight for one in self.held)

    @property
    def must(self) -> bool:
        """Whether one of them is a must."""
        return any(one.must for one in self.held)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Their reasons, in the rules' order."""
        return tuple(one.reason for one in self.held)

    @property
    def speaking(self) -> list[Held]:
        """Those that speak for it, the heaviest first."""
        found = [one for one in self.held if one.weight > 0 or one.must]
        return sorted(found, key=lambda one: (-one.weight, not one.must))

    @property
    def for_it(self) -> tuple[str, ...]:
        """The reasons of those that speak for it, the heaviest first, each once."""
        return tuple(dict.fromkeys(one.reason for one in self.speaking))

    @property
    def codes(self) -> str:
        """The codes of those that speak for it, one a line."""
        return "\n".join(one.code for one in self.speaking)


def fit(
    rules: Iterable[AssortmentDraft], shop: Shop, product: str, category: str, month: int
) -> Fit:
    """How well a product of a category fits a shop in a month; reasons in the rules' order."""
    return RulesAt(holding(rules, shop, month), shop).fit(product, category)


def holding(rules: Iterable[AssortmentDraft], shop: Shop, month: int) -> list[AssortmentDraft]:
    """The rules whose conditions hold at a shop in a month, whatever they speak of."""
    return [rule for rule in rules if _holds(rule, shop, month)]


class RulesAt:
    """The rules that hold at a shop, to be asked of very many products."""

    def __init__(self, rules: Iterable[AssortmentDraft], shop: Shop) -> None:
        self._rules, self._shop = tuple(rules), shop
        self._of_product: dict[str | None, list[int]] = {}
        self._of_category: dict[str, list[int]] = {}
        for at, rule in enumerate(self._rules):
            self._of_product.setdefault(rule.product, []).append(at)
            if rule.category:
                self._of_category.setdefault(rule.category, []).append(at)
        self._held: dict[int, Held] = {}
        self._fits: dict[tuple[str, str], Fit] = {}

    def fit(self, product: str, category: str) -> Fit:
        """How well a product fits, by those that speak of it."""
        of_product = self._of_product.get(product)
        # Very many products have no rule of their own: they fit as their category does.
        key = (product if of_product else "", category)
        found = self._fits.get(key)
        if found is None:
            speaking = {*(of_product or ()), *self._of_category.get(category, ())}
            found = self._fits[key] = Fit(tuple(self._held_at(at) for at in sorted(speaking)))
        return found

    def _held_at(self, at: int) -> Held:
        if at not in self._held:
            rule = self._rules[at]
            words = reason_words(rule, self._shop)
            self._held[at] = Held(rule.code, rule.weight, rule.must, words)
        return self._held[at]


def weight_of_held(rules: Iterable[AssortmentDraft], product: str, category: str) -> int:
    """The weight of that fit alone, for very many shops."""
    return sum(rule.weight for rule in rules if _speaks_of(rule, product, category))


def _speaks_of(rule: AssortmentDraft, product: str, category: str) -> bool:
    return rule.product == product or bool(rule.category and rule.category == category)


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
