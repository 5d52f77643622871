"""Clients: added, edited, closed; and what they brought from before (C1–C3)."""

from sqlalchemy import func, select

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.opening import OpeningDraft
from desktop.basics.errors import Refused
from desktop.basics.hours import Hours
from desktop.basics.i18n import _
from desktop.basics.money import yuan
from desktop.models import Asset, Benefit, Case, Client, Opening, Order
from desktop.models.base import wrong_state
from desktop.queries.facts.balances import balance
from desktop.services import ledger
from desktop.services.change import Change
from desktop.services.checks import (
    invalid,
    need_another,
    need_degrees,
    need_open_client,
    need_version,
)
from desktop.services.find import find_client, find_staff
from desktop.services.ledger import Booking, Leg
from desktop.services.numbering import need_free_code
from desktop.services.office import Office
from desktop.services.steps import Noun, Step
from desktop.services.written import need_fields, need_phones, write_over, written

CLIENT = Noun("client", Client)
OPENING = Noun("opening", Opening)


def add_client(office: Office, draft: ClientDraft) -> int:
    """Add a shop as a prospect (C1)."""
    check_client(draft)
    need_phones(draft)
    with office.transaction("client.add") as session:
        rep_id = find_staff(session, draft.rep, "rep").id if draft.rep else None
        session.allow()
        return write_client(session, draft, rep_id).id


def check_client(draft: ClientDraft) -> None:
    """Refuse (``invalid``) a draft that can't be a client."""
    need_fields(draft)
    need_degrees(draft.lat, draft.lon)
    if not Hours(draft.opens, draft.closes, draft.break_from, draft.break_to).has_whole_break:
        message = _("A break begins and ends between opening and closing: give all four times.")
        raise invalid("break_from", message)


def write_client(session: Change, draft: ClientDraft, rep_id: int | None) -> Client:
    """Write a checked client; refuses ``duplicate`` when the code is taken."""
    client = Client(
        **written(draft), rep_id=rep_id, added_on=session.today, added_by_id=session.actor_id
    )
    need_free_code(session, Client, client.code)
    session.add(client)
    session.flush()
    return client


def _open(_session: Change, client: Client) -> None:
    if client.state == "closed":
        raise wrong_state(client)


EDIT = Step("client.edit", CLIENT, _open)


def edit_client(office: Office, client_id: int, version: int, changes: ClientDraft) -> None:
    """Save a client file; ChangedElsewhere when it isn't the version that was read (E2)."""
    check_client(changes)
    with office.transaction(EDIT.action) as session:
        client = CLIENT.find(session, client_id)
        rep_id = find_staff(session, changes.rep, "rep").id if changes.rep else None
        EDIT.need(session, client)
        need_version(client, version)
        need_phones(changes, client)
        client.rep_id = rep_id
        write_over(client, changes)


def activate(session: Change, client_id: int) -> None:
    """The first signature, or goods accepted, make a prospect active (C1)."""
    client = session.get_one(Client, client_id)
    if client.state == "prospect":
        client.move("active")
        client.active_since = session.today


def _closable(session: Change, client: Client) -> None:
    """Its business must be done (C2)."""
    client.require_move("closed")
    _need_nothing_open(session, client)
    _need_nothing_owed(session, client)


def _need_nothing_open(session: Change, client: Client) -> None:
    orders = (Order.client_id == client.id, Order.state.in_(Order.OPEN))
    cases = (Case.client_id == client.id, Case.state.in_(Case.OPEN))
    assets = (Asset.client_id == client.id, Asset.ended_on.is_(None))
    promises = (Benefit.client_id == client.id, Benefit.state == "promised")
    for open_ones, words in (
        (orders, _("{number} orders are open: end them first.")),
        (cases, _("{number} cases are open: end them first.")),
        (assets, _("{number} signs or racks stand there: end them first.")),
        (promises, _("{number} promises are open: keep or withdraw them first.")),
    ):
        number = session.scalar(select(func.count()).where(*open_ones))
        if number:
            raise Refused("wrong_state", words.format(number=number))


def _need_nothing_owed(session: Change, client: Client) -> None:
    """A negative fund counts as owed: closing sets it off."""
    fund_fen = balance(session, "fund", client.id)
    owed_fen = balance(session, "receivable", client.id) + max(0, fund_fen)
    payable_fen = balance(session, "payable", client.id)
    for left_fen, words in (
        (owed_fen, _("The client owes {amount} yuan: take the money first.")),
        (-owed_fen, _("The client has a credit of {amount} yuan: pay it out first.")),
        (-fund_fen, _("{amount} yuan are in the fund: settle the quarter first.")),
        (-payable_fen, _("{amount} yuan wait to be paid out: pay them first.")),
    ):
        if left_fen > 0:
            raise Refused("wrong_state", words.format(amount=yuan(left_fen)))


CLOSE = Step("client.close", CLIENT, _closable)


def close_client(
    office: Office, client_id: int, reason: str = "", successor: str | None = None
) -> None:
    """Close a client whose business is done (C2); the new owner's code is the successor (C1).

    A negative fund is set off against money first, so the client owes it.
    """
    with office.transaction(CLOSE.action) as session:
        client = CLIENT.find(session, client_id)
        new_owner = find_client(session, successor, "successor") if successor else None
        session.allow()
        if new_owner is not None:
            _need_successor(client, new_owner)
        CLOSE.check(session, client)
        _set_off_negative_fund(session, client)
        client.move("closed")
        client.closed_on = session.today
        client.closed_by_id = session.actor_id
        client.closing_reason = reason
        client.successor_id = new_owner.id if new_owner else None


def _need_successor(client: Client, new_owner: Client) -> None:
    if new_owner is client:
        message = _("A client can't follow itself: choose the new owner's file, or leave it empty.")
        raise invalid("successor", message)
    need_open_client(new_owner, "successor")


def _set_off_negative_fund(session: Change, client: Client) -> None:
    fund_fen = balance(session, "fund", client.id)
    if fund_fen > 0:  # a debit balance: more came back than was ever accrued
        ledger.post(
            session,
            Booking(
                kind="fund-set-off",
                source="client",
                source_id=str(client.id),
                key=f"fund-set-off:{client.id}:{session.today}",
                legs=[Leg("receivable", fund_fen, client.id), Leg("fund", -fund_fen, client.id)],
            ),
        )


def set_opening(office: Office, draft: OpeningDraft) -> int:
    """Enter what a client brought from before, once a client (C3)."""
    need_fields(draft)
    if draft.fund_fen < 0:
        raise invalid("fund", _("A fund cannot be brought in negative."))
    with office.transaction("opening.set") as session:
        client = find_client(session, draft.client)
        session.allow()
        need_open_client(client)
        if session.scalar(select(Opening.id).where(Opening.client_id == client.id)):
            raise Refused(
                "duplicate",
                _("{client} has opening balances already: choose another client.").format(
                    client=client.title
                ),
                "client",
            )
        opening = Opening(
            **written(draft),
            client_id=client.id,
            set_on=session.today,
            set_by_id=session.actor_id,
        )
        session.add(opening)
        session.flush()
        return opening.id


def _unapproved(_session: Change, opening: Opening) -> None:
    """What is booked already stays (C3)."""
    if opening.approved_on is not None:
        raise Refused("wrong_state", _("These opening balances are approved already."))


DISCARD_OPENING = Step("opening.discard", OPENING, _unapproved)


def discard_opening(office: Office, opening_id: int) -> None:
    """Throw opening balances away that nobody approved yet: they are entered anew (C3)."""
    with DISCARD_OPENING.begin(office, opening_id) as (session, opening):
        session.delete(opening)


def _approvable(session: Change, opening: Opening) -> None:
    """Once, by another than who entered the balances (C3)."""
    need_another(session, opening.set_by_id)
    _unapproved(session, opening)


APPROVE_OPENING = Step("opening.approve", OPENING, _approvable)


def approve_opening(office: Office, opening_id: int) -> None:
    """Book a client's opening balances; the approver is not who entered them (C3)."""
    with APPROVE_OPENING.begin(office, opening_id) as (session, opening):
        opening.approved_on = session.today
        opening.approved_by_id = session.actor_id
        rest_fen = opening.fund_fen - opening.receivable_fen
        opening.entry_number = ledger.post(
            session,
            Booking(
                kind="opening",
                source="opening",
                source_id=str(opening.id),
                key=f"opening:{opening.id}",
                legs=[
                    Leg("receivable", opening.receivable_fen, opening.client_id),
                    Leg("fund", -opening.fund_fen, opening.client_id),
                    Leg("opening", rest_fen),
                ],
            ),
        )
