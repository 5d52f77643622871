"""The one main window: pages on the left, search above, the page, a quiet line at the foot."""

from collections import deque
from dataclasses import replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal, SignalInstance
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from shiboken6 import isValid

from desktop.basics.i18n import _
from desktop.views.foot import Foot, UndoKey
from desktop.views.keys import BoundKey, bound_keys
from desktop.views.kit.desk import Back, Desk, Link
from desktop.views.kit.doing.show_error import show_error
from desktop.views.kit.doing.thrown import Thrown
from desktop.views.kit.doing.undo import Stays
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.page import Page
from desktop.views.kit.parts import Strip, bind, column, label, line
from desktop.views.kit.preview import Preview
from desktop.views.kit.reading_order import step
from desktop.views.kit.scrolling import LeastRoom
from desktop.views.kit.shown_stack import ShownStack
from desktop.views.looks import Looks
from desktop.views.navigation import Navigation
from desktop.views.news import News
from desktop.views.over import Over
from desktop.views.own_menu import OwnActs, OwnMenu
from desktop.views.pages import families_for, load_pages
from desktop.views.recent import note_opened
from desktop.views.scans_dropped import take_dropped_scans
from desktop.views.surroundings import ask_around
from desktop.views.top import Top
from desktop.views.until_back import UntilBack

if TYPE_CHECKING:
    from desktop.basics.errors import Refused
    from desktop.views.surroundings import Around

_LISTEN_MS = 15_000
_STEPS_BACK = 50


class Desktop(QWidget):
    """A signed-in person's window."""

    signed_out = Signal()
    other_office = Signal()
    password_changed = Signal()
    dismissed = Signal(str)
    rights_changed = Signal(object)

    def __init__(self, desk: Desk, training: bool = False) -> None:
        super().__init__()
        self.setObjectName("theGround")
        self.desk = desk
        self._training = training
        assert desk.office.person is not None
        self.families = families_for(desk.office.person.roles)
        self._families = {name: one for one in self.families for name in one.names}
        self._pages: dict[str, Page] = {}
        self._of_before: set[str] = set()  # pages of the day before on which somebody works
        self._back: deque[Link] = deque(maxlen=_STEPS_BACK)
        self._forward: list[Link] = []
        self._here = Link("")
        self._last_change = 0
        self._before_paper: QWidget | None = None
        self._build()
        self._connect()
        self._shortcuts()
        take_dropped_scans(self, self.desk)

    # --- building -----------------------------------------------------------------------

    def _build(self) -> None:
        self.navigation = Navigation(self.families)
        self.over = Over(self.desk)
        self.own_menu = self._own_menu()
        self.top = Top(self.desk, self.families, self.own_menu, training=self._training)
        self._show_day(self.desk.today)
        self.search = self.top.search
        self.search.own = self.own_menu.by_words
        self.search.went.connect(lambda name: self.page(name).hold_focus())
        self.search.left.connect(lambda: self.page(self._here.page).hold_focus())
        self._stack = ShownStack()
        self._stack.addWidget(self.over.preview)
        self.strip = Strip()
        self.top.explained.connect(self.strip.say)
        self.foot = Foot(self.desk)
        UndoKey(self, self.foot)
        right = column(self.top, self._page_area(), self.foot, spacing=0)
        whole = line(self._side(), right, spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _side(self) -> QFrame:
        brand = label("众小")
        brand.setObjectName("theBrand")
        self._office_name = label(tone="quiet")
        head = column(brand, self._office_name, spacing=2)
        head.setContentsMargins(18, 14, 12, 14)
        side = QFrame()
        side.setObjectName("theSide")
        side.setFixedWidth(self.navigation.width() + 1)
        side.setLayout(column(head, self.navigation, spacing=0))
        return side

    def _own_menu(self) -> OwnMenu:
        acts = OwnActs(
            password=self.over.show_own_password,
            keys=self.show_keys,
            connection=self.desk.connection.emit,
            other_office=lambda: self._leave_for(self.other_office),
            sign_out=lambda: self._leave_for(self.signed_out),
            said=self.desk.say,
        )
        looks = Looks(self.desk.memory.root)
        return OwnMenu(self, looks, self.desk.memory, acts, training=self._training)

    def _page_area(self) -> QWidget:
        area, holder = QWidget(), column(self.strip)
        holder.setContentsMargins(14, 0, 14, 0)
        whole = column(holder, LeastRoom(self._stack, both=True), spacing=0)
        whole.setStretch(1, 1)
        area.setLayout(whole)
        return area

    def _connect(self) -> None:
        for pages in (self.navigation, self.top.tabs):
            pages.chosen.connect(lambda name: self.open(Link(name)))
        self.desk.opened.connect(self.open)
        self.desk.brought_back.connect(self._bring_back)
        self.desk.paper.connect(self.over.show_paper)
        self.over.laid.connect(self._lay_over)
        self.over.closed.connect(self.leave_paper)
        self.over.password_changed.connect(self.password_changed)
        self.desk.tasks.changed.connect(self.refresh)
        self._listen = QTimer(self, interval=_LISTEN_MS)
        self._listen.timeout.connect(self._look_around)
        self._listen.start()
        self.desk.tasks.on_failure(self.show_error)
        tasks, where = self.desk.tasks, lambda: self.desk.office
        self._until_back = UntilBack(self, tasks, where, self._on_back, self.strip)
        self.news = News(self, self.desk, self._look_around)
        self.news.lost.connect(self._until_back.lost)
        self.news.back.connect(self._until_back.look)

    def _shortcuts(self) -> None:
        for keys, words, do in (
            ("Ctrl+K", _("Find clients, documents, actions"), self.search.start),
            ("F1", _("Manual; once more: these keys"), self.show_help),
            ("Ctrl+Shift+O", _("Open the folder of the file written last"), self.foot.open_folder),
            ("F5", _("Read everything again"), self.refresh),
            ("Alt+Left", _("Back to where you were"), self.back),
            ("Alt+Right", _("Forward again"), self.forward),
            ("Ctrl+PgDown", _("The next page"), lambda: self._step(1)),
            ("Ctrl+PgUp", _("The page before"), lambda: self._step(-1)),
        ):
            bind(self, keys, words, do)
        for family in (one for one in self.families if one.key):
            go = partial(self.open_by_keys, family.home)
            bind(self, f"Ctrl+{family.key}", _(family.words), go)

    # --- going about --------------------------------------------------------------------

    def start(self) -> None:
        """Show the page where the person was last, with the keys, and what stands at the foot."""
        last = self.desk.memory.get("page", "today")
        self.open_by_keys(last if last in self.names else self.names[0])
        self._look_around()
        self.news.begin()
        self.desk.tasks.read(self, lambda _progress: load_pages(), lambda _none: None)

    def open(self, link: Link) -> None:
        """Go to a place; Alt+Left comes back from it."""
        if self._here.page and self._here != link:
            self._back.append(self._here)
            self._forward.clear()
        self._go(link)

    def back(self) -> None:
        """Go where we came from."""
        if not isinstance(self.shown, Page):
            self.leave_paper()
        elif self._back:
            self._forward.append(self._here)
            self._go(self._back.pop())

    def forward(self) -> None:
        """Go again where we came back from."""
        if self._forward:
            self._back.append(self._here)
            self._go(self._forward.pop())

    def page(self, name: str) -> Page:
        """A page, made on first use."""
        if name not in self._pages:
            pages = self._families[name].pages
            made = next(one for one in pages if one.name == name).kind(self.desk)
            self._pages[name] = made
            self._stack.addWidget(made)
        return self._pages[name]

    def open_by_keys(self, name: str) -> None:
        """Go to a page, and the keys with one."""
        self.open(Link(name))
        self.page(name).hold_focus()

    def _go(self, link: Link) -> None:
        if link.page not in self._families:
            return
        self._note_opened(link)
        page = self.page(link.page)
        plain = link == Link(link.page)
        self._here = link
        if not self.strip.passing:  # a database that is away is away on every page
            self.strip.clear()
        self._stack.setCurrentWidget(page)
        self._show_place()
        self.navigation.show_page(link.page)
        self.desk.memory.put("page", link.page)
        if not plain:
            page.go(link)

    def _note_opened(self, link: Link) -> None:
        """What is left and what is gone to are found again without typing."""
        left = self._pages.get(self._here.page)
        for name, key in (
            (self._here.page, left.opened_key if isinstance(left, ListPage) else None),
            (link.page, link.key),
        ):
            if key is not None:
                note_opened(self.desk.memory, name, key)

    @property
    def names(self) -> list[str]:
        """The pages of the window by name, as they come on the left, tab after tab."""
        return list(self._families)

    def _show_place(self) -> None:
        name = self._here.page
        self.top.show_page(self._families[name], name, _(self.page(name).title))

    def _step(self, by: int) -> None:
        place = self.names.index(self._here.page) + by
        if 0 <= place < len(self.names):
            self.open_by_keys(self.names[place])

    # --- paper and manual ---------------------------------------------------------------

    def show_help(self) -> None:
        """The manual at the chapter of the page that is shown; once more there, the keys."""
        self.over.show_manual(self._here.page, self._bound)

    def show_keys(self) -> None:
        """The keys that hold in the window and on the page."""
        self.over.show_keys(self._bound())

    def _bound(self) -> list[BoundKey]:
        page = self.page(self._here.page)
        return bound_keys(self, page, _(page.title))

    def _lay_over(self, widget: QWidget, title: str) -> None:
        """Show something in the page's place; leaving it, the keyboard is where it was."""
        if isinstance(self.shown, Page):
            self._before_paper = QApplication.focusWidget()
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        self.top.show_title(title)

    @property
    def preview(self) -> Preview:
        """Where a paper is shown before it is printed."""
        return self.over.preview

    @property
    def here(self) -> Link:
        """Where the window is."""
        return self._here

    @property
    def shown(self) -> QWidget:
        """What stands in the window now: a page, or what lies over it."""
        here = self._stack.currentWidget()
        assert here is not None  # the preview is always there
        return here

    def leave_paper(self) -> None:
        """Go back to the page from what lies over it: a paper, the keys, one's password."""
        if isinstance(self.shown, Page):
            return
        page = self.page(self._here.page)
        self._stack.setCurrentWidget(page)
        self._show_place()
        before, self._before_paper = self._before_paper, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus()
        else:
            page.hold_focus()

    # --- news ---------------------------------------------------------------------------

    def say(self, words: str, back: Back | None = None) -> None:
        """Say quietly what was done, with a button that takes it back where it can be."""
        self.foot.say(words, back)

    def _bring_back(self, thrown: Thrown) -> None:
        """Open the form again that was thrown away last, on its page."""
        if thrown.page not in self._families:
            self.say(_("Your roles don't include its page any more."))
            return
        self.desk.hold(None)
        words = _("Brought back: “{title}”. It isn't saved yet.").format(title=thrown.title)
        self.say(words, Stays(self.desk, words))
        if self._here.page != thrown.page or self.shown is not self.page(thrown.page):
            self.open(Link(thrown.page))
        page = self.page(thrown.page)
        assert isinstance(page, ListPage)
        page.bring_back(thrown)

    def show_error(self, error: Exception) -> None:
        """Show what a page's own reading could not do."""
        show_error(error, self.strip)

    def _on_back(self) -> None:
        self.say(_("The database is back."))
        self.refresh()

    def refresh(self) -> None:
        """Read everything again (F5)."""
        for page in self._pages.values():
            page.mark_stale()
        self._look_around()

    def _show_day(self, day: date) -> None:
        self._on = day
        self.top.show_day(day)

    def _follow_the_day(self) -> None:
        """After midnight the head says the new day, and every page is made anew for it."""
        before, day = self._on, self.desk.today
        if day != before:
            self._show_day(day)
            self.desk.day_came.emit(before, day)
            self._of_before = set(self._pages)
        for name in [one for one in self._of_before if not self._pages[one].busy]:
            self._make_anew(name)

    def _make_anew(self, name: str) -> None:
        self._of_before.discard(name)
        page = self._pages.pop(name)
        shown = self.shown is page
        page.flush()
        self._stack.removeWidget(page)
        page.deleteLater()
        if shown:
            self._go(replace(self._here, do=""))
            self.page(name).hold_focus()

    def _look_around(self) -> None:
        """See what day it is, what waits, and whether somebody else changed something."""
        self._follow_the_day()
        ask_around(self.desk, self, self._show_surroundings)

    def _show_surroundings(self, answer: "Around | Refused") -> None:
        if not isinstance(answer, tuple):
            self.dismissed.emit(answer.message)
            return
        still, around, backed_up, doubt = answer
        stays = any(page.why_stay() for page in self._pages.values())
        if still != self.desk.office.person and not stays:
            self.rights_changed.emit(still)
            return
        self.top.show_doubt(doubt)
        self.desk.rules = around.rules
        self._office_name.setText(around.office)
        self.navigation.show_counts(around.counts, around.urgent)
        self.top.tabs.show_counts(around.counts)
        self.foot.show_stand(around.database, backed_up)
        if not self._last_change:
            self.foot.greet(around.counts.get("today", 0))
        if self._last_change and around.last_change != self._last_change:
            for page in self._pages.values():
                page.mark_stale()
        self._last_change = around.last_change
        self.news.know(around.last_change)

    def may_leave(self) -> bool:
        """Whether nothing would be lost for good; else the page that holds it is shown."""
        for name, page in self._pages.items():
            if why := page.why_stay():
                self.open(Link(name))
                self.strip.say(why, "careful")
                return False
        return True

    def _leave_for(self, where: SignalInstance) -> None:
        if self.may_leave():
            where.emit()

    def leave(self) -> None:
        """Keep everything that is typed, and listen to nobody any more."""
        self.news.stop()
        self.over.close_manual()
        self.flush()

    def flush(self) -> None:
        """Keep everything that is typed."""
        for page in self._pages.values():
            page.flush()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.leave()
        super().closeEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return step(self, forward) or super().focusNextPrevChild(forward)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.WindowDeactivate:
            self.flush()
        super().changeEvent(event)
