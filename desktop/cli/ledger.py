"""``zhongxiao check``, ``backup`` and ``restore``: is everything as it was written?"""

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from desktop.basics.i18n import _
from desktop.cli.verb import Telling, Verbs, add_verb, print_json

# The options that name a noted head, in the order of Heads.
_CHAINS = ("entries", "trail", "papers")


def register(verbs: Verbs) -> None:
    """Add the verbs."""
    check = add_verb(verbs, "check", _("check the ledger and the documents against it"), _check)
    check.add_argument("--database", metavar="URL", required=True)
    check.add_argument("--json", action="store_true")
    noted = _("NUMBER:CODE as a check sheet tells it")
    for chain in _CHAINS:
        check.add_argument(f"--{chain}", metavar="NUMBER:CODE", default="", help=noted)
    backup = add_verb(verbs, "backup", _("copy an office into a file, and check the copy"), _backup)
    backup.add_argument("--database", metavar="URL", required=True)
    backup.add_argument("target", type=Path, metavar="FILE")
    restore = add_verb(verbs, "restore", _("put a checked backup in its place"), _restore)
    restore.add_argument("backup", type=Path, metavar="BACKUP")
    where = _("a file, or the URL of a server's empty database")
    restore.add_argument("target", metavar="TARGET", help=where)


def _check(given: argparse.Namespace) -> int:
    from desktop.offices import data_folder
    from desktop.queries.chains import Heads
    from desktop.queries.check import how_much
    from desktop.services.checking import check_office, read_head
    from desktop.services.database import open_database
    from desktop.services.engine import read_url
    from desktop.services.office import Office

    noted = Heads(*(read_head(chain, getattr(given, chain)) for chain in _CHAINS))
    # Whoever looks after a server brings its office up to date by this.
    office = Office(open_database(read_url(given.database), dumps=data_folder() / "backups"))
    with office.reading() as session:
        size = how_much(session)
    if size is not None:
        words = _("Checking {entries} entries and {changes} changes: about {seconds} s.")
        print(words.format(**asdict(size)), file=sys.stderr)
    wrong = check_office(office, [noted])
    if given.json:
        print_json({"ok": wrong is None, "problem": wrong})
    else:
        print(wrong or _("Everything fits: chains, documents, records, sums, protections."))
    return 0 if wrong is None else 1


def _backup(given: argparse.Namespace) -> int:
    from desktop.services.backup import back_up
    from desktop.services.database import open_database
    from desktop.services.engine import read_url

    print(back_up(open_database(read_url(given.database)), given.target, Telling()))
    return 0


def _restore(given: argparse.Namespace) -> int:
    from desktop.services.backup import restore, restore_to_server
    from desktop.services.engine import read_url

    url = read_url(given.target)
    if url.get_backend_name() != "sqlite":
        left = restore_to_server(given.backup, url, Telling())
        print(_("Restored, and checked there."))
        if left:
            words = _("Give these users their rights: {users} (zhongxiao connection … --rights).")
            print(words.format(users="、".join(left)))
        return 0
    kept = restore(given.backup, Path(url.database or ""))
    if kept is None:
        print(_("Restored."))
    else:
        print(_("Restored. What was there is kept in {kept}.").format(kept=kept))
    return 0
