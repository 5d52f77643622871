"""A list inside an open item, whose rows are all there."""

from collections.abc import Callable, Sequence
from typing import Generic

from PySide6.QtWidgets import QPushButton, QWidget

from desktop.basics.i18n import _
from desktop.views.kit.blocks.block import Block, Item, Words
from desktop.views.kit.parts import EmptyState, column, label, line
from desktop.views.kit.scrolling import reveal_row
from desktop.views.kit.tables.record_table import Column, RecordTable, RecordView, Row

_LOWEST_PX = 92  # a list that fills shows two lines in the smallest window too
_MOST, _MOST_SCROLLED = 12, 60  # lines of a list that doesn't fill


class Lines(Block[Item], Generic[Item, Row]):
    """The rows of an item in columns, as high as they are; or one that ``fills``.

    ``name`` says what they are where no title does. Columns of ``also`` are there when a row says
    something in them. ``enter`` is what Enter does with a row, ``enter_words`` say it (a msgid)
    where it doesn't open it. ``none`` is said when there are no
    rows, below it ``none_under`` and the buttons that bring the first where it ``fills``; without
    it the list isn't there then. ``foot`` stands below.
    """

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        rows: Callable[[Item], Sequence[Row]],
        *,
        name: str = "",
        title: Words[Item] = "",
        none: str = "",
        none_under: str = "",
        ways: Sequence[QPushButton] = (),
        also: Sequence[Column[Row]] = (),
        enter: Callable[[Row], object] | None = None,
        enter_words: str = "",
        fills: bool = False,
        foot: Sequence[QWidget] = (),
    ) -> None:
        parts = column()
        super().__init__(parts, title)
        self.fills = fills
        self._columns = tuple(columns)
        self._also = also
        self._of = rows
        self._name = name
        self._enter = enter
        self._says_none = bool(none)
        self._rows: Sequence[Row] = ()
        self._most = _MOST
        self._parts = parts
        self._none = (
            EmptyState(_(none), _(none_under) if none_under else "", *ways)
            if fills
            else label(_(none), tone="quiet", wrap=True)
        )
        self._hint = label(_(enter_words) if enter_words else _("Enter opens a line."), "label")
        for part in (self._hint, self._none):
            parts.addWidget(part)
            part.hide()
        self._shown = self._columns
        self._view = self._put_view()
        if foot:
            parts.addLayout(line(None, *foot))

    def scroll_along(self) -> None:
        self._most = _MOST_SCROLLED  # one bar moves it all

    @property
    def place(self) -> int:
        """The place of the row that is chosen; -1 for none."""
        key = self._view.key
        return -1 if key is None else key

    def pick(self, place: int) -> None:
        """Choose a row."""
        self._view.pick(place)

    def fill(self, item: Item) -> bool:
        self.show_rows(self._of(item))
        return self.fills or self._says_none or bool(self._rows)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; the keyboard stays on its line."""
        held, place = self._view.hasFocus(), self._view.key
        self._rows = rows
        self._show_columns(rows)
        view = self._view
        view.setAccessibleName(_(self._name) or self.heading)
        view.widths.forget()
        view.table.set_ids(range(len(rows)), dict(enumerate(rows)))
        view.setVisible(bool(rows) or not self._says_none)
        self._none.setVisible(not rows and self._says_none)
        self._hint.setVisible(bool(rows) and self._enter is not None)
        if not self.fills:
            view.fit(self._most)
        if held and rows:
            view.setFocus()
            view.pick(min(place or 0, len(rows) - 1))

    def _show_columns(self, rows: Sequence[Row]) -> None:
        """The columns that these rows ask for, in a view of their own when they are others."""
        also = (one for one in self._also if any(one.text(row) for row in rows))
        shown = (*self._columns, *also)
        if shown != self._shown:
            self._shown = shown
            self._view.hide()
            self._view.deleteLater()
            self._view = self._put_view()

    def _put_view(self) -> RecordView[Row]:
        view = RecordView(RecordTable(self._shown), _(self._name))
        self._parts.insertWidget(1, view, 1)  # between what Enter does and words for no rows
        if self.fills:
            view.setMinimumHeight(_LOWEST_PX)
        if self._enter is not None:
            view.activated_key.connect(self._on_enter)
        if not self.fills:
            view.picked.connect(lambda _place: reveal_row(view))
        if self.fills or self._enter is not None:
            self.setFocusProxy(view)
        return view

    def _on_enter(self, place: int) -> None:
        if self._enter is not None:
            self._enter(self._rows[place])
