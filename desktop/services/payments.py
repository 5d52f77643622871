"""Money taken, money given back and benefits: all of it booked (section 2 of the rules)."""

from datetime import date

from sqlalchemy import select

from desktop.basics.drafts.benefit import BenefitDraft
from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.basics.money import yuan
from desktop.models import Benefit, Collection, Refund
from desktop.models.payment import MEANS
from desktop.queries.facts.balances import balance
from desktop.services import ledger
from desktop.services.change import Change
from desktop.services.checks import need_paper_day, need_positive, need_word
from desktop.services.doubts import ask_if_above_debt, ask_if_again
from desktop.services.find import find_client, not_found
from desktop.services.ledger import Booking, Leg
from desktop.services.numbering import next_number
from desktop.services.office import Office
from desktop.services.steps import Noun, Step, to
from desktop.services.written import need_fields, written

BENEFIT = Noun("benefit", Benefit)
COLLECTION = Noun("collection", Collection)


def record_collection(
    office: Office, client: str, amount_fen: int, means: str = "cash", dated: date | None = None
) -> int:
    """Take money from a client, dated as its paper says (L5)."""
    need_positive("amount", amount_fen)
    need_word("means", means, MEANS)
    with office.transaction("collection.record") as session:
        day = need_paper_day(session, dated)
        payer = find_client(session, client)
        session.allow()
        ask_if_above_debt(session, payer, amount_fen)
        return take_money(session, payer.id, amount_fen, means, day).id


def take_money(
    session: Change,
    client_id: int,
    amount_fen: int,
    means: str,
    day: date,
    delivery_id: int | None = None,
) -> Collection:
    """Write and post a collection, by itself or with a delivery; asks about the same again."""
    ask_if_again(
        session, Collection, Collection.client_id == client_id, Collection.amount_fen == amount_fen
    )
    collection = Collection(
        number=next_number(session, "SK", 5),
        client_id=client_id,
        delivery_id=delivery_id,
        amount_fen=amount_fen,
        means=means,
        dated=day,
        recorded_on=session.today,
        recorded_by_id=session.actor_id,
    )
    session.add(collection)
    session.flush()
    collection.entry_number = ledger.post(
        session,
        Booking(
            kind="collection",
            source="collection",
            source_id=str(collection.id),
            key=f"collection:{collection.id}",
            legs=[Leg("cash", amount_fen), Leg("receivable", -amount_fen, client_id)],
            means=means,
        ),
        day,
    )
    return collection


CANCEL_COLLECTION = Step("collection.cancel", COLLECTION, to("cancelled"))


def cancel_collection(office: Office, collection_id: int, reason: str = "") -> None:
    """Cancel money that was taken wrongly (L2a)."""
    with CANCEL_COLLECTION.begin(office, collection_id) as (session, collection):
        _cancel(session, collection, "collection-cancelled", reason)


def collection_of(office: Office, delivery_id: int) -> int:
    """The collection taken with a delivery; refuses ``not_found`` when nothing was taken."""
    with office.reading() as session:
        found = session.scalar(select(Collection.id).where(Collection.delivery_id == delivery_id))
    if found is None:
        raise not_found("collection", delivery_id)
    return found


def pay_refund(office: Office, client: str, amount_fen: int, means: str = "cash") -> int:
    """Pay a client's credit out, at most the credit."""
    need_positive("amount", amount_fen)
    need_word("means", means, MEANS)
    with office.transaction("refund.pay") as session:
        payee = find_client(session, client)
        session.allow()
        credit_fen = max(0, -balance(session, "receivable", payee.id))
        if amount_fen > credit_fen:
            raise Refused(
                "over_quantity",
                _("{client} has a credit of {credit} yuan: no more can be paid out.").format(
                    client=payee.title, credit=yuan(credit_fen)
                ),
                "amount",
            )
        ask_if_again(session, Refund, Refund.client_id == payee.id, Refund.amount_fen == amount_fen)
        number = next_number(session, "TK", 5)
        entry_number = ledger.post(
            session,
            Booking(
                kind="refund",
                source="refund",
                source_id=number,
                key=f"refund:{number}",
                legs=[Leg("receivable", amount_fen, payee.id), Leg("cash", -amount_fen)],
                means=means,
            ),
        )
        refund = Refund(
            number=number,
            client_id=payee.id,
            amount_fen=amount_fen,
            means=means,
            paid_on=session.today,
            paid_by_id=session.actor_id,
            entry_number=entry_number,
        )
        session.add(refund)
        session.flush()
        return refund.id


def deliver_benefit(office: Office, draft: BenefitDraft) -> int:
    """Give a client a benefit and book it: there is no other way to hand one out."""
    need_fields(draft)
    cost_fen = draft.cost_fen
    with office.transaction("benefit.deliver") as session:
        taker = find_client(session, draft.client)
        session.allow()
        same = (Benefit.kind == draft.kind, Benefit.cost_fen == cost_fen)
        ask_if_again(session, Benefit, Benefit.client_id == taker.id, *same)
        benefit = Benefit(
            **written(draft),
            number=next_number(session, "LY", 4),
            client_id=taker.id,
            recorded_on=session.today,
            recorded_by_id=session.actor_id,
        )
        session.add(benefit)
        session.flush()
        paid_from = {
            "cash": Leg("cash", -cost_fen),
            "setoff": Leg("receivable", -cost_fen, taker.id),
            "goods": Leg("goods-given", -cost_fen),
        }
        benefit.entry_number = ledger.post(
            session,
            Booking(
                kind="benefit",
                source="benefit",
                source_id=str(benefit.id),
                key=f"benefit:{benefit.id}",
                legs=[Leg("benefits", cost_fen), paid_from[draft.paid_by]],
                means="cash" if draft.paid_by == "cash" else "",
            ),
        )
        return benefit.id


CANCEL_BENEFIT = Step("benefit.cancel", BENEFIT, to("cancelled"))


def cancel_benefit(office: Office, benefit_id: int, reason: str = "") -> None:
    """Cancel a benefit that was recorded wrongly (L2a)."""
    with CANCEL_BENEFIT.begin(office, benefit_id) as (session, benefit):
        _cancel(session, benefit, "benefit-cancelled", reason)


def _cancel(session: Change, document: Collection | Benefit, kind: str, reason: str) -> None:
    document.move("cancelled")
    document.cancelled_on = session.today
    document.cancelled_by_id = session.actor_id
    document.cancel_reason = reason
    document.cancel_entry_number = ledger.cancel(session, document.entry_number, kind, reason)
