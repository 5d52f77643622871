"""Rows as a spreadsheet takes them from the clipboard: as a page's table, and apart by tabs."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop.basics.i18n import _
from desktop.basics.page_table import page_table
from desktop.basics.pasted import text_of
from desktop.basics.seen_list import SeenColumn, SeenList
from desktop.basics.seen_values import values_seen

Row_contra = TypeVar("Row_contra", contravariant=True)


class Seen(Protocol[Row_contra]):
    """What is needed of a column."""

    @property
    def seen(self) -> SeenColumn: ...
    @property
    def text(self) -> Callable[[Row_contra], str]: ...


MOST_COPIED = 20_000  # rows: more are some ten megabytes, and better taken as a workbook
_FORMULA = ("=", "@", "+", "-")  # what a spreadsheet would reckon with instead of showing it


def too_many_words() -> str:
    """What is said instead of copying very many rows."""
    return _("So many rows aren't copied: save them as Excel (Ctrl+Shift+E).")


@dataclass(frozen=True)
class Copied:
    """What a spreadsheet takes (``page``), and what all else does (``text``)."""

    text: str
    page: str

    def lay(self) -> None:
        """Put it on the clipboard."""
        held = QMimeData()
        held.setText(self.text)
        held.setHtml(self.page)
        QGuiApplication.clipboard().setMimeData(held)


def copied(columns: Sequence[SeenColumn], rows: Iterable[Sequence[str]]) -> Copied:
    """Rows under their headings, by the rules of a workbook; to be made off the GUI thread.

    Columns without words have no headings.
    """
    seen = SeenList("", "", tuple(columns), tuple(map(tuple, rows)))
    heads = [one.title for one in columns]
    text = as_cells([heads, *seen.rows] if any(heads) else seen.rows)
    headings, values, kinds = values_seen(seen)
    return Copied(text, page_table(headings if any(heads) else (), values, kinds))


def copied_rows(columns: Sequence[Seen[Row_contra]], rows: Sequence[Row_contra]) -> Copied:
    """The rows of a list as they are seen in its columns."""
    said = ([one.text(row) for one in columns] for row in rows)
    return copied([one.seen for one in columns], said)


def as_cells(rows: Iterable[Sequence[str]]) -> str:
    """Rows of texts as one text; what would be taken for a formula stays text."""
    return text_of(map(_no_formula, row) for row in rows)


def _no_formula(text: str) -> str:
    return f" {text}" if text.startswith(_FORMULA) and not _is_figure(text) else text


def _is_figure(text: str) -> bool:
    """Whether it is an amount or a number with its sign, which stays one."""
    figures = text[1:].replace(",", "").replace(".", "", 1).removesuffix("%").strip()
    return text[0] in "+-" and (figures.isdecimal() or not figures)
