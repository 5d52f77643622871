"""What all verbs share: adding one, the database option, printing JSON."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

Verbs = Any  # argparse keeps its sub-parser collection's type private
Work = Callable[[argparse.Namespace], int]


def add_verb(verbs: Verbs, name: str, words: str, work: Work) -> argparse.ArgumentParser:
    """Add a verb with its one-line description and what it does."""
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=words, description=words)
    parser.set_defaults(work=work)
    return parser


def print_json(content: object) -> None:
    """Print JSON, and nothing else, on standard output."""
    print(json.dumps(content, ensure_ascii=False, indent=1))


class Telling:
    """Tells on standard error how far it is, where somebody sees it."""

    cancelled = False

    def report(self, done: int, total: int, _words: str = "") -> None:
        """Write one line over."""
        if sys.stderr.isatty():
            end = "\n" if done >= total - 1 else ""
            print(f"\r{100 * done // total} %", end=end, file=sys.stderr, flush=True)
