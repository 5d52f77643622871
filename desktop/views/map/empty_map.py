"""What the map says while no shop stands on it, and where its first one comes from."""

from desktop.basics.i18n import N_, _, ngettext
from desktop.queries.map import MapFacts
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.parts import EmptyState, button

_CLIENTS = N_("Client files")


class EmptyMap(EmptyState):
    """Leads to the clients, and to lists that hold them with their places."""

    def __init__(self, desk: Desk) -> None:
        to_clients = button(
            _("Go to “{page}”").format(page=_(_CLIENTS)), lambda: desk.open(Link("clients"))
        )
        lists = Link("import", filter="clients")
        ways = [to_clients]
        if desk.may("import"):
            ways.append(button(_("Bring in lists"), lambda: desk.open(lists)))
        super().__init__(_("No shop is on the map yet"), "", *ways)

    def show_why(self, facts: MapFacts) -> None:
        """Say what is missing: clients, or their places."""
        without = facts.without_place
        words = _("An active client stands here once its file has a latitude and a longitude.")
        if without:
            missing = ngettext(
                "{number} active client has no place: enter it in its file, or bring in a list.",
                "{number} active clients have no place: enter it in their files, or bring in a "
                "list.",
                without,
            )
            words = f"{missing.format(number=without)}\n{words}"
        self.say(_("No shop is on the map yet"), words)
