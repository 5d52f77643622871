"""The answers for files that can't be read: what is wrong, and what to do about it."""

from collections.abc import Sequence

from desktop.basics.errors import Unreadable
from desktop.basics.i18n import _

# What one import takes: memory stays under 500 MB and reading under 10 seconds.
MAX_FILE_BYTES = 100 * 1024 * 1024
MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_UNZIPPED_BYTES = 160 * 1024 * 1024  # of a text file that was packed alone
MAX_MARKUP_BYTES = 40 * 1024 * 1024
MAX_CELLS = 4_000_000
MAX_ROWS = 1_048_576  # Excel's own
MAX_TEXT_CELLS = 2_500_000  # each of a text file's is a text of its own
LONGEST_LINE = 1_000_000  # bytes of a line of a text file
MAX_MARKUP_CELLS = 500_000  # HTML is read ten times slower


class OtherSheet(Unreadable):
    """``sheet`` holds nothing to import ("" for none that may be), the file has ``sheets``."""

    def __init__(self, message: str, sheets: Sequence[str], sheet: str = "") -> None:
        super().__init__(message)
        self.sheets = tuple(sheets)
        self.sheet = sheet


def empty_file() -> Unreadable:
    """Nothing is in the file at all."""
    return Unreadable(
        _("The file is empty. Check that it was saved or downloaded completely, and try again.")
    )


def no_rows(sheet: str, sheets: Sequence[str] = ()) -> Unreadable:
    """The file can be read, and there is nothing on the sheet."""
    if not sheet:
        return Unreadable(_("There are no rows in the file. Choose the file that holds the data."))
    return OtherSheet(
        _("There are no rows on sheet {sheet}. Name the sheet that holds the data.").format(
            sheet=sheet
        ),
        sheets,
        sheet,
    )


def has_password() -> Unreadable:
    """The workbook is encrypted."""
    return Unreadable(
        _(
            "The workbook is protected with a password. Open it in Excel, remove the password "
            "(File, Info, Protect Workbook), save it, and try again."
        )
    )


def damaged() -> Unreadable:
    """The workbook is cut off or does not hang together."""
    return Unreadable(
        _(
            "The workbook is damaged or cut off. Try to open it in Excel and save it anew as "
            ".xlsx, or ask for the file once more."
        )
    )


def too_large() -> Unreadable:
    """Reading it would take more memory or time than an import may."""
    return Unreadable(
        _(
            "The file is too large, or claims a size that no list has. Copy the rows you need "
            "into a new workbook, or split it into several files. One takes at most {size} MB, "
            "{rows} rows and {cells} cells."
        ).format(size=MAX_FILE_BYTES // 1024**2, rows=f"{MAX_ROWS:,}", cells=f"{MAX_CELLS:,}")
    )


def long_line(number: int) -> Unreadable:
    """A line of a text file that no list has."""
    return Unreadable(
        _(
            "Line {row} has more than {limit} bytes: this is no list, or its line ends are lost. "
            "Export it anew, as .xlsx or as CSV."
        ).format(row=number, limit=f"{LONGEST_LINE:,}")
    )


def long_cell(number: int, limit: int) -> Unreadable:
    """A cell of a text file longer than any text of a list."""
    return Unreadable(
        _(
            "In row {row} a cell has more than {limit} letters. Mend the file, or save it as .xlsx."
        ).format(row=number, limit=f"{limit:,}")
    )


def wrong_type(really: str) -> Unreadable:
    """The file is of a kind that holds no table for us; ``really`` names the kind."""
    return Unreadable(
        _(
            "The file is really {kind}, not a spreadsheet. Open it in the program that made it "
            "and save it as .xlsx or .csv."
        ).format(kind=really)
    )


def lock_file() -> Unreadable:
    """Not the workbook, but the mark an office program leaves beside an open one."""
    return Unreadable(
        _(
            "This is only the lock file that Excel or WPS puts beside an open workbook. Choose "
            "the workbook itself (its name without ~$)."
        )
    )


def no_such_sheet(sheet: str, sheets: list[str]) -> Unreadable:
    """The named sheet is not in the workbook."""
    return Unreadable(
        _("There is no sheet {sheet} in the file. Its sheets are: {sheets}.").format(
            sheet=sheet, sheets=_(", ").join(sheets)
        )
    )


def no_visible_sheet(sheets: list[str]) -> Unreadable:
    """Hidden data is never imported unasked."""
    return OtherSheet(
        _(
            "Every sheet of the file is hidden. Name the one to import, or show it in Excel. "
            "Its sheets are: {sheets}."
        ).format(sheets=_(", ").join(sheets)),
        sheets,
    )
