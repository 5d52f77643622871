"""Qt's own words in the program's language: a field's menu, its file and print dialogs."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.basics.i18n import N_, _, language

_NAME = "words of Qt"
# What Qt's own translation into Chinese leaves in English.
_LEFT_OUT = frozenset(
    {
        N_("&Look in:"),
        N_("Files of &type:"),
        N_("Page &Set:"),
        N_("Computer"),
        N_("Drive"),
        N_("File"),
        N_("%1 File"),
        N_("Folder"),
        N_("Unknown"),
        N_("%1 bytes"),
    }
)


class _OurWords(QTranslator):
    """Answers for what Qt's own translation doesn't know."""

    def isEmpty(self) -> bool:
        return False

    def translate(self, _context: str, text: str, *_more: object) -> str | None:
        # None is no translation, "" would be an empty one.
        return _(text) if text in _LEFT_OUT else None


def translate_qt(app: QApplication) -> None:
    """Let Qt speak the chosen language from now on; its English needs no translation."""
    chosen = language()
    QLocale.setDefault(QLocale(chosen))
    for before in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(before)
        before.deleteLater()
    words = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if words.load(f"qtbase_{chosen}", folder):
        # The one that is installed last is asked first.
        for translator in (_OurWords(app), words):
            translator.setObjectName(_NAME)
            app.installTranslator(translator)
