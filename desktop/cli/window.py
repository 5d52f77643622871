"""``zhongxiao``: opens the window."""

import argparse
import sys
from pathlib import Path

from desktop.basics.i18n import _
from desktop.cli.verb import Verbs, add_verb


def register(verbs: Verbs) -> None:
    """Add the verb."""
    parser = add_verb(verbs, "window", _("open the window (what happens without a verb)"), _run)
    parser.add_argument("--training", action="store_true", help=_("open the training office"))
    parser.add_argument("--backup", type=Path, metavar="FILE", help=_("offer to restore a backup"))


def _run(given: argparse.Namespace) -> int:
    from desktop.offices import data_folder
    from desktop.starting import has_screen, run_window

    if not has_screen():
        print(_("There is no screen here: nothing can be shown."), file=sys.stderr)
        return 2
    return run_window(data_folder(), training=given.training, backup=given.backup)
