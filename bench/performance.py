"""The table as a page with a chart: ``docs/performance.md``, for who doesn't run it."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from math import log10
from pathlib import Path
from statistics import median
from typing import Protocol

from bench.measure import Result

_DOCS = Path(__file__).parents[1] / "docs"
_ROW, _NAMES, _WIDE, _DECADES = 22, 380, 340, 3  # pixels, and powers of ten that the chart shows


class Measured(Protocol):
    """A row of the table."""

    name: str

    @property
    def line(self) -> str: ...


def write_report(rows: Sequence[Measured]) -> None:
    """Write the page and its chart."""
    compared = [one for one in rows if isinstance(one, Result)]
    (_DOCS / "performance.svg").write_text(_chart(compared), encoding="utf-8")
    lines = [
        "# How quick it is",
        "",
        f"Written by `python dev.py bench` on {datetime.now(UTC):%Y-%m-%d}: {_machine()}.",
        "Medians; ratios of the quickest rounds, measured by turns in one run, so that a busy",
        "machine slows both. Bars are on a scale of tens: the line is as quick as the bare way.",
        "",
        "![Ratios to the bare way](performance.svg)",
        "",
        "| what | ours | against | ratio |",
        "| --- | --- | --- | --- |",
    ]
    for one in rows:
        if isinstance(one, Result):
            ours, bare = (1000 * median(some) for some in (one.ours_s, one.bare_s))
            cells = f"{ours:,.1f} ms", f"{one.bare}: {bare:,.1f} ms", f"{one.ratio:,.1f} ×"
        else:
            cells = " ".join(one.line.removeprefix(one.name).split()), "", ""
        lines.append(f"| {one.name} | {' | '.join(cells)} |")
    (_DOCS / "performance.md").write_text("\n".join([*lines, ""]), encoding="utf-8")


def _machine() -> str:
    return (
        f"{os.cpu_count()} cores of {platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )


def _chart(rows: Sequence[Result]) -> str:
    high = _ROW * len(rows) + 10
    middle = _NAMES + _WIDE / _DECADES  # one decade below 1, the others above
    drawn = []
    for place, one in enumerate(rows):
        y = _ROW * place + 5
        reach = max(-1.0, min(_DECADES - 1.0, log10(one.ratio))) * _WIDE / _DECADES
        name = one.name.replace("&", "&amp;").replace("<", "&lt;")
        drawn.append(
            f'<text x="{_NAMES - 8}" y="{y + 14}" text-anchor="end">{name}</text>'
            f'<rect x="{min(middle, middle + reach):.1f}" y="{y + 3}" width="{abs(reach):.1f}"'
            f' height="{_ROW - 8}" fill="#2b7a78"/>'
            f'<text x="{max(middle, middle + reach) + 5:.1f}" y="{y + 14}">'
            f"{one.ratio:,.1f} ×</text>"
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_NAMES + _WIDE + 70}" height="{high}"'
        ' font-family="sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>'
        f'<line x1="{middle:.1f}" y1="0" x2="{middle:.1f}" y2="{high}" stroke="#888"/>'
        f"{''.join(drawn)}</svg>\n"
    )
