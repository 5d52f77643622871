"""Rebate plans: drafted, approved, reckoned, confirmed into promises, and paid (B3)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from desktop.basics.drafts.client import CLASSES
from desktop.basics.drafts.rebate import CLIENTS, GOODS, Band, RebateDraft
from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.models import Benefit, Client, RebateAmount, RebateBand, RebatePlan, RebateScope
from desktop.models.base import wrong_state
from desktop.planning.rebates import rebate_fen
from desktop.queries.facts.rebates import rebate_bases
from desktop.services.benefits import Promise, hand_over, write_promises
from desktop.services.change import Change
from desktop.services.checks import (
    invalid,
    need_another,
    need_not_too_large,
    need_rate,
    need_word,
)
from desktop.services.find import find_client, find_products
from desktop.services.office import Office
from desktop.services.steps import Noun, Step, before_effect, to
from desktop.services.written import need_fields, written

REBATE = Noun("rebate", RebatePlan)
PAID_BY = ("setoff", "cash")


def draft_rebate(office: Office, draft: RebateDraft) -> int:
    """Draft a plan; lines, categories and segments may name what nothing is of."""
    need_fields(draft)
    _check(draft)
    with office.transaction("rebate.draft") as session:
        find_products(session, draft.products, "products")
        for code in draft.clients:
            find_client(session, code, "clients", Spot(code, "client"))
        session.allow()
        plan = RebatePlan(
            **written(draft), drafted_on=session.today, drafted_by_id=session.actor_id
        )
        plan.bands = [RebateBand(**vars(band)) for band in draft.bands]
        plan.scope = [
            RebateScope(kind=kind, word=word)
            for kind in (*GOODS, *CLIENTS)
            for word in dict.fromkeys(getattr(draft, kind))
        ]
        session.add(plan)
        session.flush()
        return plan.id


def _check(draft: RebateDraft) -> None:
    """Refuse (``invalid``) what can't be a plan."""
    if draft.starts_on > draft.ends_on:
        raise invalid("to", _("The end comes before the start."))
    for word in draft.classes:
        need_word("classes", word, CLASSES)
    if not draft.bands:
        raise invalid("bands", _("Name at least one band."))
    before = -1
    for place, band in enumerate(draft.bands, 1):
        if band.threshold <= before:
            message = _("Thresholds begin at 0 or more, and rise from band to band.")
            raise invalid("bands", message, Spot(place, "from"))
        before = band.threshold
        _check_band(draft.base, band, place)


def _check_band(base: str, band: Band, place: int) -> None:
    need_not_too_large("bands", band.threshold, Spot(place, "from"))
    has_rate, has_each = band.rate is not None, band.each_fen is not None
    if has_rate == has_each or has_each != (base == "quantity"):
        message = _("A band of an amount has a rate; one of base units an amount for each.")
        raise invalid("bands", message, Spot(place, "rate"))
    need_rate("bands", band.rate, Spot(place, "rate"))
    if band.each_fen is not None and band.each_fen < 0:
        raise invalid("bands", _("This cannot be negative."), Spot(place, "each"))
    need_not_too_large("bands", band.each_fen or 0, Spot(place, "each"))


DISCARD = Step("rebate.discard", REBATE, before_effect("approved", "reckoned"))


def discard_rebate(office: Office, plan_id: int) -> None:
    """Throw a plan away of which nothing is promised yet; the audit trail keeps what it said."""
    with DISCARD.begin(office, plan_id) as (session, plan):
        session.delete(plan)


APPROVE = Step("rebate.approve", REBATE, to("approved", not_by=RebatePlan.drafted_by_id))


def approve_rebate(office: Office, plan_id: int) -> None:
    """A manager who didn't draft it puts a plan in force; it isn't changed any more."""
    with APPROVE.begin(office, plan_id) as (session, plan):
        plan.move("approved")
        plan.approved_on = session.today
        plan.approved_by_id = session.actor_id


def _reckonable(session: Change, plan: RebatePlan) -> None:
    """Once its last day is over (``too_early``), until it is confirmed."""
    plan.require_move("reckoned")
    if session.today <= plan.ends_on:
        day = plan.ends_on + timedelta(days=1)
        raise Refused("too_early", _("It is reckoned from {day} on.").format(day=day))


RECKON = Step("rebate.reckon", REBATE, _reckonable)


def reckon_rebate(office: Office, plan_id: int) -> None:
    """Reckon what each client gets, as deliveries and returns stand now."""
    with RECKON.begin(office, plan_id) as (session, plan):
        plan.move("reckoned")
        plan.reckoned_on = session.today
        plan.reckoned_by_id = session.actor_id
        bands = [Band(one.threshold, one.rate, one.each_fen) for one in plan.bands]
        known = {one.client_id: one for one in plan.amounts}
        reckoned = []
        for client_id, base in rebate_bases(session, plan).items():
            one = known.get(client_id) or RebateAmount(client_id=client_id)
            one.base = base
            one.amount_fen = rebate_fen(base, bands, plan.mode)
            need_not_too_large("bands", one.amount_fen)
            reckoned.append(one)
        plan.amounts = reckoned


def _confirmable(session: Change, plan: RebatePlan) -> None:
    """By another than who reckoned it last, and not too long after (``changed``)."""
    need_another(session, plan.reckoned_by_id)
    plan.require_move("confirmed")
    days = session.rules.reckoned_days
    if plan.reckoned_on is None or session.today > plan.reckoned_on + timedelta(days=days):
        message = _("It was reckoned on {day}, more than {days} days ago: reckon it again.")
        raise Refused("changed", message.format(day=plan.reckoned_on, days=days))


CONFIRM = Step("rebate.confirm", REBATE, _confirmable)


def confirm_rebate(office: Office, plan_id: int) -> Mapping[str, int]:
    """Promise each client what was reckoned last; the promises by their clients' codes."""
    with CONFIRM.begin(office, plan_id) as (session, plan):
        plan.move("confirmed")
        plan.confirmed_on = session.today
        plan.confirmed_by_id = session.actor_id
        amounts = session.execute(
            select(Client.code, RebateAmount.client_id, RebateAmount.amount_fen)
            .join(Client, Client.id == RebateAmount.client_id)
            .where(RebateAmount.rebate_plan_id == plan.id, RebateAmount.amount_fen > 0)
        )
        owed = sorted((code, client_id, fen) for code, client_id, fen in amounts)
        if not owed:
            words = _("No client gets anything of this plan: nothing is promised. Confirm it?")
            session.ask("nobody is owed", words)
        promises = write_promises(
            session,
            [Promise(key, "rebate", fen, rebate_plan_id=plan.id) for _code, key, fen in owed],
        )
        return {code: one.id for (code, _key, _fen), one in zip(owed, promises, strict=True)}


def _still_promised(session: Change, plan: RebatePlan) -> Sequence[Benefit]:
    return session.scalars(
        select(Benefit)
        .where(Benefit.rebate_plan_id == plan.id, Benefit.state == "promised")
        .order_by(Benefit.id)
    ).all()


def _deliverable(session: Change, plan: RebatePlan) -> None:
    """Once it is confirmed, while a promise of it is open."""
    if plan.state != "confirmed":
        raise wrong_state(plan)
    if not _still_promised(session, plan):
        raise Refused("wrong_state", _("Nothing of this plan is left to be paid."))


DELIVER_ALL = Step("rebate.deliver", REBATE, _deliverable)


def deliver_rebate(office: Office, plan_id: int, paid_by: str = "setoff") -> None:
    """Pay all of a plan that is still promised, each at its amount."""
    need_word("paid_by", paid_by, PAID_BY)
    with DELIVER_ALL.begin(office, plan_id) as (session, plan):
        hand_over(session, _still_promised(session, plan), paid_by)
