"""A price that was seen too low becomes a report with one key (G4)."""

from typing import Any

from desktop.basics.i18n import _
from desktop.queries.visits import UnderPrice
from desktop.views.kit.desk import Desk, Link

Values = tuple[tuple[str, Any], ...]


def begin_report(desk: Desk, values: Values) -> None:
    """Open the form of a report with what is known; this person reports."""
    person = desk.office.person
    reporters = [{"staff": person.code}] if person else []
    desk.open(Link("cases", do="new", values=(*values, ("reporters", reporters))))


def case_of(one: UnderPrice) -> Values:
    """What a report of this price says."""
    return (
        ("kind", "price"),
        ("client", one.client),
        ("product", one.product),
        ("price", one.price_fen),
        ("seen_on", one.seen_on),
        ("place", _("on the shop's shelf")),
    )
