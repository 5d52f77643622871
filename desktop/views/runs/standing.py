"""How a run stands, in the same words and colour wherever it is shown."""

from desktop.basics.i18n import _
from desktop.queries.runs import RunRow
from desktop.queries.words import state_word
from desktop.views.kit.words import tone_of


def state_of(row: RunRow) -> str:
    """Planned, so many stops still open, on its way back, closed, or that but for its cash."""
    if row.cash_open:
        return _("cash open")
    if row.state == "loaded" and row.left:
        return _("{number} open").format(number=row.left)
    return _("to close") if row.state == "loaded" else state_word("run", row.state)


def tone_of_run(row: RunRow) -> str:
    """Its colour."""
    if row.state == "closed":
        return "careful" if row.cash_open else "good"
    return "careful" if row.state == "loaded" else tone_of(row.state)
