"""The office's assortment rules (P2): their list, and one with what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.drafts.assortment import AssortmentDraft
from desktop.basics.drafts.survey import SPENDING
from desktop.basics.fields import stored
from desktop.basics.i18n import N_, _
from desktop.basics.money import percent
from desktop.models import AssortmentRule, Product, Staff
from desktop.queries.listing import Wanted, holds, ordered, searched
from desktop.queries.lists import Filter, PageList


@dataclass(frozen=True, kw_only=True)
class RuleRow(AssortmentDraft):
    """A rule; ``about`` is the category or the product's name."""

    id: int
    version: int
    about: str
    set_on: date
    set_by: str

    @property
    def conditions(self) -> str:
        """When it holds, in words."""
        spending = _("spending power {words}").format(words=_(SPENDING.get(self.spending, "")))
        share = f"{self.group} ≥ {percent(self.least_share)}" if self.least_share else self.group
        parts = [self.segment, share, spending if self.spending else "", months_words(self.months)]
        return _(", ").join(part for part in parts if part) or _("always")


def months_words(months: Sequence[int]) -> str:
    """Months of the year, those that follow each other as one span."""
    spans: list[list[int]] = []
    for month in sorted(months):
        if spans and month == spans[-1][-1] + 1:
            spans[-1].append(month)
        else:
            spans.append([month])
    said = [str(span[0]) if len(span) == 1 else f"{span[0]}–{span[-1]}" for span in spans]
    return _("months {months}").format(months=_(", ").join(said)) if said else ""


def rule_ids(session: Session, wanted: Wanted) -> list[int]:
    """The rules of a list, by code."""
    query = RULES.under(wanted.filter).outerjoin(Product, Product.id == AssortmentRule.product_id)
    match = holds(AssortmentRule.code, wanted.search)
    for column in (
        AssortmentRule.category,
        Product.name,
        AssortmentRule.segment,
        AssortmentRule.group,
        AssortmentRule.reason,
    ):
        match |= holds(column, wanted.search)
    columns: dict[str, Any] = {
        "code": AssortmentRule.code,
        "about": (AssortmentRule.category, Product.name_key),
        "weight": AssortmentRule.weight,
    }
    return searched(session, ordered(query, columns, wanted, AssortmentRule.code), wanted, match)


RULES = PageList(
    "assortment",
    AssortmentRule.id,
    (
        Filter("", N_("All")),
        Filter("must", N_("Musts"), AssortmentRule.must.is_(True)),
        Filter("season", N_("Seasons"), AssortmentRule.months != ""),
        Filter("against", N_("Against"), AssortmentRule.weight < 0),
    ),
    lambda asked, wanted: rule_ids(asked.session, wanted),
    lambda asked, ids: rule_rows(asked.session, ids),
    counted=False,
)


def rule_rows(session: Session, ids: Sequence[int]) -> dict[int, RuleRow]:
    """The lines of these rules."""
    rows = session.execute(
        select(AssortmentRule, Product.code, Product.name, Staff.name)
        .outerjoin(Product, Product.id == AssortmentRule.product_id)
        .join(Staff, Staff.id == AssortmentRule.set_by_id)
        .where(AssortmentRule.id.in_(list(ids)))
    )
    return {
        rule.id: RuleRow(
            **stored(AssortmentDraft, rule),
            product=product,
            must=rule.must,
            months=[int(month) for month in rule.months.split(",") if month],
            id=rule.id,
            version=rule.version,
            about=name or rule.category,
            set_on=rule.set_on,
            set_by=set_by,
        )
        for rule, product, name, set_by in rows
    }
