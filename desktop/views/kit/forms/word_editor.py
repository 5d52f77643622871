"""The editor of a word that the office mostly chooses from a list."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter

from desktop.basics.i18n import _
from desktop.basics.pinyin import initials, spelled
from desktop.basics.typed import narrow
from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.line_editor import LineEditor
from desktop.views.kit.words import listed

_EXAMPLES = 3  # words that an empty field shows


class WordEditor(LineEditor):
    """A word that is mostly one of a list, offered as one types; any other is taken as it stands.

    The list is asked once, and found in by hanzi, pinyin or initials; Down opens all of it.
    Letters that are left standing become the first word that they fit.
    """

    def __init__(self, field: Field, desk: Desk) -> None:
        super().__init__(field, desk)
        self._known: list[str] = []
        self._words = QStringListModel(self)
        self._offers = QCompleter(self._words, self)
        self._offers.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        popup = self._offers.popup()
        assert popup is not None
        popup.setProperty("kind", "offers")
        popup.setAccessibleName(_(field.words))
        self._popup = popup
        self._line.setCompleter(self._offers)
        self._line.textEdited.connect(self._offer)
        self._line.installEventFilter(self)
        if lookup := field.lookup:
            desk.tasks.read(self, lambda _progress: lookup(""), self._show_known, slot="words")

    @property
    def offered(self) -> list[str]:
        """The words that are offered now."""
        return self._words.stringList()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down opens the whole list, where it isn't open yet."""
        if not (isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress):
            return super().eventFilter(watched, event)
        is_shut = bool(self._known) and not self._popup.isVisible()
        opens = event.key() == Qt.Key.Key_Down and is_shut
        if opens:
            self._words.setStringList(self._known)
            self._offers.complete()
        return opens

    def _show_known(self, found: list[tuple[str, str]]) -> None:
        self._known = [word for word, _words in found]
        if self._known:
            numbers = range(_EXAMPLES, 0, -1)
            self._hint.say(*(listed(self._known[:number]) + " …" for number in numbers))

    def _offer(self, text: str) -> None:
        typed = narrow(text).strip().casefold()
        self._words.setStringList([word for word in self._known if typed and _fits(typed, word)])

    def _go_on(self, move: Callable[[], object]) -> None:
        self._take_first()
        super()._go_on(move)

    def _left(self) -> None:
        self._take_first()
        super()._left()

    def _take_first(self) -> None:
        typed, offered = narrow(self._line.text()).strip(), self.offered
        # What came with the record, or was chosen, is no pinyin: only what was typed just now is.
        is_pinyin = self._line.isModified() and typed.isascii() and typed.isalpha()
        if is_pinyin and offered and typed not in offered:
            self._line.setText(offered[0])


def _fits(typed: str, word: str) -> bool:
    return typed in word.casefold() or initials(word).startswith(typed) or typed in spelled(word)
