"""``zhongxiao plan``: what the program computes for people, of a problem file or of the office."""

import argparse
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.basics.errors import Unreadable
from desktop.basics.i18n import _
from desktop.cli.verb import Verbs, add_verb, print_json

_LONGEST_S = 86_400

if TYPE_CHECKING:
    from desktop.queries.plans.planned import Planned


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(verbs, "plan", _("compute what to do next, as JSON"), _plan)
    parser.add_argument("kind", metavar="KIND", help=_("what is computed, such as next"))
    of = parser.add_mutually_exclusive_group(required=True)
    of.add_argument("--problem", type=Path, metavar="FILE.json", help=_("a problem as a file"))
    of.add_argument("--database", metavar="URL", help=_("the office as it is today"))
    parser.add_argument("--rep", metavar="CODE", help=_("with an office: of which rep"))
    parser.add_argument(
        "--client", metavar="CODE", help=_("with an office: whose, for kinds such as shelf")
    )
    parser.add_argument(
        "--json", action="store_true", help=_("with an office: print its problem, too")
    )
    parser.add_argument(
        "--depot",
        type=place_of,
        metavar="LAT,LON",
        help=_("of routes: where runs begin, in degrees"),
    )
    parser.add_argument(
        "--day", type=date.fromisoformat, help=_("of routes: which day; left out, today")
    )
    parser.add_argument(
        "--fit-first",
        action="store_true",
        help=_("of lines: a better fit goes before fewer changes"),
    )
    parser.add_argument(
        "--keep-agreed",
        action="store_true",
        help=_("of lines: those of agreements in force stay"),
    )
    parser.add_argument(
        "--seconds",
        type=seconds,
        metavar="NUMBER",
        help=_("of a .vrp or .txt problem: how long is searched"),
    )


def _plan(given: argparse.Namespace) -> int:
    from desktop.queries.plans.known_tours import is_known_form, known_tours
    from desktop.queries.plans.planned import kind_named

    kind_named(given.kind)  # before a large file is read
    if given.kind == "routes" and given.problem is not None and is_known_form(given.problem):
        print_json(known_tours(read_text(given.problem), given.problem, given.seconds))
        return 0
    planned = _of_file(given) if given.problem is not None else _of_office(given)
    form = planned.form
    print_json(form if given.json and given.problem is None else form["plan"])
    return 0


def _of_file(given: argparse.Namespace) -> "Planned":
    from desktop.queries.plans.planned import solved

    return solved(given.kind, read_text(given.problem), given.problem)


def read_text(file: Path) -> str:
    """What stands in a file; raises Unreadable when it is no text."""
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(_("{file} is not UTF-8 text.").format(file=file)) from error


def place_of(text: str) -> tuple[Decimal, Decimal]:
    """A place such as ``31.46,104.74``."""
    try:
        lat, lon = (Decimal(part) for part in text.split(","))
    except ArithmeticError as error:
        raise ValueError(text) from error
    return lat, lon


def seconds(text: str) -> int:
    """A number of seconds above 0."""
    number = int(text)
    if not 0 < number <= _LONGEST_S:
        raise ValueError(text)
    return number


def _of_office(given: argparse.Namespace) -> "Planned":
    from desktop.queries.plans.planned import lines_as_wished, planned
    from desktop.queries.plans.routes import planned_routes
    from desktop.services.database import open_database
    from desktop.services.engine import read_url
    from desktop.services.office import Office

    office = Office(open_database(read_url(given.database)))
    with office.reading() as session:
        if given.kind == "routes":
            return planned_routes(session, given.day or office.today, given.depot)
        if given.kind == "lines":
            return lines_as_wished(
                session,
                office.today,
                keep_today=not given.fit_first,
                fixed=given.keep_agreed,
            )
        return planned(session, given.kind, office.today, client=given.client, rep=given.rep)
