"""What a Chinese input method makes of figures and codes, as the plain signs that were meant."""

import re

_WIDE_TO_PLAIN = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0xFFE5: "¥",
}
_WITH_UNIT = re.compile(r"(?P<figure>\d[\d,.]*)\s*(?P<word>[^\d\s,.]+)")
_WIDE = re.compile(f"[{''.join(map(chr, _WIDE_TO_PLAIN))}]")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)


def narrow(text: str) -> str:
    """Full-width letters, digits and marks (Ａ１－) as their usual half-width ones (A1-)."""
    if text.isascii() or not _WIDE.search(text):
        return text
    return text.translate(_WIDE_TO_PLAIN)


def joined(text: str, parted: str = "0123456789.,") -> str:
    """Half width, without blanks, save one where they part two figures: ``¥ 3`` is ¥3.

    ``12 5`` stays ``12 5`` and is no number any more: two numbers, such as cells of a sheet pasted
    into one field, are never made one. ``parted`` are the signs between which a blank parts.
    """
    first, *others = narrow(text.replace("。", ".")).split() or [""]
    plain = first
    for part in others:
        plain += f" {part}" if plain[-1] in parted and part[0] in parted else part
    return plain


def figures(text: str) -> str:
    """A number as it was meant: half width, without blanks around it and thousands separators.

    ``。`` is the point key with Chinese punctuation on. A comma that parts no thousands stays, and
    is refused by who reads the number: 12,5 is a slip for 12.5 and never 125.
    """
    plain = joined(text)
    return plain.replace(",", "") if _GROUPED.fullmatch(plain) else plain


def figure_and_word(text: str) -> tuple[str, str]:
    """A figure and the word right behind it, such as 3箱; the text as it is where none stands."""
    found = _WITH_UNIT.fullmatch(narrow(text).strip())
    return (found["figure"], found["word"]) if found else (text, "")
