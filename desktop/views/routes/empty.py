"""What is said where no route plan is to be seen."""

from desktop.basics.i18n import _
from desktop.queries.route_board import RouteBoard


def why_empty(board: RouteBoard | None) -> tuple[str, str]:
    """In a title and in words why there is nothing; without a board there is no rep."""
    if board is None:
        return _("Nobody is a rep yet"), _("Add the reps on the page “Staff”.")
    if not board.shops:
        words = _("Name this rep in the files of the clients that he visits.")
        return _("This rep has no active client"), words
    words = _(
        "A route plan says on which weekday, in which of four weeks each client is visited. "
        "It is computed from the places and classes of the clients, can be changed by hand, "
        "and fills the visit plans of the days once it is in force."
    )
    return _("No route plan yet"), words
