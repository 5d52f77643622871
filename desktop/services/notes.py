"""Numbers of delivery notes (送货单): one number for one paper, and no paper without its number.

An order's first note is ``SD-2026-00001`` beside order ``DD-2026-00001``; the note of a second
attempt is ``SD-2026-00001-2``. A run's note gets its number when the run is loaded.
"""

from collections.abc import Sequence
from functools import partial
from itertools import count

from sqlalchemy import BindParameter, bindparam, select, union_all

from desktop.models import Delivery, IssuedPaper, Order, Stop
from desktop.services.change import Change

# Built once, as every delivery asks it.
_ORDERS: BindParameter[int] = bindparam("orders", expanding=True)
_NOTES = union_all(
    select(Stop.order_id, Stop.note).where(Stop.order_id.in_(_ORDERS), Stop.note != ""),
    select(Delivery.order_id, Delivery.note).where(
        Delivery.order_id.in_(_ORDERS), Delivery.note != ""
    ),
)


def next_notes(session: Change, orders: Sequence[Order]) -> list[str]:
    """For each order the number of a note that it didn't have yet."""
    notes = _notes(session, orders)
    return [_after(notes[order.id], order) for order in orders]


def notes_of_deliveries(session: Change, orders: Sequence[Order]) -> dict[int, str]:
    """By order the number of the paper that its delivery rests on, before the order moves.

    An order that is out has its run's note. One whose delivery was cancelled is recorded anew
    from the same paper, unless that paper was made of what the cancelled delivery said.
    """
    notes = _notes(session, orders)
    return {one.id: _note_of_delivery(session, one, notes[one.id]) for one in orders}


def _note_of_delivery(session: Change, order: Order, notes: Sequence[str]) -> str:
    if order.state == "loaded" and notes:
        return notes[-1]
    if not notes:
        return _base(order)
    before = session.scalar(
        select(Delivery.note)
        .where(Delivery.order_id == order.id)
        .order_by(Delivery.id.desc())
        .limit(1)
    )
    if before == notes[-1] and not _was_made_of_a_delivery(session, before):
        return before
    return _after(notes, order)


def _after(notes: Sequence[str], order: Order) -> str:
    base = _base(order)
    later = (f"{base}-{place}" for place in count(2))
    return base if base not in notes else next(one for one in later if one not in notes)


def _notes(session: Change, orders: Sequence[Order]) -> dict[int, list[str]]:
    """Each order's notes so far by its id, the newest last."""
    found: dict[int, set[str]] = {order.id: set() for order in orders}
    for order_id, note in session.execute(_NOTES, {"orders": list(found)}):
        found[order_id].add(note)
    return {one.id: sorted(found[one.id], key=partial(_place, one)) for one in orders}


def _place(order: Order, note: str) -> int:
    """Which of the order's notes it is, from 1."""
    return int(note.removeprefix(_base(order)).removeprefix("-") or 1)


def _base(order: Order) -> str:
    return order.number.replace("DD", "SD", 1)


def _was_made_of_a_delivery(session: Change, note: str) -> bool:
    kept = select(IssuedPaper.id).where(
        IssuedPaper.kind == "delivery_note", IssuedPaper.document_id == note
    )
    return session.scalar(kept.limit(1)) is not None
