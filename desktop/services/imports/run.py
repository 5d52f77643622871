"""One file in: read, look up, write all of it or none, and say what came of every row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.services.imports.clients import take_clients
from desktop.services.imports.outcome import Outcome
from desktop.services.imports.products import take_products
from desktop.services.imports.sales import take_sales
from desktop.services.office import Change, Office
from desktop.spreadsheets.cells import Problem, Table
from desktop.spreadsheets.header import Header, find_header
from desktop.spreadsheets.reading import Reading
from desktop.spreadsheets.report import write_report
from desktop.spreadsheets.table import read_table

_Take = Callable[[Change, Reading, bool], Outcome]
_KINDS: dict[str, _Take] = {
    "clients": take_clients,
    "products": take_products,
    "sales-history": take_sales,
}


def kinds() -> tuple[str, ...]:
    """What can be imported."""
    return tuple(_KINDS)


@dataclass(frozen=True)
class ImportOrder:
    """What to import and how. ``headings`` maps a file's headings to our fields."""

    kind: str
    file: Path
    sheet: str | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    create_missing: bool = False
    good_rows: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Imported:
    """What came of a file. ``unchanged`` rows were in the database already as they stand."""

    file: str
    rows: int
    imported: int
    unchanged: int
    rejected: int
    problems: tuple[Problem, ...]
    not_understood: tuple[str, ...]
    report: bytes | None

    @property
    def warnings(self) -> int:
        """How many problems leave their row good."""
        return sum(problem.warning for problem in self.problems)


class _Undo(Exception):
    """Leaves the transaction without a trace: a dry run, or a bad row in an all-or-nothing."""


def import_file(office: Office, order: ImportOrder) -> Imported:
    """Import a file, all or nothing unless ``good_rows``; Unreadable when it can't be read.

    Refused (``not_allowed``) unless an administrator is signed in.
    """
    table = read_table(order.file, sheet=order.sheet)
    header = find_header(table, order.kind, order.headings)
    reading = Reading(table, header)
    outcome = Outcome()
    try:
        with office.transaction("import") as session:
            session.allow()
            outcome = _KINDS[order.kind](session, reading, order.create_missing)
            if order.dry_run or (reading.bad_rows and not order.good_rows):
                raise _Undo
    except _Undo:
        if not order.dry_run:
            outcome = Outcome(rows=outcome.rows, unchanged=outcome.unchanged)
    return _said(order, table, header, reading, outcome)


def _said(
    order: ImportOrder, table: Table, header: Header, reading: Reading, outcome: Outcome
) -> Imported:
    rejected = len(reading.bad_rows)
    return Imported(
        file=order.file.name,
        rows=outcome.rows + rejected,
        imported=outcome.imported,
        unchanged=outcome.unchanged,
        rejected=rejected,
        problems=tuple(reading.problems),
        not_understood=tuple(header.not_understood),
        report=write_report(table, header, reading.problems) if rejected else None,
    )
