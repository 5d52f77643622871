"""The container of .xls files (OLE2 compound file): its streams, as far as we need them.

Only to look inside before and beside calamine, which does the reading: is this Excel at all, is
it encrypted, where are its error cells.
"""

import struct
from dataclasses import dataclass

SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")
_FREE = 0xFFFFFFFA  # sector numbers from here on are marks, not sectors
_ENTRY = struct.Struct("<64sHBB12x16x4x16xIQ")


class BrokenContainer(Exception):
    """The container is cut off or its chains of sectors lead nowhere."""


@dataclass(frozen=True)
class _Stream:
    start: int
    size: int
    is_root: bool


class Container:
    """An opened compound file. Raises BrokenContainer when it does not hang together."""

    def __init__(self, data: bytes) -> None:
        if len(data) < 512 or not data.startswith(SIGNATURE):
            raise BrokenContainer
        self._data = data
        self._version, _, shift, mini_shift = struct.unpack_from("<HHHH", data, 26)
        if shift not in {9, 12} or mini_shift != 6:
            raise BrokenContainer
        self._size = 1 << shift
        self._table = self._read_table()
        self._streams = self._read_directory()

    def names(self) -> list[str]:
        """The names of its streams and storages."""
        return list(self._streams)

    def stream(self, name: str) -> bytes | None:
        """The content of a stream, found without regard to upper or lower case, or None."""
        found = next((one for key, one in self._streams.items() if key.lower() == name), None)
        if found is None:
            return None
        if found.size >= 4096 or found.is_root:
            return self._chain(found.start, found.size)
        return self._mini_chain(found.start, found.size)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        if number >= _FREE or start >= len(self._data):
            raise BrokenContainer
        return self._data[start : start + self._size]

    def _numbers(self, sector: int) -> list[int]:
        data = self._sector(sector)
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _read_table(self) -> list[int]:
        parts = [n for n in struct.unpack_from("<109I", self._data, 76) if n < _FREE]
        (next_part,) = struct.unpack_from("<I", self._data, 68)
        seen: set[int] = set()
        while next_part < _FREE:
            if next_part in seen:
                raise BrokenContainer
            seen.add(next_part)
            *more, next_part = self._numbers(next_part)
            parts += [number for number in more if number < _FREE]
        if len(parts) > len(self._data) // self._size + 1:
            raise BrokenContainer
        return [number for part in parts for number in self._numbers(part)]

    def _chain(self, start: int, size: int) -> bytes:
        parts = []
        left = -(-size // self._size)
        if left > len(self._table):
            raise BrokenContainer
        while start < _FREE and left > 0:
            parts.append(self._sector(start))
            start = self._next(self._table, start)
            left -= 1
        return b"".join(parts)[:size]

    def _mini_chain(self, start: int, size: int) -> bytes:
        parts: list[bytes] = []
        root = next((one for one in self._streams.values() if one.is_root), None)
        if root is None:
            raise BrokenContainer
        mini = self._chain(root.start, root.size)
        table_bytes = self._whole_chain(struct.unpack_from("<I", self._data, 60)[0])
        table = list(struct.unpack(f"<{len(table_bytes) // 4}I", table_bytes))
        while start < _FREE and size > len(parts) * 64:
            parts.append(mini[start * 64 : start * 64 + 64])
            start = self._next(table, start)
        return b"".join(parts)[:size]

    def _whole_chain(self, start: int) -> bytes:
        parts: list[bytes] = []
        while start < _FREE:
            if len(parts) > len(self._table):
                raise BrokenContainer
            parts.append(self._sector(start))
            start = self._next(self._table, start)
        return b"".join(parts)

    @staticmethod
    def _next(table: list[int], sector: int) -> int:
        if sector >= len(table):
            raise BrokenContainer
        return table[sector]

    def _read_directory(self) -> dict[str, _Stream]:
        entries = self._whole_chain(struct.unpack_from("<I", self._data, 48)[0])
        streams: dict[str, _Stream] = {}
        for at in range(0, len(entries) - 127, 128):
            raw, length, kind, _, start, size = _ENTRY.unpack_from(entries, at)
            if kind not in {1, 2, 5} or not 2 <= length <= 64:
                continue
            name = raw[: length - 2].decode("utf-16-le", "replace")
            # Version 3 leaves rubbish in the upper half of the size.
            size = size & 0xFFFFFFFF if self._version == 3 else size
            streams.setdefault(name, _Stream(start, size, is_root=kind == 5))
        return streams
