"""Workbooks of every kind through calamine: .xlsx, .xlsm, .xlsb, .xls, .et and .ods."""

import io
import re
import struct
from typing import Any
from xml.parsers import expat

from desktop.basics.errors import Unreadable
from desktop.basics.i18n import N_, _
from desktop.spreadsheets import records, refusal, sheet_xml
from desktop.spreadsheets.cells import (
    ERROR_WORDS,
    Cell,
    ErrorCell,
    Hidden,
    Merged,
    Row,
    Table,
    typed_text,
)
from desktop.spreadsheets.package import Package, safe_parser

_FORMULA_ERROR = re.compile(r"Err:\d{3}")
_MAY_MEAN_MORE = frozenset("#E=")  # what begins with these: an error's word, a formula
_OTHER_STREAMS = {
    "worddocument": N_("a Word document"),
    "powerpoint document": N_("a PowerPoint presentation"),
    "__properties_version1.0": N_("an Outlook message"),
    "_tables": N_("a Windows installer package"),
}


def read_package(data: bytes, sheet: str | None) -> Table:
    """The rows of a sheet of an .xlsx, .xlsm, .xlsb or .ods. Raises Unreadable."""
    package = Package(data)
    kind = package.kind
    package.check()
    if kind == "ods":
        _refuse_absurd_repeats(package.part("content.xml") or b"")
    workbook = _opened(data)
    name = _chosen_sheet(workbook, sheet)
    errors: sheet_xml.Errors = {}
    hidden = Hidden()
    if kind == "xlsx" and (part := package.sheet_part(name)):
        xml = package.part(part) or b""
        errors = sheet_xml.read_errors(xml, package.shared_strings())
        hidden = sheet_xml.read_hidden(xml)
        if sheet_xml.has_new_errors(errors):
            usual = sheet_xml.without_new_errors(xml)
            workbook = _opened(package.with_part(part, usual))
    elif kind == "xlsb" and (part := records.xlsb_sheet_part(package, name)):
        errors = records.xlsb_errors(package, part)
    return _table(workbook, name, errors, hidden)


def read_compound(data: bytes, sheet: str | None) -> Table:
    """The rows of a sheet of an .xls or .et. Raises Unreadable."""
    names, book = _container(data)
    if "encryptedpackage" in names:
        raise refusal.has_password()
    if book is None:
        raise _other_document(names)
    if records.is_encrypted(book):
        raise refusal.has_password()
    workbook = _opened(data)
    name = _chosen_sheet(workbook, sheet)
    errors, hidden = records.xls_errors(book, workbook.sheet_names.index(name))
    return _table(workbook, name, errors, hidden)


def _container(data: bytes) -> tuple[set[str], bytes | None]:
    """The names of what a compound file holds, in small letters, and its workbook's stream."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            names = {part.lower() for path in container.listdir(storages=True) for part in path}
            book = next((name for name in records.BOOKS if container.exists(name)), None)
            return names, container.openstream(book).read() if book else None
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise refusal.damaged() from error


def _other_document(names: set[str]) -> Unreadable:
    for stream, what in _OTHER_STREAMS.items():
        if stream in names or any(name.startswith(f"{stream}") for name in names):
            return refusal.wrong_type(_(what))
    return refusal.wrong_type(_("another kind of office document"))


def _opened(data: bytes) -> Any:
    import python_calamine

    return _guarded(lambda: python_calamine.load_workbook(io.BytesIO(data)))


def _guarded(read: Any) -> Any:
    """What a reader gives, with each of its ways to fail turned into an answer."""
    import python_calamine

    try:
        return read()
    except python_calamine.PasswordError as error:
        raise refusal.has_password() from error
    except (python_calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        if "limit exceeded" in str(error):
            raise refusal.too_large() from error
        raise refusal.damaged() from error
    except BaseException as error:
        # A panic of the Rust reader is no Exception; anything else goes its way.
        if type(error).__name__ != "PanicException":
            raise
        raise refusal.damaged() from error


def _chosen_sheet(workbook: Any, sheet: str | None) -> str:
    """The named sheet, else the first visible one that can hold cells."""
    cells = [one for one in workbook.sheets_metadata if _holds_cells(one)]
    names: list[str] = [one.name for one in cells]
    if sheet is not None:
        if sheet not in names:
            raise refusal.no_such_sheet(sheet, names)
        return sheet
    if not names:
        raise refusal.damaged()
    for one in cells:
        if _is_shown(one):
            return str(one.name)
    raise refusal.no_visible_sheet(names)


def _is_shown(metadata: Any) -> bool:
    import python_calamine

    return bool(metadata.visible == python_calamine.SheetVisibleEnum.Visible)


def _holds_cells(metadata: Any) -> bool:
    import python_calamine

    return bool(metadata.typ == python_calamine.SheetTypeEnum.WorkSheet)


def _table(workbook: Any, name: str, errors: sheet_xml.Errors, hidden: Hidden) -> Table:
    sheet = _guarded(lambda: workbook.get_sheet_by_name(name))
    rows = _guarded(lambda: _rows(sheet))
    if errors:
        rows = _with_errors(rows, errors)
    cells = [one for one in workbook.sheets_metadata if _holds_cells(one)]
    away = frozenset(str(one.name) for one in cells if not _is_shown(one))
    return Table(name, rows, tuple(str(one.name) for one in cells), _merged(sheet), hidden, away)


def _merged(sheet: Any) -> tuple[Merged, ...]:
    """The merged cells of a sheet, as far as calamine knows them (.xlsx and .xls)."""
    try:
        ranges = sheet.merged_cell_ranges or ()
    except (AttributeError, ValueError):
        # What isn't known of merged cells is no reason to refuse the rest.
        return ()
    return tuple(Merged(first[0] + 1, last[0] + 1, first[1], last[1]) for first, last in ranges)


def _rows(sheet: Any) -> list[Row]:
    """The rows with Excel's own numbers: calamine counts from row 1, but from the first column
    in which anything stands.
    """
    left: tuple[Cell, ...] = ("",) * (sheet.start[1] if sheet.start else 0)
    rows = []
    for number, line in enumerate(sheet.iter_rows(), 1):
        while line and line[-1] == "":
            line.pop()
        if line:
            cells = [
                _typed(cell)
                if cell.__class__ is str and (cell[:1] in _MAY_MEAN_MORE or "_xFFF" in cell)
                else cell
                for cell in line
            ]
            rows.append(Row(number, (*left, *cells)))
    return rows


def _typed(cell: str) -> Cell:
    """A text cell; the words for errors, pasted as values or from an .ods, are errors too."""
    if cell[:1] in {"#", "E"}:
        word = cell.strip()
        if word in ERROR_WORDS or _FORMULA_ERROR.fullmatch(word):
            return ErrorCell(word)
    if cell[:2] == '="':
        return typed_text(cell)
    if "_xFFF" in cell:
        # The two escapes of Excel that calamine leaves as they stand.
        return cell.replace("_xFFFE_", "\ufffe").replace("_xFFFF_", "\uffff")
    return cell


def _with_errors(rows: list[Row], errors: sheet_xml.Errors) -> list[Row]:
    cells = {row.number: list(row.cells) for row in rows}
    for (number, column), error in errors.items():
        line = cells.setdefault(number, [])
        line.extend([""] * (column + 1 - len(line)))
        line[column] = error
    return [Row(number, tuple(line)) for number, line in sorted(cells.items())]


def _refuse_absurd_repeats(xml: bytes) -> None:
    """Refuse an .ods whose repeated rows and cells unfold to more than one import takes."""
    sizes = {"row": 0, "repeat": 1, "width": 0, "cell": 0, "columns": 0}

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        bare = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "table":
            sizes.update(row=0, columns=0)
        elif name == "table-row":
            sizes.update(cell=0, width=0, repeat=int(bare.get("number-rows-repeated", 1)))
        elif name == "table-cell":
            sizes["cell"] += int(bare.get("number-columns-repeated", 1))
            sizes["width"] = sizes["cell"] if "value-type" in bare else sizes["width"]

    def end(tag: str) -> None:
        if tag.rpartition(":")[2] == "table-row":
            sizes["row"] += sizes["repeat"]
            sizes["columns"] = max(sizes["columns"], sizes["width"])
            if sizes["width"] and sizes["row"] * sizes["columns"] > refusal.MAX_CELLS:
                raise refusal.too_large()

    parser = safe_parser()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(xml, True)
    except (expat.ExpatError, ValueError) as error:
        raise refusal.damaged() from error
