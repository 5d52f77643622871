"""Which runs of a day are other than they were when somebody read it, and who changed them (E2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.models import Audit, Run, Staff, Stop

Seen = Mapping[int, int]  # planned runs by their ids, with their versions


@dataclass(frozen=True)
class ChangedRun:
    """A run that was planned, changed, loaded or thrown away since, and by whom last."""

    number: str
    person: str


def changed_runs(session: Session, day: date, seen: Seen) -> Sequence[ChangedRun]:
    """The runs of a day that aren't as they were seen, in the order of their numbers."""
    rows = session.execute(
        select(Run.id, Run.number, Run.version, Run.state, Run.day)
        .where((Run.day == day) | Run.id.in_(list(seen)))
        .order_by(Run.id)
    )
    other = {
        key: number
        for key, number, version, state, on in rows
        if (seen[key] != version if key in seen else state == "planned" and on == day)
    }
    people = _last_people(session, list(other))
    return [ChangedRun(number, people.get(key, "")) for key, number in other.items()]


def changed_words(changed: Iterable[ChangedRun]) -> str:
    """Runs, each with who changed it."""
    words = _("{run} ({person})")
    return _(", ").join(words.format(run=one.number, person=one.person) for one in changed)


def _last_people(session: Session, runs: Sequence[int]) -> dict[int, str]:
    """By run who wrote it, or one of its stops, last."""
    stops = dict(session.execute(select(Stop.id, Stop.run_id).where(Stop.run_id.in_(runs))).all())
    told = (
        select(Audit.record_kind, Audit.record_id, func.max(Audit.id).label("last"))
        .where(
            or_(
                and_(Audit.record_kind == "run", Audit.record_id.in_(map(str, runs))),
                and_(Audit.record_kind == "stop", Audit.record_id.in_(map(str, stops))),
            )
        )
        .group_by(Audit.record_kind, Audit.record_id)
        .subquery()
    )
    rows = session.execute(
        select(told.c.record_kind, told.c.record_id, Staff.name)
        .join(Audit, Audit.id == told.c.last)
        .join(Staff, Staff.id == Audit.staff_id)
        .order_by(told.c.last)
    )
    return {int(key) if kind == "run" else stops[int(key)]: person for kind, key, person in rows}
