"""Several records given the same in one attribute, and put back as they stood (E1, E2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Base
from desktop.services.change import Change
from desktop.services.office import Office
from desktop.services.several import for_each, need_all
from desktop.services.steps import Step

Record = TypeVar("Record", bound=Base)


@dataclass(frozen=True)
class GivenBefore:
    """How records stood in one attribute, by id, and the versions that the change gave them."""

    held: str
    values: Mapping[int, Any]
    versions: Mapping[int, int]


def give_together(
    session: Change, step: Step[Record, Any], keys: Sequence[int], held: str, value: Any
) -> GivenBefore:
    """Give several records this value, all or none; who has it already isn't changed."""
    changed: list[tuple[Any, Any]] = []

    def give(_session: Change, record: Any) -> None:
        before = getattr(record, held)
        if before != value:
            setattr(record, held, value)
            changed.append((record, before))

    for_each(session, step, keys, give)
    session.flush()
    return GivenBefore(
        held,
        {record.id: before for record, before in changed},
        {record.id: record.version for record, _before in changed},
    )


def put_back_together(office: Office, step: Step[Record, Any], before: GivenBefore) -> None:
    """Put records back as they stood, all or none; one that was changed since is refused (E2)."""
    with office.transaction(step.action) as session:
        left: list[tuple[str, Refused]] = []

        def put_back(_session: Change, record: Any) -> None:
            if record.version != before.versions[record.id]:
                since = Refused("changed", _("Somebody else changed it since."))
                left.append((record.title, since))
            else:
                setattr(record, before.held, before.values[record.id])

        for_each(session, step, list(before.values), put_back)
        need_all(session, left, 0, len(before.values))
