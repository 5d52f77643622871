"""What all verbs share: adding one, the database option, printing JSON."""

import argparse
import json
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
