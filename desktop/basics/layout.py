"""Where what is ticked stands on a printed paper: told by its drawing, asked by who reads its scan.

Places are whole hundredths of a millimetre from the upper left corner of a page.
"""

import base64
import hashlib
import json
import re
from dataclasses import astuple, dataclass
from functools import cached_property
from typing import Any

KEPT_AS = "layout"  # the kind of issued paper as which it is kept
# What some telephones make and nothing here reads: it is said, and not passed over.
UNREAD_KINDS = frozenset((".heic", ".heif"))
# What a scanner or a telephone makes.
SCAN_KINDS = UNREAD_KINDS | {".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp"}
Rectangle = tuple[int, int, int, int]  # left, top, right, bottom
_DIGEST = 8
_CODE = re.compile(rf"(.+)/(\d{{1,3}})\.([A-Z2-7]{{{_DIGEST}}})", re.ASCII | re.DOTALL)


@dataclass(frozen=True)
class Square:
    """A square: its upper left corner and its side."""

    x: int
    y: int
    side: int

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return self.x + self.side / 2, self.y + self.side / 2


@dataclass(frozen=True)
class Tick:
    """A box to tick: what a tick in it says of which ``row``, as a ``value`` of a ``field``.

    Of a field with ``several`` any number may be ticked, of any other one. In a ``printed`` one a
    tick was printed, as what is known so far.
    """

    row: str
    field: str
    value: str
    box: Square
    several: bool = False
    printed: bool = False


@dataclass(frozen=True)
class Strip:
    """The part of a page that is about a ``row``: what a person looks at who confirms it."""

    row: str
    x: int
    y: int
    wide: int
    high: int


@dataclass(frozen=True)
class LaidPage:
    """A page: its code, the boxes on it, and its strips.

    ``printed`` is what stands about the boxes, ``written`` where people write by hand. Papers of
    before know neither.
    """

    code: Square
    ticks: tuple[Tick, ...]
    strips: tuple[Strip, ...]
    printed: tuple[Rectangle, ...] = ()
    written: tuple[Rectangle, ...] = ()

    def told(self) -> tuple[Any, ...]:
        """It as it is kept: a paper of before without what it doesn't know."""
        ticks, strips = map(astuple, self.ticks), map(astuple, self.strips)
        whole = astuple(self.code), tuple(ticks), tuple(strips)
        # Of plain figures: astuple would copy each of them.
        about = self.printed, self.written
        return (*whole, *about) if any(about) else whole


@dataclass(frozen=True)
class Layout:
    """A printed paper: its ``kind``, its number, whose it is, and its pages.

    ``marks`` are the black squares at the corners of each page: from the upper left to the right,
    then the lower two.
    """

    kind: str
    number: str
    office: str
    wide: int
    high: int
    marks: tuple[Square, ...]
    pages: tuple[LaidPage, ...]

    def to_json(self) -> str:
        """All of it as JSON text, lists for what stands there often; the same for the same one."""
        said = {
            **{name: getattr(self, name) for name in ("kind", "number", "office", "wide", "high")},
            "marks": [astuple(one) for one in self.marks],
            "pages": [page.told() for page in self.pages],
        }
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def digest(self) -> str:
        """A short word for just this layout, which its pages bear."""
        said = hashlib.sha256(self.to_json().encode()).digest()
        return base64.b32encode(said)[:_DIGEST].decode()

    def code_of(self, page: int) -> str:
        """What the code of a page says, counted from 1."""
        return f"{self.number}/{page}.{self.digest}"


@dataclass(frozen=True)
class PageCode:
    """What the code of a page says: the paper's number, the page from 1, the layout's digest."""

    number: str
    page: int
    digest: str


def page_code(text: str) -> PageCode | None:
    """What a code says; None for one of any other kind."""
    found = _CODE.fullmatch(text)
    return PageCode(found[1], int(found[2]), found[3]) if found else None


def number_in(text: str) -> str:
    """The paper's number in what a scanner types, be it a page's code or the number alone."""
    found = page_code(text)
    return found.number if found else text


def layout_from_json(text: str) -> Layout:
    """The layout that ``to_json`` wrote; raises ValueError for any other text."""
    try:
        return _layout(json.loads(text))
    except (KeyError, TypeError) as error:
        raise ValueError(f"no layout: {error}") from error


def _layout(said: dict[str, Any]) -> Layout:
    pages = tuple(
        LaidPage(
            Square(*code),
            tuple(_tick(*one) for one in ticks),
            tuple(Strip(*one) for one in strips),
            *(tuple(_rectangle(*one) for one in some) for some in about),
        )
        for code, ticks, strips, *about in said["pages"]
    )
    marks = tuple(Square(*one) for one in said["marks"])
    return Layout(**{**said, "marks": marks, "pages": pages})


def _tick(row: str, field: str, value: str, box: list[int], *how: bool) -> Tick:
    return Tick(row, field, value, Square(*box), *how)


def _rectangle(left: int, top: int, right: int, bottom: int) -> Rectangle:
    return left, top, right, bottom
