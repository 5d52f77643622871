"""What a screen reader is told of a window, and what is wrong with it."""

from collections.abc import Iterable

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QTabBar,
    QTableView,
    QTextEdit,
    QWidget,
)

from desktop.basics.i18n import language
from desktop.views.kit.forms.form import Form

_WORKED = (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QAbstractItemView,
    QPlainTextEdit,
    QTextEdit,
    QTabBar,
    QProgressBar,
)
_UNTOLD = (QAccessible.Role.Client, QAccessible.Role.NoRole, QAccessible.Role.Window)
_FIGURES = (QAccessible.Role.Chart, QAccessible.Role.Graphic)
_NO_WORDS = {"Excel"}  # a name that is the same in every language
_DISPLAY = Qt.ItemDataRole.DisplayRole


class Names:
    """How a screen reader calls the controls of a window."""

    def __init__(self, window: QWidget) -> None:
        self._labels: dict[QWidget, list[str]] = {}
        for label in window.findChildren(QLabel):
            if buddy := label.buddy():
                self._labels.setdefault(buddy, []).append(label.text())

    def of(self, widget: QWidget) -> str:
        # On Windows a list to choose from is called so, elsewhere by what is chosen.
        own = widget.accessibleName() or " ".join(self._labels.get(widget, ()))
        return own if isinstance(widget, QComboBox) else own or heard(widget)


def heard(widget: QWidget, what: QAccessible.Text = QAccessible.Text.Name) -> str:
    """What is said of a widget."""
    return QAccessible.queryAccessibleInterface(widget).text(what)


def misheard(window: QWidget, names: Names) -> list[str]:
    """What can be worked or is painted by us, and isn't told as what it is."""
    found = []
    for one in told(window):
        found += [f"{words}: {path(one)}" for words in _wrong(one, names.of(one))]
    for form in window.findChildren(Form):
        if form.isVisible():
            found += _alike(form, names)
    return found


def _alike(form: Form, names: Names) -> Iterable[str]:
    """What is worked in one form under the same name, so that nobody hears which it is."""
    first: dict[str, QWidget] = {}
    for one in told(form):
        other = first.setdefault(names.of(one), one)
        if other is not one and not isinstance(one, QLabel):
            yield f"called as another is, {names.of(one)}: {path(one)}, {path(other)}"


def told(window: QWidget) -> Iterable[QWidget]:
    """What is shown, and is worked by keys or mouse or painted by us."""
    above = QApplication.activePopupWidget()
    for one in (window, *window.findChildren(QWidget), *([above] if above else [])):
        scrolls = isinstance(one, QScrollBar | QHeaderView) or type(one) is QAbstractButton
        if not one.isVisible() or scrolls or one.parent() in _combos(one):
            continue
        takes_keys = one.focusPolicy() != Qt.FocusPolicy.NoFocus and one.focusProxy() is None
        is_text = isinstance(one, QLabel) and not one.text()
        if (takes_keys or isinstance(one, _WORKED) or _is_painted(one)) and not is_text:
            yield one


def _combos(one: QWidget) -> tuple[QWidget, ...]:
    above = one.parentWidget()
    return (above,) if isinstance(above, QComboBox) else ()


def _is_painted(one: QWidget) -> bool:
    ours = (kind for kind in type(one).__mro__ if kind.__module__.startswith("desktop"))
    return any("paintEvent" in vars(kind) for kind in ours)


def _wrong(one: QWidget, name: str) -> Iterable[str]:
    said = QAccessible.queryAccessibleInterface(one)
    if not name.strip():
        yield "no name"
    elif name == type(one).__name__:
        yield "called by its class"
    elif not isinstance(one, QLabel) and language() == "zh_CN" and _is_foreign(name):
        yield f"not in Chinese: {name}"
    if said.role() in _UNTOLD:
        yield f"a {said.role().name}"
    if said.role() in _FIGURES and not said.text(QAccessible.Text.Description):
        yield "nothing said of what it shows"
    if isinstance(one, QAbstractButton) and (seen := _seen_words(one)) not in name:
        yield f"called otherwise than {seen}: {name}"
    if isinstance(one, QTableView):
        yield from _unheaded(one)


def _seen_words(one: QAbstractButton) -> str:
    """What is written on a button, without the keys that stand after two blanks."""
    words = one.text().partition("  ")[0].strip("… ")
    return words if any(sign.isalpha() for sign in words) else ""


def _is_foreign(name: str) -> bool:
    """Whether it has letters, and none of them is Chinese nor beside a figure (a code)."""
    letters = [sign for sign in name if sign.isalpha()]
    chinese = any("\u4e00" <= sign <= "\u9fff" for sign in letters)
    coded = any(sign.isdigit() for sign in name)
    return bool(letters) and not chinese and not coded and name not in _NO_WORDS


def _unheaded(view: QTableView) -> Iterable[str]:
    """Columns that are shown without a heading, rows that are called by nothing."""
    model: QAbstractItemModel = view.model()
    for place in range(model.columnCount()):
        heading = model.headerData(place, Qt.Orientation.Horizontal, _DISPLAY)
        if not view.isColumnHidden(place) and not str(heading or "").strip():
            yield f"column {place} without a heading"
    if model.rowCount() and not model.headerData(0, Qt.Orientation.Vertical, _DISPLAY):
        yield "rows without a heading"


def path(one: QWidget) -> str:
    """Where a widget stands, for whoever mends it."""
    found: list[str] = []
    above: QWidget | None = one
    while above is not None and len(found) < 4:
        found.append(f"{type(above).__name__}#{above.objectName()}".rstrip("#"))
        above = above.parentWidget()
    return " in ".join(found)
