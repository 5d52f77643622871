"""A file into rows, whatever it really is; its name's ending is never believed."""

import zlib
from pathlib import Path

from desktop.basics.errors import Unreadable
from desktop.basics.i18n import N_, _
from desktop.spreadsheets import delimited, markup, refusal, workbook
from desktop.spreadsheets.cells import Table

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_GZIP = b"\x1f\x8b"
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
_LOCK_BYTES = (54, 55, 165)
_OTHER_KINDS = (
    (b"%PDF", N_("a PDF")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"BM", N_("a picture")),
    (b"Rar!", N_("a packed archive (unpack it first)")),
    (b"7z\xbc\xaf", N_("a packed archive (unpack it first)")),
    (b"BZh", N_("a packed archive (unpack it first)")),
    (b"\xfd7zXZ", N_("a packed archive (unpack it first)")),
    (b"MZ\x90", N_("a program")),
    (b"\x7fELF", N_("a program")),
    (b"SQLite format 3", N_("a database")),
    (b"\x00\x01\x00\x00Standard ", N_("a database")),
    (b"{\\rtf", N_("a text document (RTF)")),
    (b"MIME-Version:", N_("a saved web page")),
)


_MOST_SHEETS = 12


def read_table(data: bytes | Path, name: str = "", sheet: str | None = None) -> Table:
    """The rows of a workbook or text file (E3): of ``sheet``, else of the first visible sheet.

    ``name`` is the file's name, used only to know a lock file. Reads .xlsx, .xlsm, .xlsb, .xls,
    .et, .ods, CSV in any usual encoding and separator, tables saved as HTML or XML 2003, and
    each of these in gzip. Error cells of Excel are ``ErrorCell`` in every one of these formats;
    in HTML, CSV and .ods they are known by their words. Raises Unreadable with what is wrong and
    what to do, also when there is not a single row.
    """
    table = _read(_taken(data, name), sheet)
    if not _has_rows(table):
        raise refusal.no_rows(table.sheet, table.sheets)
    return table


def read_tables(data: bytes, name: str = "") -> list[Table]:
    """Every visible sheet that has a row, in order, the first dozen; raises as ``read_table``."""
    data = _taken(data, name)
    first = _read(data, None)
    others = [one for one in first.sheets if one != first.sheet and one not in first.put_away]
    tables = [first, *(_read(data, one) for one in others[: _MOST_SHEETS - 1])]
    found = [one for one in tables if _has_rows(one)]
    if not found:
        raise refusal.no_rows(first.sheet, first.sheets)
    order = {one: at for at, one in enumerate(first.sheets)}
    return sorted(found, key=lambda one: order.get(one.sheet, 0))


def _has_rows(table: Table) -> bool:
    return any(not row.is_blank for row in table.rows)


def _taken(data: bytes | Path, name: str) -> bytes:
    if isinstance(data, Path):
        name = name or data.name
        data = _content(data)
    if _is_lock_file(data, name):
        raise refusal.lock_file()
    if len(data) > refusal.MAX_FILE_BYTES:
        raise refusal.too_large()
    return _unpacked(data) if data.startswith(_GZIP) else data


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > refusal.MAX_FILE_BYTES:
            raise refusal.too_large()
        return path.read_bytes()
    except FileNotFoundError as error:
        raise Unreadable(_("There is no file {path}. Check the name.").format(path=path)) from error
    except OSError as error:
        raise Unreadable(
            _("The file {path} can't be opened. Close it in Excel, or check its rights.").format(
                path=path
            )
        ) from error


def _is_lock_file(data: bytes, name: str) -> bool:
    if name.startswith(("~$", ".~lock.", ".~")):
        return not data.startswith((*_ZIP, _COMPOUND))
    # Excel's lock file is a length, the user's name and blanks, in one of three sizes.
    return (
        len(data) in _LOCK_BYTES
        and 0 < data[0] <= 54
        and data[1:55].rstrip(b" \0") != b""
        and (data[data[0] + 1 : 54].strip(b" \0") == b"" and b"\n" not in data and b"," not in data)
    )


def _unpacked(data: bytes) -> bytes:
    """What is in a gzip file, never more than one import takes."""
    parts = []
    left = refusal.MAX_UNZIPPED_BYTES
    try:
        while data.startswith(_GZIP):
            packed = zlib.decompressobj(wbits=31)
            parts.append(packed.decompress(data, left))
            left -= len(parts[-1])
            if left <= 0:
                raise refusal.too_large()
            if not packed.eof:
                raise refusal.damaged()
            data = packed.unused_data
    except zlib.error as error:
        raise refusal.damaged() from error
    return b"".join(parts)


def _read(data: bytes, sheet: str | None) -> Table:
    if not data.strip(b"\0 \r\n\t"):
        raise refusal.empty_file()
    if data.startswith(_ZIP):
        return workbook.read_package(data, sheet)
    if data.startswith(_COMPOUND):
        return workbook.read_compound(data, sheet)
    if data.startswith(_OLD_EXCEL) and b"\0" in data[:16]:
        raise refusal.wrong_type(_("a workbook of a very old Excel"))
    for start, kind in _OTHER_KINDS:
        if data.startswith(start) and (len(start) > 2 or b"\0" in data[:64]):
            raise refusal.wrong_type(_(kind))
    # Of a web page only the page itself says how its letters are encoded.
    if markup.is_markup(data):
        return markup.read_markup(_markup_text(data), sheet)
    text = delimited.encoded(data)
    if text.head.lstrip("\ufeff \r\n\t").startswith("<"):
        return markup.read_markup(_markup_text(data), sheet)
    table = delimited.read_delimited(text)
    if sheet is not None:
        raise refusal.no_such_sheet(sheet, [_("(the file has no sheets)")])
    return table


def _markup_text(data: bytes) -> str:
    if len(data) > refusal.MAX_MARKUP_BYTES:
        raise refusal.too_large()
    return markup.decoded(data)
