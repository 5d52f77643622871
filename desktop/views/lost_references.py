"""A fault of PySide6 6.12 on Python 3.11, made harmless.

There every emitted signal gives up one reference to ``True`` that it doesn't own. After some
thousands nobody seems to hold ``True`` any more, and Python ends the program. From Python 3.12 on
``True`` counts no references.
"""

import ctypes
import sys

# More than a program can lose in all its life, and far from what the counter holds.
_MANY = 1 << 40


def hold_true() -> None:
    """Hold ``True`` so often that it can't be lost; once is enough, twice does no harm."""
    if sys.version_info < (3, 12) and sys.maxsize > _MANY and sys.getrefcount(True) < _MANY // 2:
        ctypes.c_ssize_t.from_address(id(True)).value += _MANY
