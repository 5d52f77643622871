"""What a patrol saw under the protected price: each becomes a report with one click (G4)."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.basics.i18n import _
from desktop.queries.visits import UnderPrice
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.parts import button, column, empty, label
from desktop.views.kit.words import money


class UnderPriceView(QWidget):
    """One line a price; Enter begins its report, filled in."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        words = label(
            _("These prices lie under the protected ones. Enter on one begins its report."),
            tone="wrong",
            wrap=True,
        )
        title = label(_("Under the protected price"), "title")
        self.setLayout(column(title, words, self._lines, None, spacing=10))

    def show_prices(self, prices: Sequence[UnderPrice]) -> None:
        """Show these."""
        empty(self._lines)
        for one in prices:
            words = _("{client}: {product} at {price}, protected {protected}").format(
                client=one.client_name,
                product=one.product_name,
                price=money(one.price_fen),
                protected=money(one.protected_fen),
            )
            self._lines.addWidget(button(words, partial(self._report, one), "line"))

    def _report(self, one: UnderPrice) -> None:
        person = self._desk.office.person
        reporters = [{"staff": person.code}] if person else []
        values = (
            ("client", one.client),
            ("product", one.product),
            ("price", one.price_fen),
            ("seen_on", one.seen_on),
            ("reporters", reporters),
        )
        self._desk.open(Link("cases", do="new", values=values))
