"""The manual, read in the window: F1 opens it at the chapter of the page that is shown."""

import re
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QImage,
    QImageReader,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QWidget

from desktop.basics.i18n import _
from desktop.basics.resources import manual
from desktop.views.kit.parts import button, card, column, line

_FIRST = "README"
_CHAPTER = re.compile(r"^- \[(?P<title>[^\]]+)\]\((?P<name>[a-z-]+)\.md\)", re.MULTILINE)
_WIDEST_PX = 820
_AIR_PX = {1: (0, 10), 2: (20, 6), 3: (14, 4)}  # above and below headings, by their level
_PARAGRAPH_PX = (2, 4)
_LINE_PERCENT = 118
_PICTURE = "\ufffc"  # stands for it in a text
_PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
_FILE = Qt.ItemDataRole.UserRole


def chapters() -> dict[str, str]:
    """The chapters in their order: file names without ending, and titles."""
    index = manual(f"{_FIRST}.md").read_text(encoding="utf-8")
    return {found["name"]: found["title"] for found in _CHAPTER.finditer(index)}


class ManualView(QWidget):
    """Chapters on the left, the open one beside them; Esc goes back to the page."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._names: list[str] = []
        self.list = QListWidget()
        self.list.setAccessibleName(_("Chapters"))
        self.list.setSpacing(3)
        for name, title in chapters().items():
            item = QListWidgetItem(title)
            item.setData(_FILE, name)
            self._names.append(name)
            self.list.addItem(item)
        self.text = _Chapter()
        self.text.setAccessibleName(_("Chapter"))
        self.text.anchorClicked.connect(self._follow)
        self.list.currentItemChanged.connect(self._read)
        close = button(_("Close"), self.closed.emit, "", "Esc")
        left = card(column(self.list, line(close, None)))
        left.setFixedWidth(230)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.setSpacing(12)
        whole.addWidget(left)
        whole.addWidget(card(column(self.text)), 1)

    @property
    def chapter(self) -> str:
        """The file name of the open chapter, without its ending."""
        row = self.list.currentRow()
        return "" if row < 0 else str(self.list.item(row).data(_FILE))

    def open(self, name: str) -> None:
        """Open a chapter; the first one when there is none of this name."""
        self.list.setCurrentRow(self._names.index(name) if name in self._names else 0)
        self.text.setFocus()

    def _read(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.text.show_chapter(manual(f"{item.data(_FILE)}.md"))

    def _follow(self, url: QUrl) -> None:
        name = Path(url.path()).stem
        if url.scheme() in ("http", "https", "mailto"):
            QDesktopServices.openUrl(url)
        elif name in self._names:
            self.open(name)


class _Chapter(QTextBrowser):
    """One chapter; its pictures are made to fit as they are read."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._folder = Path()

    def show_chapter(self, file: Path) -> None:
        """Show a chapter from its beginning."""
        self._folder = file.parent
        # Without this the text would be set in the browser's own, smaller type.
        self.document().setDefaultFont(self.font())
        self.document().setDocumentMargin(12)
        self.setMarkdown(file.read_text(encoding="utf-8"))
        self._set_apart()
        self.verticalScrollBar().setValue(0)

    def _set_apart(self) -> None:
        """Give headings and paragraphs air: Markdown comes without any."""
        at, block = QTextCursor(self.document()), self.document().firstBlock()
        at.beginEditBlock()  # laid out once
        while block.isValid():
            form = block.blockFormat()
            above, below = _AIR_PX.get(form.headingLevel(), _PARAGRAPH_PX)
            form.setTopMargin(above if block.previous().isValid() else 0)
            form.setBottomMargin(below)
            if _PICTURE not in block.text():
                form.setLineHeight(_LINE_PERCENT, _PROPORTIONAL)
            at.setPosition(block.position())
            at.setBlockFormat(form)
            block = block.next()
        at.endEditBlock()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        path = name.path() if isinstance(name, QUrl) else name
        return _fitting(self._folder / path)


def _fitting(file: Path) -> QImage:
    """A picture, no wider than the text."""
    reader = QImageReader(str(file))
    size = reader.size()
    if size.width() > _WIDEST_PX:
        reader.setScaledSize(
            size.scaled(QSize(_WIDEST_PX, size.height()), Qt.AspectRatioMode.KeepAspectRatio)
        )
    return reader.read()
