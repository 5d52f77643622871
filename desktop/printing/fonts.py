"""The fonts of paper: which one has a character, how wide it is, what none can print.

Every text goes through here before it reaches the page, because a PDF shows a missing
character as a silent blank.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from desktop.basics.resources import resource
from desktop.printing.font_room import Mapped, save_room

REGULAR = "Zhongxiao"
BOLD = "Zhongxiao-Bold"
RARE = "Zhongxiao-Rare"

_FILES = {
    REGULAR: "NotoSansSC-Regular.ttf",
    BOLD: "NotoSansSC-Bold.ttf",
    RARE: "ZhongxiaoRare-Regular.ttf",
}
# The printers' customary stand-in for a character that is not in the case.
MISSING = "〓"
_WIDE_ENTRY = re.compile(r"<([0-9A-F]{5,6})>")
_SPACES = {"\u2003": "\u3000"}
_LINE_ENDS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029")
# Joiners, marks of direction and selectors of variants have no shape of their own.
_SHAPELESS = frozenset({"Cc", "Cf", "Cs"})

# Each of these fills one half of its square: what is empty between two of them closes up.
OPENING = frozenset("（《〈「『【〔〖〘〚｛［“‘")
CLOSING = frozenset("，。、；：？！）》〉」』】〕〗〙〛｝］”’")
_HAN = re.compile(
    r"[々〇\u2e80-\u2fdf\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_LATIN = re.compile(r"[0-9A-Za-zÀ-ɏ%¥²³°]")
# What a character is to its neighbour.
_OTHER, _IS_HAN, _IS_LATIN, _OPENS, _CLOSES = range(5)
_HALF, _QUARTER = -0.5, 0.25
# The em that lie between two characters more than their widths say.
_BETWEEN = {
    (_IS_HAN, _IS_LATIN): _QUARTER,
    (_IS_LATIN, _IS_HAN): _QUARTER,
    (_CLOSES, _CLOSES): _HALF,
    (_CLOSES, _OPENS): _HALF,
    (_OPENS, _OPENS): _HALF,
}
# The font of a character, its width at size 1, and what it is to its neighbour.
Glyph = tuple[str, float, int]


class _Glyphs(dict[str, Glyph]):
    """Characters that a font has; filled as asked. What none has is as wide as its stand-in."""

    def __init__(self, order: tuple[Any, ...]) -> None:
        super().__init__()
        self._faces = tuple((font.fontName, font.face) for font in order)

    def __missing__(self, character: str) -> Glyph:
        code = ord(character)
        for name, face in self._faces:
            if code in face.charToGlyph and not _is_shapeless(character):
                wide = face.getCharWidth(code) / 1000
                self[character] = name, wide, _kind(character, wide)
                return self[character]
        stand_in = _printable(character)
        return self[stand_in] if len(stand_in) == 1 else (REGULAR, width(stand_in, 1), _OTHER)


def _kind(character: str, wide: float) -> int:
    if wide == 1 and character in OPENING:
        return _OPENS
    if wide == 1 and character in CLOSING:
        return _CLOSES
    if _HAN.match(character):
        return _IS_HAN
    return _IS_LATIN if _LATIN.match(character) else _OTHER


@cache
def _register() -> dict[bool, _Glyphs]:
    """Load the font files, once a process (about 0.1 s), and tell their widths by bold or not."""
    from reportlab.pdfbase import pdfmetrics

    loaded = {name: _font(name, file) for name, file in _FILES.items()}
    for font in loaded.values():
        pdfmetrics.registerFont(font)
    return {
        False: _Glyphs((loaded[REGULAR], loaded[RARE])),
        True: _Glyphs((loaded[BOLD], loaded[RARE])),
    }


def _font(name: str, file: str) -> Any:
    from reportlab.pdfbase.ttfonts import TTFont

    class PaperFont(TTFont):  # type: ignore[misc, unused-ignore]
        """A TrueType font whose characters beyond U+FFFF can be copied and searched."""

        def addObjects(self, doc: Any) -> None:  # noqa: N802 - ReportLab's name
            super().addObjects(doc)
            for key, stream in doc.idToObject.items():
                if str(key).startswith("toUnicodeCMap:"):
                    stream.content = _WIDE_ENTRY.sub(_surrogates, stream.content)

    font = PaperFont(name, Mapped(resource("fonts", file)))
    save_room(font.face)
    return font


def _surrogates(entry: re.Match[str]) -> str:
    return f"<{chr(int(entry[1], 16)).encode('utf-16-be').hex().upper()}>"


def load() -> None:
    """Load the fonts, if they aren't yet."""
    _register()


@lru_cache(4_096)
def printable(text: str) -> str:
    """The text as one line of paper can show it, 〓 for what no font has."""
    glyphs = _register()[False]
    if all(character in glyphs for character in text):
        return text
    return "".join(_printable(character) for character in unicodedata.normalize("NFC", text))


def _printable(character: str) -> str:
    """What stands for a character: itself, a space, nothing, its plain letters, or 〓."""
    if character in _LINE_ENDS:
        return " "
    if _is_shapeless(character):
        return ""
    if _has(character):
        return character
    if unicodedata.category(character) == "Zs":
        return _SPACES.get(character, " ")
    plain = unicodedata.normalize("NFKC", character)
    return plain if plain != character and all(map(_has, plain)) else MISSING


def _has(character: str) -> bool:
    code = ord(character)
    return any(code in face.charToGlyph for face in _faces())


@cache
def _faces() -> tuple[Any, ...]:
    return tuple(font_named(name).face for name in (REGULAR, RARE))


def _is_shapeless(character: str) -> bool:
    variant = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return variant or unicodedata.category(character) in _SHAPELESS


@lru_cache(4_096)
def unprintable(text: str) -> tuple[str, ...]:
    """The characters of a text that no font has, each once, in order; they print as 〓."""
    glyphs = _register()[False]
    if all(character in glyphs for character in text):
        return ()
    missing = (
        character
        for character in unicodedata.normalize("NFC", text)
        if character != MISSING and _printable(character) == MISSING
    )
    return tuple(dict.fromkeys(missing))


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a printable text is when it is set, in points."""
    return size * _width(text, bold)


@lru_cache(16_384)  # a text is measured when its table is laid out, for its size, its lines
def _width(text: str, bold: bool) -> float:
    glyphs = _register()[bold]
    total, before = 0.0, _OTHER
    for character in text:
        _font_name, wide, kind = glyphs[character]
        total += wide + _BETWEEN.get((before, kind), 0) if before and kind else wide
        before = kind
    return total


def between(before: str, after: str) -> float:
    """How many em lie between two texts more than their widths, where they meet on a line."""
    if not before or not after:
        return 0
    glyphs = _register()[False]
    return _BETWEEN.get((glyphs[before[-1]][2], glyphs[after[0]][2]), 0)


@lru_cache(16_384)
def runs(text: str, bold: bool = False) -> Sequence[tuple[str, str, float]]:
    """A printable text cut where font or spacing changes: (font, piece, em before the piece)."""
    glyphs = _register()[bold]
    pieces: list[tuple[str, str, float]] = []
    before, start, last = _OTHER, 0, ""
    for index, character in enumerate(text):
        font, _wide, kind = glyphs[character]
        gap = _BETWEEN.get((before, kind), 0) if before and kind else 0
        if font != last or gap:
            pieces.append((font, "", gap))
            start = index
        font, _piece, gap = pieces[-1]
        pieces[-1] = font, text[start : index + 1], gap
        last, before = font, kind
    return pieces


@cache
def font_named(name: str) -> Any:
    """The loaded font of this name."""
    from reportlab.pdfbase import pdfmetrics

    _register()
    return pdfmetrics.getFont(name)
