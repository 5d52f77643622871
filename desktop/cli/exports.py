"""``zhongxiao export``: a list of the office with every field, to edit and import again."""

import argparse
from pathlib import Path

from desktop.basics.i18n import _
from desktop.cli.verb import Verbs, add_verb
from desktop.services.imports.edit_list import edit_list, edited_kinds
from desktop.services.office import Office


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(
        verbs, "export", _("write a list of the office as a workbook to edit and import"), _export
    )
    parser.add_argument("kind", choices=edited_kinds())
    parser.add_argument("--database", metavar="URL", help=_("default: the office's own"))
    parser.add_argument("--by", metavar="CODE", help=_("who does it: an administrator"))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.xlsx")


def _export(given: argparse.Namespace) -> int:
    from desktop.offices import own_database, sign_in_as
    from desktop.services.database import open_database
    from desktop.services.engine import read_url
    from desktop.services.write_file import write_file

    url = read_url(given.database) if given.database else own_database()
    office = sign_in_as(Office(open_database(url)), given.by)
    print(write_file(given.out, edit_list(office, given.kind)))
    return 0
