"""Setting Chinese text: lines broken by its rules (避头尾), sizes out of five.

No line starts with closing punctuation or ends with an opening one; Latin words, numbers, amounts
and phone numbers stay whole unless they are wider than the line.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from desktop.printing.fonts import between, printable, width
from desktop.printing.measures import SIZES, SMALL

NEVER_FIRST = frozenset(
    "，。、；：？！…—～·‥）》〉」』】〕〗〙〛｝］”’〞％‰℃°′″々ー・ヽヾゝゞ"
    ",.;:?!)]}>%"
    "﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞︐︑︒︓︔︕︖｡､｣〜〟"
)
NEVER_LAST = frozenset("（《〈「『【〔〖〘〚｛［“‘〝([{<￥¥＄$£€№＃#﹙﹛﹝｢")
# What a figure is of, so that the two are never torn apart: “4.90 元”, “3 家”, “第 2 层”.
_UNIT = (
    "平方米|毫米|厘米|公里|千米|毫升|千克|公斤|小时|分钟|个月|万元"
    "|[元角分厘万亿支瓶盒箱包块袋卡套件条罐桶提组片张份双把只台枚粒束听排板筒贴卷本篮罩对散]"
    "|[家户人位名次天日周年月点秒米升克斤吨两个种款样笔单行层页站趟楼栋折倍成号]"
)
# What reads as one word: phone and account numbers with their gaps, measures, Latin letters,
# figures with their points, signs and units.
_WORD = re.compile(
    r"[+(（]?\d{2,}(?:[)）][ -]?\d{3,}|[ -]\d{3,})(?:[ -]\d{3,})*(?: ?转 ?\d{1,6})?(?![A-Za-z0-9])"
    r"|\d+(?:\.\d+)? (?:k?g|m?[lL]|[cmk]?m)(?:×\d+)?(?![A-Za-z0-9])"
    r"|\d{1,2}:\d{2}[–~-]\d{1,2}:\d{2}"
    rf"|(?:第 ?)?[-−+±¥￥]?\d+(?:[.,~–-]\d+)* ?(?:{_UNIT})"
    r"|[A-Za-z0-9À-ɏ][A-Za-z0-9À-ɏ.,:/_+\-×@&'’²³]*[A-Za-z0-9À-ɏ²³]|[-−+±¥￥]?\d+(?:[.,]\d+)*"
    r"|\s+"
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


def _never_first(character: str) -> bool:
    return character in NEVER_FIRST or unicodedata.combining(character) > 0


def _chunks(text: str) -> list[str]:
    """Words joined with the punctuation that must stay with them; spaces between them go."""
    chunks: list[str] = []
    for word in _words(text):
        if chunks and _never_first(word[0]):
            if chunks[-1].isspace() and len(chunks) > 1:
                chunks.pop()
            chunks[-1] += word
        elif chunks and chunks[-1][-1:] in NEVER_LAST:
            chunks[-1] += "" if word.isspace() else word
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
        broken += _paragraph(printable(paragraph).strip(), room, size, bold)
    return broken


@lru_cache(4_096)  # a cell is measured before it is drawn, and its like stands in other rows
def _paragraph(text: str, room: float, size: float, bold: bool) -> Sequence[str]:
    if width(text, size, bold) <= room:
        return (text,)
    broken: list[list[str]] = [[]]
    used = 0.0
    for chunk in _chunks(text):
        before = broken[-1][-1] if broken[-1] else ""
        used += between(before, chunk) * size
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
    return [line for line in ("".join(chunks).strip() for chunks in broken) if line] or [""]


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
    while (widest := _last_fitting(text, room, size, bold)) < len(text):
        cut = widest
        while cut and not _may_break(text, cut):
            cut -= 1
        cut = cut or widest
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [*pieces, text]


def _may_break(text: str, cut: int) -> bool:
    """Whether what follows may begin a line and what is before may end one."""
    after, before = text[cut:].lstrip()[:1], text[:cut].rstrip()[-1:]
    return not (after and _never_first(after)) and before not in NEVER_LAST


def _last_fitting(text: str, room: float, size: float, bold: bool) -> int:
    """How many characters of a text fit: at least one."""
    used, before = 0.0, ""
    for place, character in enumerate(text):
        used += width(character, size, bold) + between(before, character) * size
        if used > room:
            return max(place, 1)
        before = character
    return len(text)


def shortened(text: str, room: float, size: float, bold: bool = False) -> str:
    """One line that fits, ending in … when something had to go; for running heads only."""
    text = printable(" ".join(text.splitlines()))
    if width(text, size, bold) <= room:
        return text
    room -= width("…", size, bold)
    return text[: _last_fitting(text, room, size, bold)].rstrip() + "…"


def fitting_size(
    text: str, room: float, size: float, smallest: float = SMALL, bold: bool = False
) -> float:
    """The largest of the five sizes, from ``size`` to ``smallest``, at which a line fits."""
    wide = width(printable(text), 1, bold)
    sizes = [one for one in SIZES if smallest <= one <= size]
    return next((one for one in sizes if wide * one <= room + 0.01), smallest)
