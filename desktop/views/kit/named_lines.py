"""Lines of a rows field that become a table by name, such as prices by product."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from desktop.basics.errors import Refused, Spot
from desktop.basics.i18n import _

Line = Mapping[str, Any]


def by_name(
    field: str, column: str, lines: Iterable[tuple[int, Line]], value: Callable[[Line], Any]
) -> dict[str, Any]:
    """``value`` of each (place, line) under what stands in ``column``.

    Refuses (``invalid``) a name that stands there twice: the one line would hide the other.
    """
    found: dict[str, Any] = {}
    for place, line in lines:
        name = line[column]
        if name in found:
            message = _("“{name}” stands here twice: take one line out.").format(name=name)
            raise Refused("invalid", message, field, Spot(place, column))
        found[name] = value(line)
    return found
