"""Breaking Chinese text into lines by the rules of Chinese typesetting (避头尾).

No line starts with closing punctuation or ends with an opening one; Latin words, numbers and
amounts stay whole unless they are wider than the line.
"""

import re
from collections.abc import Iterator

from desktop.printing.fonts import printable, width

NEVER_FIRST = frozenset(
    "，。、；：？！…—～·‥）》〉」』】〕〗〙〛｝］”’〞％‰℃°′″々ー・ヽヾゝゞ"
    ",.;:?!)]}>%"
    "﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞︐︑︒︓︔︕︖｡､｣〜〟"
)
NEVER_LAST = frozenset("（《〈「『【〔〖〘〚｛［“‘〝([{<￥¥＄$£€№＃#﹙﹛﹝｢")
# What reads as one word: Latin letters, figures with their points, signs and units.
_WORD = re.compile(
    r"\d+(?:\.\d+)? (?:k?g|m?[lL]|[cmk]?m)(?:×\d+)?(?![A-Za-z0-9])"
    r"|[A-Za-z0-9À-ɏ][A-Za-z0-9À-ɏ.,:/_+\-×@&'’²³]*[A-Za-z0-9À-ɏ²³]|[-−+]?\d+"
)
_PAIRS = ("……", "——", "‥‥")


def _words(text: str) -> Iterator[str]:
    """The pieces that a line break may not enter, before punctuation is looked at."""
    place = 0
    while place < len(text):
        word = _WORD.match(text, place)
        piece = word[0] if word else text[place : place + 2]
        if not word and piece not in _PAIRS:
            piece = text[place]
        yield piece
        place += len(piece)


def _chunks(text: str) -> list[str]:
    """Words joined with the punctuation that must stay with them, spaces between included."""
    chunks: list[str] = []
    for word in _words(text):
        if chunks and word[0] in NEVER_FIRST:
            space = chunks.pop() if chunks[-1].isspace() and len(chunks) > 1 else ""
            chunks[-1] += space + word
        elif chunks and chunks[-1].rstrip()[-1:] in NEVER_LAST:
            chunks[-1] += word
        else:
            chunks.append(word)
    return chunks


def longest_word(text: str, size: float) -> float:
    """How wide the widest piece of a text is that no line break may enter."""
    chunks = _chunks(printable(" ".join(text.split())))
    return max((width(chunk.rstrip(), size) for chunk in chunks), default=0.0)


def lines(text: str, room: float, size: float, bold: bool = False) -> list[str]:
    """Break a text into lines no wider than ``room`` points; newlines in it are kept.

    A word wider than the room is broken where it must be. An empty text is one empty line.
    """
    broken: list[str] = []
    for paragraph in text.splitlines() or [""]:
        broken += _paragraph(printable(paragraph.strip()), room, size, bold)
    return broken


def _paragraph(text: str, room: float, size: float, bold: bool) -> list[str]:
    if width(text, size, bold) <= room:
        return [text]
    broken: list[list[str]] = [[]]
    used = 0.0
    for chunk in _chunks(text):
        if used + width(chunk.rstrip(), size, bold) > room and broken[-1]:
            broken.append([])
            used = 0.0
        piece = chunk if broken[-1] else chunk.lstrip()
        if width(piece, size, bold) > room:
            *full, piece = _forced(piece, room, size, bold)
            broken[-1:] = [*([line] for line in full), []]
        if piece:
            broken[-1].append(piece)
            used += width(piece, size, bold)
    _keep_company(broken, room, size, bold)
    return [line for line in ("".join(chunks).rstrip() for chunks in broken) if line] or [""]


def _keep_company(broken: list[list[str]], room: float, size: float, bold: bool) -> None:
    """Give a lone last character (孤字) the one before it as company."""
    last = "".join(broken[-1])
    if len(broken) < 2 or len(broken[-2]) < 4 or width(last, size, bold) > 2.1 * size:
        return
    company = broken[-2][-1]
    if not company.isspace() and width(company + last, size, bold) <= room:
        broken[-1].insert(0, broken[-2].pop())


def _forced(text: str, room: float, size: float, bold: bool) -> list[str]:
    """Break inside a word that is wider than the line, away from punctuation where possible."""
    pieces: list[str] = []
    while width(text, size, bold) > room:
        widest = cut = _last_fitting(text, room, size, bold)
        while cut and (text[cut] in NEVER_FIRST or text[cut - 1] in NEVER_LAST):
            cut -= 1
        cut = cut or widest
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*pieces, text]


def _last_fitting(text: str, room: float, size: float, bold: bool) -> int:
    used = 0.0
    for place, character in enumerate(text):
        used += width(character, size, bold)
        if used > room:
            return max(place, 1)
    return len(text)


def shortened(text: str, room: float, size: float, bold: bool = False) -> str:
    """One line that fits, ending in … when something had to go; for running heads only."""
    text = printable(" ".join(text.splitlines()))
    if width(text, size, bold) <= room:
        return text
    room -= width("…", size, bold)
    return text[: _last_fitting(text, room, size, bold)].rstrip() + "…"


def fitting_size(text: str, room: float, size: float, smallest: float, bold: bool = False) -> float:
    """The largest size down to ``smallest`` at which a text stands on one line."""
    wide = width(printable(text), 1, bold)
    return max(min(size, room / wide if wide else size), smallest)
