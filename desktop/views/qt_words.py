"""Qt's own words in the program's language: a field's menu, its file and print dialogs."""

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.basics.i18n import language

_NAME = "words of Qt"


def translate_qt(app: QApplication) -> None:
    """Let Qt speak the chosen language from now on; its English needs no translation."""
    chosen = language()
    QLocale.setDefault(QLocale(chosen))
    for before in app.findChildren(QTranslator, _NAME):
        app.removeTranslator(before)
        before.deleteLater()
    words = QTranslator(app)
    words.setObjectName(_NAME)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if words.load(f"qtbase_{chosen}", folder):
        app.installTranslator(words)
