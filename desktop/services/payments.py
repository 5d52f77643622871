"""Money taken and money given back: all of it booked (section 2 of the rules)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.basics.money import yuan
from desktop.models import Collection, Refund
from desktop.models.payment import MEANS
from desktop.queries.facts.balances import balance
from desktop.services import ledger
from desktop.services.change import Change
from desktop.services.checks import need_paper_day, need_positive, need_word
from desktop.services.doubts import AskAboutMoney, ask_if_above_debt, ask_if_again
from desktop.services.find import find_client, find_client_id, not_found
from desktop.services.ledger import Booking, Leg, cancel_booked
from desktop.services.numbering import next_documents, next_number
from desktop.services.office import Office
from desktop.services.steps import Noun, Step, to

COLLECTION = Noun("collection", Collection)
_TAKEN_WITH = select(Collection.id).where(Collection.delivery_id == bindparam("delivery"))


def record_collection(
    office: Office, client: str, amount_fen: int, means: str = "cash", dated: date | None = None
) -> int:
    """Take money from a client, dated as its paper says (L5)."""
    need_positive("amount", amount_fen)
    need_word("means", means, MEANS)
    with office.transaction("collection.record") as session:
        day = need_paper_day(session, dated)
        payer_id = find_client_id(session, client)
        session.allow()
        ask_if_above_debt(session, payer_id, amount_fen)
        return take_money(session, payer_id, amount_fen, means, day)


def take_money(
    session: Change,
    client_id: int,
    amount_fen: int,
    means: str,
    day: date,
) -> int:
    """Write and post a collection by itself; asks about the same again.

    Returns its id.
    """
    AskAboutMoney(session, [client_id]).if_again(client_id, amount_fen)
    money = Money(client_id, amount_fen, means)
    return take_all_money(session, [money], day)[0]


@dataclass(frozen=True)
class Money:
    """An amount that a client paid, by itself or with a delivery."""

    client_id: int
    amount_fen: int
    means: str
    delivery_id: int | None = None


def take_all_money(session: Change, money: Sequence[Money], day: date) -> Sequence[int]:
    """Post and write the collections of one day; their ids.

    What they are posted under is their keys, so these are taken first: written once, with their
    entries, they are told once by the trail.
    """
    keys, series = next_documents(session, Collection, "SK", len(money))
    bookings = [_booking(key, one) for key, one in zip(keys, money, strict=True)]
    posted = ledger.post_all(session, bookings, day)
    said = {"dated": day, "recorded_on": session.today, "recorded_by_id": session.actor_id}
    session.write_facts(
        Collection,
        (
            {**vars(one), **said, "id": key, "number": number, "entry_number": entry}
            for key, one, number, entry in zip(keys, money, series, posted, strict=True)
        ),
    )
    return keys


def _booking(key: int, one: Money) -> Booking:
    return Booking(
        kind="collection",
        source="collection",
        source_id=str(key),
        key=f"collection:{key}",
        legs=[Leg("cash", one.amount_fen), Leg("receivable", -one.amount_fen, one.client_id)],
        means=one.means,
    )


CANCEL_COLLECTION = Step("collection.cancel", COLLECTION, to("cancelled"))


def cancel_collection(office: Office, collection_id: int, reason: str = "") -> None:
    """Cancel money that was taken wrongly (L2a)."""
    with CANCEL_COLLECTION.begin(office, collection_id) as (session, collection):
        collection.move("cancelled")
        cancel_booked(session, collection, "collection-cancelled", reason)


def collection_of(office: Office, delivery_id: int) -> int:
    """The collection taken with a delivery; refuses ``not_found`` when nothing was taken."""
    with office.reading() as session:
        found = session.scalar(_TAKEN_WITH, {"delivery": delivery_id})
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
