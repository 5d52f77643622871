"""A client among its neighbours, as the small map of its file shows it (P6, P8)."""

from datetime import date

from sqlalchemy.orm import Session

from desktop.basics.i18n import _
from desktop.basics.map_scene import Scene, Sign, Spot
from desktop.models import Client
from desktop.queries.facts.agreements import lead_lines
from desktop.queries.facts.neighbours import near_clients, places


def neighbourhood(session: Session, client_id: int, today: date) -> Scene | None:
    """The client and the active clients near it, what they lead, and where both lead the same.

    None where nobody knows where it lies.
    """
    own = places(session, Client.id == client_id).get(client_id)
    if own is None:
        return None
    near = near_clients(session, client_id)
    ids = [one.client_id for one in near]
    lying = places(session, Client.id.in_(ids))
    lines = lead_lines(session, today, [client_id, *ids])
    own_lines = lines.get(client_id, ())
    name = session.get_one(Client, client_id).name
    spots = [Spot(client_id, own, name, 0, _(", ").join(own_lines))]
    for one in near:
        led = lines.get(one.client_id, ())
        both = [line for line in led if line in own_lines]
        told = [_("{metres} m away").format(metres=one.apart_mm // 1000), _(", ").join(led)]
        facts = "\n".join(filter(None, told))
        spots.append(Spot(one.client_id, lying[one.client_id], one.name, 1 if both else 2, facts))
    signs = (
        Sign(_("this shop"), "square", "accent"),
        Sign(_("leads the same line"), "diamond", "wrong"),
        Sign(_("other shops"), "circle", "quiet"),
    )
    links = tuple((own, spot.place) for spot in spots if spot.sign == 1)
    return Scene(_("Neighbours"), tuple(spots), signs, links=links)
