"""Modules are loaded without PySide reading the source of each of them.

It looks in there whether a module may switch to its other names (``snake_case``), and Python then
keeps every line that was read: half the time of loading, and tens of megabytes. Nothing here
switches, so each module is said not to use PySide's switch at all. PySide has no setting for it.
"""

from importlib import import_module
from types import ModuleType


def import_plainly() -> None:
    """From now on no source is read for it; without effect where PySide looks in another way."""
    import_module("PySide6.QtCore")
    feature = import_module("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        feature.__dict__["_mod_uses_pyside"] = _switches_nothing


def _switches_nothing(_module: ModuleType) -> bool:
    return False
