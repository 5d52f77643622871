"""Pictures as people have them: photos lying on their side, packs on a clear ground."""

from io import BytesIO
from pathlib import Path

from PIL import Image

_LYING = {0x0112: 6}  # EXIF: to be turned a quarter to the right


def photo(folder: Path, name: str, *, lying: bool = False) -> Path:
    """A JPEG of 1200 × 800, red at its left half, as a phone makes it."""
    picture = Image.new("RGB", (1200, 800), "#2040c0")
    picture.paste("#d02020", (0, 0, 600, 800))
    exif = Image.Exif()
    if lying:
        exif.update(_LYING)
    target = folder / name
    picture.save(target, "JPEG", exif=exif.tobytes())
    return target


def clear_pack(folder: Path, name: str) -> Path:
    """A PNG whose ground is clear, as makers send it."""
    picture = Image.new("RGBA", (300, 600), (0, 0, 0, 0))
    picture.paste((20, 120, 60, 255), (100, 100, 200, 500))
    target = folder / name
    picture.save(target)
    return target


def opened(content: bytes) -> Image.Image:
    """A picture read again."""
    return Image.open(BytesIO(content))
