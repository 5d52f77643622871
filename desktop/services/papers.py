"""Issuing papers: what was issued is kept, so that it prints the same next year.

A reward slip is the exception: its claim code is kept nowhere, so it can't be printed again (V2).
Papers are gathered inside a change and drawn after it, so that a batch holds nobody up.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, select

from desktop.basics.calendar import Quarter
from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.basics.masking import mask_phones
from desktop.models import (
    Agreement,
    Case,
    Client,
    IssuedPaper,
    Order,
    Payout,
    Proposal,
    Run,
    Settlement,
    Stop,
    VisitPlan,
)
from desktop.models.base import wrong_state
from desktop.printing import render
from desktop.printing.frozen import from_json, to_json
from desktop.queries.funds import frozen_clients, funds_in
from desktop.queries.papers.contract import contract
from desktop.queries.papers.manifest import manifest
from desktop.queries.papers.payout_voucher import payout_voucher
from desktop.queries.papers.proposal import proposal_sheet
from desktop.queries.papers.reward_slip import reward_slip
from desktop.queries.papers.statement import fund_statement
from desktop.queries.papers.visit_sheet import visit_sheet
from desktop.services.checks import invalid
from desktop.services.find import find, find_client, find_staff, not_found
from desktop.services.office import Change, Office
from desktop.services.permissions import sees_numbers


def issue_proposal(office: Office, number: str) -> bytes:
    """The sheet of a confirmed proposal as PDF; a draft is refused (``wrong_state``)."""
    with office.transaction("paper.issue") as session:
        proposal = session.scalar(select(Proposal).where(Proposal.number == number))
        if proposal is None:
            raise not_found("proposal", number)
        session.allow()
        if proposal.state == "draft":
            raise Refused("wrong_state", _("A manager confirms it before it goes out."))
        gather = partial(proposal_sheet, session, proposal, session.today)
        paper = _kept(session, "proposal", proposal.number, gather)
    return render(paper)


def issue_contract(office: Office, agreement_id: int | None) -> bytes:
    """An agreement as a contract in two copies (A7); kept once it is approved.

    Before that it is a preview, which says so.
    """
    with office.transaction("paper.issue") as session:
        agreement = find(session, Agreement, agreement_id, "agreement")
        session.allow()
        gather = partial(contract, session, agreement)
        number = agreement.number
        paper = (
            _kept(session, "contract", number, gather) if number else _as_seen(session, gather())
        )
    return render(paper)


def find_contract(office: Office, number: str) -> int:
    """The agreement with this number; refuses ``not_found``."""
    with office.reading() as session:
        found = session.scalar(select(Agreement.id).where(Agreement.number == number))
    if not number or found is None:
        raise not_found("agreement", number)
    return found


def issue_manifest(office: Office, number: str) -> bytes:
    """The manifest of a run with its delivery notes; kept once the run is loaded."""
    with office.transaction("paper.issue") as session:
        run = session.scalar(select(Run).where(Run.number == number))
        if run is None:
            raise not_found("run", number)
        session.allow()
        paper = _manifest(session, run)
    return render(paper)


def issue_delivery_notes(office: Office, order: str) -> bytes:
    """Both copies of the note of one stop alone, as it stands on the run's manifest (D5)."""
    with office.transaction("paper.issue") as session:
        found = session.execute(
            select(Order, Run)
            .outerjoin(Stop, Stop.order_id == Order.id)
            .outerjoin(Run, Run.id == Stop.run_id)
            .where(Order.number == order)
            .order_by(Run.id.desc())
            .limit(1)
        ).first()
        if found is None:
            raise not_found("order", order)
        session.allow()
        run = found[1]
        if run is None:
            raise Refused("wrong_state", _("Put the order on a run first: its note names the day."))
        stops = _manifest(session, run).stops
    return render(*(note for stop in stops for note in stop.notes if note.order == order))


def _manifest(session: Change, run: Run) -> Any:
    if run.state == "planned":
        return _as_seen(session, manifest(session, run))
    return _kept(session, "manifest", run.number, partial(manifest, session, run))


def issue_statement(office: Office, client: str, quarter: Quarter) -> bytes:
    """A client's fund statement of a quarter; kept once the quarter's settlement is posted."""
    with office.transaction("paper.issue") as session:
        shop = find_client(session, client)
        session.allow()
        papers = _statements(session, [shop], quarter)
    return render(*papers)


def issue_statements(office: Office, quarter: Quarter) -> bytes:
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
        shops = session.scalars(select(Client).order_by(Client.rep_id, Client.code))
        papers = _statements(session, [one for one in shops if one.id in listed], quarter)
    return render(*papers)


def _statements(session: Change, shops: Iterable[Client], quarter: Quarter) -> list[Any]:
    posted = session.scalar(
        select(Settlement.id).where(
            Settlement.quarter == quarter.text, Settlement.state == "posted"
        )
    )
    papers = []
    for shop in shops:
        gather = partial(fund_statement, session, shop, quarter, session.today)
        kept = posted is not None
        papers.append(
            _kept(session, "statement", f"{quarter.text}/{shop.code}", gather)
            if kept
            else _as_seen(session, gather())
        )
    return papers


def issue_visit_sheet(office: Office, plan_id: int | None) -> bytes:
    """The sheet of a released plan; one that isn't released is refused (``wrong_state``, G3)."""
    with office.transaction("paper.issue") as session:
        plan = find(session, VisitPlan, plan_id, "plan")
        session.allow()
        paper = _visit_sheet(session, plan)
    return render(paper)


def issue_visit_sheets(office: Office, rep: str, day: date) -> bytes:
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
        papers = [_visit_sheet(session, plan) for plan in plans]
    return render(*papers)


def _visit_sheet(session: Change, plan: VisitPlan) -> Any:
    if plan.state != "released":
        raise Refused(
            "wrong_state",
            _("Release the plan of {day} first: then every client has its suggestion.").format(
                day=plan.day
            ),
        )
    return _kept(session, "visit_sheet", str(plan.id), partial(visit_sheet, session, plan))


def issue_voucher(office: Office, number: str) -> bytes:
    """The voucher that a client signs for its payout; kept once it is paid (S5).

    Refuses ``wrong_state`` for a forfeited payout, and ``frozen`` for an unpaid one while a
    case against the client waits for its ruling.
    """
    with office.transaction("paper.issue") as session:
        payout = session.scalar(select(Payout).where(Payout.number == number))
        if payout is None:
            raise not_found("payout", number)
        session.allow()
        paper = _voucher(session, payout)
    return render(paper)


def _voucher(session: Change, payout: Payout) -> Any:
    if payout.state == "forfeited":
        raise wrong_state(payout)
    gather = partial(payout_voucher, session, payout, session.today)
    if payout.state == "paid":
        # A payout that was cancelled and paid again has a voucher of its own.
        return _kept(session, "payout_voucher", f"{payout.number}/{payout.payments}", gather)
    if payout.client_id in frozen_clients(session):
        raise Refused(
            "frozen",
            _("A case against {client} waits for its ruling: that comes first.").format(
                client=session.get_one(Client, payout.client_id).title
            ),
        )
    return _as_seen(session, gather())


def print_reward_slips(office: Office, case_id: int | None, codes: Sequence[str]) -> bytes:
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


def _kept(session: Change, kind: str, document: str, gather: Callable[[], object]) -> Any:
    """The paper as it was issued first, or issued now and kept."""
    kept = session.scalar(
        select(IssuedPaper.data).where(
            IssuedPaper.kind == kind, IssuedPaper.document_id == document
        )
    )
    if kept is None:
        kept = to_json(gather())
        session.add(
            IssuedPaper(
                kind=kind,
                document_id=document,
                number=document,
                issued_on=session.today,
                issued_by_id=session.actor_id,
                data=kept,
            )
        )
    return _as_seen(session, from_json(kind, kept))


def _as_seen(session: Change, paper: Any) -> Any:
    """The paper as whoever prints it may see it (E6); what is kept is whole."""
    person = session.person
    return paper if person and sees_numbers(person.roles) else mask_phones(paper)


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
