"""Paper: a frozen dataclass goes in, PDF bytes come out. No SQL, no Qt.

ReportLab and the fonts are loaded when the first paper is rendered, not when this is imported.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from desktop.printing import (
    check_sheet,
    contract,
    delivery_note,
    list_sheet,
    manifest,
    payout_voucher,
    proposal,
    reward_slip,
    statement,
    visit_sheet,
)
from desktop.printing.page import Sheet


@dataclass(frozen=True)
class _Kind:
    """What a paper is made of, what its PDF is called, and how it is put on a sheet."""

    paper: type
    title: Callable[[Any], str]
    draw: Callable[[Sheet, Any], None]


_PAPERS = {
    "proposal": _Kind(proposal.Proposal, proposal.title, proposal.draw),
    "manifest": _Kind(manifest.Manifest, manifest.title, manifest.draw),
    "delivery_note": _Kind(delivery_note.DeliveryNote, delivery_note.title, delivery_note.draw),
    "statement": _Kind(statement.FundStatement, statement.title, statement.draw),
    "contract": _Kind(contract.Contract, contract.title, contract.draw),
    "visit_sheet": _Kind(visit_sheet.VisitSheet, visit_sheet.title, visit_sheet.draw),
    "payout_voucher": _Kind(
        payout_voucher.PayoutVoucher, payout_voucher.title, payout_voucher.draw
    ),
    "list": _Kind(list_sheet.ListSheet, list_sheet.title, list_sheet.draw),
    "check_sheet": _Kind(check_sheet.CheckSheet, check_sheet.title, check_sheet.draw),
    "reward_slip": _Kind(reward_slip.RewardSlip, reward_slip.title, reward_slip.draw),
}

# The kinds of paper and the dataclass that each is made of.
KINDS: dict[str, type] = {name: kind.paper for name, kind in _PAPERS.items()}


def kind_of(paper: object) -> str:
    """The kind of a paper, a key of KINDS; TypeError for anything else."""
    for name, wanted in KINDS.items():
        if type(paper) is wanted:
            return name
    raise TypeError(type(paper).__name__)


def render(*papers: Any) -> bytes:
    """One PDF of any papers, each from a new page on; the same papers give the same bytes.

    It is called after the first of them. ValueError when there is none.
    """
    if not papers:
        raise ValueError("no paper")
    kinds = [_PAPERS[kind_of(paper)] for paper in papers]
    sheet = Sheet(kinds[0].title(papers[0]), papers[0].letterhead.author)
    for kind, paper in zip(kinds, papers, strict=True):
        kind.draw(sheet, paper)
    return sheet.finish()
