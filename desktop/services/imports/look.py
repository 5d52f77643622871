"""A file before it is imported: its sheets, where its headings stand, what its columns are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.basics.watch import Watch
from desktop.services.imports.run import Imported, ImportOrder, import_list
from desktop.services.office import Office
from desktop.spreadsheets import columns
from desktop.spreadsheets.cells import Table
from desktop.spreadsheets.columns import NO_HEADINGS, Chosen, FileColumn
from desktop.spreadsheets.field_words import FIELD_WORDS
from desktop.spreadsheets.header import Header
from desktop.spreadsheets.refusal import OtherSheet
from desktop.spreadsheets.table import read_table

__all__ = ["NO_HEADINGS", "Chosen", "FileColumn", "ListFile", "Look", "field_words", "open_list"]

_MUCH_MORE = 2  # columns that another kind must know more before it is spoken of


@dataclass(frozen=True)
class ListFile:
    """A file that was read. Without a ``table`` its sheet holds nothing: ``why`` says so."""

    path: Path
    sheets: tuple[str, ...]
    table: Table | None
    why: str = ""

    @property
    def sheet(self) -> str:
        """The sheet that was read; "" for a file without sheets."""
        return self.table.sheet if self.table else ""


def open_list(path: Path, sheet: str | None = None) -> ListFile:
    """Read a file, or one of its sheets; raises Unreadable with what is wrong."""
    try:
        table = read_table(path, sheet=sheet)
    except OtherSheet as error:
        if len(error.sheets) < 2:
            raise
        return ListFile(path, error.sheets, None, error.message)
    return ListFile(path, table.sheets, table)


def field_words(kind: str) -> Mapping[str, str]:
    """The fields of a kind and what they are called (msgids), in their order."""
    return FIELD_WORDS[kind]


@dataclass(frozen=True)
class Look:
    """How a list is understood. ``known``: its columns are as somebody said before."""

    kind: str
    table: Table
    header: Header
    known: bool = False

    @classmethod
    def at(
        cls, table: Table, kind: str, row: int | None = None, known: Mapping[str, Chosen] | None = None
    ) -> "Look":
        """Look at a table; ``row`` is where the headings stand, if a person said so."""
        if row is None:
            header = columns.known_header(table, kind, known or {})
            if header is not None:
                return cls(kind, table, header, True)
        header = columns.guess_header(table, kind, row)
        chosen = (known or {}).get(columns.key_of(header, kind))
        if chosen is not None:
            return cls(kind, table, columns.with_columns(header, chosen), True)
        return cls(kind, table, header)

    @property
    def key(self) -> str:
        """What files with the same headings share; "" when there are none to know it by."""
        return columns.key_of(self.header, self.kind)

    @property
    def columns(self) -> tuple[FileColumn, ...]:
        """The columns of the file and what each is taken for."""
        return columns.columns_of(self.table, self.header)

    @property
    def chosen(self) -> Chosen:
        """What each used column holds."""
        return columns.chosen_of(self.header)

    @property
    def missing(self) -> tuple[tuple[str, ...], ...]:
        """Groups of fields of which one is needed, and no column holds any."""
        return columns.missing(self.header, self.kind)

    @property
    def heading_rows(self) -> tuple[tuple[int, str], ...]:
        """Where the headings may stand: row and what is written in it."""
        return columns.heading_rows(self.table)

    def choose(self, place: int, field: str) -> "Look":
        """The same list with one column taken for another field ("" for none)."""
        return replace(self, header=columns.choose(self.header, place, field))

    def likelier_kind(self) -> str:
        """Another kind of list that this one looks much more like; "" for none."""
        here = 0 if self.missing else len(self.header.columns)
        best, most = "", here + _MUCH_MORE - 1
        for kind in FIELD_WORDS:
            header = columns.guess_header(self.table, kind)
            if not columns.missing(header, kind) and len(header.columns) > most:
                best, most = kind, len(header.columns)
        return best if best != self.kind else ""

    def take(self, office: Office, order: ImportOrder, watch: Watch) -> Imported:
        """Import it as it is understood; see ``import_list``."""
        return import_list(office, order, self.table, self.header, watch)
