"""Python's look for garbage in rings, while a command makes very many records."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_rarely() -> Iterator[None]:
    """Records are held to a work's end: looking all through them for garbage finds hardly any.

    For commands; a window collects in a way of its own (``views/kit/garbage.py``).
    """
    usual = gc.get_threshold()
    gc.set_threshold(10_000, 20, 200)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
