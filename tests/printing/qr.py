"""Reads the QR codes of a printed page, as a scanner would: from the picture of the page."""

from collections.abc import Iterator

import pypdfium2
from pypdfium2 import raw

_SCALE = 6
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_MASKS = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, _x: y % 2 == 0,
    lambda _y, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
)
Grid = list[list[bool]]


def codes(data: bytes, page: int = 0) -> list[str]:
    """What the codes of a page say, from the top; only small ones of one block of data."""
    sheet = pypdfium2.PdfDocument(data)[page]
    picture = sheet.render(scale=_SCALE).to_pil().convert("L")
    high = sheet.get_height()
    found = []
    for left, _bottom, right, top in _squares(sheet):
        side = (right - left) * _SCALE

        def dark(x: float, y: float, left: float = left, top: float = top) -> bool:
            place = round(left * _SCALE + x), round((high - top) * _SCALE + y)
            return bool(picture.getpixel(place) < 128)

        # A finder's edge is seven modules long: that tells how many there are in all.
        edge = next(x for x in range(3, int(side)) if not dark(x, 3))
        count = round((side * 7 / edge - 17) / 4) * 4 + 17
        cell = side / count
        middles = [(place + 0.5) * cell for place in range(count)]
        found.append((-top, _read([[dark(x, y) for x in middles] for y in middles])))
    return [text for _top, text in sorted(found)]


def _squares(sheet: pypdfium2.PdfPage) -> Iterator[tuple[float, float, float, float]]:
    """The places of the paths that are codes: square, and of many rectangles."""
    for path in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = path.get_bounds()
        square = abs((right - left) - (top - bottom)) < 0.5
        if square and raw.FPDFPath_CountSegments(path.raw) > 200:
            yield left, bottom, right, top


def _read(grid: Grid) -> str:
    count = len(grid)
    mask = sum(bit << (2 - place) for place, bit in enumerate(grid[8][2:5])) ^ 0b101
    bits = "".join(
        str(int(grid[y][x] ^ _MASKS[mask](y, x)))
        for y, x in _walk(count)
        if not _is_pattern(y, x, count)
    )
    return _text(bits)


def _walk(count: int) -> Iterator[tuple[int, int]]:
    """Two columns at a time from the right, up and down in turn."""
    upward = True
    for right in (x if x > 6 else x - 1 for x in range(count - 1, 0, -2)):
        rows = range(count - 1, -1, -1) if upward else range(count)
        for y in rows:
            yield y, right
            yield y, right - 1
        upward = not upward


def _is_pattern(y: int, x: int, count: int) -> bool:
    near, far = 8, count - 9
    finder = (y <= near and (x <= near or x > far)) or (y > far and x <= near)
    aligned = count > 21 and count - 9 <= y < count - 4 and count - 9 <= x < count - 4
    return finder or aligned or y == 6 or x == 6


def _text(bits: str) -> str:
    mode, bits = int(bits[:4], 2), bits[4:]
    if mode == 4:
        length, bits = int(bits[:8], 2), bits[8:]
        return bytes(int(bits[8 * n : 8 * n + 8], 2) for n in range(length)).decode()
    assert mode == 2, f"a mode that no number of ours needs: {mode}"
    length, bits = int(bits[:9], 2), bits[9:]
    pairs = [int(bits[11 * n : 11 * n + 11], 2) for n in range(length // 2)]
    text = "".join(_ALPHABET[pair // 45] + _ALPHABET[pair % 45] for pair in pairs)
    start = 11 * (length // 2)
    return text + (_ALPHABET[int(bits[start : start + 6], 2)] if length % 2 else "")
