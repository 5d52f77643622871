"""A long pile of papers drawn in parts, on all processors, and bound into one PDF.

Where a part ends follows from the papers alone, so that the same papers give the same bytes on
every computer.
"""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from typing import TYPE_CHECKING

from desktop.basics.i18n import DEFAULT_LANGUAGE, language, made_in
from desktop.basics.layout import Layout
from desktop.printing.binding import bound
from desktop.printing.door import Missing, missing_in, through
from desktop.printing.page import Sheet

if TYPE_CHECKING:
    from desktop.printing.paper import Paper

PART = 250  # papers: a process needs as long to begin as for some fifty


@dataclass(frozen=True)
class Drawn:
    """A PDF, what no font could print in it, and how its papers that come back are laid out."""

    data: bytes
    missing: tuple[Missing, ...]
    layouts: tuple[Layout, ...]


@dataclass(frozen=True)
class _Part:
    """Papers to be drawn, and how the whole pile is called."""

    papers: Sequence["Paper"]
    title: str
    author: str
    made_on: date
    marks: Mapping[str, str] | None
    language: str


def drawn(papers: Sequence["Paper"], marks: Mapping[str, str] | None) -> Drawn:
    """The papers as one PDF, called after the first."""
    first: Paper = through(papers[0])
    spoken = language() if first.follows_window else DEFAULT_LANGUAGE
    parts = [
        _Part(
            papers[start : start + PART],
            first.called(),
            first.letterhead.author,
            papers[0].issue_day,
            marks,
            spoken,
        )
        for start in range(0, len(papers), PART)
    ]
    if len(parts) == 1:
        return _drawn(parts[0])
    found = _drawn_apart(parts)
    return Drawn(
        bound([one.data for one in found]),
        tuple(missing for one in found for missing in one.missing),
        tuple(layout for one in found for layout in one.layouts),
    )


def _drawn_apart(parts: Sequence[_Part]) -> Sequence[Drawn]:
    """The parts as processes of their own draw them; here, where there can be none."""
    workers = min(len(parts), os.cpu_count() or 1)
    if workers > 1:
        try:
            with ProcessPoolExecutor(workers, get_context("spawn")) as pool:
                return list(pool.map(_drawn, parts))
        except (BrokenProcessPool, OSError):
            pass  # a process was ended from outside: the paper is wanted all the same
    return [_drawn(part) for part in parts]


def _drawn(part: _Part) -> Drawn:
    sheet = Sheet(part.title, part.author, part.made_on, part.marks)
    with made_in(part.language):
        for paper in part.papers:
            clean: Paper = through(paper)
            clean.draw_on(sheet)
        data = sheet.finish()
    missing = (one for paper in part.papers for one in missing_in(paper.called(), paper))
    return Drawn(data, tuple(missing), tuple(sheet.layouts))
