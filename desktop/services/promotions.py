"""Promotions: lower retail prices that a manager allows for a time (V1b)."""

from desktop.basics.drafts.promotion import PromotionDraft
from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _
from desktop.models import Promotion, PromotionClient, PromotionPrice
from desktop.services.change import Change
from desktop.services.checks import invalid, need_positive
from desktop.services.find import find_client, find_products
from desktop.services.office import Office
from desktop.services.steps import Noun, Step
from desktop.services.written import need_fields, written

PROMOTION = Noun("promotion", Promotion)


def add_promotion(office: Office, draft: PromotionDraft) -> int:
    """Allow lower prices for a time, from today's reports on."""
    _check(draft)
    with office.transaction("promotion.add") as session:
        products = find_products(session, draft.prices, "prices")
        clients = [
            find_client(session, code, "clients", Spot(place, "client"))
            for place, code in enumerate(dict.fromkeys(draft.clients), 1)
        ]
        session.allow()
        promotion = Promotion(
            **written(draft), added_on=session.today, added_by_id=session.actor_id
        )
        promotion.prices = [
            PromotionPrice(product_id=products[code].id, price_fen=price_fen)
            for code, price_fen in draft.prices.items()
        ]
        promotion.clients = [PromotionClient(client_id=client.id) for client in clients]
        session.add(promotion)
        session.flush()
        return promotion.id


def _check(draft: PromotionDraft) -> None:
    need_fields(draft)
    if draft.ends_on < draft.starts_on:
        raise invalid("to", _("The end lies before the start."))
    if not draft.prices:
        raise invalid("prices", _("Name a product and its price."))
    for product, price_fen in draft.prices.items():
        need_positive("prices", price_fen, Spot(product, "price"))


def _running(session: Change, promotion: Promotion) -> None:
    """Not over, and not ended before (``wrong_state``)."""
    if promotion.ended_on is not None or promotion.ends_on < session.today:
        raise Refused("wrong_state", _("{promotion} is over.").format(promotion=promotion.title))


END = Step("promotion.end", PROMOTION, _running)


def end_promotion(office: Office, promotion_id: int) -> None:
    """End it early: today is its last day; one that hasn't begun never runs."""
    with END.begin(office, promotion_id) as (session, promotion):
        promotion.ended_on = session.today
        promotion.ended_by_id = session.actor_id
