"""The table of neighbours (P6, P7), kept right after every change of a place.

What moved is noted at the session's flush, so no service can forget it; the office has the pairs
found anew before each step of a transaction is over.
"""

from collections.abc import Collection, Mapping
from typing import TypeGuard

from sqlalchemy import BindParameter, bindparam, delete, event, inspect, select
from sqlalchemy.orm import UOWTransaction
from sqlalchemy.orm.attributes import get_history

from desktop.basics.places import cells_around, near_ones
from desktop.models import Base, Client, Neighbour
from desktop.queries.facts.neighbours import cells_of, places_in
from desktop.queries.facts.parts import some_at_once
from desktop.services.change import Change
from desktop.services.rows import Rows, table_of

# Built once, as every new client needs them.
_SOME: BindParameter[int] = bindparam("some", expanding=True)
_AWAY = delete(Neighbour).where(Neighbour.client_id.in_(_SOME) | Neighbour.other_id.in_(_SOME))
# The clients of which this session has to find the neighbours: those that moved, and the new ones,
# of which none are there yet, with their cells.
_MOVED, _NEW = "moved", "new"


def keep_neighbours(session: Change) -> None:
    """Find the neighbours of all clients that moved since this was asked last."""
    session.flush()
    new: dict[int, int] = session.info.pop(_NEW, {})
    moved: set[int] = session.info.pop(_MOVED, set()) - new.keys()
    if new or moved:
        _renew(session, moved, session.rules.neighbour_m, new)


def renew_all(session: Change, metres: int) -> None:
    """Find all neighbours anew, after the office changed who is one."""
    _renew(session, session.scalars(select(Client.id)).all(), metres, {})


def forget_neighbours(session: Change, client_ids: Collection[int]) -> None:
    """Take clients out of the table, before they go."""
    for some in some_at_once(sorted(client_ids)):
        session.connection().execute(_AWAY, {"some": some})


@event.listens_for(Change, "after_flush")
def _note(session: Change, _context: UOWTransaction) -> None:
    """Note every client that is written with another place."""
    written = session.written
    made = [vars(one) for one in written.new if isinstance(one, Client)]
    new = {one["id"]: one["cell"] for one in made if one["cell"] is not None}
    if new:
        session.info.setdefault(_NEW, {}).update(new)
    moved = {one.id for one in written.dirty if _has_moved(one)}
    if moved:
        session.info.setdefault(_MOVED, set()).update(moved)


def _has_moved(record: Base) -> TypeGuard[Client]:
    if not isinstance(record, Client):
        return False
    touched = {"lat", "lon"} & inspect(record).committed_state.keys()
    return any(get_history(record, name).has_changes() for name in touched)


def _renew(
    session: Change, client_ids: Collection[int], metres: int, new: Mapping[int, int]
) -> None:
    lying = set(new.values())
    for some in some_at_once(sorted(client_ids)):
        session.connection().execute(_AWAY, {"some": some})
        lying |= cells_of(session, some)
    others = places_in(session, {near for cell in lying for near in cells_around(cell, metres)})
    moved = {one: others[one] for one in (*client_ids, *new) if one in others}
    rows = Rows(session.connection(), table_of(Neighbour), ("client_id", "other_id", "apart_mm"))
    rows.write(near_ones(moved, others.items(), metres))
