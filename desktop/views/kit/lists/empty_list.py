"""What an empty list says and offers: how its first record comes in, or how to find one again."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QPushButton

from desktop.basics.i18n import _
from desktop.basics.roles import who_may
from desktop.queries.first_needs import NEEDS, lacking
from desktop.queries.listing import Wanted
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.parts import EmptyState, button


class Beginning(Protocol):
    """The page of the list: what belongs there, and what begins its first record.

    ``begun_at`` names the page where its records begin, and that page's title (a msgid), if it is
    another one; ``needs`` what must be there before (``queries/first_needs``). ``first_ways`` are
    nearer than a new one.
    """

    @property
    def desk(self) -> Desk: ...
    @property
    def name(self) -> str: ...
    @property
    def empty_title(self) -> str: ...
    @property
    def new_words(self) -> str: ...
    @property
    def new_action(self) -> str: ...
    @property
    def edit_kind(self) -> str: ...
    @property
    def empty_words(self) -> str: ...
    @property
    def begun_at(self) -> tuple[str, str]: ...
    @property
    def needs(self) -> Sequence[str]: ...
    def first_ways(self) -> Sequence[QPushButton]: ...
    def start_new(self) -> None: ...
    def show_all(self) -> bool: ...


class EmptyList(EmptyState):
    """Stands in place of a list: nothing yet, all done, or nothing of what is looked for."""

    def __init__(self, page: Beginning, *, may_new: bool) -> None:
        self._page, self._may_new = page, may_new
        self._ways = _first_ways(page, may_new=may_new)
        self._before = {name: _way_to(page.desk, name) for name in page.needs}
        self._all = button(_("Show all of them"), page.show_all)
        super().__init__(_(page.empty_title), "", *self._before.values(), *self._ways, self._all)
        for one in (*self._before.values(), *self._ways[:1]):
            one.setProperty("kind", "primary")
        self._offer_before([])

    def say_why(self, wanted: Wanted, pressed: str) -> None:
        """Say why nothing is there; ``pressed`` are the words of the filter that is chosen."""
        for one in self._ways:
            one.setVisible(not wanted.search and not wanted.filter)
        self._offer_before([])
        self._all.setVisible(bool(wanted.search or wanted.filter))
        if wanted.search:
            found = _("Nothing is found for “{words}”.").format(words=wanted.search)
            where = _("It is looked for under “{filter}” only.").format(filter=pressed)
            how = _("Look how it is written; initials or a part of it are enough.")
            self.say(found, f"{where}\n{how}" if wanted.filter else how)
        elif wanted.filter and _is_work(self._page.name, wanted.filter):
            self.say(_("All done"), _("Nothing waits under “{filter}”.").format(filter=pressed))
        elif wanted.filter:
            self.say(_("Nothing is under “{filter}” now.").format(filter=pressed))
        else:
            self.say(_(self._page.empty_title), _first_words(self._page, may_new=self._may_new))
            if self._before:
                ask, names = self._page.desk.ask, tuple(self._before)
                ask(self, lambda session: lacking(session, names), self._say_before, slot="needs")

    def _say_before(self, names: Sequence[str]) -> None:
        """Where something must be there first, say that, and lead there instead."""
        if not names or not self._all.isHidden():
            return
        words = [_("First enter {what}: then this begins.").format(what=_what(names))]
        for name in names:
            need = NEEDS[name]
            if not self._page.desk.may(need.action):
                by = _("{what} are entered by: {roles}.")
                words.append(by.format(what=_(need.words), roles=who_may(need.action)))
        self.say(_(self._page.empty_title), "\n".join(words))
        for one in self._ways:
            one.hide()
        self._offer_before(names)

    def _offer_before(self, names: Sequence[str]) -> None:
        for name, way in self._before.items():
            way.setVisible(name in names and self._page.desk.may(NEEDS[name].action))


def _what(names: Sequence[str]) -> str:
    return _(", ").join(_(NEEDS[name].words) for name in names)


def _way_to(desk: Desk, name: str) -> QPushButton:
    """The button that leads to what must be there first."""
    need = NEEDS[name]
    words = _("Go to “{page}”").format(page=_(need.title))
    return button(words, partial(desk.open, Link(need.page)))


def _first_ways(page: Beginning, *, may_new: bool) -> list[QPushButton]:
    """The buttons for the first record, and for many of them from a file."""
    found = list(page.first_ways())
    if page.new_words and may_new:
        found.append(button(_(page.new_words), page.start_new))
    if page.edit_kind and page.desk.may("import"):
        link = Link("import", filter=page.edit_kind)
        found.append(button(_("Bring in lists"), lambda: page.desk.open(link)))
    other, title = page.begun_at
    if other:
        words = _("Go to “{page}”").format(page=_(title))
        found.append(button(words, lambda: page.desk.open(Link(other))))
    return found


def _first_words(page: Beginning, *, may_new: bool) -> str:
    """What belongs here; and who begins it, where it isn't the signed-in person."""
    words = [_(page.empty_words)] if page.empty_words else []
    if page.new_words and not may_new:
        words.append(_("Begun by: {roles}.").format(roles=who_may(page.new_action)))
    if page.edit_kind and not page.desk.may("import"):
        lists = _("Whole lists from Excel are brought in by: {roles}.")
        words.append(lists.format(roles=who_may("import")))
    return "\n".join(words)


def _is_work(page: str, chosen: str) -> bool:
    """Whether a filter holds work that waits: when nothing is there, it is done."""
    from desktop.queries.waiting import KINDS

    return any(one.page == page and one.filter == chosen for one in KINDS)
