"""What a round of patrols looks at: each shop's protected prices and what stands in it (G4, B2)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.models import Asset, Client, Patrol, PatrolPrice, Product
from desktop.queries.facts.agreements import agreements_on
from desktop.queries.facts.promotions import lowest_prices
from desktop.queries.visits import visits_on


@dataclass(frozen=True)
class WatchedPrice:
    """A product on a shop's shelf, in fen per base unit; ``last_fen`` was seen there the last time.

    One without a protected price is only among them because somebody typed it.
    """

    product: str
    name: str
    protected_fen: int | None
    last_fen: int | None


@dataclass(frozen=True)
class StandingAsset:
    """A sign or rack in a shop, as it was last seen."""

    tag: str
    condition: str
    seen_on: date


@dataclass(frozen=True)
class RoundShop:
    """A shop of the round; ``bound`` says that an agreement is in force, so a display is agreed."""

    code: str
    name: str
    bound: bool
    prices: tuple[WatchedPrice, ...]
    assets: tuple[StandingAsset, ...]


def shops_to_patrol(session: Session, person_id: int, today: date) -> list[str]:
    """The codes of the shops that a person visits on the day, along the way."""
    return list(dict.fromkeys(one.visit.code for one in visits_on(session, today, person_id)))


def round_shops(
    session: Session,
    codes: Sequence[str],
    today: date,
    also: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> list[RoundShop]:
    """These shops in their order, with what is looked at in each.

    ``also`` names products by shop that somebody typed a price of, protected still or not.
    """
    query = select(Client).where(Client.code.in_(list(codes)))
    clients = {one.code: one for one in session.scalars(query)}
    shops = [clients[code] for code in dict.fromkeys(codes) if code in clients]
    ids = [one.id for one in shops]
    agreements = agreements_on(session, ids, today)
    lowest = {key: lowest_prices(session, one, today) for key, one in agreements.items()}
    typed = {code for some in also.values() for code in some}
    watched = {key for some in lowest.values() for key in some}
    products = session.scalars(
        select(Product)
        .where(Product.id.in_(watched) | Product.code.in_(typed))
        .order_by(Product.code_key)
    ).all()
    last, assets = _last_seen(session, ids), _assets(session, ids)
    found = []
    for shop in shops:
        wanted, protected = also.get(shop.code, ()), lowest.get(shop.id, {})
        prices = tuple(
            WatchedPrice(one.code, one.name, protected.get(one.id), last.get((shop.id, one.id)))
            for one in products
            if one.id in protected or one.code in wanted
        )
        standing = tuple(assets.get(shop.id, ()))
        found.append(RoundShop(shop.code, shop.name, shop.id in agreements, prices, standing))
    return found


def _last_seen(session: Session, client_ids: Sequence[int]) -> dict[tuple[int, int], int]:
    """The price seen last by client and product."""
    rows = session.execute(
        select(Patrol.client_id, PatrolPrice.product_id, PatrolPrice.price_fen)
        .join(PatrolPrice, PatrolPrice.patrol_id == Patrol.id)
        .where(Patrol.client_id.in_(client_ids))
        .order_by(Patrol.id)
    )
    return {(client, product): price_fen for client, product, price_fen in rows}


def _assets(session: Session, client_ids: Sequence[int]) -> dict[int, list[StandingAsset]]:
    rows = session.scalars(
        select(Asset)
        .where(Asset.client_id.in_(client_ids), Asset.ended_on.is_(None))
        .order_by(Asset.tag)
    )
    found: dict[int, list[StandingAsset]] = {}
    for one in rows:
        standing = StandingAsset(one.tag, one.condition, one.seen_on)
        found.setdefault(one.client_id, []).append(standing)
    return found
