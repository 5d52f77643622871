"""Several rows of a list page: the pane of what can be done with them, the menu, copying, sums."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, Protocol

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from desktop.basics.i18n import _
from desktop.queries.listing import Wanted
from desktop.queries.lists import Figure
from desktop.views.kit.blocks.head import Head
from desktop.views.kit.desk import Desk
from desktop.views.kit.lists.choice import Choice
from desktop.views.kit.lists.detail import Detail
from desktop.views.kit.lists.heading_menu import heading_menu, recall_height
from desktop.views.kit.lists.list_foot import ListFoot, sums_said
from desktop.views.kit.lists.listing import Listing
from desktop.views.kit.lists.many import ManyAct
from desktop.views.kit.lists.many_pane import ManyPane
from desktop.views.kit.lists.take_away import TakeAway
from desktop.views.kit.parts import button
from desktop.views.kit.tables.copying import (
    MOST_COPIED,
    Copied,
    copied,
    copied_rows,
    too_many_words,
)
from desktop.views.kit.tables.record_table import Column, Row
from desktop.views.kit.tables.several_view import SeveralView
from desktop.views.kit.typing_rest import when_typing_rests

if TYPE_CHECKING:
    from desktop.services.office import Reading

_REST_MS = 120  # what rows come to is asked when the hand rests that chooses them
_NOT_NOW = ("wrong_state", "not_allowed")


class Listed(Protocol[Row]):
    """What is needed of the page of a list."""

    @property
    def desk(self) -> Desk: ...
    @property
    def name(self) -> str: ...
    @property
    def only_one(self) -> bool: ...
    @property
    def view(self) -> SeveralView[Row]: ...
    @property
    def detail(self) -> Detail[Any]: ...
    @property
    def take_away(self) -> TakeAway[Row]: ...
    @property
    def wanted(self) -> Wanted: ...
    @property
    def is_whole(self) -> bool: ...
    @property
    def source(self) -> Listing[Row]: ...
    def acts(self) -> Sequence[ManyAct]: ...
    def count_words(self, number: int) -> str: ...
    def show_side(self, widget: QWidget) -> None: ...
    def leave_several(self) -> None: ...
    def flush(self) -> None: ...


class Several(QObject, Generic[Row]):
    """What a list page does with more than one row.

    ``pane`` stands beside the list while several are chosen, ``foot`` always below it.
    """

    def __init__(self, page: Listed[Row], parent: QWidget) -> None:
        super().__init__(parent)
        self._page, self._parent = page, parent
        choose = button(
            _("Columns"),
            lambda: self.show_columns(-1, choose.mapToGlobal(choose.rect().topLeft())),
            "link",
            "",
            _("Columns, and their order"),
        )
        self.foot = ListFoot(choose, page.take_away)
        self._choice = Choice(page.view)
        self._menu_at: QPoint | None = None
        self._summed: object = None
        self.menu: QMenu | None = None
        recall_height(page.desk.memory)
        away = page.take_away
        ways = (
            button(_("Copy"), self.copy, "link", "", _("Copy the rows (Ctrl+C)")),
            button(_("Excel"), away.export.click, "link", "", away.export.toolTip()),
            button(_("Print"), away.print.click, "link", "", away.print.toolTip()),
        )
        self.pane = ManyPane(page.desk, page.name, page.acts(), ways)
        self._timer = when_typing_rests(self, _REST_MS, self._ask_sums)
        self.pane.done.connect(self._on_done)
        view = page.view
        if page.only_one:
            view.setSelectionMode(view.SelectionMode.SingleSelection)
        view.chose.connect(self._on_chose)
        view.copied.connect(self.copy)
        view.all_wanted.connect(self._on_all_wanted)
        view.menu_wanted.connect(self._on_menu)
        view.headings.menu_wanted.connect(self.show_columns)
        page.detail.shown.connect(self._on_shown)

    # --- what is chosen -----------------------------------------------------------------

    @property
    def keys(self) -> Sequence[int]:
        """The records that are chosen, if they are several; else none."""
        return self._choice.keys if self._choice.is_several else ()

    @property
    def narrowed(self) -> tuple[Sequence[Column[Row]], Sequence[int] | None]:
        """What a workbook or a paper of the list holds: the columns seen, and what is chosen."""
        return self._page.view.columns.seen, self.keys or None

    def want(self, keys: Collection[int]) -> None:
        """Choose these, picked elsewhere, as soon as the list is read anew."""
        self._choice.want(keys)

    def hold(self) -> None:
        """The list is read anew: what is chosen of it stays so."""
        self._choice.hold()

    def let_go(self) -> None:
        """Something else is opened: no more than one row is chosen."""
        self._choice.let_go()
        if self._page.view.number > 1:
            self._page.view.let_go(silent=True)
            self.say_number()
            self._timer.start()

    @property
    def busy(self) -> bool:
        """Whether an act is under way: the list waits for what becomes of it."""
        return self.pane.bar.doing

    def restore(self) -> bool:
        """All of the list is there; whether several are chosen in it again."""
        several = self._choice.restore() > 1
        if several:
            self._show()
        elif self.pane.bar.form is not None:
            self.pane.bar.leave()  # what was typed about those that were chosen is kept
        return several

    def forget_sums(self) -> None:
        """Something changed: what the list comes to is asked again."""
        self._summed = None

    def _on_chose(self, number: int) -> None:
        self._choice.let_go()
        if number > 1:
            self._page.flush()
            self._show()
            return
        self.say_number()
        self._timer.start()
        if not number:
            self._page.leave_several()

    def _on_all_wanted(self) -> None:
        if not self._page.is_whole:
            self._choice.want_all()

    def _show(self) -> None:
        keys = self._choice.keys
        self.pane.show_chosen(keys, _("{number} chosen").format(number=f"{len(keys):,}"))
        self._page.show_side(self.pane)
        self.say_number()
        self._timer.start()

    def _on_done(self) -> None:
        """An act was done, or left: several stay chosen, one is shown again."""
        if not self._choice.is_several:
            self._page.leave_several()
        self._page.view.setFocus()

    # --- the foot -----------------------------------------------------------------------

    def say_number(self) -> None:
        """Say below the list how many there are, and of these are chosen."""
        number = len(self._page.view.table.ids)
        words = self._page.count_words(number)
        if self._choice.is_several:
            chosen = f"{len(self._choice.keys):,}"
            words = _("{chosen} of {all} chosen").format(chosen=chosen, all=f"{number:,}")
        self.foot.say_number(words)

    def sum_soon(self) -> None:
        """What the list comes to is asked for, if other records stand in it."""
        self._timer.start()

    def _ask_sums(self) -> None:
        page, source = self._page, self._page.source
        totals = source.totals
        if totals is None or not page.is_whole:
            return
        several, wanted = self._choice.is_several, page.wanted
        asked = None if several else (wanted.search, wanted.filter)
        if asked is not None and asked == self._summed:
            return
        keys = self._keys_to_sum()

        def question(session: "Reading") -> Mapping[str, Figure]:
            return totals(session, wanted, keys)

        def show(found: Mapping[str, Figure]) -> None:
            said = sums_said(source.sums, found, page.view.table.columns)
            self.foot.say_sums(said)
            self._summed = asked
            if several:
                self.pane.show_sums(said)

        page.desk.ask(self, question, show, slot="sums")

    def _keys_to_sum(self) -> Sequence[int] | None:
        """Those that are chosen, or that were found; None for all that a filter has."""
        page = self._page
        if self._choice.is_several and len(self._choice.keys) < len(page.view.table.ids):
            return self._choice.keys
        if page.wanted.search or not page.source.knows(page.wanted.filter):
            return list(page.view.table.ids)
        return None

    # --- copying ------------------------------------------------------------------------

    def copy(self) -> None:
        """Put the chosen rows on the clipboard, as they are seen, under their headings."""
        page, listing = self._page, self._page.source
        keys = self._choice.keys
        columns = page.view.columns.seen

        def question(session: "Reading") -> Copied:
            rows = listing.all_rows(session, keys)
            return copied_rows(columns, [rows[key] for key in keys if key in rows])

        def show(found: Copied) -> None:
            found.lay()
            page.desk.say(_("{number} rows copied").format(number=f"{len(keys):,}"))

        if len(keys) > MOST_COPIED:
            page.desk.say(too_many_words())
        elif keys:
            page.desk.ask(self, question, show, slot="copy")

    def copy_cell(self) -> None:
        """Put what stands in one cell on the clipboard."""
        view = self._page.view
        index = view.currentIndex()
        if index.isValid():
            column = replace(view.table.columns[index.column()].seen, title="")
            copied([column], [[str(view.table.data(index) or "")]]).lay()

    # --- menus --------------------------------------------------------------------------

    def show_columns(self, place: int, spot: QPoint) -> None:
        """The menu of the headings."""
        page = self._page
        self._pop_up(heading_menu(page.view, page.desk.memory, place, self._parent), spot)

    def _on_menu(self, spot: QPoint) -> None:
        """What can be done with one row is known once it is open."""
        key = self._page.view.key
        if self._choice.is_several or self._page.detail.bar.key == key:
            self._pop_up(self._row_menu(), spot)
        else:
            self._menu_at = spot

    def _on_shown(self) -> None:
        spot, self._menu_at = self._menu_at, None
        if spot is not None and self._page.detail.bar.key == self._page.view.key:
            self._pop_up(self._row_menu(), spot)

    def _pop_up(self, menu: QMenu, spot: QPoint) -> None:
        self.menu = menu
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(spot)

    def _row_menu(self) -> QMenu:
        menu = QMenu(self._parent)
        menu.setToolTipsVisible(True)
        known: set[str] = set()
        if not self._choice.is_several:
            known = self._add_steps(menu)
        acts = [one for one in self.pane.acts if one.action not in known]
        for act in acts:
            menu.addAction(_(act.words)).triggered.connect(partial(self._start, act.name))
        if acts:
            menu.addSeparator()
        menu.addAction(_("Copy this cell")).triggered.connect(self.copy_cell)
        menu.addAction(_("Copy the rows")).triggered.connect(self.copy)
        away = self._page.take_away
        menu.addAction(_("Excel")).triggered.connect(away.export.click)
        menu.addAction(_("Print")).triggered.connect(away.print.click)
        return menu

    def _add_steps(self, menu: QMenu) -> set[str]:
        """The steps of the open item and the buttons beside its head; which actions these are."""
        detail = self._page.detail
        for action, move in detail.bar.offered:
            if move.code in _NOT_NOW:
                continue
            made = menu.addAction(_(action.words))
            made.setEnabled(move.allowed)
            made.setToolTip(move.reason)
            made.triggered.connect(partial(self._step, action.name))
        menu.addSeparator()
        for head in detail.findChildren(Head):
            for tool in head.buttons:
                made = menu.addAction(tool.accessibleName())
                made.setEnabled(tool.isEnabled())
                made.setToolTip(tool.toolTip())
                made.triggered.connect(tool.click)
        menu.addSeparator()
        return {action.name for action, _move in detail.bar.offered}

    def _step(self, name: str, _checked: bool = False) -> None:
        self._page.leave_several()
        self._page.detail.bar.start(name)

    def _start(self, name: str, _checked: bool = False) -> None:
        """Begin an act, also with one row alone."""
        if not self._choice.is_several:
            self._page.flush()
            self._show()
        self.pane.start(name)
