"""What was found out about a shop (P1)."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.models import Survey


def latest_survey(session: Session, client_id: int) -> Survey | None:
    """The survey of a shop that counts: of the latest day, of one day the one entered later."""
    return session.scalar(_newest_first(client_id).limit(1))


def surveys_of(session: Session, client_id: int) -> Sequence[Survey]:
    """All surveys of a shop, the one that counts first."""
    return session.scalars(_newest_first(client_id)).all()


def _newest_first(client_id: int) -> Select[Survey]:
    query = select(Survey).where(Survey.client_id == client_id)
    return query.order_by(Survey.surveyed_on.desc(), Survey.id.desc())
