"""Assortment rules: what suits which shop, set by a manager (P2)."""

from decimal import Decimal

from sqlalchemy import select

from desktop.basics.drafts.assortment import HEAVIEST, AssortmentDraft
from desktop.basics.i18n import _
from desktop.models import AssortmentRule
from desktop.planning.fit import Shop, reason_words
from desktop.services.checks import invalid
from desktop.services.find import find_products
from desktop.services.office import Office
from desktop.services.written import need_fields, write_over


def set_rule(office: Office, draft: AssortmentDraft) -> int:
    """Set a rule; the one of this code, if there is one, becomes what is said now."""
    _check(draft)
    with office.transaction("rule.set") as session:
        named = [draft.product] if draft.product else []
        products = find_products(session, named, "product")
        session.allow()
        code = draft.code.strip()
        rule = session.scalar(select(AssortmentRule).where(AssortmentRule.code == code))
        if rule is None:
            rule = AssortmentRule(code=code)
            session.add(rule)
        write_over(rule, draft)
        rule.product_id = products[draft.product].id if draft.product else None
        rule.months = ",".join(map(str, sorted(set(draft.months))))
        rule.must = draft.must
        rule.set_on = session.today
        rule.set_by_id = session.actor_id
        session.flush()
        return rule.id


def _check(draft: AssortmentDraft) -> None:
    if not -HEAVIEST <= draft.weight <= HEAVIEST:
        message = _("A weight lies between -{most} and {most}.").format(most=HEAVIEST)
        raise invalid("weight", message)
    need_fields(draft)
    if bool(draft.category.strip()) == bool(draft.product):
        raise invalid("category", _("A rule speaks of a category or of one product."))
    if bool(draft.group.strip()) != (draft.least_share is not None):
        raise invalid("share", _("A group and its least share belong together."))
    if not all(1 <= month <= 12 for month in draft.months):
        raise invalid("months", _("A month is a number from 1 to 12."))
    try:
        reason_words(draft, Shop("", {draft.group: Decimal(1)}, ""))
    except ValueError as error:
        message = _("Braces stand only for the group, its share or the segment.")
        raise invalid("reason", message) from error
