"""How far long work is, on the program's button in the taskbar of Windows.

PySide6 has no word for it (Qt took its module away with version 6), so the shell is asked itself,
by ITaskbarList3. Elsewhere, and where the shell has no taskbar, nothing happens.
"""

import ctypes
import platform
from functools import cache
from typing import Any

_NONE, _UNKNOWN, _NORMAL = 0, 1, 2  # TBPF_NOPROGRESS, TBPF_INDETERMINATE, TBPF_NORMAL
# Places in the interface's table: three of IUnknown, five of ITaskbarList, one of ITaskbarList2.
_INITIALISE, _VALUE, _STATE = 3, 9, 10
_CLASS = "56fdf344-fd6d-11d0-958a-006097c9a090"
_INTERFACE = "ea1afb91-9e28-4b86-90e9-9e9f8a5eefaf"
_IN_PROCESS = 1


class Taskbar:
    """The taskbar as its interface is given: a pointer to a pointer to its table."""

    def __init__(self, pointer: ctypes.c_void_p) -> None:
        self._pointer = pointer
        table = ctypes.cast(pointer, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
        whom, window = ctypes.c_void_p, ctypes.c_void_p
        large = ctypes.c_ulonglong

        answer = ctypes.c_long
        self._value = ctypes.CFUNCTYPE(answer, whom, window, large, large)(table[_VALUE] or 0)
        self._state = ctypes.CFUNCTYPE(answer, whom, window, ctypes.c_int)(table[_STATE] or 0)
        ctypes.CFUNCTYPE(answer, whom)(table[_INITIALISE] or 0)(pointer)

    def show(self, window: int, done: int, total: int) -> None:
        """Show how far it is; of no ``total`` only that something is under way."""
        if total > 0:
            self._state(self._pointer, window, _NORMAL)
            self._value(self._pointer, window, max(0, min(done, total)), total)
        else:
            self._state(self._pointer, window, _UNKNOWN)

    def clear(self, window: int) -> None:
        """Nothing is under way any more."""
        self._state(self._pointer, window, _NONE)


@cache
def taskbar() -> Taskbar | None:
    """The taskbar of this computer; None where there is none to ask."""
    if platform.system() != "Windows":
        return None
    ole: Any = ctypes.windll.ole32  # type: ignore[attr-defined]
    found = ctypes.c_void_p()
    failed = ole.CoCreateInstance(
        _guid(_CLASS), None, _IN_PROCESS, _guid(_INTERFACE), ctypes.byref(found)
    )
    return None if failed or not found else Taskbar(found)


def _guid(text: str) -> ctypes.Array[ctypes.c_char]:
    """A GUID as Windows keeps it in memory, its first three parts with the low byte first."""
    from uuid import UUID

    return ctypes.create_string_buffer(UUID(text).bytes_le, 16)
