"""What the program computed for the shops of the story, as the story must know it beforehand.

The scenario tells a proposal without its lines, and a trial without its halves: the program
computes them when it is replayed. What is ordered and delivered after it rests on them, so they lie
in ``proposed.json``, by the proposal and its shop, and by the trial.
``python -m training.computing`` computes them anew.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

Lines = list[dict[str, Any]]

FILE = Path(__file__).with_name("proposed.json")


@cache
def drawn(seed: int) -> dict[str, list[str]]:
    """The shops that begin in each trial, by its name; none for the story of another seed."""
    found: dict[str, list[str]] = _kept(seed).get("trials", {})
    return found


@cache
def proposed(seed: int) -> dict[str, Lines]:
    """The lines by proposal and shop; none for the story of another seed."""
    found: dict[str, Lines] = _kept(seed).get("proposals", {})
    return found


def _kept(seed: int) -> dict[str, Any]:
    if not FILE.is_file():
        return {}
    kept: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return kept if kept["seed"] == seed else {}
