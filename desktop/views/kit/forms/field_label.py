"""What a field is called, and where that stands."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout

from desktop.basics.i18n import _
from desktop.views.kit.forms.editor import Editor
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.terms import tip_of


def label_of(field: Field, editor: Editor) -> QLabel:
    """The words of a field, with a star where it is needed."""
    label = QLabel(_(field.words) + (" *" if field.needed else ""))
    label.setProperty("kind", "label")
    label.setBuddy(editor.control)
    label.setToolTip(tip_of(_(field.words)))
    return label


def words_above(words: str) -> QLabel:
    """What is said before a row of fields."""
    made = QLabel(words)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setContentsMargins(0, 6, 0, 2)
    return made


def above(label: QLabel, editor: Editor) -> QVBoxLayout:
    """A label above its field, which needs the whole width."""
    layout = QVBoxLayout()
    layout.setSpacing(4)
    layout.setContentsMargins(0, 6, 0, 0)
    label.setWordWrap(True)  # it says more than a name, and would else widen the form
    layout.addWidget(label)
    layout.addWidget(editor)
    return layout
