"""The slip that a reporter takes home: the case and the claim code, nobody's name (V2)."""

from sqlalchemy.orm import Session

from desktop.models import Case
from desktop.printing.reward_slip import RewardSlip
from desktop.queries.facts.rules import read_rules
from desktop.queries.papers.heads import letterhead


def reward_slip(session: Session, case: Case, code: str) -> RewardSlip:
    """The slip for one claim code, which the caller has from ``report_case``."""
    rules = read_rules(session)
    return RewardSlip(
        letterhead=letterhead(session),
        case=case.number,
        reported_on=case.reported_on,
        code=code,
        appeal_days=rules.appeal_days,
        claim_days=rules.claim_days,
    )
