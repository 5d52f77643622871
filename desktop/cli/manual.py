"""``zhongxiao manual``: the manual as a PDF, and a role's card."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.basics.errors import Unreadable
from desktop.basics.i18n import _
from desktop.cli.verb import Verbs, add_verb

if TYPE_CHECKING:
    from desktop.services.office import Office


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(verbs, "manual", _("write the manual, or a role's card, as PDF"), _run)
    parser.add_argument("--pdf", type=Path, metavar="FILE.pdf", help=_("the whole manual"))
    parser.add_argument(
        "--card",
        nargs=2,
        metavar=("ROLE", "FILE.pdf"),
        help=_("one page of a role, such as clerk or 内勤"),
    )
    parser.add_argument(
        "--database", metavar="URL", help=_("whose name and people stand on it; default: nobody's")
    )


def _run(given: argparse.Namespace) -> int:
    from desktop.services.manual_papers import card_paper, manual_paper
    from desktop.services.write_file import write_file

    if not given.pdf and not given.card:
        raise Unreadable(_("Say what to write: --pdf FILE.pdf or --card ROLE FILE.pdf."))
    office = _office(given.database)
    if given.pdf:
        print(write_file(given.pdf, manual_paper(office)))
    if given.card:
        role, file = given.card
        print(write_file(Path(file), card_paper([role], office)))
    return 0


def _office(database: str | None) -> "Office | None":
    from desktop.services.database import open_database
    from desktop.services.engine import read_url
    from desktop.services.office import Office

    return Office(open_database(read_url(database))) if database else None
