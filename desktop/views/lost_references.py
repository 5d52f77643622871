"""A fault of PySide6 6.12 on Python 3.11, made harmless.

There every emitted signal gives up one reference to ``True`` that it doesn't own, and every call
that gives ``None`` (``setText()``, ``parentWidget()`` …) one to ``None``. After some thousands
nobody seems to hold them any more, and Python ends the program. From Python 3.12 on these objects
count no references.
"""

import ctypes
import sys

# More than a program can lose in all its life, and far from what the counter holds.
_MANY = 1 << 40


def hold_constants() -> None:
    """Hold ``None``, ``True`` and ``False`` so often that they are never lost; twice is no harm."""
    if sys.version_info >= (3, 12) or sys.maxsize <= _MANY:
        return
    for constant in (None, True, False):
        if sys.getrefcount(constant) < _MANY // 2:
            ctypes.c_ssize_t.from_address(id(constant)).value += _MANY
