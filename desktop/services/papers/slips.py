"""Reward slips, the papers that can't be printed again: a claim code is kept nowhere (V2)."""

from collections.abc import Sequence

from desktop.basics.codes import is_claim_code
from desktop.basics.errors import Unreadable
from desktop.basics.i18n import _
from desktop.basics.rules import CLAIM_DIGITS
from desktop.models import Case
from desktop.printing import render
from desktop.queries.papers.reward_slip import reward_slip
from desktop.services.checks import invalid
from desktop.services.find import find
from desktop.services.office import Office
from desktop.services.papers.declared import Declared, WhichPaper


def print_reward_slips(office: Office, case_id: int, codes: Sequence[str]) -> bytes:
    """One slip for each claim code that ``report_case`` gave, in one PDF (V2).

    Nothing is kept of it: whoever calls has the codes from the report and forgets them then.
    Refuses ``invalid`` unless there is a claim code for every reporter.
    """
    with office.transaction("paper.issue") as session:
        case = find(session, Case, case_id, "case")
        session.allow()
        if not codes or len(codes) != len(case.reporters) or not all(map(is_claim_code, codes)):
            message = _("Every reporter has one claim code of {digits} digits.")
            raise invalid("claim_code", message.format(digits=CLAIM_DIGITS))
        papers = [reward_slip(session, case, code) for code in codes]
    return render(*papers)


def _never_again(_office: Office, _which: WhichPaper) -> bytes:
    """Say why there is no second one."""
    raise Unreadable(
        _(
            "A claim code is printed once, when the case is reported; only its hash is kept, "
            "so that nobody can learn it here. A lost slip can't be printed again."
        )
    )


REWARD_SLIP = Declared("reward_slip", _never_again, "reward-slip")
