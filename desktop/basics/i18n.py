"""The program's language: gettext with English msgids, Chinese by default."""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from desktop.basics.resources import resource

DOMAIN = "zhongxiao"
DEFAULT_LANGUAGE = "zh_CN"


class _Chosen:
    """The translations in use; chosen on first use, changed by choose_language."""

    language = DEFAULT_LANGUAGE
    translations: gettext.NullTranslations | None = None


# What a paper is made in, whatever the window beside it speaks (which is another thread).
_made_in: ContextVar[gettext.NullTranslations | None] = ContextVar("made_in", default=None)


def choose_language(language: str) -> None:
    """Use this language from now on (``zh_CN`` or ``en``)."""
    _Chosen.language = language
    _Chosen.translations = _read(language)


@contextmanager
def made_in(language: str) -> Iterator[None]:
    """Speak this language in what is made meanwhile, in this thread alone."""
    before = _made_in.set(_read(language))
    try:
        yield
    finally:
        _made_in.reset(before)


def _read(language: str) -> gettext.NullTranslations:
    """The words of a language; a file that was read is kept by gettext."""
    return gettext.translation(DOMAIN, str(resource("locale")), languages=[language], fallback=True)


def language() -> str:
    """The chosen language (``zh_CN`` or ``en``)."""
    if _Chosen.translations is None:
        _choose()
    return _Chosen.language


def _translations() -> gettext.NullTranslations:
    made = _made_in.get()
    if made is not None:
        return made
    if _Chosen.translations is None:
        _choose()
    assert _Chosen.translations is not None
    return _Chosen.translations


def _choose() -> None:
    choose_language(os.environ.get("ZHONGXIAO_LANGUAGE", "").strip() or DEFAULT_LANGUAGE)


def _(message: str) -> str:
    """The message in the chosen language, now."""
    return _translations().gettext(message) if message else ""


def N_(message: str) -> str:  # noqa: N802 - gettext's customary name
    """Mark a constant for translation; ``_`` translates it when it is shown."""
    return message


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of a message that fits a number."""
    return _translations().ngettext(singular, plural, number)
