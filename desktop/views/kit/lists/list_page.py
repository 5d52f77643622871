"""The page that is a list, with its open item or a form beside it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QSignalBlocker, QSize
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QStackedWidget, QWidget

from desktop.basics.i18n import _
from desktop.queries.listing import Wanted
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.doing.edit_panel import EditPanel
from desktop.views.kit.doing.thrown import Thrown, throw_away
from desktop.views.kit.forms.form import Place
from desktop.views.kit.lists.brought_back import bring_form_back
from desktop.views.kit.lists.declared_list import DeclaredList
from desktop.views.kit.lists.empty_list import EmptyList
from desktop.views.kit.lists.lent_keys import LentKeys
from desktop.views.kit.lists.listing import Found, Listing
from desktop.views.kit.lists.next_one import next_one
from desktop.views.kit.lists.pills import Pills
from desktop.views.kit.lists.remembered import recalled, remembered
from desktop.views.kit.lists.search_row import ListSearch, SearchRow
from desktop.views.kit.lists.several import Several
from desktop.views.kit.lists.take_away import TakeAway, kept_words
from desktop.views.kit.parts import EmptyState, bind, button, card, column, divided, keep_if
from desktop.views.kit.shown_stack import ShownStack
from desktop.views.kit.tables.record_table import RecordTable, Row
from desktop.views.kit.tables.several_view import SeveralView
from desktop.views.kit.typing_rest import when_typing_rests

_SEARCH_MS = 5  # a pasted word is one search; what a newer key outruns is not begun
_REST_MS = 150  # the first item found is opened when the typing hands rest
_FIRST = 50  # rows that are shown before all are known: more than a window is high


class ListPage(DeclaredList[Row]):
    """A list with filters on the left, the open item or a form on the right."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.wanted = Wanted(sort=self.sort[0], descending=self.sort[1])
        self.opened_key: int | None = None
        self._typed = False  # the list that comes next was searched for
        self._is_part = False  # only its first rows are shown yet
        self._to_top = False  # it was sorted or filtered anew: it stands at its top
        self._sought: int | None = None  # what a link opened must stand in the list
        self._apart: int | None = None  # what a link opened though no list holds it
        self.table = RecordTable(self.columns, self._fetch)
        self.view = SeveralView(self.table, _(self.title))
        self.detail = self.make_detail()
        self._lent_keys = LentKeys(self.view, self.detail)
        self.panel = EditPanel(desk)
        self._listing = self.listing()
        self._timer = when_typing_rests(self, _SEARCH_MS, self._reload)
        self._rest = when_typing_rests(self, _REST_MS, self._on_rest)
        self._pills = Pills(desk, self.filters)
        self._build()
        self._connect()
        self._recall()

    @property
    def tool_buttons(self) -> list[QPushButton]:
        """The buttons among ``tools`` that can be pressed now."""
        buttons = [one for one in self._tools if isinstance(one, QPushButton)]
        return [one for one in buttons if one.isVisible() and one.isEnabled()]

    # --- building -----------------------------------------------------------------------

    def _build(self) -> None:
        self.search = ListSearch(_(self.search_words))
        self.new_button = button(_(self.new_words), self.start_new, "primary", "Ctrl+N")
        may_new = bool(self.new_words) and self._may_new()
        keep_if(self.new_button, may_new)
        self.new_button.setEnabled(may_new)
        self._tools = self.tools()
        first = SearchRow(self.search, self._tools, self.new_button)
        keep_if(self._pills, bool(self.filters))
        self._pills.press(self.wanted.filter)
        self._none = EmptyList(self, may_new=may_new)
        self._list = QStackedWidget()
        self._list.addWidget(self.view)
        self._list.addWidget(self._none)
        self.take_away = TakeAway(
            self.desk,
            _(self.title),
            self.columns,
            self._seen,
            self.edit_kind,
            narrowed=lambda: self.several.narrowed,
        )
        self.several = Several(self, self)
        self._foot = self.several.foot
        self._nothing = EmptyState("")  # until the list is read
        self._right = ShownStack()
        for widget in (self._nothing, self.detail, self.panel, self.several.pane):
            self._right.addWidget(widget)
        left = column(column(first, self._pills), self._list, self._foot)
        self._left, self._beside = card(left), card(column(self._right))
        self.splitter = divided(self._left, self._beside, self.shares)
        whole = column(self.splitter)
        whole.setContentsMargins(14, 12, 14, 12)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search)
        self.search.returnPressed.connect(self._go_to_list)
        self.search.for_list.connect(self._go_with)
        self._pills.pressed.connect(self.filter_by)
        self.view.picked.connect(self._on_picked)
        self.view.activated_key.connect(lambda _key: self.detail.setFocus())
        self.view.sorted_by.connect(self._on_sort)
        self.panel.closed.connect(self._on_closed)
        self._right.currentChanged.connect(self._give_room)
        self._list.currentChanged.connect(self._give_room)
        self.panel.thrown.connect(self._on_thrown)
        self.splitter.splitterMoved.connect(self._remember)
        self.view.widths.dragged.connect(self._remember)
        self.view.columns.changed.connect(self._remember)
        bind(self, "Ctrl+F", _("Search in the list"), self.search.setFocus)

    def _may_new(self) -> bool:
        return not self.new_action or self.desk.may(self.new_action)

    # --- the list -----------------------------------------------------------------------

    def refresh(self) -> None:
        """Read the list again; what is open stays open."""
        self.several.forget_sums()
        self._reload()
        if self._listing.counts:
            # Apart from the list: neither searching nor sorting changes how many there are.
            self.desk.ask(self, self._listing.counts, self._pills.show_counts, slot="counts")
        if self.opened_key is not None and self._right.currentWidget() is self.detail:
            self.detail.open(self.opened_key)

    def _reload(self) -> None:
        # At the top of a list its first rows come at once, and all that it has after them.
        first = _FIRST if self._sought is None and (self._to_top or not self.table.ids) else 0
        found = partial(self._listing.found, wanted=self.wanted, first=first)
        self.desk.ask(self, found, self._show_list, slot="list")

    def _show_list(self, found: "Found[Row]") -> None:
        if self._waits:
            self._timer.start()
            return
        self.several.hold()
        self.table.set_ids(found.ids, found.rows)
        self._is_part = not found.is_all
        if not found.ids:
            self._none.say_why(self.wanted, self._pills.words)
        held = self.isAncestorOf(QApplication.focusWidget() or self.window())
        self._list.setCurrentWidget(self.view if found.ids else self._none)
        if held:
            self.hold_focus()
        self._nothing.say(_(self.nothing_open) if found.ids else "")
        if found.is_all:
            self._show_end()
            return
        self._foot.say_number(_("and more"))
        if not self.several.keys:
            self.view.pick(self.opened_key, silent=True)
        self.view.scrollToTop()
        if self._typed:
            self._rest.start()
        else:
            self._ask_rest()

    @property
    def _waits(self) -> bool:
        """A step goes on from the list as it stood when it began."""
        doing = self.detail.bar.doing or self.several.busy
        return doing or self.desk.tasks.asks(self, "next")

    def _ask_rest(self) -> None:
        wanted, ids = self.wanted, self._listing.ids
        self.desk.ask(self, lambda session: ids(session, wanted), self._show_rest, slot="list")

    def _show_rest(self, ids: Sequence[int]) -> None:
        if self._waits:
            self._timer.start()
            return
        self.table.go_on(ids)
        self._is_part, typed = False, self._typed
        self._show_end()
        if typed:
            self._open_picked()  # the hand rests already

    def _show_end(self) -> None:
        """What depends on all of the list: its number, and what is open of it."""
        ids = self.table.ids
        self.take_away.offer(len(ids))
        self.several.sum_soon()
        if self.several.restore():
            self._sought, self._typed, self._to_top = None, False, False
            return
        self.several.say_number()
        self.leave_several()
        found = self.view.pick(self.opened_key, silent=True)
        sought, self._sought = self._sought, None
        if sought is not None and not found and sought == self.opened_key:
            if self.show_all():
                return
            self._apart = sought  # such as a closed client: it is in no list but its own
            self._lent_keys.lend(sought)
        apart = self._apart is not None and self._apart == self.opened_key
        is_free = self._right.currentWidget() in (self._nothing, self.detail)
        if ids and not found and not apart and is_free:
            self.view.pick(ids[0], silent=self._typed)
            if self._typed:
                self._rest.start()
        if self._to_top:
            self.view.scrollToTop()
        self._typed = self._to_top = False

    def _on_rest(self) -> None:
        if self._is_part:
            self._ask_rest()
        else:
            self._open_picked()

    def _open_picked(self) -> None:
        """Open what is selected in the list, unless it is or a form stands in its place."""
        key = self.view.key
        if key not in (None, self.opened_key) and self._right.currentWidget() is not self.panel:
            self.open_item(key)

    def _go_to_list(self) -> None:
        if self.view.key is None and self.table.ids:
            self.view.pick(self.table.ids[0], silent=True)
        self._open_picked()
        self.view.setFocus()

    def _go_with(self, event: QKeyEvent) -> None:
        self._go_to_list()
        QCoreApplication.sendEvent(self.view, event)

    def _seen(self) -> tuple[Listing[Row], Wanted, str]:
        """The list as it is wanted now, and in words what was chosen."""
        words = kept_words(self.filters, self.wanted, len(self.several.keys))
        return self._listing, self.wanted, words

    @property
    def source(self) -> Listing[Row]:
        """Where the list comes from now."""
        return self._listing

    @property
    def is_whole(self) -> bool:
        """Whether all of the list is there, not only its first rows."""
        return not self._is_part

    def _fetch(self, ids: list[int]) -> None:
        listing = self._listing
        self.desk.ask(self, lambda session: listing.rows(session, ids), self.table.take, ahead=True)

    def _on_search(self, text: str) -> None:
        self.wanted = self.wanted.changed(search=text.strip())
        self._typed = self._to_top = True
        self._timer.start()

    def filter_by(self, name: str) -> None:
        """Filter the list."""
        self._pills.press(name)
        self.wanted = self.wanted.changed(filter=name)
        self._to_top = True
        self._remember()
        self._reload()

    def show_all(self) -> bool:
        """Filter and search for nothing; False when all is shown."""
        if chosen := bool(self.wanted.search or self.wanted.filter):
            with QSignalBlocker(self.search):
                self.search.clear()
            self.wanted = self.wanted.changed(search="")
            self.filter_by("")
        return chosen

    def _on_sort(self, name: str, descending: bool) -> None:
        self.wanted = self.wanted.changed(sort=name, descending=descending)
        self._to_top = True
        self._remember()
        self._reload()

    # --- the open item ------------------------------------------------------------------

    def open_item(self, key: int) -> None:
        """Open an item beside the list."""
        self.opened_key = key
        self.several.let_go()
        self.flush()
        self._right.setCurrentWidget(self.detail)
        self.detail.open(key)

    def leave_several(self) -> None:
        """No more than one row is chosen: what is open is shown again."""
        if self._right.currentWidget() is self.several.pane:
            self._show_right()

    def _on_picked(self, key: int) -> None:
        """A row was chosen; a list that gets the keyboard chooses its first by itself."""
        if self._sought is None:
            self.table.need(self.view.currentIndex().row())
            self.open_item(key)

    def go_on(self) -> None:
        """After confirm-and-next: the next that waits for the same takes its place.

        It is looked for below, then from the top, as everybody's work stands now; where none
        waits, none is opened, so that no key acts on another one.
        """
        done = self.opened_key
        place = self.table.place_of(done) if done is not None else None
        row = self.table.row_of(done) if done is not None else None
        if place is None or row is None:
            self._open_next(None)
            return
        ids, listing, step = self.table.ids, self._listing, self.step_of(row)
        others = [*ids[place + 1 :], *ids[:place]]

        def go(following: int | None) -> None:
            if self.opened_key == done and self._right.currentWidget() is self.detail:
                self._open_next(following)

        self.desk.ask(
            self,
            lambda session: next_one(
                session, listing, others, lambda one: self.step_of(one) == step
            ),
            go,
            slot="next",
        )

    def _open_next(self, following: int | None) -> None:
        if following is None:
            self._apart = self.opened_key  # the list opens no other one by itself
            self._right.setCurrentWidget(self._nothing)
            self._reload()
        else:
            self.opened_key = following
            self._reload()
            self.detail.open(following)
        self.hold_focus()

    def hold_focus(self) -> None:
        """Keep the keyboard on the page when what had it is gone (an answered question)."""
        if self.isVisible() and not self.isAncestorOf(QApplication.focusWidget() or self.window()):
            (self.view if self.view.isVisible() else self.search).setFocus()

    def start_new(self, link: Link | None = None) -> None:
        """Open the form for a new item."""
        if (edit := self.edit_new(link or Link(self.name))) is not None:
            self.edit(edit)

    def edit(self, edit: Edit, place: Place | None = None) -> None:
        """Open a form beside the list; at a place in it, else at its first field."""
        self.several.let_go()
        self.flush()
        self._right.setCurrentWidget(self.panel)
        self.panel.open(edit, place)
        self._give_room()

    def _give_room(self, _place: int = 0) -> None:
        """A wide form has the whole page, and so has an empty list with nothing open beside it."""
        here, listed = self._right.currentWidget(), self._list.currentWidget()
        self._left.setVisible(not (here is self.panel and self.panel.wide))
        self._beside.setVisible(here is not self._nothing or listed is self.view)

    def bring_back(self, thrown: Thrown) -> None:
        """Open a form again as it was when it was thrown away."""
        instead = bring_form_back(self, thrown)
        if instead is not None:
            self._on_thrown(instead)

    def _on_thrown(self, thrown: Thrown) -> None:
        throw_away(self.desk, replace(thrown, page=self.name, item=self.opened_key))

    def saved(self, key: int | None) -> None:
        """Something was saved: show it in the list, and open, also when it fits no filter."""
        if key is not None:
            is_listed = self.table.place_of(key) is not None
            self._sought, self._apart = (None, key) if is_listed else (key, self._apart)
            self.opened_key = key
        self._show_right()
        self._reload()

    def add_side(self, widget: QWidget) -> None:
        """Something else that can stand beside the list."""
        self._right.addWidget(widget)

    def show_side(self, widget: QWidget) -> None:
        """Show it, until an item is opened."""
        self._right.setCurrentWidget(widget)

    def gone(self) -> None:
        """What was open is no more."""
        self.opened_key = None
        self.detail.key = None
        self._show_right()

    def _on_closed(self) -> None:
        self._show_right()
        (self.view if self.view.isVisible() else self.new_button).setFocus()

    def _show_right(self) -> None:
        if self.opened_key is None:
            self._right.setCurrentWidget(self._nothing)
        else:
            self._right.setCurrentWidget(self.detail)
            self.detail.open(self.opened_key)

    def go(self, link: Link) -> None:
        """Open what a link names: a filter, an item, or a new one."""
        if link.filter or (link.key is None and not link.do):
            self.filter_by(link.filter)
        if link.key is not None:
            self.several.let_go()
            self.opened_key = link.key
            self._to_top = False
            self._show_right()
            if not self.view.pick(link.key, silent=True) and not link.filter:
                self._sought = link.key
                self._reload()
        if link.do == "new" and self._may_new():
            self.start_new(link)

    def flush(self) -> None:
        self.panel.flush()
        self.detail.bar.flush()
        self.several.pane.bar.flush()

    @property
    def busy(self) -> bool:
        typing = (self.panel.form, self.detail.bar.form, self.several.pane.bar.form)
        return any(form is not None for form in typing) or super().busy

    def _remember(self, *_moved: object) -> None:
        self.desk.memory.put(f"page.{self.name}", remembered(self.splitter, self.view, self.wanted))

    def _recall(self) -> None:
        kept = self.desk.memory.get(f"page.{self.name}") or {}
        names = [one.name for one in self.filters]
        self.wanted = recalled(kept, self.splitter, self.view, self.wanted, names)
        self._pills.press(self.wanted.filter)

    def sizeHint(self) -> QSize:
        return QSize(1100, 640)
