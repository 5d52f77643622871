"""A figure of Today as a tile that leads to what it counts."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy

from desktop.queries.desk_figures import Figure
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.parts import Button, OneLine, column, label, term
from desktop.views.kit.words import joined
from desktop.views.today.acts import JOURNAL, of_day, of_days


class Tile(Button):
    """Words, the figure large, and a quiet word below; Enter or a click goes where it leads."""

    def __init__(self, desk: Desk, figure: Figure) -> None:
        super().__init__()
        self.setProperty("kind", "tile")
        self.setAutoDefault(True)
        self.setAccessibleName(joined(figure.words, figure.figure, figure.under))
        under = OneLine(figure.under)
        under.setProperty("kind", "label")
        inner = column(
            term(figure.words, "label"),
            label(figure.figure, "figure", figure.tone),
            under,
            spacing=2,
        )
        inner.setContentsMargins(15, 10, 15, 10)
        self.setLayout(inner)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        values = (("report", figure.report),) if figure.report else ()
        link = Link(figure.page, filter=figure.filter, values=values)
        if link == JOURNAL:  # it counts the entries of today
            link = of_days(link, of_day(desk.today))
        self.clicked.connect(lambda _checked=False: desk.open(link))

    def sizeHint(self) -> QSize:
        inner = self.layout()
        return inner.sizeHint() if inner is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        inner = self.layout()
        return inner.minimumSize() if inner is not None else super().minimumSizeHint()
