"""What was found out about a shop (P1)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from desktop.models import Survey
from desktop.queries.facts.asked_once import once

# Of several the one of the latest day counts, of one day the one entered later.
_COUNTS_FIRST = (Survey.surveyed_on.desc(), Survey.id.desc())
_OF_CLIENT = select(Survey).where(Survey.client_id == bindparam("client")).order_by(*_COUNTS_FIRST)
_LATEST = _OF_CLIENT.limit(1)


@once
def latest_survey(session: Session, client_id: int) -> Survey | None:
    """The survey of a shop that counts."""
    return session.scalar(_LATEST, {"client": client_id})


def surveys_of(session: Session, client_id: int) -> Sequence[Survey]:
    """All surveys of a shop, the one that counts first."""
    return session.scalars(_OF_CLIENT, {"client": client_id}).all()


def latest_surveys() -> Select[int]:
    """The ids of the surveys that count, one a shop, for a question about many shops."""
    return of_latest(Survey.id)


def of_latest(*facts: InstrumentedAttribute[Any]) -> Select[Any]:
    """Facts of the surveys that count, one a shop; to be joined, rather than ``latest_surveys``.

    Joined by a list of ids, SQLite goes through the whole list for each row beside.
    """
    turn = func.row_number().over(partition_by=Survey.client_id, order_by=_COUNTS_FIRST)
    turns = select(*facts, turn.label("turn")).subquery("turns")
    return select(*(turns.c[one.key] for one in facts)).where(turns.c.turn == 1)
