"""What stands beside the form of an order: its client, what is usual, the last orders."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout

from desktop.basics.calendar import weekday
from desktop.basics.i18n import _
from desktop.queries.order_desk import GoodsOffered, LastOrder, OrderDesk
from desktop.queries.words import state_word
from desktop.views.kit import theme
from desktop.views.kit.parts import button, column, empty, label, line, rule
from desktop.views.kit.words import day, joined, listed, short_day, yuan_words

WIDTH = 330
_SIDES = 36  # of it that no words can take
_MOST_NAMED = 4  # goods that are named of an order; the others are counted


class OrderAside(QFrame):
    """The client that is on the phone; ``chosen`` gives goods that are to be put into the order.

    F6 takes all of the last order, F7 what is usual, F8 what was accepted as a proposal; a press
    on one of the lines takes that one.
    """

    chosen = Signal(object)

    def __init__(self, today: date) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.setFixedWidth(WIDTH)
        self._today = today
        self._desk: OrderDesk | None = None
        self.name = label(kind="heading", wrap=True)
        self.owes = label(tone="quiet", wrap=True)
        self.due = label(kind="heading", wrap=True)
        self.repeat = self._key(_("Repeat the last order"), "F6", self._last)
        self.usual = self._key(_("What is usual"), "F7", lambda desk: desk.usual)
        self.accepted = self._key(_("As proposed"), "F8", lambda desk: desk.accepted)
        self._lists = QVBoxLayout()
        self._lists.setSpacing(0)
        keys = column(line(self.repeat, None), line(self.usual, self.accepted, None), spacing=4)
        self._rule = rule()
        whole = column(self.name, self.owes, self.due, keys, self._rule, self._lists, None)
        whole.setContentsMargins(12, 10, 12, 10)
        self.setLayout(whole)
        self.show_desk(None)

    def _key(
        self, words: str, key: str, of: Callable[[OrderDesk], Sequence[GoodsOffered]]
    ) -> QPushButton:
        def take() -> None:
            if self._desk is not None:
                self.chosen.emit(of(self._desk))

        return button(words, take, "", key)

    @staticmethod
    def _last(desk: OrderDesk) -> Sequence[GoodsOffered]:
        return desk.last[0].lines if desk.last else ()

    def show_due(self, due: date | None) -> None:
        """On which day it will come, as it stands now (D2)."""
        words = _("Due {day}, {weekday}")
        said = words.format(day=day(due), weekday=weekday(due)) if due is not None else ""
        self.due.setText(said)

    def show_desk(self, desk: OrderDesk | None) -> None:
        """Show what is known of the client; None as long as none is chosen."""
        self._desk = desk
        for one in (self.name, self.due, self.repeat, self.usual, self.accepted, self._rule):
            one.setVisible(desk is not None)
        empty(self._lists)
        if desk is None:
            self.name.setText("")
            self.owes.setText(_("Choose the client: what it usually orders then stands here."))
            theme.set_tone(self.owes, "quiet")
            return
        self.name.setText(desk.client)
        self.owes.setText(_owes_words(desk))
        theme.set_tone(self.owes, "wrong" if desk.owes_too_much else "quiet")
        self.repeat.setEnabled(bool(desk.last))
        self.usual.setEnabled(bool(desk.usual))
        self.accepted.setEnabled(bool(desk.accepted))
        self._offer(_("Usual"), desk.usual, _goods_words)
        titled = joined(_("As proposed"), desk.proposal)
        self._offer(titled, desk.accepted, _goods_words)
        self._say(_("Last orders") if desk.last else _("No order yet"))
        for order in desk.last:
            self._line(_order_words(order, self._today), order.lines)

    def _offer(
        self, title: str, goods: Sequence[GoodsOffered], words: Callable[[GoodsOffered], str]
    ) -> None:
        if goods:
            self._say(title)
        for one in goods:
            self._line(words(one), (one,))

    def _say(self, words: str) -> None:
        said: QLabel = label(words, "label")
        said.setContentsMargins(0, 8, 0, 2)
        self._lists.addWidget(said)

    def _line(self, words: str, goods: Sequence[GoodsOffered]) -> None:
        made = button("", lambda: self.chosen.emit(goods), "line")
        metrics, mode = made.fontMetrics(), Qt.TextElideMode.ElideRight
        rows = [metrics.elidedText(row, mode, WIDTH - _SIDES) for row in words.split("\n")]
        made.setText("\n".join(rows))
        made.setAccessibleName(words)
        made.setToolTip(_("Put into the order: {goods}").format(goods=_named(goods, len(goods))))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._lists.addWidget(made)


def _owes_words(desk: OrderDesk) -> str:
    if not desk.owes_fen:
        return _("Owes nothing")
    if desk.owes_fen < 0:
        return _("Has {amount} in credit").format(amount=yuan_words(-desk.owes_fen))
    owes = _("Owes {amount}").format(amount=yuan_words(desk.owes_fen))
    if not desk.limit_fen:
        return owes
    return joined(owes, _("limit {amount}").format(amount=yuan_words(desk.limit_fen)))


def _goods_words(one: GoodsOffered) -> str:
    there = "" if one.free is None else _("free {number}").format(number=one.free)
    return joined(f"{one.name} {one.quantity} {one.unit}", there)


def _order_words(order: LastOrder, today: date) -> str:
    said = (short_day(order.ordered_on, today), state_word("order", order.state))
    first = joined(*said, yuan_words(order.amount_fen))
    return f"{first}\n{_named(order.lines, _MOST_NAMED)}"


def _named(goods: Sequence[GoodsOffered], most: int) -> str:
    """The goods with their quantities; of many the first few."""
    said = listed(f"{one.name} {one.quantity}{one.unit}" for one in goods[:most])
    more = len(goods) - most
    return said if more <= 0 else _("{goods} and {number} more").format(goods=said, number=more)
