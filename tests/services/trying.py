"""Shops of a small office that can take part in a trial."""

from collections.abc import Sequence

from desktop.services.clients import ClientDraft, add_client
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order
from tests.office import Team


def six_shops(team: Team, number: int = 6) -> Sequence[str]:
    """So many active shops, the T1, T2 …; each was delivered one more than the one before it."""
    codes = [f"T{at}" for at in range(1, number + 1)]
    for at, code in enumerate(codes, 1):
        add_client(team.c1, ClientDraft(code, f"小店{code}", "学校店", rep="r1"))
        supply(team, code, at)
    return codes


def supply(team: Team, client: str, quantity: int) -> None:
    """So many soaps, ordered and delivered today."""
    order_id = add_order(team.r1, client, [OrderedLine("P1", "支", quantity)])
    record_delivery(team.d1, order_id)
