"""The command ``zhongxiao``: the window by default, and verbs for what needs none."""

import argparse
import os
import sys
from collections.abc import Sequence

from desktop.basics.errors import OfficeError
from desktop.basics.i18n import _
from desktop.basics.os_reason import os_reason
from desktop.cli import (
    connection,
    day,
    exports,
    imports,
    ledger,
    manual,
    move,
    papers,
    pictures,
    plan,
    read,
    replay,
    reports,
    selftest,
    window,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a verb; its exit status. An OfficeError is said in words, without a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    parser = command()
    given = parser.parse_args(arguments)
    if given.verb is None:
        given = parser.parse_args(["window"])
    try:
        return int(given.work(given))
    except OfficeError as error:
        print(error.message, file=sys.stderr)
        if error.details:
            print(error.details, file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read along (head, more) has seen enough; what is left is written to nobody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        # A file or disk that was named, not a fault of the program: no traceback.
        print(
            _("{file}: {reason}.").format(file=error.filename or "", reason=os_reason(error)),
            file=sys.stderr,
        )
        return 2


def command() -> argparse.ArgumentParser:
    """The command with all its verbs, as it is typed."""
    parser = argparse.ArgumentParser(prog="zhongxiao", description=_("The office's program."))
    parser.set_defaults(verb=None)
    verbs = parser.add_subparsers(dest="verb", metavar=_("VERB"))
    for module in (
        window,
        day,
        replay,
        imports,
        exports,
        reports,
        papers,
        plan,
        read,
        ledger,
        manual,
        move,
        connection,
        pictures,
        selftest,
    ):
        module.register(verbs)
    return parser
