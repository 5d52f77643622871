"""A small office whose figures can be reckoned by hand: two months, three shops, two lines."""

from datetime import date

from desktop.services.clients import ClientDraft, add_client
from desktop.services.deliveries import cancel_delivery, record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.products import ProductDraft, add_product
from desktop.services.returns import record_return
from tests.office import Team

JANUARY, FEBRUARY = date(2026, 1, 20), date(2026, 2, 3)
END = date(2026, 2, 10)


def two_months(team: Team) -> Team:
    """C1 buys 3 × 37.80 and 2 × 37.80 and brings one back; C3 buys 4 × 12.50; C2 buys nothing."""
    add_client(team.r1, ClientDraft("C3", "街角店", "街边店", rep="r1"))
    add_product(team.c1, ProductDraft("P2", "香皂", "皂角", "洁肤", {"块": 1}, {"块": 1250}))
    first = _sell(team, "C1", "P1", "支", 3)
    team.day = JANUARY
    _sell(team, "C3", "P2", "块", 4)
    team.day = FEBRUARY
    _sell(team, "C1", "P1", "支", 2)
    cancel_delivery(team.d1, _sell(team, "C2", "P1", "箱", 1))
    record_return(team.d1, first, 1, 1)
    team.day = END
    return team


def _sell(team: Team, client: str, product: str, unit: str, quantity: int) -> int:
    order = add_order(team.r1, client, [OrderedLine(product, unit, quantity)])
    return record_delivery(team.d1, order)
