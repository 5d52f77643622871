"""Staggering accepted (P6): what the kept plan proposes becomes drafts of amendments."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import select

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Agreement, Client
from desktop.queries.facts.agreements import in_force
from desktop.queries.lines import being_made, planned_lines
from desktop.services.agreements import draft_amendment
from desktop.services.change import Change
from desktop.services.office import Office
from desktop.services.steps import Noun, Step

STAGGERED = Noun("lines", Client)


def _amendable(
    session: Change, client: Client, planned: Mapping[str, Sequence[str]] | None = None
) -> None:
    """The plan gives the client other lines than it leads, and nobody drafted them yet."""
    if planned is None:
        planned = planned_lines(session)
    agreement = _in_force(session, client)
    if agreement is None or client.code not in planned:
        raise Refused("wrong_state", _("The plan says nothing of this client: make it anew."))
    if set(planned[client.code]) == {lead.line for lead in agreement.lead_lines}:
        raise Refused("wrong_state", _("The plan leaves its lines as they are."))
    if being_made(session, session.today, [client.id]):
        raise Refused("duplicate", _("A new agreement with this client is being made already."))


def _in_force(session: Change, client: Client) -> Agreement | None:
    return session.scalar(
        select(Agreement).where(Agreement.client_id == client.id, in_force(session.today))
    )


AMEND = Step("agreement.amend", STAGGERED, _amendable)


def amend_lines(office: Office, client_id: int) -> int:
    """Draft what the plan proposes for a client: its agreement with other lines, from tomorrow."""
    with AMEND.begin(office, client_id) as (session, client):
        return _amended(session, client, planned_lines(session)[client.code])


def amend_all_lines(office: Office) -> int:
    """Draft what the plan proposes for all whose lines it changes; how many drafts were made.

    Left out are those with whom a new agreement is being made already. Refuses (``wrong_state``)
    when none is left.
    """
    made = 0
    with office.transaction(AMEND.action) as session:
        session.allow()
        planned = planned_lines(session)
        named = Client.code.in_(list(planned))
        for client in session.scalars(select(Client).where(named).order_by(Client.id)).all():
            try:
                _amendable(session, client, planned)
            except Refused:
                continue
            _amended(session, client, planned[client.code])
            made += 1
        if not made:
            raise Refused("wrong_state", _("The plan changes no client's lines any more."))
    return made


def _amended(session: Change, client: Client, lead_lines: Sequence[str]) -> int:
    agreement = _in_force(session, client)
    assert agreement is not None  # the step asked
    first = session.today + timedelta(days=1)
    return draft_amendment(session, agreement, lead_lines, first).id
