"""The open item of a list page: the blocks that show it, and what can be done with it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from desktop.basics.i18n import _
from desktop.views.kit.blocks.block import Block, Item, lay_out
from desktop.views.kit.blocks.head import Tool
from desktop.views.kit.desk import Desk, Link
from desktop.views.kit.doing.actions import Action, ActionBar
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.forms.form import Form
from desktop.views.kit.parts import column
from desktop.views.kit.scrolling import LeastRoom

if TYPE_CHECKING:
    from desktop.basics.calendar import Quarter
    from desktop.services.moves import Move
    from desktop.services.office import Office, Reading
    from desktop.views.kit.doing.actions import Given

_PASSED_BY_MS = 200  # who only passes by doesn't start what takes long


class ItemPage(Protocol):
    """What an open item needs of the page that it is open on."""

    @property
    def name(self) -> str: ...
    def edit(self, edit: Edit) -> None: ...
    def saved(self, key: int | None) -> None: ...
    def gone(self) -> None: ...
    def go_on(self) -> None: ...
    def hold_focus(self) -> None: ...


class Issue(NamedTuple):
    """What a paper is issued by; its title says what it is ``about``, else its document."""

    document: str = ""
    about: str = ""
    key: int | None = None
    quarter: "Quarter | None" = None
    day: date | None = None


class Detail(QWidget, Generic[Item]):
    """The open item of a list page.

    A page's own detail gives ``load`` (off the GUI thread), its ``blocks`` and its ``steps``;
    ``kind`` is what moves call the noun.
    """

    kind: ClassVar[str] = ""
    shown = Signal()  # an item was read, and stands there with its steps

    def __init__(self, desk: Desk, page: ItemPage) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.key: int | None = None
        self._item: Item | None = None
        self._item_key = 0
        self._blocks: Sequence[Block[Item]] = ()  # laid out once something is opened
        self.bar = ActionBar(desk, self.steps(), page.name)
        self.bar.setParent(self)
        self.bar.done.connect(self._after)
        self.bar.hide()

    # --- what a page gives --------------------------------------------------------------

    def blocks(self) -> Sequence[Block[Item]]:
        """What the item is shown in, in order."""
        raise NotImplementedError

    def steps(self) -> Sequence[Action]:
        """What can be done with the item."""
        return ()

    def load(self, session: "Reading", key: int) -> Item:
        """Read what is shown of an item."""
        raise NotImplementedError

    def ask_moves(self, item: Item, key: int) -> Sequence["Move"]:
        """What this person may do with the item now (off the GUI thread)."""
        if not self.kind:
            return ()
        from desktop.services.moves import moves

        return moves(self.desk.office, self.kind, key)

    # --- what its declaration is made of ------------------------------------------------

    @property
    def item(self) -> Item:
        """The open item, as it was read."""
        assert self._item is not None
        return self._item

    def way(self, words: str, page: str, key: Callable[[Item], int | None]) -> Tool[Item]:
        """A way to what the item belongs to; ``key(item)`` names it, None hides the way."""
        return Tool(
            words,
            lambda item: self.desk.open(Link(page, key(item))),
            there=lambda item: key(item) is not None,
            leads=True,
        )

    def paper(
        self,
        words: str,
        kind: str,
        issue: Callable[[Item], Issue],
        why_not: Callable[[Item], str] = lambda _item: "",
        there: Callable[[Item], bool] = lambda _item: True,
        keys: str = "Ctrl+P",
    ) -> Tool[Item]:
        """The paper of the item: previewed, and counted once it is handed out."""

        def show(item: Item) -> None:
            document, about, key, quarter, day = issue(item)
            title = f"{_(words)} {about or document}"
            self.desk.show_issued(title, kind, document, key=key, quarter=quarter, day=day)

        return Tool(words, show, keys, why_not, there)

    def may(self, action: str) -> Callable[[Item], bool]:
        """Whether a tool is there: for who may do this."""
        return lambda _item: self.desk.may(action)

    def free(self, step: str, action: str = "", *, when: bool = True) -> list["Move"]:
        """A step that the noun's moves say nothing of: open to who may do it (or ``action``)."""
        from desktop.services.moves import Move

        return [Move(step, True)] if when and self.desk.may(action or step) else []

    def open_form(
        self,
        name: str,
        title: str,
        form: Callable[[], Form],
        save: Callable[["Office", int, "Given"], object],
        done: str,
        *,
        note: str = "",
        values: Callable[[Item], Mapping[str, Any]] | None = None,
        wide: bool = False,
    ) -> None:
        """Open a form about the item; with ``values`` it is filled with what stands now (E2).

        ``name`` names its draft. Saved, the item is shown anew.
        """
        key = self._item_key

        def stands(session: "Reading") -> Mapping[str, Any]:
            assert values is not None
            return values(self.load(session, key))

        self.page.edit(
            Edit(
                title=title,
                note=note,
                form=form,
                save=lambda office, given: save(office, key, given),
                draft_key=f"{name}:{key}",
                saved=lambda _result: self.page.saved(key),
                done=done,
                load=stands if values is not None else None,
                wide=wide,
            )
        )

    # --- showing ------------------------------------------------------------------------

    def open(self, key: int) -> None:
        """Open an item."""
        self.key = key

        def question(session: "Reading") -> tuple[Item, Sequence["Move"]]:
            item = self.load(session, key)
            return item, self.ask_moves(item, key)

        self.desk.ask(self, question, lambda answer: self._show(key, *answer), slot="open")
        if not self.laid_out:  # a turn of its own: its page may have been made in this one
            QTimer.singleShot(0, self, self._lay_out)

    def _lay_out(self) -> None:
        if self.laid_out:
            return
        self._blocks = self.blocks()
        shown = QWidget()
        shown.setLayout(lay_out(self._blocks))
        whole = column(LeastRoom(shown), self.bar, spacing=10)
        whole.setStretch(0, 1)
        self.setLayout(whole)
        for one in self._blocks:
            if one.focusProxy() is not None:
                self.setFocusProxy(one)
                break
        if self.hasFocus():  # the keyboard came before what has it
            self.setFocus()

    def _show(self, key: int, item: Item, moves: Sequence["Move"]) -> None:
        self._lay_out()
        held = self.has_keys
        if key != self._item_key:
            self._begin_at_top()
        self._item_key = key
        self.show_item(item)
        if self.key is not None:
            self.bar.show_moves(key, item, moves)
        if held and not self.has_keys:
            self.page.hold_focus()
        self.shown.emit()

    def _begin_at_top(self) -> None:
        """Another item is looked at from its beginning; the same one, read anew, where it was."""
        for area in self.findChildren(QScrollArea):
            area.verticalScrollBar().setValue(0)

    def show_item(self, item: Item) -> None:
        """Show what was read."""
        self._item = item
        for one in self._blocks:
            one.show_item(item)

    def show_later(self, item: Item, question: Callable[["Reading"], Item]) -> None:
        """Show it anew with what takes long to find out, unless one went on meanwhile."""

        def shown(whole: Item) -> None:
            if self._item is item:
                Detail.show_item(self, whole)

        def ask() -> None:
            if self._item is item:
                self.desk.ask(self, question, shown, slot="later")

        QTimer.singleShot(_PASSED_BY_MS, self, ask)

    @property
    def laid_out(self) -> bool:
        """Whether what takes the keyboard is there."""
        return bool(self._blocks)

    @property
    def has_keys(self) -> bool:
        """Whether the keyboard is somewhere in it."""
        here = QApplication.focusWidget()
        return here is not None and self.isAncestorOf(here)

    def _after(self, goes_on: bool) -> None:
        if goes_on:
            self.page.go_on()
            return
        if self.key is not None:
            self.page.saved(self.key)  # it stays open, also when it left the list by this
        self.page.hold_focus()


def near_moves(moves: Iterable["Move"], near: frozenset[str]) -> list["Move"]:
    """Those allowed now, and those that stand there greyed because they are ``near``."""
    return [move for move in moves if move.allowed or move.action in near]
