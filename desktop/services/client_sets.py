"""Several clients at once: given a rep, a class or an area, and put back as they stood (E1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.basics.drafts.client import ClientDraft
from desktop.basics.errors import Refused
from desktop.basics.fields import editable
from desktop.basics.i18n import _
from desktop.models import Client
from desktop.services.change import Change
from desktop.services.clients import EDIT
from desktop.services.find import find_staff
from desktop.services.office import Office
from desktop.services.several import for_each, need_all
from desktop.services.written import need_field

# What several clients can be given: the field of a client's form, and where the record holds it.
GIVEN = {"rep": "rep_id", "class": "client_class", "area": "area"}


@dataclass(frozen=True)
class GivenBefore:
    """How clients stood in one attribute, by id, and the versions that the change gave them."""

    held: str
    values: Mapping[int, Any]
    versions: Mapping[int, int]


def give_clients(
    office: Office, client_ids: Sequence[int], field: str, value: str | None
) -> GivenBefore:
    """Give several clients the same ``rep`` (a code), ``class`` or ``area``, all or none.

    Gives how they stood, for ``put_back_clients``; who has it already isn't changed.
    """
    declared = {one.called: one for one in editable(ClientDraft)}[field]
    need_field(declared, value)
    with office.transaction(EDIT.action) as session:
        given = _held(session, field, value)
        before: dict[int, Any] = {}
        changed: list[Client] = []
        held = GIVEN[field]

        def give(_session: Change, client: Client) -> None:
            if getattr(client, held) != given:
                before[client.id] = getattr(client, held)
                setattr(client, held, given)
                changed.append(client)

        for_each(session, EDIT, client_ids, give)
        session.flush()
        return GivenBefore(held, before, {client.id: client.version for client in changed})


def _held(session: Change, field: str, value: str | None) -> Any:
    """What the record holds of what was given."""
    if field == "rep":
        return find_staff(session, value, "rep").id if value else None
    if field == "area":
        return (value or "").strip()
    return value or None


def put_back_clients(office: Office, before: GivenBefore) -> None:
    """Put clients back as they stood, all or none; one that was changed since is refused (E2)."""
    with office.transaction(EDIT.action) as session:
        left: list[tuple[str, Refused]] = []

        def put_back(_session: Change, client: Client) -> None:
            if client.version != before.versions[client.id]:
                since = Refused("changed", _("Somebody else changed it since."))
                left.append((client.title, since))
            else:
                setattr(client, before.held, before.values[client.id])

        done = for_each(session, EDIT, list(before.values), put_back)
        need_all(session, left, 0, done)
