"""``zhongxiao move``: takes an office from a file to a server, or back."""

import argparse
import sys

from desktop.basics.i18n import _
from desktop.basics.money import grouped
from desktop.cli.verb import Telling, Verbs, add_verb


def register(verbs: Verbs) -> None:
    """Add the verb."""
    words = _("move an office to another database, and check it there")
    parser = add_verb(verbs, "move", words, _move)
    place = _("a file or the URL of a server's database")
    parser.add_argument("source", metavar="FROM", help=place)
    parser.add_argument("target", metavar="TO", nargs="?", help=place)
    parser.add_argument(
        "--undo", action="store_true", help=_("work in FROM again, though it was moved")
    )


def _move(given: argparse.Namespace) -> int:
    from desktop.services.engine import read_url, shown
    from desktop.services.move_office import move_back, move_office

    source = read_url(given.source)
    if given.undo:
        move_back(source)
        print(_("{place} is worked in again.").format(place=shown(source)))
        return 0
    if given.target is None:
        print(_("Name where the office is to be moved to."), file=sys.stderr)
        return 2
    target = read_url(given.target)
    moved = move_office(source, target, watch=Telling())
    words = _(
        "Moved to {place} and checked there: {tables} tables, {rows} rows, amounts of {amounts}, "
        "{files} files. Open it there from now on; {source} is marked as moved."
    )
    print(
        words.format(
            place=shown(target),
            tables=moved.tables,
            rows=moved.rows,
            amounts=grouped(moved.amounts_fen),
            files=moved.files,
            source=shown(source),
        )
    )
    return 0
