"""Issuing papers: what was issued is kept, so that it prints the same next year.

Each call is a print, and is counted: the second says that it is a copy; with ``look`` the paper is
only looked at. A reward slip is the exception: its claim code is kept nowhere, so it can't be
printed again (V2). Papers are gathered inside a change and drawn after it, so that a batch holds
nobody up.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial

from sqlalchemy import ColumnElement, Select, select

from desktop.basics.calendar import Quarter
from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import (
    Agreement,
    Benefit,
    Case,
    Client,
    Collection,
    Delivery,
    Order,
    Payout,
    Proposal,
    Refund,
    Run,
    Stop,
    VisitPlan,
)
from desktop.models.base import wrong_state
from desktop.printing import render
from desktop.queries.facts.cases import frozen_clients
from desktop.queries.facts.funds import closed_quarter, funds_in
from desktop.queries.papers.benefit_receipt import benefit_receipt
from desktop.queries.papers.contract import contract
from desktop.queries.papers.delivery_note import delivered_note
from desktop.queries.papers.manifest import manifest
from desktop.queries.papers.payout_voucher import payout_voucher
from desktop.queries.papers.proposal import proposal_sheet
from desktop.queries.papers.receipt import collection_receipt, refund_receipt
from desktop.queries.papers.reward_slip import reward_slip
from desktop.queries.papers.statement import fund_statement
from desktop.queries.papers.visit_sheet import visit_sheet
from desktop.services.checks import invalid
from desktop.services.find import find, find_client, find_staff, not_found
from desktop.services.issuing import Pile
from desktop.services.office import Change, Office

# Why a paper is still a draft.
_NOT_LOADED = "未装车"


def issue_proposal(office: Office, number: str, *, look: bool = False) -> bytes:
    """The sheet of a confirmed proposal as PDF; a draft is refused (``wrong_state``)."""
    with office.transaction("paper.issue") as session:
        proposal = session.scalar(select(Proposal).where(Proposal.number == number))
        if proposal is None:
            raise not_found("proposal", number)
        session.allow()
        if proposal.state == "draft":
            raise Refused("wrong_state", _("A manager confirms it before it goes out."))
        pile = Pile(session, look=look)
        gather = partial(proposal_sheet, session, proposal, session.today)
        pile.keep("proposal", proposal.number, gather)
    return pile.draw()


def issue_contract(office: Office, agreement_id: int, *, look: bool = False) -> bytes:
    """An agreement as a contract in two copies (A7); kept once it is approved.

    Before that it is a preview, which says so.
    """
    with office.transaction("paper.issue") as session:
        agreement = find(session, Agreement, agreement_id, "agreement")
        session.allow()
        pile = Pile(session, look=look)
        gather = partial(contract, session, agreement)
        if agreement.number:
            pile.keep("contract", agreement.number, gather)
        else:
            pile.draft(gather(), "")
    return pile.draw()


def find_contract(office: Office, number: str) -> int:
    """The agreement with this number; refuses ``not_found``."""
    with office.reading() as session:
        found = session.scalar(select(Agreement.id).where(Agreement.number == number))
    if not number or found is None:
        raise not_found("agreement", number)
    return found


def issue_manifest(office: Office, number: str, *, look: bool = False) -> bytes:
    """The manifest of a run with its delivery notes; a draft until the run is loaded."""
    with office.transaction("paper.issue") as session:
        run = session.scalar(select(Run).where(Run.number == number))
        if run is None:
            raise not_found("run", number)
        session.allow()
        pile = Pile(session, look=look)
        if run.state == "planned":
            pile.draft(manifest(session, run), _NOT_LOADED, notes=True)
        else:
            pile.keep_manifest(run.number, partial(manifest, session, run))
    return pile.draw()


def issue_delivery_notes(office: Office, number: str, *, look: bool = False) -> bytes:
    """Both copies of an order's note alone: as on its run's manifest, or of its delivery (D5).

    ``number`` is the order's, for the note that holds, or that of a note itself.
    """
    with office.transaction("paper.issue") as session:
        order = session.scalar(
            select(Order).where((Order.number == number) | Order.id.in_(_orders_of_note(number)))
        )
        if order is None:
            raise not_found("order", number)
        session.allow()
        pile = Pile(session, look=look)
        delivery = session.scalar(
            select(Delivery).where(Delivery.order_id == order.id, Delivery.state == "recorded")
        )
        wanted = number if number != order.number else delivery.note if delivery else ""
        run = _run_of_note(session, order, wanted)
        if run is not None:
            _put_notes(session, pile, run, order)
        elif delivery is not None and delivery.note == wanted:
            _put_delivered(session, pile, delivery)
        else:
            raise Refused(
                "wrong_state",
                _("Put the order on a run, or record its delivery: its note names the day."),
            )
    return pile.draw()


def _orders_of_note(note: str) -> Select[int]:
    """The order that had this note, from a run or of its delivery."""
    loaded = select(Stop.order_id).where(Stop.note == note, Stop.note != "")
    delivered = select(Delivery.order_id).where(Delivery.note == note, Delivery.note != "")
    return select(Order.id).where(Order.id.in_(loaded) | Order.id.in_(delivered))


def _run_of_note(session: Change, order: Order, note: str) -> Run | None:
    """The run on which an order's note went out: of its delivery's, else of the newest one."""
    runs = select(Run).join(Stop, Stop.run_id == Run.id).where(Stop.order_id == order.id)
    if note:
        runs = runs.where(Stop.note == note)
    else:
        runs = runs.where((Stop.note != "") | (Run.state == "planned"))
    return session.scalar(runs.order_by(Run.id.desc()).limit(1))


def _put_notes(session: Change, pile: Pile, run: Run, order: Order) -> None:
    if run.state != "planned":
        pile.keep_notes(run.number, partial(manifest, session, run), order.number)
        return
    for stop in manifest(session, run).stops:
        for note in stop.notes:
            if note.order == order.number:
                pile.draft(note, _NOT_LOADED)


def _put_delivered(session: Change, pile: Pile, delivery: Delivery) -> None:
    if not any(line.accepted for line in delivery.lines):
        raise Refused("wrong_state", _("Nothing was accepted: there is no note of it."))
    pile.keep("delivery_note", delivery.note, partial(delivered_note, session, delivery))


def issue_statement(office: Office, client: str, quarter: Quarter, *, look: bool = False) -> bytes:
    """A client's fund statement of a quarter; a draft until the quarter is closed."""
    with office.transaction("paper.issue") as session:
        shop = find_client(session, client)
        session.allow()
        pile = Pile(session, look=look)
        _put_statements(session, pile, [shop], quarter)
    return pile.draw()


def issue_statements(office: Office, quarter: Quarter, *, look: bool = False) -> bytes:
    """The statements of all clients whose fund moved or stands, in one PDF, by rep and code (S6).

    Refuses ``not_found`` when there is none.
    """
    with office.transaction("paper.issue") as session:
        session.allow()
        listed = {
            client_id for client_id, figures in funds_in(session, quarter).items() if figures.listed
        }
        if not listed:
            raise not_found("quarter", quarter.text)
        # By rep: each takes his own pile along. A statement of SQL holds only so many keys.
        shops = session.scalars(select(Client).order_by(Client.rep_id, Client.code_key))
        pile = Pile(session, look=look)
        _put_statements(session, pile, [one for one in shops if one.id in listed], quarter)
    return pile.draw()


def _put_statements(session: Change, pile: Pile, shops: Iterable[Client], quarter: Quarter) -> None:
    closed = closed_quarter(session)
    for shop in shops:
        gather = partial(fund_statement, session, shop, quarter, session.today)
        if closed is not None and quarter <= closed:
            pile.keep("statement", f"{quarter.text}/{shop.code}", gather)
        else:
            pile.draft(gather(), "本季未结算")


def issue_visit_sheet(office: Office, plan_id: int, *, look: bool = False) -> bytes:
    """The sheet of a released plan; one that isn't released is refused (``wrong_state``, G3)."""
    with office.transaction("paper.issue") as session:
        plan = find(session, VisitPlan, plan_id, "plan")
        session.allow()
        pile = Pile(session, look=look)
        _put_visit_sheet(session, pile, plan)
    return pile.draw()


def issue_visit_sheets(office: Office, rep: str, day: date, *, look: bool = False) -> bytes:
    """All sheets of a rep's day in one PDF; refuses ``not_found`` when nothing is planned."""
    with office.transaction("paper.issue") as session:
        visitor = find_staff(session, rep, "rep")
        session.allow()
        plans = session.scalars(
            select(VisitPlan)
            .where(VisitPlan.rep_id == visitor.id, VisitPlan.day == day)
            .order_by(VisitPlan.id)
        ).all()
        if not plans:
            raise not_found("date", day)
        pile = Pile(session, look=look)
        for plan in plans:
            _put_visit_sheet(session, pile, plan)
    return pile.draw()


def _put_visit_sheet(session: Change, pile: Pile, plan: VisitPlan) -> None:
    if plan.state != "released":
        raise Refused(
            "wrong_state",
            _("Release the plan of {day} first: then every client has its suggestion.").format(
                day=plan.day
            ),
        )
    pile.keep("visit_sheet", str(plan.id), partial(visit_sheet, session, plan))


def issue_voucher(office: Office, number: str, *, look: bool = False) -> bytes:
    """The voucher that a client signs for its payout; a draft until it is paid (S5).

    Refuses ``wrong_state`` for a forfeited payout, and ``frozen`` for an unpaid one while a
    case against the client waits for its ruling.
    """
    with office.transaction("paper.issue") as session:
        payout = session.scalar(select(Payout).where(Payout.number == number))
        if payout is None:
            raise not_found("payout", number)
        session.allow()
        pile = Pile(session, look=look)
        _put_voucher(session, pile, payout)
    return pile.draw()


def _put_voucher(session: Change, pile: Pile, payout: Payout) -> None:
    if payout.state == "forfeited":
        raise wrong_state(payout)
    gather = partial(payout_voucher, session, payout, session.today)
    if payout.state == "paid":
        # A payout that was cancelled and paid again has a voucher of its own.
        pile.keep("payout_voucher", f"{payout.number}/{payout.payments}", gather)
        return
    if payout.client_id in frozen_clients(session):
        raise Refused(
            "frozen",
            _("A case against {client} waits for its ruling: that comes first.").format(
                client=session.get_one(Client, payout.client_id).title
            ),
        )
    pile.draft(gather(), "未付款")


def issue_benefit_receipt(office: Office, number: str, *, look: bool = False) -> bytes:
    """What a client signs for a benefit that was given to it; each is booked and signed for."""
    with office.transaction("paper.issue") as session:
        benefit = session.scalar(select(Benefit).where(Benefit.number == number))
        if benefit is None:
            raise not_found("benefit", number)
        session.allow()
        pile = Pile(session, look=look)
        gather = partial(benefit_receipt, session, benefit)
        _put_standing(pile, "benefit_receipt", benefit, gather)
    return pile.draw()


def issue_receipt(office: Office, number: str, *, look: bool = False) -> bytes:
    """The receipt of a collection (SK-…), or of a credit that was paid out (TK-…)."""
    with office.transaction("paper.issue") as session:
        taken = session.scalar(select(Collection).where(Collection.number == number))
        given = session.scalar(select(Refund).where(Refund.number == number))
        if taken is None and given is None:
            raise not_found("collection", number)
        session.allow()
        pile = Pile(session, look=look)
        if taken is not None:
            gather = partial(collection_receipt, session, taken)
            _put_standing(pile, "receipt", taken, gather)
        elif given is not None:
            pile.keep("receipt", given.number, partial(refund_receipt, session, given))
    return pile.draw()


def _put_standing(
    pile: Pile, kind: str, document: Benefit | Collection, gather: Callable[[], object]
) -> None:
    """Of what was cancelled there is only the paper that went out before, which says so."""
    if document.state != "cancelled":
        pile.keep(kind, document.number, gather)
    elif pile.was_issued(kind, document.number):
        pile.keep(kind, document.number, gather, remark="已作废")
    else:
        raise wrong_state(document)


def print_reward_slips(office: Office, case_id: int, codes: Sequence[str]) -> bytes:
    """One slip for each claim code that ``report_case`` gave, in one PDF (V2).

    Nothing is kept of it: whoever calls has the codes from the report and forgets them then.
    Refuses ``invalid`` unless there is a code of 16 digits for every reporter.
    """
    with office.transaction("paper.issue") as session:
        case = find(session, Case, case_id, "case")
        session.allow()
        if not codes or len(codes) != len(case.reporters) or not all(map(_is_code, codes)):
            raise invalid("claim_code", _("Every reporter has one claim code of 16 digits."))
        papers = [reward_slip(session, case, code) for code in codes]
    return render(*papers)


def _is_code(code: str) -> bool:
    return len(code) == 16 and code.isascii() and code.isdigit()


def _signed_by_client() -> ColumnElement[bool]:
    signed = Agreement.signed_on.is_not(None) & (Agreement.client_id == Client.id)
    return select(Agreement.id).where(signed).exists()


def newest_proposal(office: Office) -> tuple[str, str] | None:
    """The newest proposal that may go out, and its client's code."""
    with office.reading() as session:
        found = session.execute(
            select(Proposal.number, Client.code)
            .join(Client, Client.id == Proposal.client_id)
            .where(Proposal.state != "draft", Client.state == "active")
            # A client with an agreement has more to look at: its fund's statement.
            .order_by(_signed_by_client().desc(), Proposal.id.desc())
            .limit(1)
        ).first()
    return (found[0], found[1]) if found else None
