"""A client's deliveries week by week, with what was done for it and what that brought (G7, B5)."""

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QResizeEvent

from desktop.basics.i18n import _
from desktop.queries.client_page import OpenClient
from desktop.queries.client_weeks import Done, Which
from desktop.queries.facts.effects import EffectRow, effect_words
from desktop.views.kit.blocks.block import Block
from desktop.views.kit.blocks.chart import ChartView
from desktop.views.kit.blocks.ways import Way, WaysView
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.parts import column, label
from desktop.views.kit.words import day, joined, yuan_words
from desktop.views.shared.suggestion_history import effect_tone, short_effect

# Low on a laptop, so that the next visit stands below it without scrolling.
_LOW_PX, _HIGH_PX = 138, 190
_WIDE_PX = 700
_PAGES = {"suggestion": "suggestions", "benefit": "benefits"}
_MOST = 4


class Curve(Block[OpenClient]):
    """The curve; below it what was done in the week that was picked, at first the newest."""

    def __init__(self, desk: Desk) -> None:
        self.view, self.ways = ChartView(), WaysView()
        self._caption = label(kind="label")
        super().__init__(column(self._caption, self.view, self.ways, spacing=4))
        self._desk = desk
        self._done: Sequence[Done] = ()
        self._brought: Mapping[Which, EffectRow] = {}
        self._place: int | None = None
        self.view.picked.connect(self._pick)
        self.setFocusProxy(self.view)

    def fill(self, item: OpenClient) -> bool:
        weeks = item.page.weeks
        self._done, self._brought, self._place = weeks.done, {}, None
        self._caption.setVisible(weeks.chart is not None)
        self.view.setVisible(weeks.chart is not None)
        if weeks.chart is not None:
            self._caption.setText(weeks.chart.title)
            self.view.show_chart(weeks.chart)
            self._fit()
        self._show_ways()
        return weeks.chart is not None or bool(weeks.done)

    def show_brought(self, brought: Mapping[Which, EffectRow]) -> None:
        """Say beside what was done what it brought, now that it is known."""
        self._brought = brought
        self._show_ways()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.view.setFixedHeight(_HIGH_PX if self.width() >= _WIDE_PX else _LOW_PX)

    def _pick(self, place: int) -> None:
        if any(one.place == place for one in self._done):
            self._place = place
            self._show_ways()

    def _show_ways(self) -> None:
        """What was done in a week; without a curve to pick on, all of it."""
        shown = self._done
        if not self.view.isHidden() and shown:
            place = shown[0].place if self._place is None else self._place
            shown = [one for one in shown if one.place == place]
        ways = [self._way(one) for one in shown[:_MOST]]
        self.ways.show_ways(_("What was done"), ways)
        self.ways.setVisible(bool(ways))

    def _way(self, one: Done) -> Way:
        row = self._brought.get(one.which)
        known = row is not None and row.figures is not None
        cost = yuan_words(one.cost_fen) if one.cost_fen else ""
        return Way(
            _("{day} {what}: {words}").format(day=day(one.day), what=one.short, words=one.words),
            short_effect(row) if known else "",
            joined(cost, effect_words(row) if row else ""),
            effect_tone(row) if known else "",
            lambda: self._desk.open(Link(_PAGES[one.which.kind], one.which.key)),
        )
