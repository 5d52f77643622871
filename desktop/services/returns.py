"""Returns: goods of a delivery that came back, and what is reversed for them (M5, D3)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from desktop.basics.errors import Refused
from desktop.basics.i18n import _
from desktop.basics.money import part
from desktop.models import Delivery, DeliveryLine, Order, Return, Run, Stop
from desktop.models.order import CONDITIONS
from desktop.queries.facts.asked_once import once
from desktop.services import ledger
from desktop.services.change import Change
from desktop.services.checks import need_count, need_not_before, need_paper_day, need_word
from desktop.services.deliveries import DELIVERY, sale_legs
from desktop.services.doubts import ask_if_again
from desktop.services.find import not_found
from desktop.services.goods import give_goods_out_again, take_goods_back
from desktop.services.ledger import Booking, cancel_booked
from desktop.services.numbering import next_number
from desktop.services.office import Office
from desktop.services.runs import RUN
from desktop.services.steps import Noun, Step
from desktop.services.stock import known_lot

RETURNED = Noun("return", Return)


def _returnable(
    session: Change,
    delivery: Delivery,
    sold: DeliveryLine | None = None,
    quantity: int = 1,
    run: Run | None = None,
) -> None:
    """No more of a line than was accepted of it (``over_quantity``); at least one of any.

    A run that takes it must be out, with a stop of this client (D3).
    """
    delivery.require_move("cancelled")  # what can still be cancelled can be returned
    if run is not None and not _calls_at(session, run, delivery.client_id):
        words = _("{run} is not out with a stop of this client.").format(run=run.title)
        raise Refused("wrong_state", words, "run")
    left = {line.position: _left(session, line) for line in delivery.lines}
    if sold is not None and quantity > left[sold.position]:
        raise Refused(
            "over_quantity",
            _("{left} of line {line} can still come back.").format(
                left=left[sold.position], line=sold.position
            ),
            "quantity",
        )
    if not any(line.accepted for line in delivery.lines):
        raise Refused("wrong_state", _("Nothing was accepted: nothing can come back."))
    if not any(left.values()):
        raise Refused("wrong_state", _("All of it came back already."))


def _calls_at(session: Change, run: Run, client_id: int) -> bool:
    """Whether a loaded run has a stop of a client."""
    stop = (
        select(Stop.id)
        .join(Order, Order.id == Stop.order_id)
        .where(Stop.run_id == run.id, Stop.unserved_on.is_(None), Order.client_id == client_id)
    )
    return run.state == "loaded" and session.scalar(stop.limit(1)) is not None


def _left(session: Change, sold: DeliveryLine) -> int:
    """How much of a line can still come back, in its unit."""
    return sold.accepted - sum(one.quantity for one in _standing_returns(session, sold))


@once
def _standing_returns(session: Change, sold: DeliveryLine) -> list[Return]:
    return list(
        session.scalars(
            select(Return)
            .where(Return.delivery_line_id == sold.id, Return.state == "recorded")
            .order_by(Return.id)
        )
    )


RECORD = Step("return.record", DELIVERY, _returnable)


def record_return(
    office: Office,
    delivery_id: int,
    line: int,
    quantity: int,
    dated: date | None = None,
    *,
    lot: str = "",
    condition: str = "good",
    run_id: int | None = None,
) -> int:
    """Take units of a delivery's line back and reverse their part, cumulatively (M5, M5a).

    Good ones go onto the run that is named, else into the warehouse; bad ones are written off.
    Without ``lot`` they are of the lots that the line took last (D3).
    """
    need_count("quantity", quantity)
    need_word("condition", condition, CONDITIONS)
    with office.transaction(RECORD.action) as session:
        day = need_paper_day(session, dated)
        delivery = DELIVERY.find(session, delivery_id)
        need_not_before(day, delivery.dated)
        sold = next((one for one in delivery.lines if one.position == line), None)
        if sold is None:
            raise not_found("line", line)
        named = known_lot(session, sold.product_id, lot) if lot else None
        run = RUN.find(session, run_id) if run_id is not None else None
        RECORD.need(session, delivery, sold, quantity, run)
        before = _standing_returns(session, sold)
        back = sum(one.quantity for one in before) + quantity
        same = (Return.delivery_line_id == sold.id, Return.quantity == quantity)
        ask_if_again(session, Return, *same)
        goods = Return(
            number=next_number(session, "TH", 5),
            delivery_id=delivery.id,
            delivery_line_id=sold.id,
            client_id=delivery.client_id,
            dated=day,
            quantity=quantity,
            condition=condition,
            recorded_on=session.today,
            recorded_by_id=session.actor_id,
            **_reversed(sold, before, back),
        )
        session.add(goods)
        session.flush()
        goods.entry_number = _post_return(session, goods, delivery.entry_number)
        take_goods_back(session, goods, sold, named, run)
        return goods.id


def _reversed(sold: DeliveryLine, before: Sequence[Return], back: int) -> dict[str, int]:
    """What this return reverses: the part for all that came back, less what was reversed."""
    return {
        name: part(getattr(sold, name), back, sold.accepted)
        - sum(getattr(one, name) for one in before)
        for name in ("supply_fen", "basic_fen", "fund_fen", "given_fen")
    }


def _post_return(session: Change, goods: Return, origin_number: int | None) -> int | None:
    return ledger.post(
        session,
        Booking(
            kind="return",
            source="return",
            source_id=str(goods.id),
            key=f"return:{goods.id}",
            legs=sale_legs(goods.client_id, goods, sign=-1),
            origin_number=origin_number,
        ),
        goods.dated,
    )


def _last_return(session: Change, goods: Return) -> None:
    """Later ones of its line are cancelled first (L2a)."""
    goods.require_move("cancelled")
    sold = session.get_one(DeliveryLine, goods.delivery_line_id)
    if _standing_returns(session, sold)[-1].id != goods.id:
        raise Refused(
            "wrong_state",
            _("Later units of this line came back: cancel that return first."),
            "return",
        )


def _some_return(session: Change, delivery: Delivery) -> None:
    """A standing return, of which the last can be cancelled."""
    if not any(_standing_returns(session, line) for line in delivery.lines):
        raise Refused("wrong_state", _("Nothing of it came back."))


CANCEL = Step("return.cancel", RETURNED, _last_return)
CANCEL_ONE = Step("return.cancel", DELIVERY, _some_return)


def cancel_return(office: Office, return_id: int, reason: str = "") -> None:
    """Cancel a return while it is the last standing one of its line (L2a)."""
    with CANCEL.begin(office, return_id) as (session, goods):
        give_goods_out_again(session, goods)
        goods.move("cancelled")
        cancel_booked(session, goods, "return-cancelled", reason)
