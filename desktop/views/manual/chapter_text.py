"""A chapter of the manual as the window shows it: Qt's own Markdown, its pictures to fit."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QImage,
    QImageReader,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from desktop.basics.manual_text import plain
from desktop.views.kit import theme

_MARGIN = 12
_ABOVE_PX = 30  # what stays in sight above the line that is gone to
_REST_MS = 120
_PICTURE = "\ufffc"  # what Qt's texts have in a picture's place
_OVER_HEADING_PX, _UNDER_PX, _LEADING = 10, 7, 128
_PER_CENT = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


class ChapterText(QTextBrowser):
    """One chapter; its pictures are as wide as the pane, and follow it."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        # A bar that comes and goes would change how wide the pictures may be.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._file: Path | None = None
        self._laid_for = 0
        self._marked: Sequence[str] = ()
        self._rest = QTimer(self, interval=_REST_MS, singleShot=True)
        self._rest.timeout.connect(self._lay_again)

    def show_chapter(self, file: Path) -> None:
        """Show a chapter from its beginning."""
        self._file = file
        self._laid_for = self._room()
        document = self.document()
        # Without this the text would be set in the browser's own, smaller type.
        document.setDefaultFont(self.font())
        document.setDocumentMargin(_MARGIN)
        self.setMarkdown(file.read_text(encoding="utf-8"))
        self._space()
        self.verticalScrollBar().setValue(0)

    def _space(self) -> None:
        """Room between lines and paragraphs, which Qt's Markdown has too little of."""
        one = QTextCursor(self.document())
        one.beginEditBlock()
        for block in self._blocks():
            rank = block.blockFormat().headingLevel()
            looks = QTextBlockFormat()
            one.setPosition(block.position())
            looks.setTopMargin(_OVER_HEADING_PX if rank > 1 else 0)
            if not one.currentTable():
                looks.setBottomMargin(_UNDER_PX)
            if block.text() != _PICTURE:
                looks.setLineHeight(_LEADING, _PER_CENT)
            one.mergeBlockFormat(looks)
        one.endEditBlock()

    def show_line(self, heading: str, words: str, looked_for: Sequence[str]) -> None:
        """Scroll to a heading, or to the line below it; to the beginning without one."""
        block = self._block(heading, words, looked_for)
        top = 0.0
        if block is not None:
            top = self.document().documentLayout().blockBoundingRect(block).top() - _ABOVE_PX
            cursor = QTextCursor(block)
            self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(max(int(top), 0))

    def _block(self, heading: str, line: str, looked_for: Sequence[str]) -> QTextBlock | None:
        """The block of a heading, or the one below it that is (a cell of) the line."""
        blocks = list(self._blocks())
        heads = (
            place
            for place, one in enumerate(blocks)
            if one.blockFormat().headingLevel() and one.text() == heading
        )
        head = next(heads, None)
        if line and line != heading:
            for one in blocks[head or 0 :]:
                if _is_part(one.text(), line, looked_for):
                    return one
        return None if head is None else blocks[head]

    def _blocks(self) -> Iterator[QTextBlock]:
        block = self.document().begin()
        while block.isValid():
            yield block
            block = block.next()

    def mark(self, words: Sequence[str]) -> None:
        """Show where the words stand that were looked for."""
        self._marked = words
        looks = QTextCharFormat()
        looks.setBackground(theme.colour("careful_soft"))
        looks.setForeground(theme.colour("text"))
        marks: list[QTextEdit.ExtraSelection] = []
        for word in words:
            found = self.document().find(word, 0)
            while not found.isNull():
                one = QTextEdit.ExtraSelection()
                one.cursor, one.format = found, looks
                marks.append(one)
                found = self.document().find(word, found)
        self.setExtraSelections(marks)

    def _room(self) -> int:
        return max(self.viewport().width() - 2 * _MARGIN - 4, 100)

    def _lay_again(self) -> None:
        """Set the chapter anew for another width or shade, at the line that was at the top."""
        if self._file is None:
            return
        line = self.cursorForPosition(self.viewport().rect().topLeft()).blockNumber()
        words, gone_to = self._marked, self.textCursor().blockNumber()
        self.show_chapter(self._file)
        self.setTextCursor(QTextCursor(self.document().findBlockByNumber(gone_to)))
        block = self.document().findBlockByNumber(line)
        top = self.document().documentLayout().blockBoundingRect(block).top()
        self.verticalScrollBar().setValue(int(top) if line else 0)
        self.mark(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._file is not None and self._room() != self._laid_for:
            self._rest.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._rest.start()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The text is as large as the window's: the wheel never makes it another."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if kind != QTextDocument.ResourceType.ImageResource.value or self._file is None:
            return super().loadResource(kind, name)
        path = name.path() if isinstance(name, QUrl) else name
        return _fitting(self._file.parent / path, self._room(), self.devicePixelRatioF())


def _is_part(text: str, line: str, looked_for: Sequence[str]) -> bool:
    """Whether a block is a line that was found, or the cell of it that has the first word."""
    read, whole = plain(text), plain(line)
    found = not looked_for or plain(looked_for[0]) in read
    return bool(text) and found and (read in whole or whole in read)


def _fitting(file: Path, room: int, fine: float) -> QImage:
    """A picture no wider than the text, with all the pixels that the screen can show."""
    reader = QImageReader(str(file))
    size, most = reader.size(), int(room * fine)
    if size.width() > most:
        kept = Qt.AspectRatioMode.KeepAspectRatio
        reader.setScaledSize(size.scaled(QSize(most, size.height()), kept))
    picture = reader.read()
    picture.setDevicePixelRatio(fine)
    return picture
