"""What is said of a shop's neighbours: how dense it is (P7), and which lines conflict (P6)."""

from collections.abc import Sequence

from desktop.basics.i18n import _
from desktop.queries.facts.neighbours import Density, LedNear
from desktop.views.kit.desk import Desk
from desktop.views.kit.words import joined


def outlets_within(desk: Desk) -> str:
    """What a figure of outlets is called, with the office's distance."""
    return _("Outlets within {metres} m").format(metres=desk.rules.neighbour_m)


def density_words(found: Density | None) -> str:
    """How many outlets there are, and for how many households each; "" where nobody knows."""
    if found is None:
        return ""
    if found.each is None:
        return str(found.outlets)
    return _("{outlets}, {households} households each").format(
        outlets=found.outlets, households=found.each
    )


def density_said(desk: Desk, found: Density | None) -> str:
    """The same in one line, which says so if it is dense."""
    if found is None:
        return ""
    figure = _("{what}: {figure}").format(what=outlets_within(desk), figure=density_words(found))
    return joined(figure, _("dense") if found.is_dense(desk.rules) else "")


def led_words(near: Sequence[LedNear]) -> str:
    """Which neighbour leads which line, one after the other."""
    return "\n".join(one.words for one in near)
