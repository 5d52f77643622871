"""``zhongxiao read``: what is ticked on scans of papers; nothing is entered."""

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.basics.i18n import _
from desktop.cli.password import add_password, password_of
from desktop.cli.verb import Verbs, add_verb, print_json

if TYPE_CHECKING:
    from desktop.services.scans import ReadScans, ScannedPaper


def register(verbs: Verbs) -> None:
    """Add the verb."""
    words = _("read what is ticked on scanned visit sheets, manifests and survey forms")
    parser = add_verb(verbs, "read", words, _read)
    parser.add_argument("scans", type=Path, nargs="+", metavar="SCAN")
    parser.add_argument("--database", metavar="URL", help=_("default: the office's own"))
    parser.add_argument("--by", metavar="CODE", help=_("who reads them"))
    add_password(parser)
    parser.add_argument("--json", action="store_true", help=_("print JSON, nothing else"))


def _read(given: argparse.Namespace) -> int:
    from desktop.offices import own_database, sign_in_as
    from desktop.services.database import open_database
    from desktop.services.engine import read_url
    from desktop.services.office import Office
    from desktop.services.scans import read_scans

    url = read_url(given.database) if given.database else own_database()
    office = sign_in_as(Office(open_database(url)), given.by, partial(password_of, given))
    read = read_scans(office, given.scans)
    office.engine.dispose()
    if given.json:
        print_json(_said(read))
    else:
        _tell(read)
    return 1 if read.troubles else 0


def _said(read: "ReadScans") -> dict[str, object]:
    return {
        "papers": [_paper(one) for one in read.papers],
        "troubles": [
            {"file": str(path), "page": page, "why": why} for path, page, why in read.troubles
        ],
    }


def _paper(one: "ScannedPaper") -> dict[str, object]:
    return {
        "kind": one.layout.kind,
        "number": one.layout.number,
        "title": one.target.title,
        "trouble": one.target.trouble,
        "pages": sorted(one.pages),
        "missing": list(one.missing),
        "files": [str(path) for path in one.paths],
        "answers": [
            {"row": said.row, "field": said.field, "values": said.values, "doubt": said.doubt}
            for said in one.answers.values()
            if said.values or said.doubt
        ],
    }


def _tell(read: "ReadScans") -> None:
    from desktop.queries.scanned import DOUBTS

    for one in read.papers:
        words = _("{title}: {ticked} read, {doubtful} to look at")
        print(words.format(title=one.target.title, ticked=one.ticked, doubtful=one.doubtful))
        if one.missing:
            pages = ", ".join(map(str, one.missing))
            print("  " + _("pages that weren't scanned: {pages}").format(pages=pages))
        for said in one.answers.values():
            doubt = f"  ? {_(DOUBTS[said.doubt])}" if said.doubt else ""
            if said.values or doubt:
                print(f"  {said.row}  {said.field}  {' '.join(said.values)}{doubt}")
        for words in filter(None, (one.target.trouble, one.target.remark)):
            print(f"  {words}")
    for path, page, why in read.troubles:
        where = _("{file}, page {page}").format(file=path, page=page) if page else str(path)
        print(f"{where}: {why}", file=sys.stderr)
