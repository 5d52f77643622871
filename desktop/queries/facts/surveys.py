"""What was found out about a shop (P1)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Survey


def latest_survey(session: Session, client_id: int) -> Survey | None:
    """The survey of a shop that counts: of the latest day, of one day the one entered later."""
    return session.scalar(
        select(Survey)
        .where(Survey.client_id == client_id)
        .order_by(Survey.surveyed_on.desc(), Survey.id.desc())
        .limit(1)
    )
