"""What can be done with the open item: buttons, greyed with their reason, asking in place."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLayout, QMenu, QPushButton, QWidget

from desktop.basics.errors import NeedsConfirmation, SavedAlready
from desktop.basics.i18n import N_, _
from desktop.basics.watch import Nobody, Watch
from desktop.views.kit.desk import Desk, Once
from desktop.views.kit.doing.show_error import show_error
from desktop.views.kit.flow import Flow
from desktop.views.kit.forms.fields import Field, Words, after_midnight, said
from desktop.views.kit.forms.form import Form
from desktop.views.kit.parts import Strip, bind, button, column, empty, label, line, rule

if TYPE_CHECKING:
    from desktop.services.moves import Move
    from desktop.services.office import Office


_NOT_NOW = ("wrong_state", "not_allowed")  # a step of another state, or of another person
Item = TypeVar("Item")
_STACK_PX = 320  # steps below each other are no wider
_NEXT = "Ctrl+Return"  # what usually comes next
_SURE = "sure"  # what is confirmed with a yes to an action's own question


@dataclass(frozen=True)
class Given:
    """What a person gave with an action: the fields asked for, and what was confirmed.

    ``item`` is the open item as the page held it, asked for by its kind (``held``). ``watch`` is
    who waits: a long work tells it how far it is, and stops when it is given up.
    """

    values: dict[str, Any] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()
    item: object = None
    watch: Watch = field(default_factory=Nobody)

    def __getitem__(self, name: str) -> Any:
        return self.values[name]

    def held(self, kind: type[Item]) -> Item:
        """The open item, which is of this kind."""
        assert isinstance(self.item, kind)
        return self.item


Work = Callable[["Office", int, Given], Any]


@dataclass(frozen=True)
class Action:
    """Something to do with the open item.

    ``name`` is the action as permissions and moves know it. ``work`` runs off the GUI thread as
    ``work(office, key, given)`` and may raise what services raise; its result goes to ``then``.
    ``words`` and ``done`` are msgids; ``ask`` are fields that are asked for first, in place, of
    every item or of those of which ``asks`` says so, without those that are ``needless`` for it;
    ``sure`` is a question (msgid) that wants a yes before what can't be undone is done. A
    ``primary`` step is what usually comes next, by Ctrl+Enter if by no other ``shortcut``.
    With ``begin`` it only opens something, such as a form: ``begin(item)`` takes the work's place.
    """

    name: str
    words: str
    work: Work
    done: str = ""
    ask: Sequence[Field] = ()
    asks: Callable[[Any], bool] = lambda _item: True
    needless: Callable[[Any], Collection[str]] = lambda _item: ()
    note: Words = ""
    sure: str = ""
    shortcut: str = ""
    primary: bool = False
    goes_on: bool = False
    then: Callable[[Any], None] | None = None
    begin: Callable[[Any], object] | None = None

    @property
    def keys(self) -> str:
        """What starts it on the keyboard."""
        return self.shortcut or (_NEXT if self.primary else "")


def opening(
    name: str,
    words: str,
    begin: Callable[[Item], object],
    shortcut: str = "",
    *,
    primary: bool = False,
) -> Action:
    """A step that only opens something about the item, such as a form."""
    return Action(name, words, _nothing, begin=begin, shortcut=shortcut, primary=primary)


def plain(do: Callable[["Office", int], object]) -> Work:
    """The work of a step that needs nothing but the item."""
    return lambda office, key, _given: do(office, key)


def _nothing(_office: "Office", _key: int, _given: Given) -> None:
    """The work of a step that only opens something."""


def mirroring(name: str, words: str, work: Work, done: str) -> Action:
    """Cancelling something that was booked (L2a): it asks why, and says how it is undone."""
    return Action(
        name,
        words,
        work,
        done,
        ask=(Field("reason", N_("Why"), needed=True),),
        note=N_("A mirrored entry of today undoes it; nothing is erased."),
    )


def taking_back(noun: str, take_back: Callable[["Office", int], None]) -> Action:
    """Thinking again about what one handed in oneself, until the next person acts."""
    return Action(
        f"{noun}.take_back",
        N_("Take back"),
        plain(take_back),
        N_("Taken back: it is a draft again"),
        shortcut="Ctrl+Shift+R",
    )


_KEPT = N_("Throw this draft away? The audit trail keeps what it said.")
_NOT_OUT = N_("Throw this away? Nobody outside was told; the audit trail keeps what it said.")


def throwing_away(
    noun: str,
    discard: Callable[["Office", int], None],
    gone: Callable[[], None],
    sure: str = _KEPT,
) -> Action:
    """A draft that nobody wants any more; ``gone`` says to its page that it is there no longer."""
    return Action(
        f"{noun}.discard",
        N_("Throw this draft away"),
        plain(discard),
        N_("Draft thrown away"),
        sure=sure,
        then=lambda _none: gone(),
    )


def throwing_out(
    noun: str, discard: Callable[["Office", int], None], gone: Callable[[], None]
) -> Action:
    """A draft, or what a manager decided already, that nobody outside was told of."""
    return replace(
        throwing_away(noun, discard, gone, _NOT_OUT),
        words=N_("Throw it away"),
        done=N_("Thrown away"),
    )


def _one_next(actions: Sequence[Action], known: Mapping[str, "Move"]) -> list[Action]:
    """The steps, of which one is what usually comes next: the last of those that can be now.

    Two under one key would both stay dead.
    """
    next_ones = [one for one in actions if one.keys == _NEXT and known[one.name].allowed]
    return [replace(one, primary=False) if one in next_ones[:-1] else one for one in actions]


class ActionBar(QWidget):
    """The foot of a detail. ``done`` tells that something was done, and whether to go on.

    What is typed into the fields that an action asks for is kept until it is done; ``place``
    names the page, whose items they are about. ``stacked`` steps stand below each other.
    """

    done = Signal(bool)

    def __init__(
        self, desk: Desk, actions: Sequence[Action], place: str = "", *, stacked: bool = False
    ) -> None:
        super().__init__()
        self._desk = desk
        self._stacked = stacked
        self._moves: Sequence[Move] = ()
        self._place = place
        self._actions = actions
        self._key: int | None = None
        self._item: object = None
        self._buttons: dict[str, QPushButton] = {}
        self._form: Form | None = None
        self._asking: Action | None = None
        # What was tried without fields, and isn't known to be done.
        self._once: dict[tuple[str, int], str] = {}
        self.doing = False  # a step is under way: the list waits for what becomes of it
        self.strip = Strip()
        self._asked = column(spacing=6)
        self._row: QLayout = column() if stacked else Flow(8, at_right=True)
        self._steps = QWidget()
        self._steps.setLayout(self._row)
        if stacked:
            self._steps.setMaximumWidth(_STACK_PX)
        self.setLayout(column(rule(), self.strip, self._asked, self._steps, spacing=8))
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.leave)
        desk.day_came.connect(self._follow_the_day)

    def _follow_the_day(self, before: date, day: date) -> None:
        self._actions = [
            replace(action, ask=[after_midnight(one, before, day) for one in action.ask])
            for action in self._actions
        ]

    def show_moves(self, key: int, item: object, moves: Sequence["Move"]) -> None:
        """Offer what this person may do with an item; greyed with the reason what can't be now."""
        if key != self._key:
            self.strip.clear()
            self._close_form()
        self._key, self._item, self._moves = key, item, moves
        known = {move.action: move for move in moves}
        empty(self._row)
        self._buttons = {}
        offered = [action for action in self._actions if action.name in known]
        later = [action for action in offered if known[action.name].code in _NOT_NOW]
        if later:
            self._row.addWidget(self._other_steps(later, known))
        offered = _one_next(offered, known)
        for action in offered if self._stacked else sorted(offered, key=lambda one: one.primary):
            if action in later:
                continue
            move = known[action.name]
            made = button(
                _(action.words),
                partial(self.start, action.name),
                "primary" if action.primary and move.allowed else "",
                action.keys if move.allowed else "",
                "" if move.allowed else move.reason,
            )
            made.setEnabled(move.allowed)
            made.setObjectName(action.name)
            self._buttons[action.name] = made
            self._row.addWidget(made)
        self.setVisible(bool(offered))

    def _other_steps(self, actions: Sequence[Action], known: Mapping[str, "Move"]) -> QPushButton:
        """The steps of another state, or of another person: greyed in a menu, with its reason."""
        made = QPushButton(_("Other steps"))
        made.setAccessibleName(_("Other steps"))
        made.setProperty("kind", "quiet")
        menu = QMenu(made)
        menu.setToolTipsVisible(True)
        for action in actions:
            step = menu.addAction(_(action.words))
            step.setObjectName(action.name)
            step.setEnabled(False)
            step.setToolTip(known[action.name].reason)
        made.setMenu(menu)
        return made

    @property
    def key(self) -> int | None:
        """Whose steps are shown."""
        return self._key

    @property
    def offered(self) -> Sequence[tuple[Action, "Move"]]:
        """The steps that this person may take at some time, and how they stand now."""
        known = {move.action: move for move in self._moves}
        return [(one, known[one.name]) for one in self._actions if one.name in known]

    @property
    def form(self) -> Form | None:
        """The form of the action that asks now."""
        return self._form

    def button(self, name: str) -> QPushButton | None:
        """The button of an action, if it is offered."""
        return self._buttons.get(name)

    def start(self, name: str) -> None:
        """Begin an action: ask for its fields, or do it."""
        action = next(one for one in self._actions if one.name == name)
        self.strip.clear()
        if action.begin is not None and self._key is not None:
            action.begin(self._item)
        elif action.ask and action.asks(self._item):
            self._open_form(action)
        else:
            self._do(action, Given(item=self._item))

    def _open_form(self, action: Action) -> None:
        self._close_form()
        self._asking = action
        needless = action.needless(self._item)
        form = Form(self._desk, [one for one in action.ask if one.name not in needless])
        form.entered.connect(self._give)
        self._form = form
        if action.note:
            self._asked.addWidget(label(said(action.note, self._desk), tone="quiet", wrap=True))
        self._asked.addWidget(form)
        self._asked.addLayout(self._answers(action))
        self._steps.hide()
        if self._key is not None and form.keep_as(self._draft_key(action, self._key)):
            self.strip.say(_("This is what you typed last time; it isn't done yet."), "careful")
        form.editor(action.ask[0].name).come()

    def _draft_key(self, action: Action, key: int) -> str:
        return f"{self._place}.{action.name}:{key}"

    def _answers(self, action: Action) -> QLayout:
        yes = button(_(action.words), self._give, "primary", "Ctrl+Return")
        yes.setObjectName("give")
        bind(yes, "Ctrl+S", _(action.words), self._give)  # as in every other form
        return line(None, button(_("Leave it"), self.leave), yes)

    def _give(self) -> None:
        if self._form is None or self._asking is None:
            return
        values = self._form.values()
        if values is not None:
            self._do(self._asking, Given(values, item=self._item))

    def leave(self) -> None:
        """Answer no, or leave the fields that are asked for; what is typed is kept."""
        self.strip.clear()
        if self._asking is not None:
            self._close_form()
            self.done.emit(False)

    def flush(self) -> None:
        """Keep now what is typed."""
        if self._form is not None:
            self._form.flush()

    def _close_form(self) -> None:
        self.flush()
        self._asking = None
        self._form = None
        empty(self._asked)
        self._steps.show()

    def _do(self, action: Action, given: Given) -> None:
        key = self._key
        if key is None:
            return

        form = self._form
        once = form.once if form else self._once.setdefault((action.name, key), str(uuid4()))
        told = form.told(given.values) if form else {}
        office = self._desk.saving(Once(once, told, given.confirmed))

        def failed(error: Exception) -> None:
            self.doing = False
            if isinstance(error, SavedAlready):
                self._desk.say(error.message)
                self._finish(action, key, None, known=False)
            elif key == self._key:
                show_error(error, self.strip, self._form, confirm=again)
            elif not isinstance(error, NeedsConfirmation):
                self._desk.tasks.tell(error)  # here it would be read as said of another item

        def again(name: str) -> None:
            self._desk.answered(name)
            self._do(action, replace(given, confirmed=given.confirmed | {name}))

        if action.sure and _SURE not in given.confirmed:
            self.strip.ask(_(action.sure), _("Yes, go on"), lambda: again(_SURE))
            return
        self.doing = True
        self._desk.tasks.change(
            self,
            lambda _progress: action.work(office, key, given),
            lambda result: self._finish(action, key, result),
            failed,
            _(action.words),
        )

    def _finish(self, action: Action, key: int, result: object, *, known: bool = True) -> None:
        """Say that it is done, and go on, unless another item was opened meanwhile.

        What was done by an earlier try has no ``known`` result.
        """
        self.doing = False
        self._once.pop((action.name, key), None)
        here = key == self._key
        if here and self._form is not None:
            self._form.forget_draft()
        self._desk.memory.drop_draft(self._draft_key(action, key))
        if here:
            self._close_form()
        if action.done and known:
            self._desk.say(_(action.done))
        if action.then is not None and known:
            action.then(result)
        if here:
            self.done.emit(action.goes_on)
