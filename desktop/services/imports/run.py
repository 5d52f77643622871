"""One file in: read, look up, write all of it or none, and say what came of every row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from desktop.basics.datums import KEPT
from desktop.basics.garbage import collecting_rarely
from desktop.basics.watch import Nobody, Watch
from desktop.services.imports.outcome import Outcome, RowSaid, What
from desktop.services.imports.registry import KINDS
from desktop.services.imports.taking import Taking
from desktop.services.office import Office
from desktop.spreadsheets.cells import Problem, Table
from desktop.spreadsheets.header import Header, find_header
from desktop.spreadsheets.notes import notes_of
from desktop.spreadsheets.reading import Reading
from desktop.spreadsheets.report import write_report
from desktop.spreadsheets.table import read_table


@dataclass(frozen=True)
class ImportOrder:
    """What to import and how. ``headings`` maps a file's headings to our fields.

    ``same_names`` answers what is asked of rows without code and address that share a name:
    they are different shops (``apart``) or ``one``. ``datum`` is the kind of its coordinates.
    """

    kind: str
    file: Path
    sheet: str | None = None
    headings: Mapping[str, str] = field(default_factory=dict)
    create_missing: bool = False
    good_rows: bool = False
    dry_run: bool = False
    same_names: str = ""
    datum: str = KEPT


@dataclass(frozen=True)
class Imported:
    """What came of a file. ``unchanged`` rows were in the database already as they stand.

    ``imported`` rows are new or changed, ``warnings`` are problems that leave their row good,
    ``first`` are the first good rows of each sort, ``lacks_others`` tells that rows were
    rejected only because what they name isn't here yet, ``asks_same_names`` that they were
    because others have their name; what is ``whole`` is never taken without its bad rows.
    ``notes`` say in words what of the file was not used.
    """

    file: str
    rows: int
    imported: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    warnings: int
    problems: tuple[Problem, ...]
    not_understood: tuple[str, ...]
    notes: tuple[str, ...]
    first: Mapping[What, tuple[RowSaid, ...]]
    lacks_others: bool
    asks_same_names: bool
    whole: bool
    _report: Callable[[Watch], bytes]

    def report(self, watch: Watch | None = None) -> bytes | None:
        """The rejected rows as a workbook, None when there are none; takes time to make."""
        return self._report(watch or Nobody()) if self.rejected else None


class _Undo(Exception):
    """Leaves the transaction without a trace: a bad row in an all-or-nothing."""


def import_file(office: Office, order: ImportOrder) -> Imported:
    """Import a file, all or nothing unless ``good_rows`` may do; Unreadable when it can't be read.

    Refused (``not_allowed``) unless an administrator is signed in.
    """
    with collecting_rarely():
        table = read_table(order.file, sheet=order.sheet)
        header = find_header(table, KINDS[order.kind].listed, order.headings)
        return import_list(office, order, table, header)


def import_list(
    office: Office, order: ImportOrder, table: Table, header: Header, watch: Watch | None = None
) -> Imported:
    """Import a list that was read already, with its columns as ``header`` has them.

    Raises Cancelled when ``watch`` gives it up; then nothing stays of it.
    """
    reading = Reading(table, header)
    taking = Taking(
        reading,
        watch or Nobody(),
        order.create_missing,
        order.dry_run,
        order.same_names,
        order.datum,
    )
    kind = KINDS[order.kind]
    good_rows = order.good_rows and not kind.whole
    # Read before the change begins: nobody who writes waits for it.
    taking.rows = list(taking.watched(kind.rows(reading, office.today)))
    if order.dry_run:
        # It only reads: nobody who writes has to wait for it.
        with office.looking("import") as session:
            session.allow()
            kind.take(session, taking)
        return _said(order, taking, taking.outcome)
    outcome = taking.outcome
    try:
        with office.transaction("import") as session:
            session.allow()
            kind.take(session, taking)
            if reading.bad_rows and not good_rows:
                raise _Undo
            # The last moment to give it up: what is committed stays.
            taking.look_up(len(table.rows), len(table.rows))
    except _Undo:
        outcome = Outcome(rows=outcome.rows, unchanged=outcome.unchanged)
    return _said(order, taking, outcome)


def _said(order: ImportOrder, taking: Taking, outcome: Outcome) -> Imported:
    reading = taking.reading
    reading.tell_by_row()
    table, header, problems = reading.table, reading.header, tuple(reading.problems)
    rejected = len(reading.bad_rows)
    return Imported(
        file=order.file.name,
        rows=outcome.rows + rejected,
        imported=outcome.imported,
        new=outcome.new,
        changed=outcome.changed,
        unchanged=outcome.unchanged,
        rejected=rejected,
        warnings=sum(problem.warning for problem in problems),
        problems=problems,
        not_understood=header.not_understood,
        notes=notes_of(table, header),
        first={what: tuple(rows) for what, rows in outcome.first.items()},
        lacks_others=taking.lacks_others,
        asks_same_names=taking.asks_same_names,
        whole=KINDS[order.kind].whole,
        _report=lambda watch: write_report(table, header, problems, watch),
    )
