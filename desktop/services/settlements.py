"""Quarterly settlement of the fund, and its payouts (S1–S5)."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from desktop.basics.calendar import Quarter
from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Case, Client, Payout, Settlement, SettlementLine
from desktop.models.base import wrong_state
from desktop.models.settlement import PAYOUT_METHODS
from desktop.queries.facts.cases import frozen_clients
from desktop.queries.facts.funds import (
    Standing,
    closed_quarter,
    is_held,
    standings_of,
    supplement,
    unsettled,
)
from desktop.services import ledger
from desktop.services.change import Change
from desktop.services.checks import need_word
from desktop.services.find import find_client
from desktop.services.ledger import Booking, Leg
from desktop.services.office import Office
from desktop.services.several import each_that_can
from desktop.services.steps import Noun, Step, own_waiting, to

SETTLEMENT = Noun("settlement", Settlement)
PAYOUT = Noun("payout", Payout, by=Payout.settlement_entry_number)


def prepare_settlement(office: Office, quarter: Quarter, client: str | None = None) -> int:
    """Compute a quarter's settlement, once it and every earlier one has ended (S2, S4).

    With a client, the supplementary one of a quarter that held it (S4a).
    """
    with office.transaction("settlement.prepare") as session:
        held = find_client(session, client) if client else None
        session.allow()
        if held is not None:
            _need_let_go(session, quarter, held)
        _need_first(session, quarter, held)
        if held is None:
            _need_ended(session, quarter)
            _need_not_closed(session, quarter)
        else:
            _need_no_later(session, quarter)
            _need_something(session, quarter, held)
        settlement = Settlement(
            quarter=quarter.text,
            client_id=held.id if held else None,
            prepared_on=session.today,
            prepared_by_id=session.actor_id,
        )
        session.add(settlement)
        session.flush()
        _compute(session, settlement)
        if not settlement.lines:
            words = _(
                "No fund moved up to the end of {quarter}: there is nothing to settle. "
                "Prepare it all the same, to close the quarter?"
            )
            session.ask("nothing to settle", words.format(quarter=quarter.text))
        return settlement.id


def _need_first(session: Change, quarter: Quarter, held: Client | None) -> None:
    """One settlement a quarter, and one supplementary one of it a client (``duplicate``)."""
    query = select(Settlement.id).where(
        Settlement.quarter == quarter.text,
        Settlement.client_id.is_(None) if held is None else Settlement.client_id == held.id,
    )
    if session.scalar(query) is None:
        return
    if held is None:
        words = _("{quarter} has its settlement already.").format(quarter=quarter.text)
        raise Refused("duplicate", words, "quarter")
    words = _("{client} has a supplementary settlement of {quarter} already.")
    told = words.format(client=held.title, quarter=quarter.text)
    raise Refused("duplicate", told, "client")


def _need_let_go(session: Change, quarter: Quarter, held: Client) -> None:
    """The quarter's own settlement held the client, and no case waits any more (S4a)."""
    if not is_held(session, quarter, held.id):
        words = _("The settlement of {quarter} didn't hold {client}.")
    elif frozen_clients(session, [held.id]):
        words = _("A case against {client} waits for its ruling: that comes first.")
    else:
        return
    told = words.format(quarter=quarter.text, client=held.title)
    raise Refused("wrong_state", told, "client")


def _need_no_later(session: Change, quarter: Quarter) -> None:
    """No later quarter's settlement is posted: it settled what had been held (S4a)."""
    closed = closed_quarter(session)
    if closed is not None and closed > quarter:
        raise _closed(quarter)


def _need_something(session: Change, quarter: Quarter, held: Client) -> None:
    """There is something to settle (S4a)."""
    if supplement(session, quarter, held.id).standing != "settled":
        words = _("Nothing of {quarter} is left to settle with {client}.")
        told = words.format(quarter=quarter.text, client=held.title)
        raise Refused("wrong_state", told, "client")


def _need_ended(session: Change, quarter: Quarter) -> None:
    if session.today <= quarter.end:
        raise Refused(
            "too_early",
            _("{quarter} has not ended yet: it is settled from {day} on.").format(
                quarter=quarter.text, day=quarter.end + timedelta(days=1)
            ),
            "quarter",
        )
    first = unsettled(session, closed_quarter(session), quarter.previous())
    if first is not None:
        words = _("Settle {quarter} first: its fund moved.").format(quarter=first.text)
        raise Refused("too_early", words, "quarter")


def _need_not_closed(session: Change, quarter: Quarter) -> None:
    closed = closed_quarter(session)
    if closed is not None and quarter <= closed:
        raise _closed(quarter)


def _closed(quarter: Quarter) -> Refused:
    words = _("{quarter} is closed: a later quarter is settled.").format(quarter=quarter.text)
    return Refused("closed_period", words, "quarter")


def _compute(session: Change, settlement: Settlement) -> None:
    settlement.lines = []
    session.flush()
    session.write_facts(
        SettlementLine,
        (
            {
                "settlement_id": settlement.id,
                "client_id": client_id,
                "standing": now.standing,
                "amount_fen": now.amount_fen,
            }
            for client_id, now in standings_of(session, settlement).items()
        ),
    )
    session.expire(settlement, ["lines"])


DISCARD = Step("settlement.discard", SETTLEMENT, to("submitted"))


def discard_settlement(office: Office, settlement_id: int) -> None:
    """Throw a draft away: its quarter can be prepared again; nothing was booked (S3)."""
    with DISCARD.begin(office, settlement_id) as (session, settlement):
        session.delete(settlement)


SUBMIT = Step("settlement.submit", SETTLEMENT, to("submitted"))


def submit_settlement(office: Office, settlement_id: int) -> None:
    """Hand a prepared settlement to a manager."""
    with SUBMIT.begin(office, settlement_id) as (session, settlement):
        settlement.move("submitted")
        settlement.submitted_on = session.today
        settlement.submitted_by_id = session.actor_id


TAKE_BACK = Step(
    "settlement.take_back",
    SETTLEMENT,
    own_waiting(Settlement.prepared_by_id, Settlement.submitted_by_id),
)


def take_back_settlement(office: Office, settlement_id: int) -> None:
    """Take one's own settlement back to draft, until a manager acts; it is computed anew (S3)."""
    with TAKE_BACK.begin(office, settlement_id) as (session, settlement):
        settlement.move("draft")
        settlement.submitted_on = None
        settlement.submitted_by_id = None
        _compute(session, settlement)


RETURN = Step("settlement.return", SETTLEMENT, to("draft"))


def return_settlement(office: Office, settlement_id: int) -> None:
    """Send a settlement back to draft, which computes it anew (S3)."""
    with RETURN.begin(office, settlement_id) as (session, settlement):
        settlement.move("draft")
        settlement.returned_on = session.today
        settlement.returned_by_id = session.actor_id
        _compute(session, settlement)


APPROVE = Step("settlement.approve", SETTLEMENT, to("approved", not_by=Settlement.prepared_by_id))


def approve_settlement(office: Office, settlement_id: int) -> None:
    """Approve; the approver is not the preparer."""
    with APPROVE.begin(office, settlement_id) as (session, settlement):
        settlement.move("approved")
        settlement.approved_on = session.today
        settlement.approved_by_id = session.actor_id


def _postable(session: Change, settlement: Settlement) -> None:
    """What is approved, of a quarter that isn't closed (``closed_period``, L5).

    A supplementary one as long as it could still be prepared (S4a).
    """
    settlement.require_move("posted")
    quarter = settlement.period
    if settlement.client_id is None:
        _need_not_closed(session, quarter)
        return
    held = session.get_one(Client, settlement.client_id)
    _need_let_go(session, quarter, held)
    _need_no_later(session, quarter)
    _need_something(session, quarter, held)


POST = Step("settlement.post", SETTLEMENT, _postable)


def post_settlement(office: Office, settlement_id: int) -> None:
    """Post what was approved, all or nothing, and close the quarter (S3, S4, L5).

    Refuses ``changed`` when a client's standing or amount is no longer what was computed.
    """
    with POST.begin(office, settlement_id) as (session, settlement):
        approved = _computed(session, settlement)
        _need_unchanged(session, approved, standings_of(session, settlement))
        _settle(session, settlement, {key: one.amount_fen for key, one in approved.items()})
        settlement.move("posted")
        settlement.posted_on = session.today
        settlement.posted_by_id = session.actor_id


def _computed(session: Change, settlement: Settlement) -> dict[int, Standing]:
    """What a settlement was approved to do, by client id."""
    lines = session.connection().execute(
        select(SettlementLine.client_id, SettlementLine.standing, SettlementLine.amount_fen)
        .where(SettlementLine.settlement_id == settlement.id)
        .order_by(SettlementLine.client_id)
    )
    return {client_id: Standing(standing, fen) for client_id, standing, fen in lines}


def _need_unchanged(
    session: Change, approved: dict[int, Standing], now: dict[int, Standing]
) -> None:
    if approved == now:
        return
    differing = sorted(
        client_id
        for client_id in approved.keys() | now.keys()
        if approved.get(client_id) != now.get(client_id)
    )
    raise Refused(
        "changed",
        _("{number} clients stand otherwise than approved ({client} first): return it.").format(
            number=len(differing), client=session.get_one(Client, differing[0]).title
        ),
    )


def _settle(session: Change, settlement: Settlement, amounts: dict[int, int]) -> None:
    """Post what each client is owed (in fen, by its id), and owe its payout; thousands at once."""
    owed = [(client_id, fen) for client_id, fen in amounts.items() if fen]
    codes = dict(
        session.execute(
            select(Client.id, Client.code)
            .join(SettlementLine, SettlementLine.client_id == Client.id)
            .where(SettlementLine.settlement_id == settlement.id)
        ).all()
    )
    numbers = ledger.post_all(session, [_booking(settlement, *one) for one in owed])
    session.write_facts(
        Payout,
        (
            {
                "settlement_id": settlement.id,
                "client_id": client_id,
                "number": f"LK-{settlement.quarter}-{codes[client_id]}",
                "amount_fen": fen,
                "settlement_entry_number": entry_number,
            }
            for (client_id, fen), entry_number in zip(owed, numbers, strict=True)
        ),
    )


def _booking(settlement: Settlement, client_id: int, fen: int) -> Booking:
    return Booking(
        kind="settlement",
        source="settlement",
        source_id=str(settlement.id),
        key=f"settlement:{settlement.quarter}:{client_id}",
        legs=[Leg("fund", fen, client_id), Leg("payable", -fen, client_id)],
        counts_in=settlement.quarter,
    )


def _payable(session: Change, payout: Payout) -> None:
    payout.require_move("paid")
    _need_free(session, payout)


def _need_free(session: Change, payout: Payout) -> None:
    """No case against the client waits for its ruling (``frozen``, V4)."""
    # Asked once for all that are paid together.
    if payout.client_id in session.known("frozen", (Case,), lambda: frozen_clients(session)):
        payee = session.get_one(Client, payout.client_id)
        raise Refused(
            "frozen",
            _("A case against {client} waits for its ruling: that comes first.").format(
                client=payee.title
            ),
        )


PAY = Step("payout.pay", PAYOUT, _payable)


def pay_out(office: Office, settlement_id: int, client: str, method: str) -> None:
    """Pay a client's settled fund: cash, transfer, or set off against goods (S5)."""
    need_word("method", method, PAYOUT_METHODS)
    with office.transaction(PAY.action) as session:
        settlement, payee = _found(session, settlement_id, client)
        session.allow()
        payout = _payout(session, settlement, payee)
        PAY.check(session, payout)
        _pay(session, [payout], method)


def pay_out_several(office: Office, keys: Sequence[int], method: str) -> int:
    """Pay several payouts in the same way, all or none (S5); how many.

    ``keys`` are the numbers of their settlement entries.
    """
    need_word("method", method, PAYOUT_METHODS)
    with office.transaction(PAY.action) as session:
        payouts = list(each_that_can(session, PAY, keys))
        _pay(session, payouts, method)
        return len(payouts)


def _pay(session: Change, payouts: Sequence[Payout], method: str) -> None:
    # Posted first, so that each is written once, with its entry.
    numbers = ledger.post_all(session, [_payment(one, method) for one in payouts])
    for payout, number in zip(payouts, numbers, strict=True):
        payout.move("paid")
        payout.method = method
        payout.payments += 1
        payout.paid_on = session.today
        payout.paid_by_id = session.actor_id
        payout.entry_number = number


def _payment(payout: Payout, method: str) -> Booking:
    paid_from = (
        Leg("receivable", -payout.amount_fen, payout.client_id)
        if method == "goods"
        else Leg("cash", -payout.amount_fen)
    )
    return Booking(
        kind="payout",
        source="payout",
        source_id=payout.number,
        key=f"payout:{payout.settlement_id}:{payout.client_id}:{payout.payments + 1}",
        legs=[Leg("payable", payout.amount_fen, payout.client_id), paid_from],
        means={"cash": "cash", "transfer": "bank", "goods": ""}[method],
    )


def _cancellable(session: Change, payout: Payout) -> None:
    if payout.state != "paid":
        raise wrong_state(payout)
    _need_free(session, payout)


CANCEL = Step("payout.cancel", PAYOUT, _cancellable)


def cancel_payout(office: Office, settlement_id: int, client: str, reason: str = "") -> None:
    """Cancel a payout, which is then unpaid again; not while a case waits (L2a)."""
    with office.transaction(CANCEL.action) as session:
        settlement, payee = _found(session, settlement_id, client)
        session.allow()
        payout = _payout(session, settlement, payee)
        CANCEL.check(session, payout)
        ledger.cancel(session, payout.entry_number, "payout-cancelled", reason)
        payout.move("unpaid")
        payout.method = None
        payout.paid_on = None
        payout.paid_by_id = None
        payout.entry_number = None


def _found(session: Change, settlement_id: int, client: str) -> tuple[Settlement, Client]:
    return (
        SETTLEMENT.find(session, settlement_id),
        find_client(session, client),
    )


def _payout(session: Change, settlement: Settlement, payee: Client) -> Payout:
    payout = session.get(Payout, (settlement.id, payee.id))
    if payout is None:
        raise Refused(
            "wrong_state",
            _("{client} has no payout of this settlement.").format(client=payee.title),
        )
    return payout
