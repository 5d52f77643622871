"""``zhongxiao print``: a paper as PDF."""

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.basics.calendar import Quarter, parse_day
from desktop.basics.errors import Unreadable
from desktop.basics.i18n import _
from desktop.basics.typed import narrow
from desktop.cli.password import add_password, password_of
from desktop.cli.verb import Verbs, add_verb

if TYPE_CHECKING:
    from desktop.services.papers.declared import Declared, WhichPaper


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(verbs, "print", _("write a paper as PDF"), _print)
    parser.add_argument("kind", metavar="KIND", help=_("such as proposal or manifest"))
    parser.add_argument(
        "document",
        metavar="NUMBER",
        nargs="?",
        default="",
        help=_(
            "number of the proposal, agreement, run, order (for its delivery note), payout, "
            "collection or refund (for its receipt) or benefit; "
            "code of the client (statement, client file) or rep (visit sheet); "
            "nothing for all statements or a day's runs"
        ),
    )
    parser.add_argument("--quarter", metavar="2026Q1", help=_("of the statement"))
    parser.add_argument(
        "--day", metavar="2026-01-05", help=_("of the visits or runs; default: today")
    )
    parser.add_argument("--database", metavar="URL", help=_("default: the office's own"))
    parser.add_argument("--by", metavar="CODE", help=_("who issues it"))
    add_password(parser)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")


def _print(given: argparse.Namespace) -> int:
    from desktop.offices import own_database, sign_in_as
    from desktop.services.database import open_database
    from desktop.services.engine import read_url
    from desktop.services.issuing import unprinted
    from desktop.services.office import Office
    from desktop.services.write_file import write_file

    paper = _paper(given.kind)
    for name in ("document", "quarter", "day"):
        if (said := getattr(given, name)) and name not in paper.takes:
            words = _("{said} says nothing about a {paper}: leave it out.")
            raise Unreadable(words.format(said=said, paper=paper.word))
    url = read_url(given.database) if given.database else own_database()
    office = sign_in_as(Office(open_database(url)), given.by, partial(password_of, given))
    pdf = paper.issue(office, _which(given))
    write_file(given.out, pdf)
    if words := unprinted(pdf):
        print(words, file=sys.stderr)
    print(given.out)
    return 0


def _paper(word: str) -> "Declared":
    from desktop.services.papers.registry import PAPERS

    words = {one.word: one for one in PAPERS.values()}
    if word not in words:
        raise Unreadable(
            _("There is no paper {word}. There are: {words}.").format(
                word=word, words=", ".join(words)
            )
        )
    return words[word]


def _which(given: argparse.Namespace) -> "WhichPaper":
    from desktop.services.papers.declared import WhichPaper

    try:
        quarter = Quarter.parse(narrow(given.quarter).upper()) if given.quarter else None
    except ValueError as error:
        raise Unreadable(_("Name the quarter: --quarter 2026Q1.")) from error
    try:
        day = parse_day(narrow(given.day)) if given.day else None
    except ValueError as error:
        raise Unreadable(_("Write the day as 2026-01-05.")) from error
    return WhichPaper(given.document, quarter=quarter, day=day)
