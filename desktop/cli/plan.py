"""``zhongxiao plan``: what the program computes for people, of a problem file or of the office."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.basics.errors import Unreadable
from desktop.basics.i18n import _
from desktop.cli.verb import Verbs, add_verb, print_json

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


def _plan(given: argparse.Namespace) -> int:
    from desktop.queries.plans.planned import kind_named

    kind_named(given.kind)  # before a large file is read
    planned = _of_file(given) if given.problem is not None else _of_office(given)
    form = planned.form
    print_json(form if given.json and given.problem is None else form["plan"])
    return 0


def _of_file(given: argparse.Namespace) -> "Planned":
    from desktop.queries.plans.planned import solved

    try:
        text = given.problem.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(_("{file} is not UTF-8 text.").format(file=given.problem)) from error
    return solved(given.kind, text, given.problem)


def _of_office(given: argparse.Namespace) -> "Planned":
    from desktop.queries.plans.planned import planned
    from desktop.services.database import open_database, read_url
    from desktop.services.office import Office

    office = Office(open_database(read_url(given.database)))
    with office.reading() as session:
        return planned(session, given.kind, office.today, client=given.client, rep=given.rep)
