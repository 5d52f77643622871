"""Where the files that ship with the program are found."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """The path of a shipped file: ``desktop/_resources`` in a wheel, ``resources`` beside it."""
    shipped = _PACKAGE / "_resources"
    home = shipped if shipped.is_dir() else _PACKAGE.parent / "resources"
    return home.joinpath(*parts)


def manual(*parts: str) -> Path:
    """The path of a file of the manual: in the wheel, or in the checkout's ``docs``."""
    shipped = _PACKAGE / "_resources" / "manual"
    home = shipped if shipped.is_dir() else _PACKAGE.parent / "docs" / "manual"
    return home.joinpath(*parts)
