"""Deliveries: what really happened at the shop, and only this posts (M3, M4, D6)."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, func, select

from desktop.basics.drafts.delivery import DeliveryDraft
from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.basics.money import share, yuan
from desktop.models import (
    Agreement,
    Delivery,
    DeliveryLine,
    Order,
    OrderLine,
    Product,
    Return,
    Run,
    Stop,
)
from desktop.models.base import wrong_state
from desktop.models.payment import MEANS
from desktop.queries.facts.lots import stop_out
from desktop.queries.facts.recorded_before import standing_money
from desktop.queries.open_run import orders_out
from desktop.services import ledger
from desktop.services.change import Change
from desktop.services.checks import (
    invalid,
    need_count,
    need_not_before,
    need_not_too_large,
    need_paper_day,
    need_word,
)
from desktop.services.clients import activate
from desktop.services.delivery_ground import Ground, read_ground, standing_deliveries
from desktop.services.doubts import (
    AskAboutMoney,
    ask_if_above_debt,
    ask_if_before_its_run,
    ask_if_far_too_much,
)
from desktop.services.goods import Loaded, deliver_goods, loaded_units, take_back_delivery
from desktop.services.ledger import Booking, Leg, cancel_booked
from desktop.services.numbering import next_documents
from desktop.services.office import Office
from desktop.services.orders import ORDER
from desktop.services.payments import Money, take_all_money
from desktop.services.runs import RUN, leave_planned_run
from desktop.services.steps import Noun, Step
from desktop.services.written import need_fields, written

DELIVERY = Noun("delivery", Delivery)


# Built once, as deliveries ask it.
_REPLACED = (
    select(Delivery.id)
    .where(
        Delivery.order_id == bindparam("order"),
        Delivery.state == "cancelled",
        Delivery.dated == bindparam("day"),
    )
    .limit(1)
)


def _deliverable(session: Change, order: Order, ground: Ground | None = None) -> None:
    """Once, while no other delivery of it stands (``duplicate``)."""
    known = ground.standing if ground else standing_deliveries(session, [order.id])
    standing = known.get(order.id)
    if standing is not None:
        raise Refused(
            "duplicate", _("{delivery} of this order stands.").format(delivery=standing.title)
        )
    order.require_move("delivered")


def _some_stop_left(session: Change, run: Run) -> None:
    """A run is out, with an order whose delivery can be recorded."""
    if run.state != "loaded":
        raise wrong_state(run)
    if not orders_out(session, run.id):
        raise Refused("wrong_state", _("All stops of this run have their result."))


RECORD = Step("delivery.record", ORDER, _deliverable)
RECORD_STOP = Step("delivery.record", RUN, _some_stop_left)


@dataclass(frozen=True)
class ToRecord:
    """A delivery as it is said: of which order, what was accepted by line, and the rest of it.

    ``seen`` are the lines that the person had before them, as (product, unit, quantity). ``also``
    is what was paid beside the draft's money, in fen, and by which other means.
    """

    order_id: int
    draft: DeliveryDraft
    accepted: Sequence[int] | None = None
    seen: Sequence[tuple[str, str, int]] | None = None
    also: tuple[int, str] | None = None

    @property
    def money(self) -> list[tuple[int, str]]:
        """What was paid by each means, in fen."""
        paid = [(self.draft.collected_fen, self.draft.means)]
        return [one for one in (*paid, *([self.also] if self.also else [])) if one[0]]


def record_delivery(
    office: Office,
    order_id: int,
    accepted: Sequence[int] | None = None,
    *,
    seen: Sequence[tuple[str, str, int]] | None = None,
    **others: Any,
) -> int:
    """Record and post what was accepted of an order, by line in the line's unit.

    ``others`` is what a DeliveryDraft holds. The paper's day decides the agreement and its rates
    (M4). Money that isn't what is due is asked about, unless it is said why it differs (D6).
    """
    said = ToRecord(order_id, DeliveryDraft(**others), accepted, seen)
    check_delivery(said.draft, accepted)
    with office.transaction(RECORD.action) as session:
        return record_all(session, [said])[0].id


def check_delivery(draft: DeliveryDraft, accepted: Sequence[int] | None) -> None:
    """Refuse (``invalid``) what no delivery can be."""
    need_fields(draft)
    check_money(draft.collected_fen, draft.means)
    for place, quantity in enumerate(accepted or (), 1):
        if quantity < 0:
            raise invalid("accepted", _("An accepted quantity cannot be negative."), Spot(place))
        need_count("accepted", quantity, Spot(place), least=0)


def check_money(amount_fen: int, means: str) -> None:
    """Refuse (``invalid``) what can't have been taken."""
    if amount_fen < 0:
        raise invalid("collected", _("Money taken cannot be negative."))
    need_not_too_large("collected", amount_fen)
    need_word("means", means, MEANS)


# Around what is done for one order of several: whoever records them says whose a refusal is.
Around = Callable[[int], AbstractContextManager[None]]


def record_all(
    session: Change,
    said: Sequence[ToRecord],
    around: Around = lambda _order_id: nullcontext(),
    loaded: Loaded | None = None,
) -> list[Delivery]:
    """Record checked deliveries of one paper's day; what is alike in all is done once for all.

    What they are posted under is their keys, so these are taken first: written once, with their
    entries, they are told once by the trail.
    ``loaded`` is what lies for them on their run, by stop.
    """
    begun: list[tuple[ToRecord, Delivery, Stop | None]] = []
    days = {one.order_id: one.draft.dated or session.today for one in said}
    with session.no_autoflush:
        ground = read_ground(session, days)
        for day in set(days.values()):
            out = [stop.run_id for order, stop in ground.stops.items() if days[order] == day]
            ask_if_before_its_run(session, day, out)
        keys, numbers = next_documents(session, Delivery, "SH", len(said))
        for one, key, number in zip(said, keys, numbers, strict=True):
            with around(one.order_id):
                named = {"id": key, "number": number}
                begun.append((one, *_begin(session, one, named, ground)))
        deliveries = [delivery for _said, delivery, _stop in begun]
        if deliveries:
            _post_deliveries(session, deliveries)
    session.flush()
    with session.no_autoflush if loaded is not None else nullcontext():
        for one, delivery, stop in begun:
            with around(one.order_id):
                deliver_goods(session, delivery, stop, ground.since, loaded)
    if begun:
        _take_money(session, begun, around)
    return deliveries


def _begin(
    session: Change, said: ToRecord, named: Mapping[str, Any], ground: Ground
) -> tuple[Delivery, Stop | None]:
    """Check one delivery in the office as it stands, and write it."""
    draft = said.draft
    replaces = _replaces(session, said.order_id, draft.dated, ground.oldest)
    day = need_paper_day(session, draft.dated, ground.oldest, replaces=replaces)
    order = ORDER.find(session, said.order_id)
    need_not_before(day, order.ordered_on)
    _need_as_seen(order, said.seen)
    stop = ground.stops.get(order.id)
    quantities = _quantities(session, order, said.accepted, stop)
    RECORD.need(session, order, ground)
    _need_not_more(order, quantities)
    _ask_about_goods(session, order, quantities, ground)
    leave_planned_run(session, order)
    facts = {**named, **written(replace(draft, dated=day))}
    delivery = _write(session, order, quantities, facts, ground)
    order.move(_outcome(order, quantities))
    if any(quantities):
        activate(session, order.client_id)
    return delivery, stop


def _take_money(
    session: Change, begun: Sequence[tuple[ToRecord, Delivery, Stop | None]], around: Around
) -> None:
    money = []
    payers = [delivery.client_id for one, delivery, _stop in begun if one.money]
    paid = [one.order_id for one, _delivery, _stop in begun if one.money]
    before = standing_money(session, paid) if session.confirmed is not None else {}
    ask_about_money = AskAboutMoney(session, payers)
    for one, delivery, _stop in begun:
        if not one.money:
            continue
        with around(one.order_id):
            taken_fen = sum(fen for fen, _means in one.money)
            _ask_about_money(session, delivery, taken_fen, before.get(one.order_id, 0))
            for taken_fen, means in one.money:
                ask_about_money.if_again(delivery.client_id, taken_fen)
                money.append(Money(delivery.client_id, taken_fen, means, delivery.id))
    if money:
        take_all_money(session, money, begun[0][1].dated)


def _ask_about_goods(
    session: Change, order: Order, quantities: Sequence[int], ground: Ground
) -> None:
    """Ask before goods leave that aren't there."""
    gone: dict[Product, int] = {}
    for line, quantity in zip(order.lines, quantities, strict=True):
        gone[line.product] = gone.get(line.product, 0) + quantity * line.unit.size
    ask_if_far_too_much(session, gone, there=ground.there)


def _ask_about_money(
    session: Change, delivery: Delivery, collected_fen: int, before_fen: int
) -> None:
    """Ask why the money taken isn't what is due, unless it is said; and about too much.

    ``before_fen`` was taken with its order before, stands, and counts with it.
    """
    if delivery.difference:
        return
    due_fen = sum(line.supply_fen - line.basic_fen for line in delivery.lines)
    taken_fen = collected_fen + before_fen
    if taken_fen == due_fen:
        return
    words = _("{due} yuan are due, but {taken} were taken. Save it without saying why?")
    session.ask("difference", words.format(due=yuan(due_fen), taken=yuan(taken_fen)), "difference")
    if taken_fen > due_fen:
        ask_if_above_debt(session, delivery.client_id, collected_fen)


def _replaces(session: Change, order_id: int, dated: date | None, oldest: date) -> bool:
    """Whether a day that is too old is that of a cancelled delivery of the same order (L5)."""
    if dated is None or dated >= oldest:
        return False
    return session.scalar(_REPLACED, {"order": order_id, "day": dated}) is not None


def _need_as_seen(order: Order, seen: Sequence[tuple[str, str, int]] | None) -> None:
    """Refuse (``changed``) quantities that were given for lines which stand no more (E2)."""
    now = [(line.product.code, line.unit.name, line.quantity) for line in order.lines]
    if seen is not None and now != list(seen):
        message = _("{order} was changed meanwhile: close this and record its delivery anew.")
        raise Refused("changed", message.format(order=order.title))


def _quantities(
    session: Change, order: Order, accepted: Sequence[int] | None, stop: Stop | None
) -> list[int]:
    """What was accepted; where it isn't said, what was loaded, or else what was ordered (D3)."""
    if accepted is None:
        if stop is not None and session.get_one(Run, stop.run_id).by_lot:
            return loaded_units(session, stop, order)
        return [line.quantity for line in order.lines]
    if len(accepted) != len(order.lines):
        raise invalid(
            "accepted",
            _("The order has {number} lines: give as many quantities.").format(
                number=len(order.lines)
            ),
            Spot(1),
        )
    return list(accepted)


def _need_not_more(order: Order, quantities: Sequence[int]) -> None:
    for line, quantity in zip(order.lines, quantities, strict=True):
        if quantity > line.quantity:
            raise Refused(
                "over_quantity",
                _("Line {line}: {ordered} were ordered.").format(
                    line=line.position, ordered=line.quantity
                ),
                "accepted",
                Spot(line.position),
            )


def _outcome(order: Order, quantities: Sequence[int]) -> str:
    if not any(quantities):
        return "refused"
    return "delivered" if quantities == [line.quantity for line in order.lines] else "partly"


def _write(
    session: Change,
    order: Order,
    quantities: Sequence[int],
    facts: Mapping[str, Any],
    ground: Ground,
) -> Delivery:
    stop = ground.stops.get(order.id)
    agreement = ground.agreements.get((order.client_id, facts["dated"]))
    delivery = Delivery(
        **facts,
        note=ground.notes[order.id],
        order_id=order.id,
        client_id=order.client_id,
        agreement_id=agreement.id if agreement else None,
        run_id=stop.run_id if stop else None,
        recorded_on=session.today,
        recorded_by_id=session.actor_id,
    )
    delivery.lines = [
        _accepted_line(line, quantity, agreement)
        for line, quantity in zip(order.lines, quantities, strict=True)
    ]
    session.add(delivery)
    return delivery


def _accepted_line(line: OrderLine, quantity: int, agreement: Agreement | None) -> DeliveryLine:
    """Supply, basic profit and fund of a line, each rounded by itself (M3), or its gift (M3a)."""
    none = Decimal(0)
    basic, fund = agreement.rates_for(line.product_id) if agreement else (none, none)
    worth_fen = line.price_fen * quantity
    supply_fen = 0 if line.free else worth_fen
    return DeliveryLine(
        position=line.position,
        product_id=line.product_id,
        unit_name=line.unit.name,
        unit_size=line.unit.size,
        ordered=line.quantity,
        accepted=quantity,
        price_fen=line.price_fen,
        free=line.free,
        basic_rate=basic,
        fund_rate=fund,
        supply_fen=supply_fen,
        basic_fen=share(supply_fen, basic),
        fund_fen=share(supply_fen, fund),
        given_fen=worth_fen - supply_fen,
    )


def _post_deliveries(session: Change, deliveries: Sequence[Delivery]) -> None:
    """Post deliveries of one day."""
    bookings = [
        Booking(
            kind="delivery",
            source="delivery",
            source_id=str(one.id),
            key=f"delivery:{one.id}",
            legs=[leg for line in one.lines for leg in sale_legs(one.client_id, line)],
        )
        for one in deliveries
    ]
    numbers = ledger.post_all(session, bookings, deliveries[0].dated)
    for one, number in zip(deliveries, numbers, strict=True):
        one.entry_number = number


def sale_legs(client_id: int, goods: DeliveryLine | Return, sign: int = 1) -> list[Leg]:
    """The legs of accepted goods, a gift among them (M3a); those of a return with ``sign`` −1."""
    return [
        Leg("receivable", sign * (goods.supply_fen - goods.basic_fen), client_id),
        Leg("basic-profit", sign * goods.basic_fen),
        Leg("fund-expense", sign * goods.fund_fen),
        Leg("sales", -sign * goods.supply_fen),
        Leg("fund", -sign * goods.fund_fen, client_id),
        Leg("benefits", sign * goods.given_fen),
        Leg("goods-given", -sign * goods.given_fen),
    ]


def _cancellable(session: Change, delivery: Delivery) -> None:
    """While no return rests on it (L2a)."""
    delivery.require_move("cancelled")
    if session.scalar(
        select(func.count(Return.id)).where(
            Return.delivery_id == delivery.id, Return.state == "recorded"
        )
    ):
        raise Refused("wrong_state", _("Goods of it came back: cancel the returns first."))


CANCEL = Step("delivery.cancel", DELIVERY, _cancellable)


def cancel_delivery(office: Office, delivery_id: int, reason: str = "") -> None:
    """Cancel a delivery on which no return rests; its order is confirmed again (L2a).

    While its run is out, it is loaded again. Money taken with it stays, and is cancelled for
    itself.
    """
    with CANCEL.begin(office, delivery_id) as (session, delivery):
        stop = stop_out(session, delivery.order_id)
        delivery.move("cancelled")
        cancel_booked(session, delivery, "delivery-cancelled", reason)
        take_back_delivery(session, delivery, stop)
        session.get_one(Order, delivery.order_id).move("loaded" if stop else "confirmed")
