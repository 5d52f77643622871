"""Paper: a frozen dataclass goes in, PDF bytes come out. No SQL, no Qt.

ReportLab and the fonts are loaded when the first paper is rendered, not when this is imported.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.printing import (
    benefit_receipt,
    check_sheet,
    contract,
    delivery_note,
    list_sheet,
    manifest,
    payout_voucher,
    proposal,
    receipt,
    report,
    reward_slip,
    statement,
    visit_sheet,
)
from desktop.printing.door import Missing, missing_in, through
from desktop.printing.page import Sheet

__all__ = ["KINDS", "Missing", "Pdf", "kind_of", "missing_from", "render"]


@dataclass(frozen=True)
class _Kind:
    """What a paper is made of, what its PDF is called, how it is put on a sheet.

    ``day`` names the field with the day of its issue.
    """

    paper: type
    title: Callable[[Any], str]
    draw: Callable[[Sheet, Any], None]
    day: str


_PAPERS = {
    "proposal": _Kind(proposal.Proposal, proposal.title, proposal.draw, "issued_on"),
    "manifest": _Kind(manifest.Manifest, manifest.title, manifest.draw, "day"),
    "delivery_note": _Kind(
        delivery_note.DeliveryNote, delivery_note.title, delivery_note.draw, "day"
    ),
    "statement": _Kind(statement.FundStatement, statement.title, statement.draw, "issued_on"),
    "contract": _Kind(contract.Contract, contract.title, contract.draw, "day"),
    "visit_sheet": _Kind(visit_sheet.VisitSheet, visit_sheet.title, visit_sheet.draw, "day"),
    "payout_voucher": _Kind(
        payout_voucher.PayoutVoucher, payout_voucher.title, payout_voucher.draw, "day"
    ),
    "receipt": _Kind(receipt.Receipt, receipt.title, receipt.draw, "day"),
    "benefit_receipt": _Kind(
        benefit_receipt.BenefitReceipt, benefit_receipt.title, benefit_receipt.draw, "day"
    ),
    "list": _Kind(list_sheet.ListSheet, list_sheet.title, list_sheet.draw, "day"),
    "report": _Kind(report.ReportSheet, report.title, report.draw, "day"),
    "check_sheet": _Kind(check_sheet.CheckSheet, check_sheet.title, check_sheet.draw, "day"),
    "reward_slip": _Kind(
        reward_slip.RewardSlip, reward_slip.title, reward_slip.draw, "reported_on"
    ),
}

# The kinds of paper and the dataclass that each is made of.
KINDS: dict[str, type] = {name: kind.paper for name, kind in _PAPERS.items()}


def kind_of(paper: object) -> str:
    """The kind of a paper, a key of KINDS; TypeError for anything else."""
    for name, wanted in KINDS.items():
        if type(paper) is wanted:
            return name
    raise TypeError(type(paper).__name__)


class Pdf(bytes):
    """A PDF, and what of its papers no font could print: it stands there as 〓."""

    missing: tuple[Missing, ...] = ()


def missing_from(pdf: bytes) -> tuple[Missing, ...]:
    """What couldn't be printed on papers that ``render`` made."""
    return pdf.missing if isinstance(pdf, Pdf) else ()


def render(*papers: Any, marks: Mapping[str, str] | None = None) -> Pdf:
    """One PDF of any papers, each from a new page on; the same papers give the same bytes.

    It is called after the first of them and bears the day of that one's issue. ``marks`` says by
    number what stands above the papers that are drafts or copies. ValueError when there is none.
    """
    if not papers:
        raise ValueError("no paper")
    kinds = [_PAPERS[kind_of(paper)] for paper in papers]
    clean = [through(paper) for paper in papers]
    made_on: date = getattr(papers[0], kinds[0].day)
    sheet = Sheet(kinds[0].title(clean[0]), clean[0].letterhead.author, made_on, marks)
    for kind, paper in zip(kinds, clean, strict=True):
        kind.draw(sheet, paper)
    pdf = Pdf(sheet.finish())
    pdf.missing = tuple(
        missing
        for kind, paper in zip(kinds, papers, strict=True)
        for missing in missing_in(kind.title(paper), paper)
    )
    return pdf
