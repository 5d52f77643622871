"""Paper: a frozen dataclass goes in, PDF bytes come out. No SQL, no Qt.

ReportLab and the fonts are loaded when the first paper is rendered, not when this is imported.
"""

from collections.abc import Callable
from typing import Any

from desktop.printing import (
    contract,
    delivery_note,
    manifest,
    payout_voucher,
    proposal,
    reward_slip,
    statement,
    visit_sheet,
)

_PAPERS: dict[str, tuple[type, Callable[[Any], bytes]]] = {
    "proposal": (proposal.Proposal, proposal.render),
    "manifest": (manifest.Manifest, manifest.render),
    "delivery_note": (delivery_note.DeliveryNote, delivery_note.render),
    "statement": (statement.FundStatement, statement.render),
    "contract": (contract.Contract, contract.render),
    "visit_sheet": (visit_sheet.VisitSheet, visit_sheet.render),
    "payout_voucher": (payout_voucher.PayoutVoucher, payout_voucher.render),
    "reward_slip": (reward_slip.RewardSlip, reward_slip.render),
}

# The kinds of paper and the dataclass that each is made of.
KINDS: dict[str, type] = {kind: paper for kind, (paper, _) in _PAPERS.items()}


def kind_of(paper: object) -> str:
    """The kind of a paper, a key of KINDS; TypeError for anything else."""
    for kind, wanted in KINDS.items():
        if type(paper) is wanted:
            return kind
    raise TypeError(type(paper).__name__)


def render(paper: object) -> bytes:
    """Any paper as PDF; the same paper gives the same bytes."""
    return _PAPERS[kind_of(paper)][1](paper)
