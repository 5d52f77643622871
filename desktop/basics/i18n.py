"""The program's language: gettext with English msgids, Chinese by default."""

import gettext
import os

from desktop.basics.resources import resource

DOMAIN = "zhongxiao"
DEFAULT_LANGUAGE = "zh_CN"


class _Chosen:
    """The translations in use; chosen on first use, changed by choose_language."""

    language = DEFAULT_LANGUAGE
    translations: gettext.NullTranslations | None = None


def choose_language(language: str) -> None:
    """Use this language from now on (``zh_CN`` or ``en``)."""
    _Chosen.language = language
    _Chosen.translations = gettext.translation(
        DOMAIN, str(resource("locale")), languages=[language], fallback=True
    )


def language() -> str:
    """The chosen language (``zh_CN`` or ``en``)."""
    _translations()
    return _Chosen.language


def _translations() -> gettext.NullTranslations:
    if _Chosen.translations is None:
        choose_language(os.environ.get("ZHONGXIAO_LANGUAGE", "").strip() or DEFAULT_LANGUAGE)
    assert _Chosen.translations is not None
    return _Chosen.translations


def _(message: str) -> str:
    """The message in the chosen language, now."""
    return _translations().gettext(message) if message else ""


def N_(message: str) -> str:  # noqa: N802 - gettext's customary name
    """Mark a constant for translation; ``_`` translates it when it is shown."""
    return message


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of a message that fits a number."""
    return _translations().ngettext(singular, plural, number)
