"""The room that a font takes: what ReportLab keeps of one, as small as it can be.

It holds the whole file, and of each of 30,000 signs several Python objects: 17 MB a font.
"""

from array import array
from collections.abc import Iterable, Mapping
from itertools import chain
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any


class Mapped:
    """A font file as ReportLab opens one; it is mapped, so that others can have its room."""

    def __init__(self, file: Path) -> None:
        self._file, self.name = file, str(file)

    def read(self) -> mmap:
        """All of it, though nothing is copied."""
        with self._file.open("rb") as opened:
            return mmap(opened.fileno(), 0, access=ACCESS_READ)


def save_room(face: Any) -> None:
    """Keep of a face, just read, only what setting and embedding text asks for."""
    face.get_table = _Tables(face)
    face.charToGlyph = _Signs(face.charToGlyph)
    face.hmetrics = _Pairs(face.hmetrics)
    face.glyphPos = array("I", face.glyphPos)
    # Signs of the usual width needn't be named.
    usual = face.defaultWidth
    face.charWidths = {sign: wide for sign, wide in face.charWidths.items() if wide != usual}
    face.glyphToChar = {}  # asked only where Arabic and the like are shaped


class _Signs:
    """The number of each sign's shape, by its code; as a dict of that it is asked."""

    def __init__(self, shapes: Mapping[int, int]) -> None:
        # 0 is the shape of what is missing: no sign has it.
        self._shapes = array("H", bytes(2 * (max(shapes) + 1)))
        for code, shape in shapes.items():
            self._shapes[code] = shape

    def __contains__(self, code: int) -> bool:
        return 0 <= code < len(self._shapes) and self._shapes[code] > 0

    def __getitem__(self, code: int) -> int:
        return self._shapes[code]


class _Pairs:
    """Pairs of small numbers by their place."""

    def __init__(self, pairs: Iterable[tuple[int, int]]) -> None:
        self._flat = array("H", chain.from_iterable(pairs))

    def __getitem__(self, place: int) -> tuple[int, int]:
        return self._flat[2 * place], self._flat[2 * place + 1]


class _Tables:
    """A font file's tables by name; of that of the shapes, which is nearly all, parts are taken."""

    def __init__(self, face: Any) -> None:
        self._data, self._places = (
            face._ttf_data,  # `get_chunk` would hold the face, which holds this
            {name: (one["offset"], one["length"]) for name, one in face.table.items()},
        )

    def __call__(self, name: str) -> "bytes | _Part":
        start, length = self._places[name]
        if name == "glyf":
            return _Part(self._data, start)
        whole: bytes = self._data[start : start + length]
        return whole


class _Part:
    """A part of a file, of which slices are taken without copying it."""

    def __init__(self, data: mmap, start: int) -> None:
        self._data, self._start = data, start

    def __getitem__(self, place: slice) -> bytes:
        return self._data[self._start + place.start : self._start + place.stop]
