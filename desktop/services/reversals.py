"""What Ctrl+Z takes back by another change.

A submission becomes a draft again as long as nobody decided on it, a booking is cancelled within
some seconds (its mirror is booked, L2a).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, String, cast, select

from desktop.basics.errors import Refused
from desktop.basics.i18n import N_, _
from desktop.models import Benefit, Client, Collection, PaperPrint, Payout, Stop
from desktop.services.agreements import take_back_agreement
from desktop.services.benefits import cancel_benefit
from desktop.services.deeds import Deed
from desktop.services.deliveries import cancel_delivery
from desktop.services.imports.take_back import take_back_import
from desktop.services.office import Office
from desktop.services.orders import cancel_order
from desktop.services.payments import cancel_collection
from desktop.services.returns import cancel_return
from desktop.services.settlements import cancel_payout, take_back_settlement
from desktop.services.suggestions import take_back_suggestion

SECONDS = 10  # a slip is seen at once; what is found out later says why it is cancelled


@dataclass(frozen=True)
class Reversal:
    """``undo(office, ids, reason)`` takes back what was done to the record of these ``ids``.

    ``done`` (a msgid) says what became of it; ``seconds`` is how long it is offered, None as long
    as its service takes it; ``of_one``: what was about several records isn't taken back.
    ``paper`` is the kind of what is handed out of it, and what asks for its number: once anybody
    printed it, what was done is cancelled on its page with a reason.
    """

    undo: Callable[[Office, tuple[int, ...], str], object]
    done: str
    seconds: int | None = SECONDS
    of_one: bool = True
    paper: tuple[str, Callable[[tuple[int, ...]], Select[str]]] | None = None


def _collection(office: Office, ids: tuple[int, ...], reason: str) -> None:
    cancel_collection(office, ids[0], reason)


def _delivery(office: Office, ids: tuple[int, ...], reason: str) -> None:
    cancel_delivery(office, ids[0], reason)


def _payout(office: Office, ids: tuple[int, ...], reason: str) -> None:
    with office.reading() as session:
        code = session.get_one(Client, ids[1]).code
    cancel_payout(office, ids[0], code, reason)


def _benefit(office: Office, ids: tuple[int, ...], reason: str) -> None:
    cancel_benefit(office, ids[0], reason)


def _return(office: Office, ids: tuple[int, ...], reason: str) -> None:
    cancel_return(office, ids[0], reason)


def _order(office: Office, ids: tuple[int, ...], reason: str) -> None:
    cancel_order(office, ids[0], reason)


def _receipt(ids: tuple[int, ...]) -> Select[str]:
    return select(Collection.number).where(Collection.id == ids[0])


def _benefit_receipt(ids: tuple[int, ...]) -> Select[str]:
    return select(Benefit.number).where(Benefit.id == ids[0])


def _voucher(ids: tuple[int, ...]) -> Select[str]:
    number = Payout.number + "/" + cast(Payout.payments, String)
    return select(number).where(Payout.settlement_id == ids[0], Payout.client_id == ids[1])


def _notes(ids: tuple[int, ...]) -> Select[str]:
    return select(Stop.note).where(Stop.order_id == ids[0])


_CANCELLED = N_("Taken back: a mirrored entry of today undoes it.")
_DELIVERY = N_("Taken back by a mirrored entry. Money taken with it stays: a cashier cancels that.")
_DRAFT = N_("Taken back: it is a draft again.")
REVERSALS: Mapping[str, Reversal] = {
    "agreement.submit": Reversal(
        lambda office, ids, _why: take_back_agreement(office, ids[0]), _DRAFT, None
    ),
    "settlement.submit": Reversal(
        lambda office, ids, _why: take_back_settlement(office, ids[0]), _DRAFT, None
    ),
    "suggestion.submit": Reversal(
        lambda office, ids, _why: take_back_suggestion(office, ids[0]), _DRAFT, None
    ),
    "collection.record": Reversal(_collection, _CANCELLED, paper=("receipt", _receipt)),
    "delivery.record": Reversal(_delivery, _DELIVERY),
    "payout.pay": Reversal(_payout, _CANCELLED, paper=("payout_voucher", _voucher)),
    "benefit.deliver": Reversal(_benefit, _CANCELLED, paper=("benefit_receipt", _benefit_receipt)),
    "return.record": Reversal(_return, _CANCELLED),
    "import": Reversal(
        lambda office, _ids, _why: take_back_import(office),
        N_("Taken back: all is as before the import."),
        seconds=None,
        of_one=False,
    ),
    "order.add": Reversal(
        _order, N_("Taken back: the order is cancelled."), paper=("delivery_note", _notes)
    ),
}


def reversal_of(deed: Deed) -> Reversal | None:
    """How a change is taken back; None for one that isn't, or that was about several records."""
    found = REVERSALS.get(deed.action)
    return found if found is not None and (deed.ids or not found.of_one) else None


def take_back(office: Office, deed: Deed) -> str:
    """Take a change back, and say what became of it; raises what its cancelling does."""
    reversal = REVERSALS[deed.action]
    if reversal.paper is not None:
        kind, number = reversal.paper
        _need_unprinted(office, kind, number(deed.ids))
    reversal.undo(office, deed.ids, _("taken back right after it was entered"))
    return _(reversal.done)


def _need_unprinted(office: Office, kind: str, number: Select[str]) -> None:
    """Refuse (``wrong_state``) what a printed paper tells of: somebody holds it by now."""
    printed = select(PaperPrint.document_id).where(
        PaperPrint.kind == kind, PaperPrint.document_id.in_(number)
    )
    with office.reading() as session:
        found = session.scalar(printed.limit(1))
    if found is not None:
        words = _("{number} was printed meanwhile: cancel it on its page, and say why.")
        raise Refused("wrong_state", words.format(number=found))
