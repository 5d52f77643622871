"""``zhongxiao connection``: tries a database, and writes down the least rights for its users."""

import argparse

from desktop.basics.i18n import _
from desktop.cli.verb import Verbs, add_verb

_SIGNS = {"good": "✓", "careful": "!", "wrong": "✗"}


def register(verbs: Verbs) -> None:
    """Add the verb."""
    words = _("try a connection, and say what is missing")
    parser = add_verb(verbs, "connection", words, _try)
    parser.add_argument("database", metavar="URL")
    parser.add_argument(
        "--rights", metavar="USER", help=_("write down the SQL of the least rights for a user")
    )


def _try(given: argparse.Namespace) -> int:
    from desktop.services.engine import read_url
    from desktop.services.least_rights import granting
    from desktop.services.reaching import is_reachable, try_connection

    url = read_url(given.database)
    if given.rights:
        for statement in granting(url.database or "", url.username or "", given.rights):
            print(f"{statement};")
        return 0
    findings = try_connection(url)
    for one in findings:
        print(f"{_SIGNS[one.tone]} {one.words}")
        if one.do:
            print(f"  {one.do}")
        if one.details:
            print(f"  {one.details}")
    return 0 if is_reachable(findings) else 1
