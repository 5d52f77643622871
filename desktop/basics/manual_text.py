"""The manual as data: chapters of plain blocks, read for whoever searches or prints them.

It is written in Markdown (``docs/manual``); the window shows that by itself.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from desktop.basics.resources import manual

if TYPE_CHECKING:
    from markdown_it.token import Token

INDEX = "README"
ROLE = "role-"  # what the name of a role's chapter begins with
HEADING, TEXT, ITEM, CODE = "heading", "text", "item", "code"
TABLE, PICTURE = "table", "picture"
_CHAPTER = re.compile(r"^- \[(?P<title>[^\]]+)\]\((?P<name>[a-z-]+)\.md\)", re.MULTILINE)
_NO_PART_OF_AN_ANCHOR = re.compile(r"[^\w\- ]")
_LATIN = re.compile(r"[!-~]")


@dataclass(frozen=True)
class Span:
    """A stretch of text of one kind; ``link`` is where it leads, as the manual has it."""

    text: str
    bold: bool = False
    link: str = ""


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, an item of a list, commands, a table or a picture (``kind``).

    ``level`` is a heading's rank from 1, or how deep a paragraph or item stands in lists;
    ``mark`` what stands before an item; ``rows`` a table's cells, its heads first; ``file`` the
    picture's, beside the manual.
    """

    kind: str
    spans: tuple[Span, ...] = ()
    level: int = 0
    mark: str = ""
    rows: tuple[tuple[str, ...], ...] = ()
    file: str = ""

    @property
    def text(self) -> str:
        """Its words without their looks."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True)
class Chapter:
    """A file of the manual: its name without ending, its title, and what stands under it."""

    name: str
    title: str
    blocks: tuple[Block, ...]


def chapter_titles() -> dict[str, str]:
    """The chapters in their order: file names without ending, and titles."""
    index = manual(f"{INDEX}.md").read_text(encoding="utf-8")
    return {found["name"]: found["title"] for found in _CHAPTER.finditer(index)}


@cache
def whole_manual() -> tuple[Chapter, ...]:
    """Every chapter in its order; read once (a quarter of a second)."""
    return tuple(read_chapter(name) for name in chapter_titles())


def read_chapter(name: str) -> Chapter:
    """A chapter by its name."""
    title, *blocks = _blocks(manual(f"{name}.md").read_text(encoding="utf-8"))
    return Chapter(name, title.text, tuple(blocks))


def anchor(heading: str) -> str:
    """How a link names a heading, as the places do where the manual is read in a browser."""
    return _NO_PART_OF_AN_ANCHOR.sub("", heading.lower()).replace(" ", "-")


def plain(text: str) -> str:
    """Text as it is compared: neither case nor the width of its letters matters."""
    return unicodedata.normalize("NFKC", text).casefold()


@dataclass
class _Reading:
    """Where the reader stands in lists and tables."""

    marks: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    is_first: bool = False
    heading: int = 0
    rows: list[tuple[str, ...]] = field(default_factory=list)
    cells: list[str] | None = None


def _blocks(text: str) -> Iterator[Block]:
    from markdown_it import MarkdownIt

    reading = _Reading()
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "inline":
            yield from _inline(token, reading)
        elif token.type == "table_close":
            yield Block(TABLE, rows=tuple(reading.rows))
            reading.rows = []
        elif token.type in ("code_block", "fence"):
            yield Block(CODE, (Span(token.content.rstrip()),), len(reading.numbers))
        else:
            _step(token, reading)


def _step(token: "Token", reading: _Reading) -> None:
    """Go into a list, an item, a heading or a row, or out of it."""
    if token.type in ("bullet_list_open", "ordered_list_open"):
        reading.numbers.append(int(token.attrs.get("start", 1)) if "ordered" in token.type else 0)
    elif token.type in ("bullet_list_close", "ordered_list_close"):
        reading.numbers.pop()
    elif token.type == "list_item_open":
        reading.is_first = True
    elif token.type == "heading_open":
        reading.heading = int(token.tag[1:])
    elif token.type == "heading_close":
        reading.heading = 0
    elif token.type == "tr_open":
        reading.cells = []
    elif token.type == "tr_close":
        reading.rows.append(tuple(reading.cells or ()))
        reading.cells = None


def _inline(token: "Token", reading: _Reading) -> Iterator[Block]:
    spans, pictures = _spans(token.children or [])
    words = "".join(span.text for span in spans)
    if reading.cells is not None:
        reading.cells.append(words)
    elif reading.heading:
        yield Block(HEADING, spans, reading.heading)
    elif words:
        depth = len(reading.numbers)
        if depth and reading.is_first:
            number, reading.is_first = reading.numbers[-1], False
            reading.numbers[-1] += number > 0
            yield Block(ITEM, spans, depth, f"{number}." if number else "•")
        else:
            yield Block(TEXT, spans, depth)
    for words, file in pictures:
        yield Block(PICTURE, (Span(words),), file=file)


def _spans(tokens: Sequence["Token"]) -> tuple[tuple[Span, ...], list[tuple[str, str]]]:
    """The stretches of a paragraph, and its pictures with what they are called."""
    found: list[Span] = []
    pictures: list[tuple[str, str]] = []
    bold, link = False, ""
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            bold = token.type == "strong_open"
        elif token.type in ("link_open", "link_close"):
            link = unquote(str(token.attrs.get("href", "")))
        elif token.type == "image":
            pictures.append((token.content, str(token.attrs["src"])))
        elif token.type in ("softbreak", "hardbreak"):
            found.append(Span("\n"))
        elif token.content:
            found.append(Span(token.content, bold, link))
    return _joined(found), pictures


def _joined(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The lines of a paragraph set as one: hanzi need no space between them."""
    made: list[Span] = []
    for place, span in enumerate(spans):
        if span.text != "\n":
            made.append(span)
            continue
        before = made[-1].text[-1:] if made else ""
        after = spans[place + 1].text[:1] if place + 1 < len(spans) else ""
        if _LATIN.match(before) and _LATIN.match(after):
            made.append(Span(" "))
    return tuple(made)
