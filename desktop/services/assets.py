"""Signs and racks in the shops: tagged as they are delivered, seen, and ended (B2)."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select

from desktop.basics.errors import Spot
from desktop.models import Asset, AssetSighting, Benefit, Client
from desktop.models.benefit import LASTING, SIGHTINGS
from desktop.services.change import Change
from desktop.services.checks import need_word
from desktop.services.find import not_found


def bring_assets(session: Change, benefits: Iterable[Benefit]) -> None:
    """Tag what delivered benefits put into shops; its place is the shop's, until it is seen."""
    lasting = [one for one in benefits if one.kind in LASTING]
    if not lasting:
        return
    before = session.scalar(select(func.count(Asset.id))) or 0  # none is ever deleted
    for number, benefit in enumerate(lasting, before + 1):
        client = session.get_one(Client, benefit.client_id)
        benefit.asset = Asset(
            tag=f"ZC-{number:04d}", client_id=client.id, place=client.address, seen_on=session.today
        )
    session.flush()


def end_asset(session: Change, asset: Asset, how: str, reason: str) -> None:
    """An asset was taken back, written off, or goes with its benefit."""
    asset.ended_on = session.today
    asset.ended_by_id = session.actor_id
    asset.ended_how = how
    asset.end_reason = reason


def check_seen(seen: Mapping[str, str]) -> None:
    """Refuse (``invalid``) another word of an asset than the list has."""
    for condition in seen.values():
        need_word("assets", condition, SIGHTINGS)


def find_assets(session: Change, client_id: int, seen: Mapping[str, str]) -> Sequence[Asset]:
    """This client's assets with these tags; refuses ``not_found``, of ended ones too."""
    if not seen:
        return []
    rows = session.scalars(
        select(Asset).where(
            Asset.client_id == client_id, Asset.ended_on.is_(None), Asset.tag.in_(list(seen))
        )
    )
    found = {asset.tag: asset for asset in rows}
    for tag in seen:
        if tag not in found:
            raise not_found("assets", tag, Spot(tag, "asset"))
    return [found[tag] for tag in seen]


def note_assets(session: Change, assets: Sequence[Asset], seen: Mapping[str, str]) -> None:
    """Note how each was found today."""
    for asset in assets:
        asset.condition = seen[asset.tag]
        asset.seen_on = session.today
        session.add(
            AssetSighting(
                asset_id=asset.id,
                condition=asset.condition,
                seen_on=session.today,
                seen_by_id=session.actor_id,
            )
        )
