"""How the window looks: two palettes of ours, the font, and one style sheet.

Widgets say what they are by properties (``tone``, ``kind``); colours stand only here.
"""

from dataclasses import dataclass
from string import Template

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop.basics.resources import resource


@dataclass(frozen=True)
class Colours:
    """One palette; every field is a colour as ``#RRGGBB``."""

    ground: str
    surface: str
    line: str
    edge: str  # around what is typed into or ticked: a line alone would not be seen by all
    text: str
    quiet: str
    accent: str
    on_accent: str
    accent_soft: str
    wrong: str
    wrong_soft: str
    careful: str
    careful_soft: str
    good: str
    good_soft: str
    # Six that say nothing by themselves: kinds on a map.
    hue1: str
    hue2: str
    hue3: str
    hue4: str
    hue5: str
    hue6: str


LIGHT = Colours(
    ground="#F5F6F7",
    surface="#FFFFFF",
    line="#E3E6EA",
    edge="#7F8791",
    text="#1D2329",
    quiet="#5F6772",
    accent="#0B6E69",
    on_accent="#FFFFFF",
    accent_soft="#E3F1F0",
    wrong="#B4322A",
    wrong_soft="#FCEBE9",
    careful="#875A00",
    careful_soft="#FFF4D6",
    good="#23744A",
    good_soft="#E5F4EB",
    hue1="#2A66B0",
    hue2="#B4560F",
    hue3="#7A4CB0",
    hue4="#437C19",
    hue5="#BF3478",
    hue6="#76583A",
)
DARK = Colours(
    ground="#16191D",
    surface="#1E2227",
    line="#2E343B",
    edge="#747D87",
    text="#E6E9EC",
    quiet="#98A2AD",
    accent="#4FB8AF",
    on_accent="#10201F",
    accent_soft="#1D3836",
    wrong="#F08379",
    wrong_soft="#3C2322",
    careful="#E3B04B",
    careful_soft="#3A3018",
    good="#6CC391",
    good_soft="#1D3527",
    hue1="#6FA8EE",
    hue2="#F0975A",
    hue3="#B694EA",
    hue4="#9CCB62",
    hue5="#F080B4",
    hue6="#C9A57E",
)

_FAMILIES = ("Microsoft YaHei UI", "Microsoft YaHei", "PingFang SC", "Noto Sans SC")
_PIXELS = 13
_OF_WINDOWS = (
    "QAbstractItemView",
    "QMenu",
    "QMenuBar",
    "QMessageBox",
    "QStatusBar",
    "QTipLabel",
)


class _Chosen:
    colours: Colours = LIGHT


def colours() -> Colours:
    """The palette in use."""
    return _Chosen.colours


def colour(tone: str) -> QColor:
    """The colour of a tone (``quiet``, ``wrong`` …); text for an empty one."""
    return QColor(getattr(_Chosen.colours, tone or "text"))


def apply(app: QApplication, dark: bool | None = None) -> None:
    """Dress the program, unless it is dressed so; ``dark`` None follows the system."""
    if dark is None:
        dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    _Chosen.colours = DARK if dark else LIGHT
    sheet = _sheet(_Chosen.colours, "dark" if dark else "light")
    if app.styleSheet() == sheet:  # to set it again would measure every widget anew
        _have_font_everywhere(app)
        return
    if app.style().objectName() != "windows11":
        app.setStyle("Fusion")
    app.setFont(_font())
    app.setPalette(_palette(_Chosen.colours))
    app.setStyleSheet(sheet)
    _have_font_everywhere(app)


def _have_font_everywhere(app: QApplication) -> None:
    """Lists, menus and messages too: Windows has fonts of its own for them, which go before."""
    font = app.font()
    for name in _OF_WINDOWS:
        if QApplication.font(name) != font:  # type: ignore[call-overload]  # PySide takes text
            app.setFont(font, name)  # type: ignore[arg-type]


def _sheet(chosen: Colours, shade: str) -> str:
    icons = {
        name: resource("icons", f"{name}-{shade}.svg").as_posix() for name in ("down", "check")
    }
    return STYLE.substitute(vars(chosen), **icons)


def _font() -> QFont:
    """A font with Chinese in it: the system's, or the one that ships with the program."""
    there = set(QFontDatabase.families())
    family = next((name for name in _FAMILIES if name in there), None)
    if family is None:
        for file in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
            QFontDatabase.addApplicationFont(str(resource("fonts", file)))
        family = "Noto Sans SC"
    font = QFont(family)
    font.setPixelSize(_PIXELS)
    return font


def _palette(chosen: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for name, value in {
        role.Window: chosen.ground,
        role.Base: chosen.surface,
        role.AlternateBase: chosen.ground,
        role.Button: chosen.surface,
        role.Text: chosen.text,
        role.WindowText: chosen.text,
        role.ButtonText: chosen.text,
        role.PlaceholderText: chosen.quiet,
        role.ToolTipBase: chosen.surface,
        role.ToolTipText: chosen.text,
        role.Highlight: chosen.accent_soft,
        role.HighlightedText: chosen.text,
        role.Link: chosen.accent,
        role.Accent: chosen.accent,
    }.items():
        palette.setColor(name, QColor(value))
    for name in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(chosen.quiet))
    return palette


def set_tone(widget: QWidget, tone: str) -> None:
    """Give a widget its tone, and let it repaint when that changed."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


STYLE = Template("""
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: 4px 6px; }
QMainWindow, QDialog, #theGround { background: $ground; }

#theSide { background: $surface; border-right: 1px solid $line; }
#theBrand { color: $accent; font-size: 20px; font-weight: 700; }
#theTop, #theFoot { background: $surface; }
#theTop { border-bottom: 1px solid $line; }
#theFoot { border-top: 1px solid $line; }
#pageTitle { font-weight: 700; font-size: 14px; }

QFrame[kind="card"] { background: $surface; border: 1px solid $line; border-radius: 6px; }
QFrame[kind="rule"] { background: $line; max-height: 1px; min-height: 1px; border: 0; }
QLabel { background: transparent; }
QLabel, QTextBrowser { selection-background-color: $accent; selection-color: $on_accent; }
QLabel[kind="title"] { font-size: 19px; font-weight: 700; }
QLabel[kind="heading"] { font-size: 14px; font-weight: 700; }
QLabel[kind="figure"] { font-size: 20px; font-weight: 600; }
QLabel[kind="label"] { color: $quiet; font-size: 12px; }
QLabel[kind="chip"] { border-radius: 4px; padding: 3px 8px; font-size: 12px;
  background: $ground; color: $quiet; }
QLabel[kind="chip"][tone="accent"] { background: $accent_soft; color: $accent; }
QLabel[kind="chip"][tone="wrong"] { background: $wrong_soft; color: $wrong; }
QLabel[kind="chip"][tone="careful"] { background: $careful_soft; color: $careful; }
QLabel[kind="chip"][tone="good"] { background: $good_soft; color: $good; }
QLabel[tone="quiet"] { color: $quiet; }
QLabel[tone="wrong"] { color: $wrong; }
QLabel[tone="careful"] { color: $careful; }
QLabel[tone="good"] { color: $good; }
QLabel[tone="accent"] { color: $accent; }

QFrame[kind="strip"] { border-radius: 5px; border: 1px solid $line; background: $ground; }
QFrame[kind="strip"][tone="wrong"] { background: $wrong_soft; border-color: $wrong; }
QFrame[kind="strip"][tone="careful"] { background: $careful_soft; border-color: $careful; }

QPushButton { background: $surface; color: $text; border: 1px solid $line; border-radius: 5px;
  padding: 5px 12px; min-height: 18px; }
QPushButton:hover { border-color: $quiet; }
QPushButton:pressed { background: $ground; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 11px; }
QPushButton:disabled { color: $quiet; background: $ground; border-color: $line; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent;
  font-weight: 600; }
QPushButton[kind="primary"]:focus { border: 3px double $accent; padding: 3px 10px;
  background-clip: padding; }
QPushButton[kind="primary"]:disabled { background: $line; color: $quiet; border-color: $line; }
QPushButton[kind="pill"] { border-radius: 13px; padding: 2px 11px; font-size: 12px;
  min-height: 20px; }
QPushButton[kind="pill"]:checked { background: $accent_soft; border-color: $accent;
  color: $accent; }
QPushButton[kind="doubt"] { border-color: $wrong_soft; border-radius: 4px; padding: 2px 7px;
  font-size: 12px; min-height: 0; background: $wrong_soft; color: $wrong; }
QPushButton[kind="doubt"]:hover, QPushButton[kind="doubt"]:focus { border-color: $wrong; }
QPushButton[kind="pill"]:focus { border: 2px solid $accent; padding: 1px 10px; }
QPushButton[kind="link"] { border: 0; background: transparent; color: $accent; padding: 2px 4px;
  text-align: left; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border: 1px solid $accent; border-radius: 4px; padding: 1px 3px; }
QPushButton[kind="foot"] { border: 0; background: transparent; color: $accent; padding: 0 4px;
  min-height: 15px; max-height: 15px; }
QPushButton[kind="quiet"] { border: 0; background: transparent; color: $quiet; }
QPushButton[kind="quiet"]:hover { color: $accent; }
QPushButton[kind="quiet"]:focus { color: $accent; border: 1px solid $accent; padding: 4px 11px; }
QPushButton[kind="line"] { border: 0; border-bottom: 1px solid $line; border-radius: 0;
  background: transparent; padding: 6px 2px; text-align: left; }
QPushButton[kind="line"]:hover { background: $accent_soft; }
QPushButton[kind="line"]:focus { background: $accent_soft; border: 1px solid $accent;
  padding: 5px 1px 6px 1px; }
QPushButton[kind="tile"] { background: $surface; border: 1px solid $line; border-radius: 6px;
  padding: 0; min-height: 86px; }
QPushButton[kind="tile"]:hover { background: $accent_soft; border-color: $accent; }
QPushButton[kind="tile"]:focus { background: $accent_soft; border: 2px solid $accent; padding: 0; }

QLineEdit, QPlainTextEdit, QComboBox { background: $surface; color: $text;
  border: 1px solid $edge; border-radius: 5px; padding: 4px 8px; min-height: 20px;
  placeholder-text-color: $quiet;
  selection-background-color: $accent; selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 2px solid $accent;
  padding: 3px 7px; }
QLineEdit[tone="wrong"], QPlainTextEdit[tone="wrong"], QComboBox[tone="wrong"] {
  border: 1px solid $wrong; background: $wrong_soft; }
QLineEdit[tone="wrong"]:focus, QPlainTextEdit[tone="wrong"]:focus,
QComboBox[tone="wrong"]:focus { border: 2px solid $wrong; }
QLineEdit:read-only, QLineEdit:disabled, QComboBox:disabled { background: $ground; color: $quiet;
  border: 1px solid $line; }
QPlainTextEdit:read-only { border: 1px solid $line; }
QLineEdit[kind="reckoned"] { border: 0; background: transparent; padding: 4px 0; }
QComboBox::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow { image: url("$down"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $line; outline: 0;
  selection-background-color: $accent; selection-color: $on_accent; }

QTableView { background: $surface; border: 0; outline: 0; font-size: 14px;
  gridline-color: transparent; selection-background-color: $accent_soft; selection-color: $text; }
QTableView::item { border-bottom: 1px solid $line; padding: 0 5px; }
QTableView::item:selected { background: $accent_soft; }
QTableView::item:focus, QListView::item:focus { border: 1px solid $accent; }
QTableView[kind="rows"]::item:focus { border: 0; border-bottom: 1px solid $line; }
QTableView[kind="month"]::item { padding: 0 1px; }
QHeaderView { background: $surface; }
QHeaderView::section { background: $surface; color: $quiet; border: 0; font-size: 12px;
  border-bottom: 1px solid $line; padding: 0 8px; }
QTableCornerButton::section { background: $surface; border: 0; border-bottom: 1px solid $line; }
QPdfView, QTextBrowser { border: 1px solid transparent; }
QPdfView:focus, QTextBrowser:focus { border-color: $accent; }
QListView { background: $surface; border: 0; outline: 0; }
QListView[kind="offers"], QFrame[kind="popup"] { background: $surface; border: 1px solid $accent; }
QListView[kind="offers"]::item, QListView[kind="found"]::item { padding: 5px 8px; }
QListView[kind="choice"]::item { padding: 0 6px; border-radius: 4px; }
QListView[kind="choice"]::item:selected { background: $accent_soft; color: $accent;
  border-left: 3px solid $accent; padding-left: 3px; }
QListView[kind="offers"]::item:selected,
QListView[kind="found"]::item:selected { background: $accent_soft; color: $text;
  border-left: 3px solid $accent; padding-left: 5px; }
QScrollArea, QScrollArea > QWidget > #theScrolled { background: transparent; border: 0; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 4px; min-height: 32px; min-width: 32px;
  margin: 2px; }
QScrollBar::handle:hover { background: $quiet; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {
  background: transparent; border: 0; width: 0; height: 0; }
QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: $quiet; padding: 6px 7px;
  border: 1px solid transparent; border-bottom: 2px solid transparent; }
QTabBar[padding="6"]::tab { padding: 6px 5px; }
QTabBar[padding="4"]::tab { padding: 6px 3px; }
QTabBar[padding="3"]::tab { padding: 6px 2px; }
QTabBar QToolButton { background: $surface; border: 1px solid $line; border-radius: 4px; }
QTabBar::tab:selected { color: $accent; font-weight: 600; border-bottom: 2px solid $accent; }
QTabBar::tab:focus { color: $text; border-color: $accent; }
QTabWidget::pane { border: 0; border-top: 1px solid $line; }
QSplitter::handle { background: transparent; }
QProgressBar { background: $line; border: 0; border-radius: 2px; max-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
QProgressBar[tone="wrong"]::chunk { background: $wrong; }
QMenu { background: $surface; border: 1px solid $line; padding: 4px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 6px; }
QMenu::item { padding: 5px 22px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $text; border-left: 3px solid $accent;
  padding-left: 19px; }
QCheckBox { spacing: 7px; border: 1px solid transparent; border-radius: 3px; padding-right: 3px; }
QCheckBox:focus { border-color: $accent; }
QCheckBox::indicator { width: 13px; height: 13px; border: 1px solid $edge; border-radius: 3px;
  background: $surface; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent;
  image: url("$check"); }
QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox::indicator:disabled { border-color: $edge; background: $ground; }
QCheckBox::indicator:checked:disabled { border-color: $quiet; background: $quiet; }
""")
