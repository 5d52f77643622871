"""Stock by lot: what comes into the warehouse (D3)."""

from datetime import date

from desktop.models import Lot
from desktop.services.checks import need_count, need_text, no_unit
from desktop.services.find import find_product
from desktop.services.office import Office


def receive_stock(
    office: Office, product: str, lot: str, expires: date, unit: str, quantity: int
) -> int:
    """Take a lot into stock with its expiry (D3)."""
    lot = need_text("lot", lot)
    need_count("quantity", quantity)
    with office.transaction("stock.receive") as session:
        goods = find_product(session, product)
        counted = goods.unit(unit)
        if counted is None:
            raise no_unit(goods, unit, "unit")
        session.allow()
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
