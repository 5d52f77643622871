"""``zhongxiao report``: a report as words, as JSON, as a workbook or as PDF (F1)."""

import argparse
import unicodedata
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.basics.errors import Unreadable
from desktop.basics.i18n import _
from desktop.cli.password import add_password, password_of
from desktop.cli.verb import Verbs, add_verb, print_json

if TYPE_CHECKING:
    from desktop.basics.report import Report, Scope, Table
    from desktop.services.office import Office


def register(verbs: Verbs) -> None:
    """Add the verb."""
    words = _("write a report: as words, as JSON, as a workbook or as PDF")
    parser = add_verb(verbs, "report", words, _report)
    parser.add_argument("name", metavar="NAME", help=_("such as sales or fund"))
    parser.add_argument("--database", metavar="URL", help=_("default: the office's own"))
    first = _("its first day; default: the first of the month eleven months ago")
    parser.add_argument("--from", dest="start", metavar="2026-01-01", help=first)
    parser.add_argument("--to", dest="end", metavar="2026-03-31", help=_("its last day"))
    parser.add_argument("--by", metavar="CODE", help=_("who looks at it"))
    add_password(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=_("print JSON"))
    form.add_argument("--out", type=Path, metavar="FILE.xlsx|FILE.pdf")


def _report(given: argparse.Namespace) -> int:
    from desktop.offices import own_database, sign_in_as
    from desktop.services.database import open_database
    from desktop.services.engine import read_url
    from desktop.services.office import Office
    from desktop.services.reports import read_report, report_json
    from desktop.services.write_file import write_file

    kind = given.out.suffix.lower() if given.out else ""
    if given.out and kind not in (".xlsx", ".pdf"):
        raise Unreadable(
            _("{file}: name a file that ends in .xlsx or .pdf.").format(file=given.out)
        )
    url = read_url(given.database) if given.database else own_database()
    office = sign_in_as(Office(open_database(url)), given.by, partial(password_of, given))
    report = read_report(office, given.name, _scope(given, office.today))
    if given.json:
        print_json(report_json(report))
    elif given.out:
        print(write_file(given.out, _file(office, report, kind)))
    else:
        print(_in_words(report))
    return 0


def _scope(given: argparse.Namespace, today: date) -> "Scope":
    from desktop.basics.periods import month_of
    from desktop.basics.report import Scope

    end = _day(given.end) or today
    return Scope(_day(given.start) or month_of(end, 11), end)


def _day(text: str | None) -> date | None:
    from desktop.basics.calendar import parse_day

    try:
        return parse_day(text) if text else None
    except ValueError as error:
        raise Unreadable(_("Write the day as 2026-01-05.")) from error


def _file(office: "Office", report: "Report", kind: str) -> bytes:
    from desktop.services.reports import report_paper, report_workbook

    return report_workbook(report) if kind == ".xlsx" else report_paper(office, report)


def _in_words(report: "Report") -> str:
    from desktop.services.reports import scope_words

    tables = [_table_in_words(one) for one in report.tables]
    return "\n\n".join([f"{report.title}  {scope_words(report.scope)}", *tables, *report.notes])


def _table_in_words(table: "Table") -> str:
    """A table in columns of even width, figures at the right."""
    from desktop.services.reports import seen_table, texts

    seen = seen_table(table)
    if not seen.rows:
        return f"{table.title}\n{table.none}"
    total = texts(table, table.total)
    rows = [tuple(one.title for one in seen.columns), *seen.rows, *([total] if total else [])]
    widths = [max(map(_wide, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            _padded(text, wide, right=one.right)
            for text, wide, one in zip(row, widths, seen.columns, strict=True)
        ).rstrip()
        for row in rows
    ]
    return "\n".join([table.title, *lines])


def _padded(text: str, wide: int, *, right: bool) -> str:
    blanks = " " * (wide - _wide(text))
    return blanks + text if right else text + blanks


def _wide(text: str) -> int:
    """How many letters wide a text is on a terminal; a hanzi is two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
