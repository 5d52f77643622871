"""The fonts of paper: which one has a character, how wide it is, what none can print.

Every text goes through here before it reaches the page, because a PDF shows a missing
character as a silent blank.
"""

import re
import unicodedata
from functools import cache
from itertools import groupby
from typing import Any

from desktop.basics.resources import resource

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
_SPACES = {"\t": " ", "\u00a0": " ", "\u2002": " ", "\u2003": "\u3000"}
# Joiners, marks of direction and selectors of variants have no shape of their own.
_SHAPELESS = frozenset({"Cc", "Cf", "Cs"})


class _Widths(dict[str, tuple[str, float]]):
    """Character → the font that prints it and its width at size 1; filled as asked."""

    def __init__(self, order: tuple[Any, ...]) -> None:
        super().__init__()
        self._faces = tuple((font.fontName, font.face) for font in order)

    def __missing__(self, character: str) -> tuple[str, float]:
        code = ord(character)
        for name, face in self._faces:
            if code in face.charToGlyph:
                self[character] = name, face.getCharWidth(code) / 1000
                return self[character]
        raise KeyError(character)


@cache
def _register() -> dict[bool, _Widths]:
    """Load the font files, once a process (about 0.1 s), and tell their widths by bold or not."""
    from reportlab.pdfbase import pdfmetrics

    loaded = {name: _font(name, file) for name, file in _FILES.items()}
    for font in loaded.values():
        pdfmetrics.registerFont(font)
    return {
        False: _Widths((loaded[REGULAR], loaded[RARE])),
        True: _Widths((loaded[BOLD], loaded[RARE])),
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

    return PaperFont(name, str(resource("fonts", file)))


def _surrogates(entry: re.Match[str]) -> str:
    return f"<{chr(int(entry[1], 16)).encode('utf-16-be').hex().upper()}>"


def printable(text: str) -> str:
    """The text as paper can show it: one line's characters, 〓 for what no font has."""
    widths = _register()[False]
    if all(character in widths for character in text):
        return text
    return "".join(_printable(character) for character in unicodedata.normalize("NFC", text))


def _printable(character: str) -> str:
    character = _SPACES.get(character, character)
    if _has(character):
        return character
    if _is_shapeless(character):
        return ""
    return MISSING


def _has(character: str) -> bool:
    if _is_shapeless(character):
        return False
    try:
        return bool(_register()[False][character])
    except KeyError:
        return False


def _is_shapeless(character: str) -> bool:
    variant = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return variant or unicodedata.category(character) in _SHAPELESS


def unprintable(text: str) -> tuple[str, ...]:
    """The characters of a text that no font has, each once, in order; they print as 〓."""
    missing = (
        character
        for character in unicodedata.normalize("NFC", text)
        if not (_is_shapeless(character) or _has(_SPACES.get(character, character)))
    )
    return tuple(dict.fromkeys(missing))


def width(text: str, size: float, bold: bool = False) -> float:
    """How wide a printable text is, in points."""
    widths = _register()[bold]
    return size * sum(widths[character][1] for character in text)


def runs(text: str, bold: bool = False) -> list[tuple[str, str]]:
    """A printable text cut into (font, piece) where the font changes."""
    widths = _register()[bold]
    grouped = groupby(text, key=lambda character: widths[character][0])
    return [(font, "".join(piece)) for font, piece in grouped]
