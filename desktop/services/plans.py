"""Plans that were computed are kept, so that who asks next need not wait (docs/plans.md)."""

import json

from sqlalchemy import select

from desktop.models import Plan
from desktop.queries.plans.planned import Planned
from desktop.services.change import now_text
from desktop.services.office import Office


def keep_plan(office: Office, planned: Planned) -> None:
    """Keep a plan in the place of the office's last of its kind."""
    form = planned.form
    with office.transaction("plan.keep") as session:
        session.allow()
        kept = session.scalar(select(Plan).where(Plan.kind == planned.kind))
        if kept is None:
            kept = Plan(kind=planned.kind)
            session.add(kept)
        kept.made_on = session.today
        kept.made_at = now_text()
        kept.made_by_id = session.actor_id
        kept.problem = _text(form["problem"])
        kept.plan = _text(form["plan"])


def _text(form: object) -> str:
    return json.dumps(form, ensure_ascii=False, separators=(",", ":"))
