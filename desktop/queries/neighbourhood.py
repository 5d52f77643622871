"""A client among its neighbours, as the small map of its file shows it (P6, P8)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.basics.map_scene import Scene, Sign, Spot
from desktop.models import Agreement, Client, LeadLine
from desktop.queries.facts.agreements import in_force
from desktop.queries.facts.neighbours import NEAR, places


def neighbourhood(session: Session, client_id: int, today: date) -> Scene | None:
    """The client and the active clients near it, what they lead, and where both lead the same.

    None where nobody knows where it lies.
    """
    own = places(session, Client.id == client_id).get(client_id)
    if own is None:
        return None
    near = session.execute(
        select(Client.id, Client.name, NEAR.c.apart_mm)
        .join(NEAR, NEAR.c.near_id == Client.id)
        .where(NEAR.c.client_id == client_id, Client.state == "active")
        .order_by(NEAR.c.apart_mm, Client.id)
    ).all()
    ids = [row.id for row in near]
    lying, lines = places(session, Client.id.in_(ids)), _leading(session, [client_id, *ids], today)
    spots = [_own_spot(session, client_id, own, lines)]
    for key, name, apart_mm in near:
        both = [line for line in lines[key] if line in lines[client_id]]
        told = [_("{metres} m away").format(metres=apart_mm // 1000), _(", ").join(lines[key])]
        facts = "\n".join(filter(None, told))
        spots.append(Spot(key, lying[key], name, 1 if both else 2, facts))
    signs = (
        Sign(_("this shop"), "square", "accent"),
        Sign(_("leads the same line"), "diamond", "wrong"),
        Sign(_("other shops"), "circle", "quiet"),
    )
    links = tuple((own, spot.place) for spot in spots if spot.sign == 1)
    return Scene(_("Neighbours"), tuple(spots), signs, links=links)


def _own_spot(
    session: Session, client_id: int, own: tuple[float, float], lines: Mapping[int, list[str]]
) -> Spot:
    client = session.get_one(Client, client_id)
    return Spot(client_id, own, client.name, 0, _(", ").join(lines[client_id]))


def _leading(session: Session, ids: list[int], today: date) -> Mapping[int, list[str]]:
    """What each of these clients leads by its agreement in force."""
    rows = session.execute(
        select(Agreement.client_id, LeadLine.line)
        .join(LeadLine, LeadLine.agreement_id == Agreement.id)
        .where(Agreement.client_id.in_(ids), in_force(today))
        .order_by(LeadLine.line)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for client_id, line in rows:
        found[client_id].append(line)
    return found
