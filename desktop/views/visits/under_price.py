"""What a patrol saw that breaks the agreement: each becomes a report with one key (G4)."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.basics.i18n import _
from desktop.queries.visits import DisplayLapse, UnderPrice
from desktop.views.kit.desk import Desk
from desktop.views.kit.offered import offered
from desktop.views.kit.parts import column, empty, label
from desktop.views.kit.words import money
from desktop.views.shared.reporting import Values, begin_report, case_of


class UnderPriceView(QWidget):
    """One line a price; Enter begins its report, filled in."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        words = label(
            _("These break the agreement. Enter on one begins its report, filled in."),
            tone="wrong",
            wrap=True,
        )
        title = label(_("What the patrol found"), "title")
        self.setLayout(column(title, words, self._lines, None, spacing=10))

    def show_seen(self, prices: Sequence[UnderPrice], lapses: Sequence[DisplayLapse]) -> None:
        """Show these; the first has the keyboard, so that Enter begins its report."""
        empty(self._lines)
        made = [offered(_words(one), partial(self._report, case_of(one))) for one in prices]
        for lapse in lapses:
            words = _("{client}: display not as agreed").format(client=lapse.client_name)
            made.append(offered(words, partial(self._report, _case_of_display(lapse))))
        for one in made:
            self._lines.addWidget(one)
        if made:
            made[0].setFocus()

    def _report(self, values: Values) -> None:
        begin_report(self._desk, values)


def _words(one: UnderPrice) -> str:
    return _("{client}: {product} at {price}, protected {protected}").format(
        client=one.client_name,
        product=one.product_name,
        price=money(one.price_fen),
        protected=money(one.protected_fen),
    )


def _case_of_display(lapse: DisplayLapse) -> Values:
    return (
        ("kind", "display"),
        ("client", lapse.client),
        ("seen_on", lapse.seen_on),
        ("place", _("in the shop")),
        ("evidence", lapse.note),
    )
