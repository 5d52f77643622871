"""The order in which people expect names: pinyin, letters in any case, numbers as numbers.

A key is a text; compared sign by sign, in the order of Unicode, keys stand as their names should.
So every database sorts alike, and along an index.
"""

import re
import unicodedata
from functools import lru_cache

from desktop.basics.pinyin import in_words, surname, toned

_RUNS = re.compile(r"[\x00-\x7f]+|[^\x00-\x7f]+")
_LATIN = re.compile(r"[0-9]+(?:\.[0-9]+)*|.", re.DOTALL)
_MOST_SIGNS = 300  # a database's index bounds how long a key may be
_LONGEST_NUMBER = 16
_DIGITS = frozenset("0123456789")
_HANZI = "~"  # after all letters


@lru_cache(maxsize=20_000)
def order_key(text: str, *, person: bool = False) -> str:
    """The key of a name or a code: marks first, then numbers, Latin letters, hanzi by pinyin.

    Each hanzi counts as pinyin, tone and itself, so that all 张 stand together before all 章.
    What differs only in letter case, width or leading zeros has the same key. The name of a
    ``person`` begins with a surname, some of which are read their own way.
    """
    return "".join(_parts(_plain(text.strip()), person=person))[:_MOST_SIGNS]


def _plain(text: str) -> str:
    """Wide letters, ① and é as the plain ones that they stand for."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()
    if plain != text:
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return plain


def _parts(plain: str, *, person: bool) -> list[str]:
    parts: list[str] = []
    if person:
        readings = surname(plain)
        parts += map(_sign, plain, readings)
        plain = plain[len(readings) :]
    if plain.isascii():
        return [*map(_latin, _LATIN.findall(plain))]
    for run in _RUNS.findall(plain):
        parts += map(_latin, _LATIN.findall(run)) if run.isascii() else map(_word, in_words(run))
    return parts


def _latin(part: str) -> str:
    return _number(part) if part[0] in _DIGITS else _sign(part, "")


@lru_cache(maxsize=30_000)
def _word(word: str) -> str:
    return "".join(map(_sign, word, toned(word)))


def _sign(sign: str, reading: str) -> str:
    if reading:
        return f"{_HANZI}{reading}{sign}"
    return sign if sign.isalnum() else _mark(sign)


def _number(digits: str) -> str:
    """A number that sorts by its worth: as many digits as it has come first.

    ``1.5`` stands after ``1.25``; with more points than one (``2026.3.12``) each part is a number.
    """
    first, *others = digits.split(".")
    if len(others) == 1:
        return f"{_whole(first)}.{others[0]}"
    return ".".join(map(_whole, (first, *others)))


def _whole(digits: str) -> str:
    worth = digits.lstrip("0") or "0"
    return chr(ord("0") + min(len(worth), _LONGEST_NUMBER) - 1) + worth


def _mark(sign: str) -> str:
    """Blanks and marks, before all that is read."""
    if sign.isspace():
        return " "
    return sign if "!" <= sign < "/" else "/"
