"""The papers of goods: manifests with their delivery notes, and notes alone (D5)."""

from collections.abc import Collection
from functools import partial

from sqlalchemy import Select, select

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.models import Delivery, Order, Run, Stop
from desktop.models.base import wrong_state
from desktop.queries.papers.delivery_note import delivered_note
from desktop.queries.papers.manifest import manifest
from desktop.services.change import Change
from desktop.services.find import find, not_found
from desktop.services.issuing import Pile
from desktop.services.papers.at_once import read_notes, run_of_note
from desktop.services.papers.declared import WhichPaper, paper

# Why a paper is still a draft.
_NOT_LOADED = "未装车"


def put_manifest(session: Change, pile: Pile, which: WhichPaper, *, notes: bool = True) -> None:
    """Put the manifest of a run with its delivery ``notes``; a draft until the run is loaded."""
    put_manifest_of(session, pile, run_named(session, which), notes=notes)


def run_named(session: Change, which: WhichPaper) -> Run:
    """The run with the number of a paper's document."""
    run = session.scalar(select(Run).where(Run.number == which.number))
    if run is None:
        raise not_found("run", which.document)
    return run


def put_manifest_of(session: Change, pile: Pile, run: Run, *, notes: bool = True) -> None:
    """Put a run's manifest, as ``put_manifest`` does."""
    if run.state == "planned":
        paper = manifest(session, run)
        pile.draft(paper if notes else paper.alone, _NOT_LOADED, notes=True)
    else:
        pile.keep_manifest(run.number, partial(manifest, session, run), notes=notes)


def put_notes(session: Change, pile: Pile, which: WhichPaper) -> None:
    """Put both copies of an order's note alone: as on its run's manifest, or of its delivery (D5).

    The document is the order's number, for the note that holds, or that of a note itself; by its
    ``key`` a delivery is named.
    """
    if which.key is not None:
        _put_of_delivery(session, pile, find(session, Delivery, which.key, "delivery"))
        return
    number = which.number
    order = session.scalar(
        select(Order).where((Order.number == number) | Order.id.in_(_orders_of_note(number)))
    )
    if order is None:
        raise not_found("order", which.document)
    delivery = session.scalar(
        select(Delivery).where(Delivery.order_id == order.id, Delivery.state == "recorded")
    )
    wanted = number if number != order.number else delivery.note if delivery else ""
    run = run_of_note(session, order.id, wanted)
    if run is not None:
        put_notes_of(session, pile, run, [order.number])
    elif delivery is not None and delivery.note == wanted:
        _put_delivered(session, pile, delivery)
    else:
        raise Refused(
            "wrong_state",
            _("Put the order on a run, or record its delivery: its note names the day."),
        )


def _orders_of_note(note: str) -> Select[int]:
    """The order that had this note, from a run or of its delivery."""
    loaded = select(Stop.order_id).where(Stop.note == note, Stop.note != "")
    delivered = select(Delivery.order_id).where(Delivery.note == note, Delivery.note != "")
    return select(Order.id).where(Order.id.in_(loaded) | Order.id.in_(delivered))


def put_notes_of(
    session: Change, pile: Pile, run: Run, orders: Collection[str] | None = None
) -> None:
    """Put the notes of these orders, or all, as they stand on their run's manifest."""
    if run.state != "planned":
        pile.keep_notes(run.number, partial(manifest, session, run), orders)
        return
    for stop in manifest(session, run).stops:
        for note in stop.notes:
            if orders is None or note.order in orders:
                pile.draft(note, _NOT_LOADED)


def _put_of_delivery(session: Change, pile: Pile, delivery: Delivery) -> None:
    """The note of a delivery that stands: of a cancelled one there is none any more."""
    if delivery.state == "cancelled":
        raise wrong_state(delivery)
    order = session.get_one(Order, delivery.order_id)
    run = run_of_note(session, order.id, delivery.note) if delivery.note else None
    if run is not None:
        put_notes_of(session, pile, run, [order.number])
    else:
        _put_delivered(session, pile, delivery)


def _put_delivered(session: Change, pile: Pile, delivery: Delivery) -> None:
    if not any(line.accepted for line in delivery.lines):
        raise Refused("wrong_state", _("Nothing was accepted: there is no note of it."))
    pile.keep("delivery_note", delivery.note, partial(delivered_note, session, delivery))


GOODS = (
    paper("manifest", put_manifest),
    paper("delivery_note", put_notes, read_all=read_notes),
)
