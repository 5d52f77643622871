"""Where the files that ship with the program are found."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def resource(*parts: str) -> Path:
    """The path of a shipped file: ``desktop/_resources`` in a wheel, ``resources`` beside it."""
    shipped = _PACKAGE / "_resources"
    home = shipped if shipped.is_dir() else _PACKAGE.parent / "resources"
    return home.joinpath(*parts)
