"""Pinyin of Chinese words, for searching and sorting: full spelling, initials, tones.

For searching a sign has one reading, a mark none. For sorting a word counts: 重庆 is chóngqìng.
"""

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

_LONGEST_WORD = 4
_ENTRY = re.compile(r'"([^"]+)":\s*\[((?:\s*\[[^\]]*\],?)+)\s*\]')
# Surnames that are read otherwise than the same sign in a word.
_SURNAMES = {
    "万俟": ("mo4", "qi2"),
    "尉迟": ("yu4", "chi2"),
    "长孙": ("zhang3", "sun1"),
    **{
        sign: (reading,)
        for sign, reading in re.findall(
            r"(\S)(\S+)",
            "曾zeng1 单shan4 仇qiu2 解xie4 区ou1 查zha1 任ren2 盖ge3 朴piao2 覃qin2 乐yue4 缪miao4 "
            "纪ji3 翟zhai2 葛ge3 宁ning4 召shao4 折she2 种chong2 秘bi4 繁po2 员yun4 燕yan1 应ying1 "
            "那na1 撒sa3 洗xian3 薄bo2 卜bu3 宓fu2 隗wei3",
        )
    },
}


def load_words() -> None:
    """Load what is known of words, so that the first use needs no waiting."""
    _words()


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Any]:
    """The words that pypinyin knows how to read, as far as they are asked for.

    As it reads them itself they take 45 MB, a list for each sign; here signs that are read alike
    share one, and longer words aren't there. It knows them as its own; its
    `load_phrases_dict` would make a tree of all their beginnings, too.
    """
    os.environ["PYPINYIN_NO_PHRASES"] = os.environ["PYPINYIN_NO_DICT_COPY"] = "1"
    from pypinyin.constants import PHRASES_DICT

    text = files("pypinyin").joinpath("phrases_dict.json").read_text(encoding="utf-8")
    read: dict[str, list[str]] = {}
    for entry in _ENTRY.finditer(text):
        if len(entry[1]) <= _LONGEST_WORD:
            signs = re.findall(r"\[([^\]]*)\]", entry[2])
            PHRASES_DICT[entry[1]] = [
                read.setdefault(sign, re.findall(r'"([^"]*)"', sign)) for sign in signs
            ]
    return PHRASES_DICT


class _Readings(dict[int, str]):
    """How each sign is read, by its number; one is looked up when it is asked for first."""

    def __missing__(self, number: int) -> str:
        found = self[number] = _reading(chr(number))
        return found


class _Initials(dict[int, str]):
    """The first letter of how each sign is read."""

    def __missing__(self, number: int) -> str:
        found = self[number] = _READINGS[number][:1]
        return found


_READINGS, _INITIALS = _Readings(), _Initials()


def _reading(sign: str) -> str:
    if sign.isspace():
        return ""
    if sign.isascii():
        return sign.lower() if sign.isalnum() else ""
    _words()
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin([sign], style=Style.NORMAL, errors="ignore"))


def spelled(text: str) -> str:
    """The words as they are spelled: 好又来 is ``haoyoulai``."""
    return text.translate(_READINGS)


def initials(text: str) -> str:
    """The first letter of each sign: 好又来(南路) is ``hylnl``."""
    return text.translate(_INITIALS)


def surname(name: str) -> tuple[str, ...]:
    """How the surname is read with which a person's name begins, a reading a sign.

    Nothing for one that is read as its signs are anywhere: 曾 is ``zeng1``, 张 has no entry.
    """
    return _SURNAMES.get(name[:2]) or _SURNAMES.get(name[:1], ())


def in_words(text: str) -> list[str]:
    """A text without Latin signs in its words, as they are read: 重庆, 路."""
    known, words = _words(), []
    at = 0
    while at < len(text):
        word = text[at : at + _LONGEST_WORD]
        while len(word) > 1 and word not in known:
            word = word[:-1]
        words.append(word)
        at += len(word)
    return words


def _unread(signs: str) -> Any:
    return [""] * len(signs)


@lru_cache(maxsize=30_000)
def toned(word: str) -> tuple[str, ...]:
    """For each sign of a word its reading with its tone; "" for what isn't read.

    重庆 is ``chong2``, ``qing4``, 重 alone ``zhong4``.
    """
    _words()
    from pypinyin import Style, lazy_pinyin

    read = lazy_pinyin(
        [word],
        style=Style.TONE3,
        errors=_unread,
        neutral_tone_with_five=True,
    )
    return tuple(read)
