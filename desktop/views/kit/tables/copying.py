"""Rows as a spreadsheet takes them from the clipboard: cells apart by tabs, under headings."""

from collections.abc import Iterable, Sequence

_QUOTED = ("\t", "\n", "\r", '"')
_FORMULA = ("=", "@", "+", "-")  # what a spreadsheet would reckon with instead of showing it


def as_cells(rows: Iterable[Sequence[str]]) -> str:
    """Rows of texts as one text; what would be taken for a formula stays text."""
    return "\n".join("\t".join(map(_cell, row)) for row in rows)


def _cell(text: str) -> str:
    if text.startswith(_FORMULA) and not _is_figure(text):
        text = f" {text}"
    if any(sign in text for sign in _QUOTED):
        return '"{}"'.format(text.replace('"', '""'))
    return text


def _is_figure(text: str) -> bool:
    """Whether it is an amount or a number with its sign, which stays one."""
    figures = text[1:].replace(",", "").replace(".", "", 1).removesuffix("%").strip()
    return text[0] in "+-" and (figures.isdecimal() or not figures)
