"""A form: shows values, reads them, keeps drafts, and points at what is wrong."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import uuid4

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desktop.basics.errors import NeedsConfirmation, Refused, Spot
from desktop.basics.i18n import _
from desktop.views.kit import theme
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.editor import Editor
from desktop.views.kit.forms.editors import make_editor
from desktop.views.kit.forms.field_grid import FieldGrid, Placed
from desktop.views.kit.forms.field_label import label_of
from desktop.views.kit.forms.fields import Field, after_midnight
from desktop.views.kit.forms.merging import together
from desktop.views.kit.forms.raw import open_part, told
from desktop.views.kit.forms.rows_editor import RowsEditor
from desktop.views.kit.memory import Draft
from desktop.views.kit.parts import Remark
from desktop.views.kit.scrolling import reveal
from desktop.views.kit.words_to_values import typed_text

_KEEP_MS = 400
Place = tuple[str, "Spot | None"]  # a field, and where in its lines


class Form(QWidget):
    """Labels, editors and, below each, what is wrong with it.

    ``once`` is the key under which it is saved, however often that is tried; it is kept with the
    draft. ``outdated``: somebody else saved the record since its draft was typed. One that is
    ``fluid`` has two columns as soon as there is room for both; declared with two, it has one where
    both don't find room.
    """

    changed = Signal()
    filled = Signal()  # by the program, not by a person
    entered = Signal()

    def __init__(
        self, desk: Desk, fields: Sequence[Field], columns: int = 1, *, fluid: bool = False
    ) -> None:
        super().__init__()
        self.desk = desk
        self._editors: dict[str, Editor] = {}
        self._notes: dict[str, QLabel] = {}
        self._draft_key = ""
        self.once = str(uuid4())
        self.outdated = False
        self._version: int | None = None  # of the record that is shown
        self._typed_into = False
        self._by_default: set[str] = set()  # fields that show what they stand at by themselves
        self._timer = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._timer.timeout.connect(self._keep_draft)
        self._fluid = fluid
        self._fields = FieldGrid(self, columns, fluid=fluid)
        self._grid = self._fields.layout
        self._fields.lay([self._made(field) for field in fields])
        self._fields.keep_short()
        lines = [one for one in self._editors.values() if isinstance(one, RowsEditor)]
        for one in lines if len(lines) > 1 else ():
            one.tell_apart()
        self._by_default = set(self._editors)
        self._filled_in = {name: _entered(editor) for name, editor in self._editors.items()}
        self._chain(fields)
        desk.day_came.connect(self._follow_the_day)

    def _made(self, field: Field) -> Placed:
        editor = make_editor(field, self.desk)
        editor.show_value(field.default)
        editor.changed.connect(self._typed)
        editor.changed.connect(lambda: self._again(field.name))
        editor.refused.connect(lambda words: self._say(field.name, words))
        editor.entered.connect(lambda: self._go_on(field.name))
        note = QLabel()
        note.setWordWrap(True)
        note.setProperty("kind", "label")
        note.hide()
        self._editors[field.name] = editor
        self._notes[field.name] = note
        return Placed(field, label_of(field, editor), editor, note)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fluid:
            self._fields.fit(self.width())

    def minimumSizeHint(self) -> QSize:
        """As narrow as in one column, where it can stand so."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self._fields.one_px), hint.height()) if self._fluid else hint

    def _chain(self, fields: Sequence[Field]) -> None:
        controls = [self._editors[field.name].control for field in fields]
        for before, after in pairwise(controls):
            QWidget.setTabOrder(before, after)

    def editor(self, name: str) -> Editor:
        """The editor of a field."""
        return self._editors[name]

    @property
    def fills(self) -> bool:
        """Whether one of its fields takes the height that there is to spare."""
        return any(one.field.fills for one in self._editors.values())

    def begin(self) -> None:
        """Put the keyboard at the first field in which something can be typed."""
        open_ = (one for one in self._editors.values() if not one.field.locked)
        first = next(open_, None)
        if first is not None:
            first.come()

    @property
    def names(self) -> list[str]:
        """The names of its fields, in order."""
        return list(self._editors)

    def row_of(self, name: str) -> int:
        """The row of the grid in which a field stands."""
        return self._fields.rows[name]

    def remark_below(self, name: str) -> Remark:
        """A new place, below a field, for what is worth knowing of it."""
        made = Remark()
        self._fields.stand_with(name, made, 1)
        return made

    def stand_below(self, name: str, beside: QWidget, *, in_line: bool = False) -> None:
        """Put something across the form, below a field; ``in_line`` with the fields' left edge."""
        self._fields.stand_with(name, beside, 1 if in_line else 0)

    def place_of(self, refusal: Refused | NeedsConfirmation) -> str | None:
        """The field that a refusal or question is about; None when it is none of this form."""
        field = refusal.field
        if field is None or field in self._editors:
            return field
        if refusal.spot is not None and f"{field}.{refusal.spot.line}" in self._editors:
            return f"{field}.{refusal.spot.line}"
        return next(
            (name for name, editor in self._editors.items() if field in editor.field.also), None
        )

    # --- values -------------------------------------------------------------------------

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show these values, and what is missing as blank."""
        for name, editor in self._editors.items():
            editor.blockSignals(True)
            editor.show_value(values.get(name, editor.field.default))
            editor.blockSignals(False)
        self._by_default = set(self._editors) - set(values)
        self._version = values.get("version")
        self._filled_in = {name: _entered(editor) for name, editor in self._editors.items()}
        self.clear_errors()

    @property
    def touched(self) -> bool:
        """Whether a person typed something into it, now or into its draft."""
        now = {name: _entered(editor) for name, editor in self._editors.items()}
        return self._typed_into or now != self._filled_in

    def fill(self, name: str, value: Any) -> None:
        """Show a value that the program offers: a person didn't type it."""
        self._fill_by(name, lambda editor: editor.show_value(value))

    def fill_raw(self, name: str, raw: Any) -> None:
        """Show in an editor, as if it were typed, what the program offers."""
        self._fill_by(name, lambda editor: editor.show_raw(raw))

    def _fill_by(self, name: str, show: Callable[[Editor], None]) -> None:
        typed_into, is_kept = self._typed_into, self._timer.isActive()
        show(self._editors[name])
        self._typed_into = typed_into
        if not is_kept:
            self._timer.stop()
        self._filled_in[name] = _entered(self._editors[name])
        self.filled.emit()

    def offer(self, values: Mapping[str, Any]) -> None:
        """Fill in what is offered, where nobody typed anything; typing there takes its place."""
        for name, value in values.items():
            editor, control = self._editors[name], self._editors[name].control
            line = control if isinstance(control, QLineEdit) else None
            if value and not (line.text() if line else editor.raw()):
                self.fill(name, value)
                if line and line.hasFocus():
                    line.selectAll()

    def _follow_the_day(self, before: date, day: date) -> None:
        """After midnight a day that nobody touched is the new one."""
        for name in self._untouched_days():
            editor = self._editors[name]
            editor.field = after_midnight(editor.field, before, day)
            self.fill(name, editor.field.default)

    def _untouched_days(self) -> list[str]:
        """The fields that show the day at which they stand by themselves."""
        found = []
        for name in self._by_default:
            editor = self._editors[name]
            if isinstance(editor.field.default, date):
                shown = typed_text(editor.field.kind, editor.field.default)
                if editor.raw() == shown:
                    found.append(name)
        return found

    def values(self) -> dict[str, Any] | None:
        """What was typed, or None after pointing at everything that can't be read."""
        self.clear_errors()
        found: dict[str, Any] = {}
        first_wrong: str | None = None
        for name, editor in self._editors.items():
            try:
                found[name] = value = editor.value()
                if editor.field.needed and value in (None, "", []):
                    raise ValueError(_("“{field}” is missing.").format(field=editor.field.called))
            except ValueError as error:
                self._say(name, str(error))
                first_wrong = first_wrong or name
        if first_wrong is not None:
            self._go_to(first_wrong)
            return None
        return found

    def left_open(self) -> str:
        """What is asked before it is saved with something left open; "" for nothing."""
        return "\n".join(words for one in self._editors.values() if (words := one.left_open()))

    @property
    def complete(self) -> bool:
        """Whether it could be saved as it stands, as far as the form itself can tell."""
        for editor in self._editors.values():
            try:
                missing = editor.value() in (None, "", [], {})
            except ValueError:
                return False
            if editor.field.needed and missing:
                return False
        return True

    # --- errors -------------------------------------------------------------------------

    def point(self, name: str, refusal: Refused) -> None:
        """Say at a field why it is refused, and go there."""
        self._say(name, self._editors[name].point(refusal.message, refusal.spot))
        self._go_to(name)

    def _go_to(self, name: str) -> None:
        """Go where something is wrong; a long form scrolls there, the words in sight too."""
        control = self._editors[name].wrong_control
        control.setFocus()
        reveal(self._notes[name], control)

    def note(self, name: str) -> str:
        """What is said at a field now."""
        note = self._notes[name]
        return "" if note.isHidden() else note.text()

    def clear_errors(self) -> None:
        """Nothing is wrong."""
        for name, note in self._notes.items():
            note.hide()
            self._editors[name].wrong_control.setAccessibleDescription("")
            self._editors[name].mark(False)

    def _again(self, name: str) -> None:
        """What was wrong here was changed: red goes as soon as it is right."""
        words = self._editors[name].recheck()
        if words:
            self._say(name, words)
        elif words is not None:
            self._notes[name].hide()
            self._editors[name].wrong_control.setAccessibleDescription("")
            self._editors[name].mark(False)

    def show_theirs(self, theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> None:
        """After somebody else saved: what nobody touched here is theirs now, field by field (E2).

        Where both changed one, what is typed stays, and theirs is said beside it. The keyboard goes
        to the first of which something is said.
        """
        self._version = theirs.get("version")
        for name, editor in self._editors.items():
            if name in theirs and theirs[name] != mine.get(name):
                self._merge(name, editor, theirs[name])
        if told := [name for name in self.names if self.note(name)]:
            self.go_to((told[0], None))

    def _merge(self, name: str, editor: Editor, theirs: Any) -> None:
        held, before = editor.raw(), self._filled_in[name]
        editor.blockSignals(True)
        editor.show_value(theirs)
        both = together(editor.field, before, held, editor.raw())
        self._filled_in[name] = _entered(editor)
        if open_part(editor.field, both.raw) != self._filled_in[name]:
            editor.show_raw(both.raw)
        editor.blockSignals(False)
        typed_into = self._typed_into
        editor.changed.emit()  # what follows from what stands here now
        self._typed_into = typed_into
        if both.words:
            self._say(name, both.words, "careful")

    def _say(self, name: str, words: str, tone: str = "wrong") -> None:
        note, editor = self._notes[name], self._editors[name]
        note.setText(words)
        theme.set_tone(note, tone)
        editor.place_note(note)
        note.show()
        editor.mark(tone == "wrong")
        editor.wrong_control.setAccessibleDescription(words)

    # --- drafts -------------------------------------------------------------------------

    def keep_as(self, key: str) -> bool:
        """Keep what is typed under this key; shows what was kept before and says whether."""
        self._draft_key = key
        draft = self.desk.memory.draft(key)
        if draft is None:
            return False
        self.once = draft.once or self.once
        read, now = draft.version, self._version
        self.outdated = read is not None and now is not None and read != now
        typed, typed_into = {**draft.values, **draft.unwritten}, self._typed_into
        for name, editor in self._editors.items():
            if name in typed:
                raw = (
                    self._beside_theirs(name, draft, typed[name]) if self.outdated else typed[name]
                )
                editor.show_raw(raw)
        self._timer.stop()  # nothing was typed since it was kept
        self._typed_into = typed_into
        return self.touched

    def _beside_theirs(self, name: str, draft: Draft, typed: Any) -> Any:
        """What stands in a field whose record somebody else saved since it was typed (E2).

        What nobody typed here is as it is now; where both changed the same, theirs is said beside
        what was typed.
        """
        editor, before = self._editors[name], draft.read.get(name)
        both = together(editor.field, before, typed, editor.raw())
        if both.words and open_part(editor.field, typed) != before:
            self._say(name, both.words, "careful")
        return both.raw

    def forget_draft(self) -> None:
        """What was typed is saved, or thrown away."""
        self._timer.stop()
        if self._draft_key:
            self.desk.memory.drop_draft(self._draft_key)
        self._draft_key = ""

    def _keep_draft(self) -> None:
        if self._draft_key:
            # A day at which nobody looked is another day by the time the draft comes back.
            self.desk.memory.keep_draft(self._draft_key, self.as_draft(self._untouched_days()))

    def as_draft(self, left_out: Collection[str] = ()) -> Draft:
        """All that stands in it, but for passwords, which are held nowhere."""
        kept: dict[str, Any] = {}
        unwritten: dict[str, Any] = {}
        for name, editor in self._editors.items():
            if name not in left_out:
                (kept if editor.field.kept else unwritten)[name] = editor.raw()
        read = {name: self._filled_in[name] for name in kept}
        return Draft(kept, self.once, self._version, read, unwritten)

    def told(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Of its values those that drafts keep too: names and passwords are left out (V2)."""
        return {
            name: told(editor.field, values[name])
            for name, editor in self._editors.items()
            if editor.field.kept and not editor.field.is_secret and name in values
        }

    @property
    def asks_secrets(self) -> bool:
        """Whether a password is typed into it, which no draft keeps."""
        return any(editor.field.is_secret for editor in self._editors.values())

    @property
    def place(self) -> Place | None:
        """Where the keyboard is in it, or was last."""
        here = self.focusWidget()
        for name, editor in self._editors.items():
            if here in (editor, *editor.findChildren(QWidget)):
                return name, editor.spot_of(here)
        return None

    def go_where(self, question: NeedsConfirmation) -> None:
        """Put the keyboard where a no to a question is acted on, if it is about a field."""
        if name := self.place_of(question):
            self.go_to((name, question.spot))

    def go_to(self, place: Place) -> None:
        """Put the keyboard where it was, at the end of what stands there."""
        name, spot = place
        if name in self._editors:
            control = self._editors[name].at(spot)
            control.setFocus()
            reveal(control)

    def _typed(self) -> None:
        self._typed_into = True
        if self._draft_key:
            self._timer.start()
        self.changed.emit()

    def _go_on(self, name: str) -> None:
        """Enter goes to the next field, at the last one it is done."""
        names = self.names
        place = names.index(name) + 1
        if place < len(names):
            # As by Tab: what stands there is selected, so that typing takes its place.
            self._editors[names[place]].setFocus(Qt.FocusReason.TabFocusReason)
            reveal(self._editors[names[place]].control)
        else:
            self.entered.emit()

    def flush(self) -> None:
        """Keep the draft now, as the window closes."""
        if self._timer.isActive():
            self._timer.stop()
            self._keep_draft()


def _entered(editor: Editor) -> Any:
    """What stands in an editor, without what its lines reckon themselves."""
    return open_part(editor.field, editor.raw())
