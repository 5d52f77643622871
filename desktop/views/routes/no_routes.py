"""What a rep's route plan says before there is one, and what goes on from there."""

from collections.abc import Callable

from desktop.basics.i18n import _
from desktop.queries.route_board import RouteBoard
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.parts import EmptyState, button


class NoRoutes(EmptyState):
    """Nobody is a rep, the rep has no client, or the plan is still to be computed."""

    def __init__(self, desk: Desk, compute: Callable[[], object]) -> None:
        self._may = desk.may("route.put")
        self._begin = button(_("Compute four weeks"), compute)
        words = _("Go to “{page}”").format(page=_("Client files"))
        self._to_clients = button(words, lambda: desk.open(Link("clients")))
        super().__init__("", "", self._begin, self._to_clients)

    def show_why(self, board: RouteBoard | None) -> str:
        """Say why there is none; returns why none can be computed yet, else ""."""
        self._begin.setVisible(self._may and board is not None and bool(board.shops))
        self._to_clients.setVisible(board is not None and not board.shops)
        if board is None:
            self.say(_("Nobody is a rep yet"), _("Add the reps on the page “Staff”."))
        elif not board.shops:
            words = _("Name this rep in the files of the clients that he visits.")
            self.say(_("This rep has no active client"), words)
        else:
            words = _(
                "A route plan says on which weekday, in which of four weeks each client is "
                "visited. It is computed from the places and classes of the clients, can be "
                "changed by hand, and fills the visit plans of the days once it is in force."
            )
            self.say(_("No route plan yet"), words)
            return ""
        return self.words[0]
