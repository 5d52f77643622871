"""What the program computed for the shops of the story, as the story must know it beforehand.

The scenario tells a proposal without its lines: the program computes them when it is replayed. What
is ordered and delivered after it rests on them, so they lie in ``proposed.json``, by the proposal
and its shop. ``python -m training.computing`` computes them anew.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

Lines = list[dict[str, Any]]

FILE = Path(__file__).with_name("proposed.json")


@cache
def proposed(seed: int) -> dict[str, Lines]:
    """The lines by proposal and shop; none for the story of another seed."""
    if not FILE.is_file():
        return {}
    kept: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    found: dict[str, Lines] = kept["proposals"]
    return found if kept["seed"] == seed else {}
