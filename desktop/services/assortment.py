"""Assortment rules: what suits which shop, set by a manager (P2)."""

import json
from dataclasses import replace
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.codes import same_code
from desktop.basics.drafts.assortment import HEAVIEST, AssortmentDraft
from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.basics.money import rate
from desktop.basics.resources import resource
from desktop.models import AssortmentRule
from desktop.planning.fit import Shop, reason_words
from desktop.services.change import Change
from desktop.services.checks import invalid, need_version
from desktop.services.find import find_product
from desktop.services.office import Office
from desktop.services.steps import Noun, Step, anytime
from desktop.services.written import need_fields, write_over

RULE = Noun("rule", AssortmentRule)


def set_rule(office: Office, draft: AssortmentDraft) -> int:
    """Set a rule; the one of this code, if there is one, becomes what is said now."""
    _check(draft)
    with office.transaction("rule.set") as session:
        product_id = _product_of(session, draft)
        session.allow()
        return _set(session, _of_code(session, draft.code), draft, product_id)


def add_rule(office: Office, draft: AssortmentDraft) -> int:
    """Set a rule that is new; refuses ``duplicate`` when its code is taken, in any letter case."""
    _check(draft)
    with office.transaction("rule.set") as session:
        product_id = _product_of(session, draft)
        session.allow()
        codes = session.scalars(select(AssortmentRule.code))
        taken = next((one for one in codes if same_code(one) == same_code(draft.code)), None)
        if taken is not None:
            message = _("The code {code} is taken: choose another.").format(code=taken)
            raise Refused("duplicate", message, "code")
        return _set(session, None, draft, product_id)


def _of_code(session: Change, code: str) -> AssortmentRule | None:
    return session.scalar(select(AssortmentRule).where(AssortmentRule.code == code.strip()))


def _set(
    session: Change, rule: AssortmentRule | None, draft: AssortmentDraft, product_id: int | None
) -> int:
    if rule is None:
        rule = AssortmentRule(code=draft.code.strip())
        session.add(rule)
    _write(session, rule, draft, product_id)
    session.flush()
    return rule.id


EDIT = Step("rule.edit", RULE, anytime)


def edit_rule(office: Office, rule_id: int, version: int, draft: AssortmentDraft) -> None:
    """Change a rule; its code stays. Raises ChangedElsewhere (E2)."""
    _check(draft)
    with office.transaction(EDIT.action) as session:
        rule = RULE.find(session, rule_id)
        product_id = _product_of(session, draft)
        EDIT.need(session, rule)
        need_version(rule, version)
        _write(session, rule, draft, product_id)


REMOVE = Step("rule.remove", RULE, anytime)


def remove_rule(office: Office, rule_id: int) -> None:
    """Take a rule away; the audit trail keeps what it said."""
    with REMOVE.begin(office, rule_id) as (session, rule):
        session.delete(rule)


def take_shipped(office: Office) -> int:
    """Begin with the rules that ship with the program; says how many they are.

    Refuses (``wrong_state``) when the office has rules already.
    """
    with office.transaction("rule.start") as session:
        session.allow()
        if words := why_not_shipped(session):
            raise Refused("wrong_state", words)
        drafts = shipped_rules()
        for draft in drafts:
            rule = AssortmentRule(code=draft.code)
            session.add(rule)
            _write(session, rule, draft, None)
        return len(drafts)


def why_not_shipped(session: Session) -> str:
    """Why the shipped rules can't be taken now, and what to do; "": they can."""
    if session.scalar(select(AssortmentRule.id).limit(1)) is None:
        return ""
    return _(
        "The office has rules already. Change them one by one; to begin with the shipped ones, "
        "remove all of them first."
    )


def shipped_rules() -> list[AssortmentDraft]:
    """The rules that ship with the program, for a maker of personal care."""
    text = resource("assortment", "rules.json").read_text(encoding="utf-8")
    return [_read(one) for one in json.loads(text)]


def _read(one: dict[str, str | int | bool | list[int]]) -> AssortmentDraft:
    share = one.pop("share", None)
    draft = AssortmentDraft(**one)  # type: ignore[arg-type]
    return draft if share is None else replace(draft, least_share=rate(str(share)))


def _product_of(session: Change, draft: AssortmentDraft) -> int | None:
    """The product of which a rule speaks; refuses (``not_found``) one that isn't there."""
    if not draft.product:
        return None
    return find_product(session, draft.product).id


def _write(
    session: Change, rule: AssortmentRule, draft: AssortmentDraft, product_id: int | None
) -> None:
    write_over(rule, draft)
    rule.product_id = product_id
    rule.months = ",".join(map(str, sorted(set(draft.months))))
    rule.must = draft.must
    rule.set_on = session.today
    rule.set_by_id = session.actor_id


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
