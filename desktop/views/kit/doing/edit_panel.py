"""Making or changing one record: a form that keeps its draft, saves, and notices others."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.basics.errors import SavedAlready
from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk, Once
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.doing.edit import Edit
from desktop.views.kit.doing.show_error import show_error
from desktop.views.kit.doing.thrown import Thrown
from desktop.views.kit.doing.undo import Undo, UndoBy, version_now
from desktop.views.kit.forms.form import Form, Place
from desktop.views.kit.parts import Strip, bind, button, column, label, line, rule
from desktop.views.kit.scrolling import scrolled
from desktop.views.kit.tasks import Progress

if TYPE_CHECKING:
    from desktop.services.office import Office

UNSEEN_NAME = "unseen"  # a timer that runs while nobody can have seen a form that came up
_UNSEEN_MS = 300


class EditPanel(QWidget):
    """The place where a record is made or changed: Ctrl+S saves, Esc leaves and keeps the draft.

    A new record's form that comes filled in is saved only after somebody touched it, or said on
    purpose that it is right as it stands (Ctrl+Enter): a second Ctrl+S never saves the next one.
    """

    closed = Signal()
    thrown = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._place: Place | None = None  # where the keyboard goes in the form that is opened
        self._edit: Edit | None = None
        self._form: Form | None = None
        self._read: dict[str, Any] = {}
        self._saving = False
        self._unseen = QTimer(self, singleShot=True, interval=_UNSEEN_MS)
        self._unseen.setObjectName(UNSEEN_NAME)
        self._title = label(kind="title")
        self._note = label(tone="quiet", wrap=True)
        self._kept = Strip()
        self.strip = Strip()
        self._inside = QWidget()
        self._holder = QVBoxLayout(self._inside)
        self._holder.setContentsMargins(0, 0, 6, 0)
        self._area = scrolled(self._inside, as_wide=True)
        self.save_button = button(_("Save"), self.save, "primary", "Ctrl+S")
        self.as_it_stands = button(_("As it stands"), self.save_as_it_stands, "", "Ctrl+Return")
        self._throw = button(_("Throw away"), self.throw_away)
        leave = button(_("Close"), self.leave, "", "", _("What is typed is kept (Esc)"))
        foot = line(self._throw, None, leave, self.as_it_stands, self.save_button)
        self.setLayout(
            column(self._title, self._note, self._kept, self._area, self.strip, rule(), foot)
        )
        bind(self, "Esc", _("Close the form; what is typed is kept"), self.leave)

    @property
    def form(self) -> Form | None:
        """The form that is open."""
        return self._form

    @property
    def wide(self) -> bool:
        """Whether the form that was opened last wants the whole page."""
        return self._edit is not None and self._edit.wide

    def open(self, edit: Edit, place: Place | None = None) -> None:
        """Open a form; with ``load`` it is filled with what stands now."""
        self.flush()
        self._edit = edit
        self._place = place
        self._title.setText(edit.title)
        self._note.setText(edit.note)
        self._note.setVisible(bool(edit.note))
        self.strip.clear()
        self._kept.clear()
        self._put(edit.form())
        if edit.load is None:
            self._fill(dict(edit.values or {}))
        else:
            self.setEnabled(False)
            load, office = edit.load, self._desk.office

            def work(_progress: Progress) -> dict[str, Any]:
                with office.reading() as session:
                    return dict(load(session))

            self._desk.tasks.read(self, work, self._fill, self._not_read, slot="load")

    def _not_read(self, error: Exception) -> None:
        """Its record is gone, or out of reach: what was typed last time is shown all the same."""
        self._fill({})
        show_error(error, self.strip)

    def _put(self, form: Form) -> None:
        while (item := self._holder.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self._form = form
        self._holder.addWidget(form, int(form.fills))
        if not form.fills:
            self._holder.addStretch(1)
        form.entered.connect(self._end_of_form)
        form.filled.connect(self._filled_in_later)

    def _fill(self, values: dict[str, Any]) -> None:
        assert self._form is not None
        assert self._edit is not None
        self.setEnabled(True)
        self._read = values
        self._form.show_values(values)
        self.as_it_stands.setVisible(self._offers and self._form.complete)
        self._unseen.start()
        if self._form.keep_as(self._edit.draft_key):
            self._kept.say(_kept_words(self._form), "careful")
        if self._place is not None:
            self._form.go_to(self._place)
        else:
            self._form.begin()
        if self._edit.offer is not None:
            self._desk.ask(self._form, self._edit.offer, self._form.offer, slot="offer")

    def _filled_in_later(self) -> None:
        """What a form learns only after it came up may be all that was still to be filled in."""
        form, shown = self._form, not self.as_it_stands.isHidden()
        if form is None or shown or form.touched or self._edit is None or not self._offers:
            return
        self.as_it_stands.setVisible(form.complete)

    @property
    def _offers(self) -> bool:
        """Whether what stands in it was only offered: it makes a record, which is nobody's yet."""
        seen_after = self._edit is not None and self._edit.seen_after
        return "version" not in self._read and not seen_after

    def _end_of_form(self) -> None:
        """Enter at the last field: who went through all of them saves with the next one."""
        touched = self._form is not None and self._form.touched
        offered = not self.as_it_stands.isHidden() and not touched
        (self.as_it_stands if offered else self.save_button).setFocus()

    def save(self) -> None:
        """Save what is typed; what is wrong is said at its place."""
        values = self._values()
        if values is None or self._form is None:
            return
        if self._offers and not self._form.touched:
            self.strip.say(
                _(
                    "Nobody touched this yet. Change what is otherwise; if all is right as it "
                    "stands, press Ctrl+Enter."
                ),
                "careful",
            )
            return
        self._save_asked(values)

    def save_as_it_stands(self) -> None:
        """Save what was filled in, on purpose; not what came up too lately to be seen."""
        if self._unseen.isActive():
            self._unseen.start()  # a key that is held repeats itself
            self.strip.say(_("This is the next one: look at it first."), "careful")
            return
        values = self._values()
        if values is not None:
            self._save_asked(values)

    def _save_asked(self, values: dict[str, Any]) -> None:
        """Save, once somebody said yes where the form leaves something open."""
        question = self._form.left_open() if self._form is not None else ""
        if question:
            self.strip.ask(question, _("Save all the same"), self._save_open, careful=True)
        else:
            self._save(Given(values))

    def _save_open(self) -> None:
        values = self._values()  # it may be another since it was asked
        if values is not None:
            self._save(Given(values))

    def _values(self) -> dict[str, Any] | None:
        """What stands in the form; None after pointing at what is wrong, or while it is saved."""
        if self._form is None or self._edit is None or self._saving:
            return None
        values = self._form.values()
        return None if values is None else {**values, "version": self._read.get("version")}

    def _save(self, given: Given) -> None:
        edit, form = self._edit, self._form
        assert edit is not None
        assert form is not None
        self._saving = True
        self.strip.clear()
        form.flush()
        before = self._read
        office = self._desk.saving(Once(form.once, form.told(given.values), given.confirmed))

        def work(progress: Progress) -> tuple[Any, Undo | UndoBy | None]:
            done_before = self._desk.office.deeds.number
            result = edit.save(office, replace(given, watch=progress))
            if edit.back is not None:
                return result, self._undo_by(edit, edit.back(result), done_before)
            return result, self._undo_of(edit, before, given, done_before)

        def finished(answer: tuple[Any, Undo | UndoBy | None]) -> None:
            result, undo = answer
            self._saving = False
            form.forget_draft()
            if self._edit is edit:
                self._close()
            if edit.done:
                self._desk.say(edit.done, undo)
            edit.saved(result)

        def failed(error: Exception) -> None:
            self._saving = False
            if isinstance(error, SavedAlready):
                self._was_saved(edit, form, error)
                return
            if self._edit is not edit:  # it was left, its draft is kept: what is wrong is said
                self._desk.tasks.tell(error)
                return
            show_error(error, self.strip, form, confirm=again, conflict=self._show_both)

        def again(name: str) -> None:
            self._desk.answered(name)
            self._save(Given(given.values, given.confirmed | {name}))

        self._desk.tasks.change(self, work, finished, failed)

    def _undo_of(
        self, edit: Edit, before: dict[str, Any], given: Given, done_before: int
    ) -> Undo | None:
        """How what was saved just now is taken back, asked off the GUI thread."""
        from desktop.services.undoing import TAKEN_BACK

        last = self._desk.office.deeds.last
        # A new record has nothing before it that could be brought back.
        if "version" not in before or last is None or last.number == done_before:
            return None
        version = version_now(self._desk.office, edit) if last.action in TAKEN_BACK else None
        if version is None:
            return None
        return Undo(self._desk, edit, before, given, version, last.number, self)

    def _undo_by(
        self, edit: Edit, work: "Callable[[Office], Any]", done_before: int
    ) -> UndoBy | None:
        last = self._desk.office.deeds.last
        if last is None or last.number == done_before:
            return None
        return UndoBy(self._desk, edit.done, last.number, work, edit.saved, self)

    def _was_saved(self, edit: Edit, form: Form, error: SavedAlready) -> None:
        """It was saved before, by a save whose answer never came: say so, and drop the draft."""
        form.forget_draft()
        if self._edit is edit:
            self._close()
        self._desk.say(error.message)
        self._desk.tasks.changed.emit()

    def _show_both(self) -> None:
        """Somebody else saved: their version stands beside mine, and mine is kept (E2)."""
        edit, form = self._edit, self._form
        if edit is None or edit.load is None or form is None:
            return

        def show(theirs: Mapping[str, Any]) -> None:
            form.show_theirs(theirs, self._read)
            self._read = dict(theirs)

        self._desk.ask(self, edit.load, show, slot="load")

    def leave(self) -> None:
        """Leave; what is typed is kept for the next time."""
        self.flush()
        self._close()

    def flush(self) -> None:
        """Keep the draft now."""
        if self._form is not None:
            self._form.flush()

    def throw_away(self) -> None:
        """Leave, and keep no draft; what was typed is held until another form is thrown away."""
        if self._saving:
            return  # it is too late for that
        thrown = self._let_go()
        self._close()
        if thrown is not None:
            self.thrown.emit(thrown)

    def _let_go(self) -> Thrown | None:
        """Drop the draft of the form that is open; what stands in it, if somebody typed there."""
        edit, form = self._edit, self._form
        if edit is None or form is None:
            return None
        touched = form.touched
        form.forget_draft()
        return Thrown(edit, form.as_draft(), form.place, self) if touched else None

    def make_room(self, thrown: Thrown) -> Thrown | None:
        """Before a form is brought back: what stands in its place now, which is thrown away."""
        key = thrown.edit.draft_key
        if self._edit is not None and self._edit.draft_key == key and not self._saving:
            open_now = self._let_go()
            if open_now is not None:
                return open_now
        kept = self._desk.memory.draft(key)
        return None if kept is None else replace(thrown, draft=kept, place=None)

    def _close(self) -> None:
        self._edit = None
        self._form = None
        self.closed.emit()


def _kept_words(form: Form) -> str:
    """What is said above a form that shows what was typed before."""
    if form.outdated:
        return _(
            "This is what you typed last time. Somebody else saved the record since: what you "
            "typed stands beside theirs, and saving keeps yours."
        )
    if form.asks_secrets:
        return _(
            "This is what you typed last time, without the password, which is kept nowhere: type "
            "it again. It isn't saved yet."
        )
    return _("This is what you typed last time; it isn't saved yet.")
