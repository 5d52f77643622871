"""``zhongxiao print``: a paper as PDF."""

import argparse
from pathlib import Path

from desktop.basics.errors import Unreadable
from desktop.basics.i18n import _
from desktop.cli.verb import Verbs, add_verb
from desktop.services.office import Office


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(verbs, "print", _("write a paper as PDF"), _print)
    parser.add_argument("kind", choices=("proposal", "manifest", "statement"))
    parser.add_argument(
        "document",
        metavar="NUMBER",
        help=_("a proposal's or run's number, or a client's code for a statement"),
    )
    parser.add_argument("--quarter", metavar="2026Q1", help=_("of the statement"))
    parser.add_argument("--database", metavar="URL", help=_("default: the office's own"))
    parser.add_argument("--by", metavar="CODE", help=_("who issues it"))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")


def _print(given: argparse.Namespace) -> int:
    from desktop.cli.own_office import own_database, sign_in
    from desktop.services.database import open_database, read_url
    from desktop.services.papers import write_paper

    url = read_url(given.database) if given.database else own_database()
    office = sign_in(Office(open_database(url)), given.by)
    write_paper(given.out, _paper(office, given))
    print(given.out)
    return 0


def _paper(office: Office, given: argparse.Namespace) -> bytes:
    from desktop.basics.calendar import Quarter
    from desktop.services.papers import issue_manifest, issue_proposal, issue_statement

    if given.kind == "proposal":
        return issue_proposal(office, given.document)
    if given.kind == "manifest":
        return issue_manifest(office, given.document)
    try:
        quarter = Quarter.parse(given.quarter or "")
    except ValueError as error:
        raise Unreadable(_("Name the quarter: --quarter 2026Q1.")) from error
    return issue_statement(office, given.document, quarter)
