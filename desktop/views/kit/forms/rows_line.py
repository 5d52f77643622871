"""A line of a form's several: its editors side by side, made once somebody looks at it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.editor import Editor
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.folded import is_blank, raw_of, read
from desktop.views.kit.parts import Remark, label

_EDGE_PX = 9  # of a field, before what stands in it

_STEPS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
# What makes the editors of a line's fields.
Make = Callable[[Field, Desk], Editor]


class Line(QWidget):
    """One line. One that is ``folded`` has no editors until it is seen, or asked for them."""

    changed = Signal()
    finished = Signal()
    removed = Signal()
    copied = Signal()  # all lines are wanted
    moved = Signal(int)
    refused = Signal(object, str)
    made = Signal()  # its editors came
    came_in_sight = Signal()  # folded
    came = Signal()  # the keyboard, into one of its fields

    def __init__(self, field: Field, desk: Desk, make: Make, *, folded: int = 0):
        """``folded`` is how high a folded one is, in pixels; 0 for one with its editors."""
        super().__init__()
        self._field, self._desk, self._make = field, desk, make
        self._called = 1, ""
        self._editors: list[Editor] = []
        self._raw: dict[str, Any] = {one.name: raw_of(one, one.default) for one in field.rows}
        self._blank = True  # a folded one
        self._asked = False  # it was seen: its editors are about to come
        self._remark: Remark | None = None
        self._told = "", "careful"  # what is said below it
        if folded:
            self.setMinimumHeight(folded)
        else:
            self.unfold()

    @property
    def seen(self) -> Sequence[Editor]:
        """Its editors, if it has them by now."""
        return self._editors

    @property
    def editors(self) -> Sequence[Editor]:
        """Its editors, which are made for whoever asks for them."""
        self.unfold()
        return self._editors

    @property
    def row_px(self) -> int:
        """How high its editors are, without what is said below them."""
        return self._row.sizeHint().height()

    @property
    def fields(self) -> Sequence[Field]:
        """What its editors are of."""
        return self._field.rows

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._editors and not self._asked:
            self._asked = True
            self.came_in_sight.emit()
        return super().event(event)

    def is_in_sight(self) -> bool:
        """Whether it still is, once it came; one that isn't tells it when it comes again."""
        self._asked = not self.visibleRegion().isEmpty()
        return self._asked

    def call(self, number: int, within: str) -> None:
        """Name its editors by its number; ``within`` are the words of its lines, "" for none."""
        self._called = number, within
        for editor in self._editors:
            words = _("{field}, line {number}").format(field=_(editor.field.words), number=number)
            editor.control.setAccessibleName(_within(within, words))
        if self._editors:
            words = _("Take out line {number}").format(number=number)
            self._away.setAccessibleName(_within(within, words))

    def say(self, words: str, tone: str = "careful") -> None:
        """Say below it what is worth knowing of it; "" for nothing."""
        self._told = words, tone
        if self._remark is not None:
            self._remark.say(words, tone)

    def unfold(self) -> None:
        """Make its editors, unless they are there."""
        if self._editors:
            return
        fields = self.fields
        self._lay()
        self._editors = [self._make(one, self._desk) for one in fields]
        self.read = self._editors[0]  # the one that was read last
        blocked = self.blockSignals(True)  # what stands in it was typed before
        for one, editor in zip(fields, self._editors, strict=True):
            self._put(one, editor)
        # Enter goes over what is typed; a tick is reached by Tab.
        typed = [one for one in self._editors if not (one.field.locked or one.field.kind == "tick")]
        for editor, after in pairwise(typed):
            editor.entered.connect(partial(after.setFocus, Qt.FocusReason.TabFocusReason))
        typed[-1].entered.connect(self.finished)
        self._row.addWidget(self._away)
        self._row.addStretch(int(all(one.width for one in fields)))  # none of them is elastic
        for editor in self._editors:
            editor.control.installEventFilter(self)
        if self.minimumHeight():  # which it keeps: its editors are shown later, and it is no lower
            for editor in self._editors:
                editor.show_raw(self._raw.get(editor.field.name))
        for part in (*self._editors, self._away):
            part.show()  # now: shown by their layout, each has all lines laid out once more
        self.blockSignals(blocked)
        self.call(*self._called)
        self.made.emit()

    def _lay(self) -> None:
        self._row = QHBoxLayout()
        self._row.setSpacing(6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2)
        whole.addLayout(self._row)
        self._remark = Remark()
        whole.addWidget(self._remark)
        self._remark.say(*self._told)
        self._away = self._cross()

    def _put(self, field: Field, editor: Editor) -> None:
        editor.show_value(field.default)
        editor.changed.connect(self.changed)
        editor.refused.connect(partial(self.refused.emit, editor))
        self._row.addWidget(editor, 0 if field.width else 1)
        if field.locked:
            editor.control.setProperty("kind", "reckoned")
        editor.stand_in(self._editors)

    def _cross(self) -> QPushButton:
        away = QPushButton("×")
        away.setFixedWidth(24)
        away.setProperty("kind", "link")
        away.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        away.setToolTip(_("Take this line out (Ctrl+Delete)"))
        away.clicked.connect(self.removed)
        return away

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            shift = Qt.KeyboardModifier.ShiftModifier
            if control and event.key() == Qt.Key.Key_Delete:
                self.removed.emit()
                return True
            if control and event.modifiers() & shift and event.key() == Qt.Key.Key_C:
                self.copied.emit()
                return True
            step = _STEPS.get(event.key())
            if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.moved.emit(step)
                return True
        elif event.type() == QEvent.Type.FocusIn:
            self.came.emit()
        return super().eventFilter(watched, event)

    @property
    def blank(self) -> bool:
        """Whether nothing was typed into it."""
        return self.is_blank(self.raw()) if self._editors else self._blank

    def is_blank(self, raw: Mapping[str, Any]) -> bool:
        """Whether nothing was typed into a line in which this stands."""
        return all(is_blank(one, raw.get(one.name)) for one in self.fields)

    def value(self) -> dict[str, Any]:
        """What was typed into it, read as it is meant; ValueError with words for the person."""
        if not self._editors:
            found: dict[str, Any] | None = read(self.fields, self._raw, lambda: self._desk.today)
            if found is not None:
                return found
        values = {}
        for editor in self.editors:
            self.read = editor
            values[editor.field.name] = value = editor.value()
            if editor.field.needed and value in (None, ""):
                raise ValueError(_("“{field}” is missing.").format(field=editor.field.called))
        return values

    def show_locked(self, words: Mapping[str, str]) -> None:
        """Show what follows from what is typed, in the fields that nobody types into."""
        if not self._editors:
            for one in self.fields:
                if one.locked:
                    self._raw[one.name] = words.get(one.name, "")
        for editor in self._editors:
            if editor.field.locked and editor.raw() != words.get(editor.field.name, ""):
                editor.blockSignals(True)
                editor.show_value(words.get(editor.field.name))
                editor.blockSignals(False)

    def editor(self, column: str) -> Editor:
        """The editor of a column; the first one where there is none."""
        named = (one for one in self.editors if one.field.name == column)
        return next(named, self.editors[0])

    def holds(self, value: str) -> bool:
        """Whether this was typed or chosen into it."""
        return value in map(_said, self.raw().values())

    def show_value(self, row: dict[str, Any]) -> None:
        """Show values, by the names of the fields."""
        if not self._editors:
            self._hold({one.name: raw_of(one, row.get(one.name)) for one in self.fields})
        for editor in self._editors:
            editor.show_value(row.get(editor.field.name))

    def show_pasted(self, row: dict[str, Any]) -> None:
        """Show what was copied from elsewhere; of a look-up that is sure a pair, code and words."""
        for editor in self.editors:
            said = row.get(editor.field.name)
            if isinstance(said, tuple):
                editor.show_value(said[0])
                editor.changed.emit()
            elif said and not editor.field.locked:
                editor.show_pasted(said)

    def _hold(self, raw: dict[str, Any]) -> None:
        self._raw, self._blank = raw, self.is_blank(raw)

    def raw(self) -> dict[str, Any]:
        """What stands in it, for a draft."""
        if not self._editors:
            return dict(self._raw)
        return {editor.field.name: editor.raw() for editor in self._editors}

    def show_raw(self, row: dict[str, Any]) -> None:
        """Show what a draft kept."""
        if not self._editors:
            self._hold({one.name: row.get(one.name) for one in self.fields})
        for editor in self._editors:
            editor.show_raw(row.get(editor.field.name))


def headings(fields: Sequence[Field], above: str = "") -> QHBoxLayout:
    """What stands above lines of these fields: the words of each, as wide as it is.

    What stands ``above`` them all already isn't told twice.
    """
    row = QHBoxLayout()
    row.setSpacing(6)
    for field in fields:
        heading = label("" if _(field.words) == above else _(field.words), "label")
        if field.at_right:  # over its figures, which don't touch the edge of their field
            heading.setAlignment(Qt.AlignmentFlag.AlignRight)
            wide = field.width or heading.sizeHint().width() + _EDGE_PX
            room = wide - heading.fontMetrics().horizontalAdvance(heading.text())
            heading.setContentsMargins(0, 0, max(0, min(_EDGE_PX, room)), 0)
        if field.width:
            sign = QLabel("%").sizeHint().width() + 6 if field.kind == "rate" else 0
            heading.setFixedWidth(field.width + sign)
        row.addWidget(heading, 0 if field.width else 1)
    row.addSpacing(30)
    row.addStretch(int(all(one.width for one in fields)))
    return row


def _within(within: str, words: str) -> str:
    return _("{label}: {words}").format(label=within, words=words) if within else words


def _said(raw: Any) -> str:
    """What stands in an editor: the code of what was looked up, else the words."""
    return str((raw.get("value") if isinstance(raw, dict) else raw) or "").strip()
