"""``zhongxiao import``: the office's own workbooks in, with a reason for every row left out."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import partial
from pathlib import Path

from desktop.basics.datums import DATUMS, KEPT
from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.errors import DatabaseTrouble, Unreadable
from desktop.basics.i18n import _
from desktop.cli.password import add_password, password_of
from desktop.cli.verb import Verbs, add_verb, print_json
from desktop.services.imports import SAME_NAMES, Imported, ImportOrder, Problem, import_file
from desktop.services.imports.registry import KINDS
from desktop.services.office import Office
from desktop.services.write_file import write_file

FIRST_ADMINISTRATOR = "admin"
_SHOWN = 20


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(verbs, "import", _("bring in lists of the office from workbooks"), _import)
    parser.add_argument("kind", choices=tuple(KINDS))
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--database", metavar="URL", help=_("default: the office's own"))
    parser.add_argument("--by", metavar="CODE", help=_("who does it: an administrator"))
    add_password(parser)
    parser.add_argument("--sheet", metavar="NAME", help=_("default: the first sheet"))
    parser.add_argument(
        "--map", action="append", default=[], metavar="heading=field", help=_("what a column is")
    )
    parser.add_argument(
        "--create-missing", action="store_true", help=_("make unknown clients and products")
    )
    parser.add_argument(
        "--same-names",
        choices=SAME_NAMES,
        default="",
        help=_("rows without code and address that share a name: different shops, or one"),
    )
    parser.add_argument(
        "--coordinates",
        choices=tuple(DATUMS),
        default=KEPT,
        help=_("what kind the list's coordinates are; the office keeps gcj02"),
    )
    parser.add_argument("--good-rows", action="store_true", help=_("take the good rows only"))
    parser.add_argument("--dry-run", action="store_true", help=_("show what it would do"))
    parser.add_argument("--report", type=Path, metavar="out.xlsx", help=_("the rows left out"))
    parser.add_argument("--json", action="store_true", help=_("print figures, nothing else"))


def _import(given: argparse.Namespace) -> int:
    headings = _headings(given.map)
    missing = [str(file) for file in given.files if not file.is_file()]
    if missing:
        raise Unreadable(_("There is no file {file}.").format(file=", ".join(missing)))
    said = []
    with _office(given) as office:
        for file in given.files:
            order = ImportOrder(
                given.kind,
                file,
                given.sheet,
                headings,
                given.create_missing,
                given.good_rows,
                given.dry_run,
                given.same_names,
                given.coordinates,
            )
            said.append(import_file(office, order))
    _write_report(given.report, said)
    if given.json:
        print_json(_figures(said))
    else:
        for one in said:
            _tell(one, dry_run=given.dry_run)
    return 1 if any(one.rejected for one in said) else 0


def _headings(given: list[str]) -> dict[str, str]:
    pairs = {}
    for pair in given:
        heading, sign, name = pair.rpartition("=")
        if not sign:
            raise Unreadable(_("--map {pair}: write heading=field.").format(pair=pair))
        pairs[heading] = name
    return pairs


@contextmanager
def _office(given: argparse.Namespace) -> Iterator[Office]:
    """The office with an administrator signed in; where there is none, made with its import."""
    from desktop.offices import own_database, sign_in_as
    from desktop.services.database import exists, made_whole, open_database
    from desktop.services.engine import read_url
    from desktop.services.settings import name_office
    from desktop.services.staff import add_staff

    url = read_url(given.database) if given.database else own_database()
    if exists(url):
        office = Office(open_database(url))
        yield sign_in_as(office, given.by, partial(password_of, given))
        office.engine.dispose()
        return
    with suppress(_OnlyShown), made_whole(url) as engine, Office(engine).batch() as office:
        name_office(office, ProfileDraft(_("New office")))
        add_staff(office, given.by or FIRST_ADMINISTRATOR, _("Administrator"), ["administrator"])
        yield sign_in_as(office, given.by, partial(password_of, given))
        if given.dry_run:
            raise _OnlyShown


class _OnlyShown(Exception):
    """Leaves no new office behind: it was only shown what an import would do."""


def _write_report(target: Path | None, said: list[Imported]) -> None:
    if target is None:
        return
    reports = (report for one in said if (report := one.report()) is not None)
    for place, report in enumerate(reports):
        name = target if place == 0 else target.with_stem(f"{target.stem}-{place + 1}")
        try:
            write_file(name, report)
        except DatabaseTrouble as error:
            print(error.message, file=sys.stderr)


def _figures(said: list[Imported]) -> dict[str, object]:
    totals = ("rows", "imported", "unchanged", "rejected", "warnings")
    problems = [{"file": one.file, **asdict(problem)} for one in said for problem in one.problems]
    return {
        **{name: sum(getattr(one, name) for one in said) for name in totals},
        "problems": problems,
        "notes": [{"file": one.file, "note": note} for one in said for note in one.notes],
        "headings_not_understood": [name for one in said for name in one.not_understood],
    }


def _tell(one: Imported, *, dry_run: bool) -> None:
    words = (
        _("{file}: {rows} rows, {imported} would go in, {unchanged} unchanged, {rejected} not.")
        if dry_run
        else _("{file}: {rows} rows, {imported} in, {unchanged} unchanged, {rejected} rejected.")
    )
    print(
        words.format(
            file=one.file,
            rows=one.rows,
            imported=one.imported,
            unchanged=one.unchanged,
            rejected=one.rejected,
        )
    )
    for note in one.notes:
        print(f"  {note}")
    # What keeps rows out comes first: it must not go under among mere warnings.
    for problem in sorted(one.problems, key=lambda one: one.warning)[:_SHOWN]:
        print("  " + _problem_words(problem))
    if len(one.problems) > _SHOWN:
        print("  " + _("… and {number} more").format(number=len(one.problems) - _SHOWN))


def _problem_words(problem: Problem) -> str:
    column = f"{problem.column} {problem.heading}".strip()
    words = (
        _("row {row} {column} “{value}”: {reason}")
        if column
        else _("row {row} “{value}”: {reason}")
    )
    return words.format(row=problem.row, column=column, value=problem.value, reason=problem.reason)
