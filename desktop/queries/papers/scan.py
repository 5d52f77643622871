"""Numbers that a paper has of its own, made from what it rests on: where a scan of one leads."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select


@dataclass(frozen=True)
class Scan:
    """A paper's numbers: their form, the page and words of what is found, and the key there."""

    form: re.Pattern[str]
    page: str
    words: str
    found: Callable[[re.Match[str]], Select[Any]]
