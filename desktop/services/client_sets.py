"""Several clients at once: given a rep, a class or an area, and put back as they stood (E1).

Each gives how they stood, for ``put_back_clients``; who has it already isn't changed.
"""

from collections.abc import Sequence

from desktop.basics.drafts.client import CLASSES, ClientDraft
from desktop.basics.fields import editable
from desktop.basics.i18n import _
from desktop.services import clients
from desktop.services.checks import invalid, need_word
from desktop.services.find import find_staff
from desktop.services.given_together import GivenBefore, give_together, put_back_together
from desktop.services.office import Office


def give_rep(office: Office, client_ids: Sequence[int], rep: str | None) -> GivenBefore:
    """Give several clients a rep by code, or None, all or none of them."""
    with office.transaction(clients.EDIT.action) as session:
        rep_id = find_staff(session, rep, "rep").id if rep else None
        return give_together(session, clients.EDIT, client_ids, "rep_id", rep_id)


def give_class(office: Office, client_ids: Sequence[int], name: str | None) -> GivenBefore:
    """Put several clients in a class, or in none, all or none of them."""
    if name:
        need_word("class", name, CLASSES)
    with office.transaction(clients.EDIT.action) as session:
        return give_together(session, clients.EDIT, client_ids, "client_class", name or None)


def give_area(office: Office, client_ids: Sequence[int], area: str | None) -> GivenBefore:
    """Put several clients in an area, or (empty) in none, all or none of them."""
    named = (area or "").strip()
    declared = next(one for one in editable(ClientDraft) if one.name == "area")
    if len(named) > declared.longest:
        raise invalid("area", _(declared.too_long).format(limit=declared.longest))
    with office.transaction(clients.EDIT.action) as session:
        return give_together(session, clients.EDIT, client_ids, "area", named)


def put_back_clients(office: Office, before: GivenBefore) -> None:
    """Put clients back as they stood, all or none; one that was changed since is refused (E2)."""
    put_back_together(office, clients.EDIT, before)
