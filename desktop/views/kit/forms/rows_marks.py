"""What is wrong in the lines of a form: which input of which line, and how it is told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from desktop.basics.i18n import _
from desktop.views.kit.forms.editor import Editor
from desktop.views.kit.forms.raw import chosen
from desktop.views.kit.forms.rows_line import Line


class Marks:
    """The inputs that are marked, and why. A mark goes where its line goes."""

    def __init__(self, lines: Callable[[], Sequence[Line]]) -> None:
        self._lines = lines
        self.wrong: Editor | None = None  # the one of which it is told
        self._why = ""
        self._marked: dict[Editor, str] = {}
        self._moved = False  # lines came, went or changed places: other numbers are told
        self._held: list[tuple[Mapping[str, Any], str, str]] = []  # of lines that went

    def blame(self, editor: Editor, why: str) -> None:
        """This one is to be told of, once it is marked."""
        self.wrong, self._why = editor, why

    def told(self, line: Line, why: str) -> str:
        """Why a line is wrong, under its number."""
        number = self._lines().index(line) + 1
        return _("Line {number}: {reason}").format(number=number, reason=why)

    def show(self) -> None:
        """Mark the one that is to be told of."""
        if self.wrong is not None:
            self.wrong.mark(True)
            self._marked[self.wrong] = self._why or self._marked.get(self.wrong, "")

    def clear(self) -> None:
        """Nothing is wrong."""
        for line in self._lines():
            for editor in line.seen:
                editor.mark(False)
        self.wrong, self._why = None, ""
        self._marked, self._held, self._moved = {}, [], False

    def recheck(self) -> str | None:
        """As for one input; while several are wrong, what is said goes on to the next."""
        changed, self._moved = self._moved, False
        for editor in list(self._marked):
            words = editor.recheck()
            if words == "":
                editor.mark(False)
                del self._marked[editor]
                changed = True
            elif words:
                self._marked[editor] = words
                changed = True
        if not changed:
            return None
        for line, editor, words in self._all():
            if words:
                self.blame(editor, words)
                return self.told(line, words)
        return ""

    def move(self) -> None:
        """Lines stand at other places now."""
        self._moved = self._moved or bool(self._marked)

    def of(self, line: Line) -> dict[str, str]:
        """By column what is wrong in a line."""
        return {editor.field.name: words for own, editor, words in self._all() if own is line}

    def forget(self, line: Line) -> None:
        """A line was taken out."""
        self.move()
        for editor in line.seen:
            self._marked.pop(editor, None)
        if self.wrong in line.seen:
            self.wrong = None

    def hold(self) -> None:
        """All lines are about to be made anew."""
        self._held += [(_typed(line), one.field.name, why) for line, one, why in self._all()]
        self.wrong, self._marked = None, {}

    def find_again(self) -> None:
        """Mark what was wrong in lines that stand here again, wherever that is."""
        self.move()
        held, self._held = self._held, []
        for typed, column, why in held:
            line = next((one for one in self._lines() if _typed(one) == typed), None)
            if line is None:
                self._held.append((typed, column, why))
                continue
            self.blame(line.editor(column), why)
            self.show()
        self._moved = self._moved or bool(held)

    def _all(self) -> Iterator[tuple[Line, Editor, str]]:
        for line in self._lines() if self._marked else ():
            for editor in line.seen:
                if editor in self._marked:
                    yield line, editor, self._marked[editor]


def _typed(line: Line) -> dict[str, Any]:
    raw = line.raw()
    return {one.name: chosen(raw.get(one.name)) for one in line.fields if not one.locked}
