"""A file before it is imported: its sheets, where its headings stand, what its columns are."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from desktop.basics.watch import Watch
from desktop.services.imports.registry import KINDS
from desktop.services.imports.run import Imported, ImportOrder, import_list
from desktop.services.office import Office
from desktop.spreadsheets import columns
from desktop.spreadsheets.cells import Table
from desktop.spreadsheets.columns import NO_HEADINGS, Chosen, FileColumn
from desktop.spreadsheets.header import Header
from desktop.spreadsheets.refusal import OtherSheet
from desktop.spreadsheets.table import read_table

__all__ = ["NO_HEADINGS", "Chosen", "FileColumn", "ListFile", "Look", "field_words", "open_list"]

# What persons said of columns before, by ``Look.key``.
Known = Mapping[str, Chosen]
_MUCH_MORE = 2  # columns that another kind must know more before it is spoken of


@dataclass(frozen=True)
class ListFile:
    """A file that was read; ``sheet`` is "" for a file without sheets.

    Without a ``table`` the sheet holds nothing, and ``why`` says so.
    """

    path: Path
    sheet: str
    sheets: tuple[str, ...]
    table: Table | None
    why: str = ""


def open_list(path: Path, sheet: str | None = None) -> ListFile:
    """Read a file, or one of its sheets; raises Unreadable with what is wrong."""
    try:
        table = read_table(path, sheet=sheet)
    except OtherSheet as error:
        if len(error.sheets) < 2:
            raise
        return ListFile(path, error.sheet, error.sheets, None, error.message)
    return ListFile(path, table.sheet, table.sheets, table)


def field_words(kind: str) -> Mapping[str, str]:
    """The fields of a kind and what they are called (msgids), in their order."""
    return {one.name: one.words for one in KINDS[kind].listed.fields}


@dataclass(frozen=True)
class Look:
    """How a list is understood. ``known``: its columns are as somebody said before.

    What is asked of it is found out once, by ``ready`` off the GUI thread.
    """

    kind: str
    table: Table
    header: Header
    known: bool = False

    @classmethod
    def at(
        cls, table: Table, kind: str, row: int | None = None, known: Known | None = None
    ) -> "Look":
        """Look at a table; ``row`` is where the headings stand, if a person said so."""
        known = known or {}
        if row is None:
            header = columns.known_header(table, KINDS[kind].listed, known)
            if header is not None:
                return cls(kind, table, header, True)
        header = columns.guess_header(table, KINDS[kind].listed, row)
        chosen = known.get(columns.key_of(header))
        if chosen is not None:
            return cls(kind, table, columns.with_columns(header, chosen), True)
        return cls(kind, table, header)

    @cached_property
    def key(self) -> str:
        """What files with the same headings share; "" when there are none to know it by."""
        return columns.key_of(self.header)

    @cached_property
    def columns(self) -> tuple[FileColumn, ...]:
        """The columns of the file and what each is taken for."""
        return columns.columns_of(self.table, self.header)

    @property
    def chosen(self) -> Chosen:
        """What each used column holds."""
        return columns.chosen_of(self.header)

    @cached_property
    def missing(self) -> tuple[tuple[str, ...], ...]:
        """Groups of fields of which one is needed, and no column holds any."""
        return columns.missing(self.header)

    @cached_property
    def heading_rows(self) -> tuple[tuple[int, str], ...]:
        """Where the headings may stand: row and what is written in it."""
        return columns.heading_rows(self.table)

    def ready(self) -> "Look":
        """Find out all that is shown of it."""
        _all = self.columns, self.missing, self.heading_rows, self.likelier_kind, self.key
        return self

    def bare(self) -> "Look":
        """How the list is understood, without its rows; ``again`` reads it anew."""
        return replace(self, table=replace(self.table, rows=[]))

    def again(self, table: Table) -> "Look":
        """The same list read anew: columns chosen by hand stay where the headings did."""
        if self.header.row == NO_HEADINGS:
            return replace(self, table=table)
        fresh = Look.at(table, self.kind, self.header.row)
        same = fresh.header.headings == self.header.headings
        return replace(self, table=table) if same else Look.at(table, self.kind)

    def choose(self, place: int, field: str) -> "Look":
        """The same list with one column taken for another field ("" for none)."""
        return replace(self, header=columns.choose(self.header, place, field))

    @cached_property
    def likelier_kind(self) -> str:
        """Another kind of list that this one looks much more like; "" for none."""
        here = 0 if self.missing else len(self.header.columns)
        best, most = "", here + _MUCH_MORE - 1
        for kind, one in KINDS.items():
            header = columns.guess_header(self.table, one.listed)
            if not columns.missing(header) and len(header.columns) > most:
                best, most = kind, len(header.columns)
        return best if best != self.kind else ""

    def take(self, office: Office, order: ImportOrder, watch: Watch) -> Imported:
        """Import it as it is understood; see ``import_list``."""
        return import_list(office, order, self.table, self.header, watch)
