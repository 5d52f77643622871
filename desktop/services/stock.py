"""Stock by lot: what comes into the warehouse (D3)."""

from datetime import date

from desktop.models import Lot
from desktop.services.checks import need_count, need_text, no_unit
from desktop.services.office import Office
from desktop.services.products import PRODUCT
from desktop.services.steps import Step, anytime

RECEIVE = Step("stock.receive", PRODUCT, anytime)


def receive_stock(
    office: Office, product_id: int, lot: str, expires: date, unit: str, quantity: int
) -> int:
    """Take a lot into stock with its expiry (D3)."""
    lot = need_text("lot", lot)
    need_count("quantity", quantity)
    with office.transaction(RECEIVE.action) as session:
        goods = PRODUCT.find(session, product_id)
        counted = goods.unit(unit)
        if counted is None:
            raise no_unit(goods, unit, "unit")
        RECEIVE.need(session, goods)
        received = Lot(
            product_id=goods.id,
            lot=lot,
            expires=expires,
            unit_id=counted.id,
            quantity=quantity,
            received_on=session.today,
            received_by_id=session.actor_id,
        )
        session.add(received)
        session.flush()
        return received.id
