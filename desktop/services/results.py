"""The results of a run's stops, typed from its papers and recorded together (D6)."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from desktop.basics.drafts.delivery import DeliveryDraft
from desktop.basics.errors import NeedsConfirmation, Refused, Spot
from desktop.basics.i18n import _
from desktop.models import Client, DeliveryLine, Lot, Order, OrderLine, RunLot, Stop
from desktop.queries.facts.lots import loaded_for_run
from desktop.services.checks import invalid
from desktop.services.deliveries import Around, ToRecord, check_delivery, check_money, record_all
from desktop.services.office import Office
from desktop.services.returns import record_return
from desktop.services.runs import leave_unserved

_NAMED = 3  # stops that a question names; of more their number is told


@dataclass(frozen=True)
class TakenBack:
    """Units of an earlier delivery's line, by its id, that a client gave back at a stop."""

    line: int
    quantity: int
    condition: str = "good"


@dataclass(frozen=True)
class StopResult:
    """What happened at a stop; ``accepted`` is by line, None for one that wasn't served.

    ``seen`` are the lines that the person had before them. ``why`` says why it wasn't served or
    goods were refused, ``difference`` why the money isn't what is due. ``also`` is what was paid
    by another means, in fen by means.
    """

    order: int
    accepted: Sequence[int] | None
    seen: Sequence[tuple[str, str, int]] = ()
    arrived: str = ""
    collected_fen: int = 0
    means: str = "cash"
    why: str = ""
    difference: str = ""
    back: Sequence[TakenBack] = ()
    also: tuple[int, str] | None = None


def row_of(
    order: int, line: int | None = None, back: int | None = None, *, also: bool = False
) -> str:
    """What a refusal names a row by.

    A stop, a line of its order, goods given back at it, or what was paid by another means.
    """
    if also:
        return f"{order}+"
    if back is not None:
        return f"{order}/{back}"
    return str(order) if line is None else f"{order}.{line}"


def record_results(
    office: Office, run_id: int, results: Sequence[StopResult], dated: date | None = None
) -> int:
    """Record the results of a run's stops, all or none; how many they are.

    What is refused of one is refused at its row (``row_of``), and nothing is recorded.
    """
    if not results:
        raise invalid("stops", _("Give at least one stop its result."))
    asked: list[tuple[StopResult, NeedsConfirmation]] = []
    of_order = {result.order: result for result in results}

    @contextmanager
    def around(order: int) -> Iterator[None]:
        try:
            yield
        except Refused as refusal:
            raise _at_its_row(of_order[order], refusal) from refusal
        except NeedsConfirmation as question:
            if question.field == "dated":  # of the whole run
                raise
            asked.append((of_order[order], question))

    with office.batch(hold=True) as together:
        _held = _read_at_once(together, run_id, list(of_order))
        _deliver(together, run_id, results, dated, around)
        for result in results:
            with around(result.order):
                _come_back(together, run_id, result, dated)
        if asked:
            raise _one_question(together, asked)
    return len(results)


def _deliver(
    office: Office,
    run_id: int,
    results: Sequence[StopResult],
    dated: date | None,
    around: Around,
) -> None:
    """Record what was accepted at the stops that were served, all at once."""
    said = []
    left = _left_the_run(office, run_id, [one.order for one in results])
    for result in results:
        if result.accepted is not None:
            with around(result.order):
                _need_on_the_run(result, left)
                said.append(_to_record(result, dated))
                check_delivery(said[-1].draft, result.accepted)
                _check_also(result)
    with office.transaction("delivery.record") as session:
        record_all(session, said, around, loaded_for_run(session, run_id))


def _left_the_run(office: Office, run_id: int, orders: Sequence[int]) -> set[int]:
    """The orders that are out with another run, or none, and weren't delivered meanwhile."""
    with office.reading() as session:
        here = select(Stop.order_id).where(Stop.run_id == run_id, Stop.unserved_on.is_(None))
        left = Order.id.in_(orders) & Order.id.not_in(here) & Order.state.not_in(Order.DONE)
        return set(session.scalars(select(Order.id).where(left)))


def _need_on_the_run(result: StopResult, left: Collection[int]) -> None:
    """Refuse (``changed``) a stop that somebody else took off the run meanwhile (E2)."""
    if result.order in left:
        words = _("It came back unserved meanwhile: close this and open the results anew.")
        raise Refused("changed", words)


def _check_also(result: StopResult) -> None:
    """Refuse at its own row what can't have been taken by another means."""
    try:
        check_money(*(result.also or (0, "cash")))
    except Refused as refusal:
        spot = Spot(row_of(result.order, also=True), "collected")
        raise Refused(refusal.code, refusal.message, "stops", spot) from refusal


def _to_record(result: StopResult, dated: date | None) -> ToRecord:
    draft = DeliveryDraft(
        dated=dated,
        arrived=result.arrived,
        difference=result.difference,
        refused_because=result.why if _came_otherwise(result) else "",
        collected_fen=result.collected_fen,
        means=result.means,
    )
    return ToRecord(result.order, draft, result.accepted, result.seen, result.also)


def _read_at_once(office: Office, run_id: int, orders: Sequence[int]) -> list[object]:
    """What all the results rest on: while it is held, recording them looks little up."""
    with office.reading() as session:
        found = session.scalars(
            select(Order)
            .where(Order.id.in_(orders))
            .options(selectinload(Order.lines).selectinload(OrderLine.unit))
        ).all()
        clients = session.scalars(
            select(Client).where(Client.id.in_({order.client_id for order in found}))
        ).all()
        lots = session.scalars(select(RunLot).where(RunLot.run_id == run_id)).all()
        lying = session.scalars(select(Lot).where(Lot.id.in_([one.lot_id for one in lots]))).all()
        stops = session.scalars(select(Stop).where(Stop.run_id == run_id)).all()
        return [*found, *clients, *lots, *lying, *stops]


def _one_question(
    office: Office, asked: Sequence[tuple[StopResult, NeedsConfirmation]]
) -> NeedsConfirmation:
    """What is asked of several stops, asked once for all of them: a yes counts for each."""
    first = asked[0][1]
    alike = [(result, one) for result, one in asked if one.name == first.name]
    with office.reading() as session:
        clients = [
            session.get_one(Client, session.get_one(Order, result.order).client_id).name
            for result, _one in alike[:_NAMED]
        ]
    said = [
        _("{row}: {why}").format(row=client, why=one.message)
        for client, (_result, one) in zip(clients, alike, strict=False)
    ]
    if len(alike) > _NAMED:
        said.append(_("{number} more stops alike.").format(number=len(alike) - _NAMED))
    place = _place_of(asked[0][0], first.field or "result", first.spot)
    return NeedsConfirmation(
        first.name, "\n".join(said), careful=first.careful, field="stops", spot=place
    )


def _come_back(office: Office, run_id: int, result: StopResult, dated: date | None) -> None:
    """What came back from a stop: all of it, if nobody was there, or goods of before."""
    if result.accepted is None:
        if result.collected_fen or result.also:
            words = _("Nothing was delivered: no money is taken with it.")
            raise invalid("collected", words)
        if result.back:
            raise invalid("accepted", _("Nobody called there: nothing can have come back."))
        leave_unserved(office, run_id, result.order, result.why)
    for one in result.back:
        try:
            _take_back(office, run_id, one, dated)
        except Refused as refusal:
            spot = Spot(row_of(result.order, back=one.line), "accepted")
            raise Refused(refusal.code, refusal.message, "stops", spot) from refusal


def _came_otherwise(result: StopResult) -> bool:
    ordered = [quantity for _product, _unit, quantity in result.seen]
    return list(result.accepted or ()) != ordered


def _take_back(office: Office, run_id: int, one: TakenBack, dated: date | None) -> None:
    with office.reading() as session:
        sold = session.get_one(DeliveryLine, one.line)
    record_return(
        office,
        sold.delivery_id,
        sold.position,
        one.quantity,
        dated,
        condition=one.condition,
        run_id=run_id,
    )


def _at_its_row(result: StopResult, refusal: Refused) -> Refused:
    """The same refusal, at the row and column in which it was typed."""
    if refusal.field in ("stops", "dated"):
        return refusal
    place = _place_of(result, refusal.field or "result", refusal.spot)
    return Refused(refusal.code, refusal.message, "stops", place)


def _place_of(result: StopResult, column: str, spot: Spot | None) -> Spot:
    """The row and column in which something of a stop is typed."""
    row = row_of(result.order)
    if column == "accepted" and spot is not None and isinstance(spot.line, int):
        row = row_of(result.order, spot.line)
    return Spot(row, "why" if column in ("refused_because", "difference") else column)
