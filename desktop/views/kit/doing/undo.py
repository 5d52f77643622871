"""What Ctrl+Z does about the thing done last: take it back, bring it back, or say why it stays."""

from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from shiboken6 import isValid

from desktop.basics.i18n import _
from desktop.views.kit.desk import Desk, Once
from desktop.views.kit.doing.actions import Given
from desktop.views.kit.doing.edit import Edit

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from desktop.services.deeds import Deed
    from desktop.services.office import Office


class Undoing:
    """Something done that Ctrl+Z takes back; ``done`` says what it was.

    ``after`` is the number of the change among this person's own; ``then`` gets what taking it
    back answers, as long as the ``page`` on which it was done is there.
    """

    of_typing = False

    def __init__(
        self,
        desk: Desk,
        done: str,
        after: int,
        then: Callable[[Any], object] = lambda _result: None,
        page: "QObject | None" = None,
    ) -> None:
        self._desk = desk
        self._done = done
        self._then = then
        self._page = page or desk
        self.after = after

    @property
    def changes(self) -> bool:
        """Whether it still does something."""
        return True

    @property
    def button(self) -> str:
        """The words of the button that does it."""
        return _("Undo")

    @property
    def words(self) -> str:
        """What it would do, for whoever isn't looking at what was done any more."""
        return _("Done last: {done}. “Undo” takes it back.").format(done=self._done)

    def _take_back(
        self, work: "Callable[[Office], Any]", confirmed: frozenset[str] = frozenset()
    ) -> None:
        """Do it off the GUI thread; what can't be taken back says why in the window's strip."""
        office = self._desk.saving(Once(str(uuid4()), {}, confirmed))
        self._desk.say(*self._stays(_("It is being taken back."), self.after + 1))

        def done(result: object) -> None:
            self._desk.say(*self._stays(self._taken(result), self._desk.office.deeds.number))
            if isValid(self._page):  # it may have been made anew for another day
                self._then(result)

        def failed(error: Exception) -> None:
            words = _("{done} stays: it could not be taken back.").format(done=self._done)
            self._desk.say(*self._stays(words, self.after))
            self._desk.tasks.tell(error)

        self._desk.tasks.change(self._desk, lambda _progress: work(office), done, failed)

    def _taken(self, _result: object) -> str:
        """What became of it."""
        return _("Taken back: it is as it was before.")

    def _stays(self, words: str, after: int) -> tuple[str, "Stays"]:
        return words, Stays(self._desk, words, after)


class Undo(Undoing):
    """One saved change of a record, and how it stood before.

    ``version`` is the record's after the change: what somebody else saved since is never undone.
    """

    def __init__(
        self,
        desk: Desk,
        edit: Edit,
        before: Mapping[str, Any],
        given: Given,
        version: int,
        after: int,
        page: "QObject",
    ) -> None:
        super().__init__(desk, edit.done, after, edit.saved, page)
        self._edit = edit
        self._before = before
        self._confirmed = given.confirmed
        self._version = version

    def __call__(self) -> None:
        """Save what stood before."""
        form = self._edit.form()
        form.show_values(self._before)
        values = form.values()
        form.deleteLater()
        if values is None:  # what stood there then is nothing that may be saved now
            self._desk.say(*self._stays(_("This can't be taken back."), self.after))
            return
        given = Given({**values, "version": self._version}, self._confirmed)
        self._take_back(lambda office: self._edit.save(office, given), self._confirmed)


class UndoBy(Undoing):
    """A change that ``work`` takes back, which knows itself whether that is still right."""

    def __init__(
        self,
        desk: Desk,
        done: str,
        after: int,
        work: "Callable[[Office], Any]",
        then: Callable[[Any], object] = lambda _result: None,
        page: "QObject | None" = None,
    ) -> None:
        super().__init__(desk, done, after, then, page)
        self._work = work

    def __call__(self) -> None:
        """Take it back."""
        self._take_back(self._work)


class TakeBack(Undoing):
    """The thing done last, which another change takes back, for some seconds or as long as it goes.

    After that Ctrl+Z says what to do instead.
    """

    def __init__(self, desk: Desk, deed: "Deed", done: str, seconds: int | None) -> None:
        super().__init__(desk, done, deed.number)
        self._deed = deed
        self._until = None if seconds is None else monotonic() + seconds

    @property
    def seconds(self) -> int | None:
        """For how many it is still offered; None for no end."""
        return None if self._until is None else max(0, round(self._until - monotonic()))

    @property
    def changes(self) -> bool:
        return self.seconds != 0

    @property
    def button(self) -> str:
        return _("Take back") if self.changes else ""

    @property
    def words(self) -> str:
        if not self.changes:
            return stays(self._deed)
        return _("Done last: {done}. “Take back” takes it back.").format(done=self._done)

    def __call__(self) -> None:
        """Take it back, or say why it stays by now."""
        if not self.changes:
            self._desk.say(stays(self._deed))
            return
        self._until = monotonic()  # once

        def work(office: "Office") -> str:
            from desktop.services.reversals import take_back

            return take_back(office, self._deed)

        self._take_back(work)

    def _taken(self, result: object) -> str:
        return str(result)


def takes_back(desk: Desk, done: str) -> TakeBack | None:
    """What takes back the thing that was just ``done``; None when nothing does."""
    from desktop.services.reversals import reversal_of

    deed = desk.office.deeds.last
    reversal = reversal_of(deed) if deed is not None else None
    return TakeBack(desk, deed, done, reversal.seconds) if deed and reversal else None


class Stays:
    """Something that was done and stays: Ctrl+Z says ``words`` about it, never undoes another."""

    changes = False
    of_typing = False
    button = ""

    def __init__(self, desk: Desk, words: str, after: int | None = None) -> None:
        self._desk = desk
        self.words = words
        self.after = desk.office.deeds.number if after is None else after

    def __call__(self) -> None:
        """Say so."""
        self._desk.say(self.words)


def stays(deed: "Deed") -> str:
    """What was done last, why it can't be taken back, and what to do instead."""
    from desktop.queries.audit_words import action_words
    from desktop.services.undoing import why_it_stays

    done = action_words(deed.action)
    if deed.about:
        done = _("{done} ({about})").format(done=done, about=deed.about)
    return _("Done last: {done}. {why}").format(done=done, why=why_it_stays(deed))


def say_written(desk: Desk, words: str, file: Path | None = None) -> None:
    """Say that a file was written; it is no change of the office, and stays where it is.

    The folder of a ``file`` that its person chose a place for can be opened.
    """
    why = _("{done} A file stays where it was written: delete it there.").format(done=words)
    desk.say(words, Stays(desk, why))
    if file is not None:
        desk.wrote.emit(file)


def version_now(office: "Office", edit: Edit) -> int | None:
    """The version of the record that was saved just now; None for what has none."""
    if edit.load is None:
        return None
    with office.reading() as session:
        return edit.load(session).get("version")
