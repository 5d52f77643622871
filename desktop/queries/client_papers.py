"""The papers and files of one client: what was issued or can be issued, scans and photos."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from desktop.basics.calendar import Quarter
from desktop.models import (
    Agreement,
    Attachment,
    Benefit,
    Case,
    Client,
    Collection,
    IssuedPaper,
    Payout,
    Proposal,
    Refund,
    Settlement,
    SettlementLine,
    Staff,
    Survey,
)

_MOST = 200


@dataclass(frozen=True)
class ClientPaper:
    """A paper or file; ``kind`` is a kind of paper, or ``file`` with its key.

    ``document`` names a paper to whoever prints it: its number, or the client's code with a
    ``quarter``.
    """

    day: date
    kind: str
    name: str
    note: str = ""
    document: str = ""
    key: int | None = None
    quarter: Quarter | None = None


def client_papers(session: Session, client_id: int) -> list[ClientPaper]:
    """All of a client's papers and files, newest first."""
    found = [
        *_contracts(session, client_id),
        *_proposals(session, client_id),
        *_settled(session, client_id),
        *_received(session, client_id),
        *_rulings(session, client_id),
        *_files(session, client_id),
    ]
    return sorted(found, key=lambda one: one.day, reverse=True)[:_MOST]


def _contracts(session: Session, client_id: int) -> Iterator[ClientPaper]:
    """Its contracts: an agreement is none before it is approved and has a number (A7)."""
    for one in session.scalars(
        select(Agreement).where(Agreement.client_id == client_id, Agreement.number != "")
    ):
        yield ClientPaper(
            one.signed_on or one.starts_on,
            "contract",
            one.number,
            f"{one.starts_on}–{one.ends_on}",
            one.number or "",
        )


def _proposals(session: Session, client_id: int) -> Iterator[ClientPaper]:
    for one in session.scalars(
        select(Proposal).where(Proposal.client_id == client_id, Proposal.state != "draft")
    ):
        yield ClientPaper(one.drafted_on, "proposal", one.number, "", one.number)


def _settled(session: Session, client_id: int) -> Iterator[ClientPaper]:
    """The statement of each settled quarter, and the voucher of what was paid of it."""
    code = session.get_one(Client, client_id).code
    rows = session.execute(
        select(Settlement.quarter, func.max(Settlement.posted_on))
        .join(SettlementLine, SettlementLine.settlement_id == Settlement.id)
        .where(SettlementLine.client_id == client_id, Settlement.state == "posted")
        .group_by(Settlement.quarter)
    )
    for quarter, posted_on in rows:
        assert posted_on is not None  # it is posted
        yield ClientPaper(posted_on, "statement", quarter, "", code, quarter=Quarter.parse(quarter))
    for one in session.scalars(
        select(Payout).where(Payout.client_id == client_id, Payout.state == "paid")
    ):
        if one.paid_on is not None:
            yield ClientPaper(one.paid_on, "payout_voucher", one.number, "", one.number)


def _received(session: Session, client_id: int) -> Iterator[ClientPaper]:
    """What is signed for benefits, and the receipts that were given for money."""
    given = session.execute(
        select(Benefit.delivered_on, Benefit.number).where(
            Benefit.client_id == client_id, Benefit.state.in_(Benefit.GIVEN)
        )
    )
    for day, number in given:
        if day is not None:
            yield ClientPaper(day, "benefit_receipt", number, "", number)
    issued = select(IssuedPaper.document_id).where(IssuedPaper.kind == "receipt")
    for kind, dated in ((Collection, Collection.dated), (Refund, Refund.paid_on)):
        rows = session.execute(
            select(dated, kind.number).where(kind.client_id == client_id, kind.number.in_(issued))
        )
        for day, number in rows:
            yield ClientPaper(day, "receipt", number, "", number)


def _rulings(session: Session, client_id: int) -> Iterator[ClientPaper]:
    """The rulings of cases against it that it can have; of who reported nothing (V2)."""
    standing = Case.state.in_(("upheld", "not_upheld"))
    rows = session.execute(
        select(Case.ruled_on, Case.number).where(Case.client_id == client_id, standing)
    )
    for day, number in rows:
        if day is not None:
            yield ClientPaper(day, "ruling", number, "", number)


def _files(session: Session, client_id: int) -> Iterator[ClientPaper]:
    """Photos of the shop, and scans of what was signed; a case's evidence stays with it (V2)."""
    agreements = select(Agreement.id).where(Agreement.client_id == client_id)
    benefits = select(Benefit.id).where(Benefit.client_id == client_id)
    surveys = select(Survey.id).where(Survey.client_id == client_id)
    rows = session.execute(
        select(Attachment, Staff.name)
        .join(Staff, Staff.id == Attachment.added_by_id)
        .where(
            or_(
                (Attachment.owner == "client") & (Attachment.owner_id == client_id),
                (Attachment.owner == "agreement") & Attachment.owner_id.in_(agreements),
                (Attachment.owner == "benefit") & Attachment.owner_id.in_(benefits),
                (Attachment.owner == "survey") & Attachment.owner_id.in_(surveys),
            )
        )
    )
    for one, who in rows:
        note = " · ".join(words for words in (one.note, who) if words)
        yield ClientPaper(one.added_on, "file", one.name, note, key=one.id)
