"""The README names every verb of the command, and every kind of what they read and write."""

import argparse
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from desktop.cli import command
from desktop.planning.kinds import KINDS as PLANS
from desktop.queries.reports.registry import REPORTS
from desktop.services.imports.registry import KINDS as LISTS
from desktop.services.papers.registry import PAPERS

README = Path(__file__).resolve().parents[1] / "README.md"
# The window itself, the training office (`dev.py run`), and what makes pictures of them.
_ELSEWHERE = {"window", "run", "pictures", "manual-pictures"}


def verbs() -> set[str]:
    """What can stand after the command's name."""
    (found,) = (one for one in command()._actions if isinstance(one, argparse._SubParsersAction))
    return set(found.choices)


def told(verb: str) -> str:
    """What the README says of a verb: its line, and those that go on with it."""
    text = README.read_text("utf-8")
    found = re.search(rf"^    zhongxiao {verb} .*\n(?: {{8,}}.*\n)*", text, re.MULTILINE)
    assert found, f"the README doesn't tell of {verb}"
    return found[0]


def test_every_verb_is_told() -> None:
    for verb in verbs() - _ELSEWHERE:
        assert told(verb)


@pytest.mark.parametrize(
    ("verb", "names"),
    [
        ("print", [one.word for one in PAPERS.values()]),
        ("report", REPORTS),
        ("import", LISTS),
        ("plan", PLANS),
    ],
)
def test_every_kind_is_told(verb: str, names: Iterable[str]) -> None:
    words = re.findall(r"[a-z]+(?:-[a-z]+)*", told(verb))
    assert [name for name in names if name not in words] == []
