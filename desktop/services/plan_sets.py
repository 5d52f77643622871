"""Several visit plans at once: on another day, for another rep, and put back as they stood (G3).

Each gives how they stood, for ``put_back_plans``; what stands so already isn't changed.
"""

from collections.abc import Sequence
from datetime import date

from desktop.services import visits
from desktop.services.find import find_staff
from desktop.services.given_together import GivenBefore, give_together, put_back_together
from desktop.services.office import Office


def give_day(office: Office, plan_ids: Sequence[int], day: date) -> GivenBefore:
    """Put several plans that aren't released on another day, today or later, all or none."""
    with office.transaction(visits.CHANGE.action) as session:
        session.allow()
        visits.need_no_past(session, day)
        return give_together(session, visits.CHANGE, plan_ids, "day", day)


def give_plans_rep(office: Office, plan_ids: Sequence[int], rep: str) -> GivenBefore:
    """Give several plans that aren't released to another rep by code, all or none."""
    with office.transaction(visits.CHANGE.action) as session:
        rep_id = find_staff(session, rep, "rep").id
        return give_together(session, visits.CHANGE, plan_ids, "rep_id", rep_id)


def put_back_plans(office: Office, before: GivenBefore) -> None:
    """Put plans back as they stood, all or none; one that was changed since is refused (E2)."""
    put_back_together(office, visits.CHANGE, before)
