"""Pinyin of Chinese words, for searching: full spelling and initials.

A sign has one reading, a mark none.
"""

from functools import lru_cache


@lru_cache(maxsize=30_000)
def _reading(sign: str) -> str:
    if sign.isascii():
        return sign.lower() if sign.isalnum() else ""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(sign, style=Style.NORMAL, errors="ignore"))


def spelled(text: str) -> str:
    """The words as they are spelled: 好又来 is ``haoyoulai``."""
    return "".join(_reading(sign) for sign in text if not sign.isspace())


def initials(text: str) -> str:
    """The first letter of each sign: 好又来(南路) is ``hylnl``."""
    return "".join(_reading(sign)[:1] for sign in text if not sign.isspace())
