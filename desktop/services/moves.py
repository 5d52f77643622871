"""What a person can do with a document now, and why not (for greying, before anything is tried).

The reasons are the refusals of the very checks that the services make. What only the attempt
itself can tell (an amount, a day, what changed meanwhile) is not judged here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import (
    Agreement,
    Benefit,
    Case,
    Client,
    Collection,
    Delivery,
    Opening,
    Order,
    Payout,
    Proposal,
    Return,
    Run,
    Settlement,
    Suggestion,
    VisitPlan,
)
from desktop.models.base import wrong_state
from desktop.queries.runs import orders_out
from desktop.services.agreements import need_own_agreement, need_signable
from desktop.services.cases import need_due_reward, need_ruling
from desktop.services.checks import need_another
from desktop.services.clients import need_approvable, need_closable, need_unapproved
from desktop.services.deliveries import (
    need_deliverable,
    need_last_return,
    need_no_returns,
    need_returnable,
)
from desktop.services.effects import need_reviewable
from desktop.services.office import Change, Office
from desktop.services.permissions import may
from desktop.services.runs import need_out
from desktop.services.settlements import need_free_payout, need_own_settlement, need_postable
from desktop.services.suggestions import (
    need_confirmable,
    need_own_suggestion,
    need_submittable,
    need_unbound,
)
from desktop.services.visits import need_due, need_suggestions

Check = Callable[[Change, Any], object]


@dataclass(frozen=True)
class Move:
    """An action that the person's roles allow; ``reason`` says why it can't be done now.

    ``code`` is the refusal's: ``wrong_state`` is a step of another day, the others are in the way.
    """

    action: str
    allowed: bool
    reason: str = ""
    code: str = ""


def moves(office: Office, kind: str, key: int) -> Sequence[Move]:
    """What the signed-in person may do with a document, in the order of the steps.

    ``kind`` is the noun; a payout's key is the number of its settlement entry. Nothing is
    written and no lock is taken.
    """
    with office.looking(kind) as session:
        person, record = session.person, _record(session, kind, key)
        if person is None or record is None:
            return ()
        checks = {name: check for name, check in _CHECKS[kind].items() if may(person.roles, name)}
        return tuple(_judged(session, name, check, record) for name, check in checks.items())


def _judged(session: Change, name: str, check: Check, record: Any) -> Move:
    try:
        check(session, record)
    except Refused as refusal:
        return Move(name, False, refusal.message, refusal.code)
    return Move(name, True)


def _record(session: Change, kind: str, key: int) -> Any:
    if kind == "payout":
        return session.scalar(select(Payout).where(Payout.settlement_entry_number == key))
    return session.get(_RECORDS[kind], key)


def _moves_to(state: str) -> Check:
    return lambda _session, record: record.require_move(state)


def _draft(_session: Change, record: Any) -> None:
    if record.state != "draft":
        raise wrong_state(record)


def _approve_agreement(session: Change, agreement: Agreement) -> None:
    need_another(session, agreement.drafted_by_id)
    agreement.require_move("approved")


def _terminate(session: Change, agreement: Agreement) -> None:
    agreement.require_move("terminated", agreement.state_on(session.today))


def _approve_settlement(session: Change, settlement: Settlement) -> None:
    need_another(session, settlement.prepared_by_id)
    settlement.require_move("approved")


def _confirm_proposal(session: Change, proposal: Proposal) -> None:
    need_another(session, proposal.drafted_by_id)
    proposal.require_move("confirmed")


def _case_to(state: str) -> Check:
    def check(session: Change, case: Case) -> None:
        case.require_move(state, case.state_on(session.today, session.rules.appeal_days))

    return check


def _some_reward(*, lapse: bool) -> Check:
    """At least one reporter's reward can be paid or lapse; else the first one's reason."""

    def check(session: Change, case: Case) -> None:
        refusals = list(_refusals(session, case, lapse))
        if not case.reporters:
            raise Refused("wrong_state", _("Nobody reported it: there is no reward."))
        if len(refusals) == len(case.reporters):
            raise min(refusals, key=lambda one: one.code == "wrong_state")

    return check


def _refusals(session: Change, case: Case, lapse: bool) -> Iterable[Refused]:
    for reporter in case.reporters:
        try:
            need_due_reward(session, case, reporter, lapse=lapse)
        except Refused as refusal:
            yield refusal


def _payout(state: str) -> Check:
    return lambda session, payout: need_free_payout(session, payout, state)


def _open_order(_session: Change, order: Order) -> None:
    order.require_move("cancelled")


def _some_return(session: Change, delivery: Delivery) -> None:
    standing = select(Return.id).where(
        Return.delivery_id == delivery.id, Return.state == "recorded"
    )
    if session.scalar(standing.limit(1)) is None:
        raise Refused("wrong_state", _("Nothing of it came back."))


def _some_visit_left(session: Change, plan: VisitPlan) -> None:
    need_due(session, plan)
    if not any(visit.state == "planned" for visit in plan.visits):
        raise Refused("wrong_state", _("All visits of this plan have their result."))


def _some_stop_left(session: Change, run: Run) -> None:
    if run.state != "loaded":
        raise wrong_state(run)
    if not orders_out(session, run.id):
        raise Refused("wrong_state", _("All stops of this run have their result."))


def _editable_client(_session: Change, client: Client) -> None:
    if client.state == "closed":
        raise wrong_state(client)


_RECORDS: Mapping[str, type[Any]] = {
    "agreement": Agreement,
    "benefit": Benefit,
    "case": Case,
    "client": Client,
    "collection": Collection,
    "delivery": Delivery,
    "opening": Opening,
    "order": Order,
    "proposal": Proposal,
    "return": Return,
    "run": Run,
    "settlement": Settlement,
    "suggestion": Suggestion,
    "visit_plan": VisitPlan,
}
_CHECKS: Mapping[str, Mapping[str, Check]] = {
    "agreement": {
        "agreement.edit": _draft,
        "agreement.discard": _draft,
        "agreement.submit": _moves_to("submitted"),
        "agreement.take_back": need_own_agreement,
        "agreement.return": _moves_to("draft"),
        "agreement.approve": _approve_agreement,
        "agreement.sign": need_signable,
        "agreement.terminate": _terminate,
    },
    "benefit": {"benefit.cancel": _moves_to("cancelled")},
    "case": {
        "case.accept": _case_to("accepted"),
        "case.dismiss": _case_to("dismissed"),
        "case.rule": need_ruling,
        "case.overturn": _case_to("overturned"),
        "reward.pay": _some_reward(lapse=False),
        "reward.lapse": _some_reward(lapse=True),
    },
    "client": {"client.edit": _editable_client, "client.close": need_closable},
    "collection": {"collection.cancel": _moves_to("cancelled")},
    "delivery": {
        "return.record": need_returnable,
        "return.cancel": _some_return,
        "delivery.cancel": need_no_returns,
    },
    "opening": {"opening.discard": need_unapproved, "opening.approve": need_approvable},
    "order": {
        "order.change": _open_order,
        "order.cancel": _open_order,
        "run.plan": _moves_to("planned"),
        "order.put_back": need_out,
        "delivery.record": need_deliverable,
    },
    "payout": {"payout.pay": _payout("unpaid"), "payout.cancel": _payout("paid")},
    "proposal": {
        "proposal.edit": _draft,
        "proposal.discard": _draft,
        "proposal.confirm": _confirm_proposal,
        "proposal.present": _moves_to("presented"),
        "proposal.accept": _moves_to("accepted"),
        "proposal.decline": _moves_to("declined"),
    },
    "return": {"return.cancel": need_last_return},
    "run": {
        "run.discard": _moves_to("loaded"),
        "run.change": _moves_to("loaded"),
        "run.load": _moves_to("loaded"),
        "delivery.record": _some_stop_left,
    },
    "settlement": {
        "settlement.discard": _draft,
        "settlement.submit": _moves_to("submitted"),
        "settlement.take_back": need_own_settlement,
        "settlement.return": _moves_to("draft"),
        "settlement.approve": _approve_settlement,
        "settlement.post": need_postable,
    },
    "suggestion": {
        "suggestion.edit": _draft,
        "suggestion.discard": _draft,
        "suggestion.submit": need_submittable,
        "suggestion.take_back": need_own_suggestion,
        "suggestion.return": _moves_to("draft"),
        "suggestion.confirm": need_confirmable,
        "suggestion.withdraw": need_unbound,
        "suggestion.review": need_reviewable,
    },
    "visit_plan": {
        "visit.change": _moves_to("released"),
        "visit.discard": _moves_to("released"),
        "visit.release": need_suggestions,
        "visit.record": _some_visit_left,
        "visit.fail": _some_visit_left,
    },
}
