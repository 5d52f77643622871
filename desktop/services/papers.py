"""Issuing papers: what was issued is kept, so that it prints the same next year."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import ColumnElement, select

from desktop.basics.calendar import Quarter
from desktop.basics.errors import DatabaseTrouble, Refused
from desktop.basics.i18n import _
from desktop.models import Agreement, Client, IssuedPaper, Proposal, Run, Settlement
from desktop.printing import render
from desktop.printing.frozen import from_json, to_json
from desktop.queries.papers.manifest import manifest
from desktop.queries.papers.proposal import proposal_sheet
from desktop.queries.papers.statement import fund_statement
from desktop.services.find import find_client, not_found
from desktop.services.office import Change, Office


def issue_proposal(office: Office, number: str) -> bytes:
    """The sheet of a confirmed proposal as PDF; a draft is refused (``wrong_state``)."""
    with office.transaction("paper.issue") as session:
        proposal = session.scalar(select(Proposal).where(Proposal.number == number))
        if proposal is None:
            raise not_found("proposal", number)
        session.allow()
        if proposal.state == "draft":
            raise Refused("wrong_state", _("A manager confirms it before it goes out."))
        return _issued(
            session,
            "proposal",
            proposal.number,
            lambda: proposal_sheet(session, proposal, session.today),
        )


def issue_manifest(office: Office, number: str) -> bytes:
    """The manifest of a run with its delivery notes; kept once the run is loaded."""
    with office.transaction("paper.issue") as session:
        run = session.scalar(select(Run).where(Run.number == number))
        if run is None:
            raise not_found("run", number)
        session.allow()
        if run.state == "planned":
            return render(manifest(session, run))
        return _issued(session, "manifest", run.number, lambda: manifest(session, run))


def issue_statement(office: Office, client: str, quarter: Quarter) -> bytes:
    """A client's fund statement of a quarter; kept once the quarter's settlement is posted."""
    with office.transaction("paper.issue") as session:
        shop: Client = find_client(session, client)
        session.allow()
        posted = session.scalar(
            select(Settlement.id).where(
                Settlement.quarter == quarter.text, Settlement.state == "posted"
            )
        )
        if posted is None:
            return render(fund_statement(session, shop, quarter, session.today))
        return _issued(
            session,
            "statement",
            f"{quarter.text}/{shop.code}",
            lambda: fund_statement(session, shop, quarter, session.today),
        )


def _issued(session: Change, kind: str, document: str, gather: Callable[[], object]) -> bytes:
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
    return render(from_json(kind, kept))


def write_paper(target: Path, pdf: bytes) -> None:
    """Write a PDF; DatabaseTrouble's words when the place can't be written."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(pdf)
    except OSError as error:
        raise DatabaseTrouble(
            _("{file} cannot be written: {reason}").format(file=target, reason=error.strerror)
        ) from error


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
