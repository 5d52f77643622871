"""Every page as a person with a keyboard, a screen reader or a small screen meets it."""

import re
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise, product
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QScrollArea,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.basics.i18n import choose_language
from desktop.offices import open_training
from desktop.services.office import Office
from desktop.views.kit import theme
from desktop.views.kit.desk import Link
from desktop.views.kit.lists.list_page import ListPage
from desktop.views.kit.tables.record_table import RecordView
from desktop.views.pages import PAGES
from desktop.views.reports.page import ReportsPage
from desktop.views.reports.table import TOTAL
from desktop.views.scenes import walk
from desktop.views.window import Desktop
from tests.views.cut_words import cut, cut_cells, shown
from tests.views.desk import open_desk, press, settle
from tests.views.fitting import misfits
from tests.views.heard import Names, misheard, path
from tests.views.seen import unread_words, unseen_focus

# Who may begin something new on a page; the clerk, who is the administrator too, has the rest.
THEIRS = {
    "peng": ("board", "runs", "deliveries"),
    "wang": (
        *("today", "works", "visits", "routes", "cases", "fund", "settlements", "reports"),
        *("settings", "audit"),
    ),
    "jiang": ("payments", "payouts"),
}
TAKEN = {name for names in THEIRS.values() for name in names}
PEOPLE = {"yang": tuple(one.name for one in PAGES if one.name not in TAKEN), **THEIRS}
LAPTOP = (1366, 768)
# What 1920 × 1080 at 150 % leaves of itself under the frame and above the bar of Windows.
ZOOMED = (1280, 650)
SMALL = (1093, 614)  # 1366 × 768 at 125 %
SMALLEST = (911, 512)  # and at 150 %: what it can't hold scrolls, and is whole
PART = 6  # pages
MONTHS = 8  # with their total, as far as the training office's year goes
RAW = re.compile(r"\{\w*\}")
ROW = 14  # controls whose tops are nearer than this stand in one row


@pytest.fixture(scope="module")
def training(
    training_built: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Office, Path]]:
    """The training office of these tests."""
    folder = tmp_path_factory.mktemp("training")
    shutil.copytree(training_built, folder, dirs_exist_ok=True)
    office, day = open_training(folder)
    yield office.on(day, None), folder
    office.engine.dispose()


def test_every_page_is_walked() -> None:
    assert sorted(name for names in PEOPLE.values() for name in names) == sorted(
        entry.name for entry in PAGES
    )


def in_parts(pages: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Pages in parts that several processes can walk side by side."""
    return [pages[at : at + PART] for at in range(0, len(pages), PART)]


@pytest.mark.parametrize(
    ("language", "sizes", "person", "pages"),
    # English is nobody's daily language here: its longer words are tried on one person's pages.
    [
        *(
            ("zh_CN", (LAPTOP, ZOOMED), person, part)
            for person, pages in PEOPLE.items()
            for part in in_parts(pages)
        ),
        ("en", (LAPTOP,), "wang", PEOPLE["wang"]),
    ],
)
def test_a_page_can_be_read_and_worked_by_keyboard(
    qtbot: QtBot,
    training: tuple[Office, Path],
    tmp_path: Path,
    language: str,
    sizes: tuple[tuple[int, int], ...],
    person: str,
    pages: tuple[str, ...],
) -> None:
    choose_language(language)
    office, _folder = training
    desktop = open_desk(qtbot, office.on(office.today, office.find_person(person)), tmp_path)
    desktop.resize(*sizes[0])
    wrong: list[str] = []
    for sight in walk(desktop, lambda: settle(qtbot, desktop), pages, set()):
        for size in sizes:
            desktop.resize(*size)
            settle(qtbot, desktop)
            whole = language == "zh_CN" and size == sizes[0]  # another size or language can cut
            found = faults(desktop, desktop.shown) if whole else cut(desktop)
            found += misfits(desktop)
            wrong += [f"{sight} at {size}: {words}" for words in [*found, *grown(desktop, size)]]
        if language == "zh_CN":
            wrong += [f"{sight}: {words}" for words in on_small_screens(qtbot, desktop)]
        desktop.resize(*sizes[0])
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("person", "pages"),
    [(person, part) for person, pages in PEOPLE.items() for part in in_parts(pages)],
)
def test_in_english_a_small_window_is_enough(
    qtbot: QtBot,
    training: tuple[Office, Path],
    tmp_path: Path,
    person: str,
    pages: tuple[str, ...],
) -> None:
    """Longer words than the office's cut headings, but no figure and no name to nothing."""
    choose_language("en")
    office, _folder = training
    desktop = open_desk(qtbot, office.on(office.today, office.find_person(person)), tmp_path)
    desktop.resize(*ZOOMED)
    wrong: list[str] = []
    for sight in walk(desktop, lambda: settle(qtbot, desktop), pages, set()):
        found = [words for view in shown(desktop, RecordView) for words in cut_cells(view)]
        found += misfits(desktop)
        wrong += [f"{sight}: {words}" for words in [*found, *grown(desktop, ZOOMED)]]
    assert not wrong, "\n".join(wrong)


def on_small_screens(qtbot: QtBot, desktop: Desktop) -> Iterator[str]:
    """A window is never larger than its screen, however small: what is cut is in a tip."""
    for size in (SMALL, SMALLEST):
        desktop.resize(*size)
        settle(qtbot, desktop)
        yield from grown(desktop, size)
        if size == SMALL:
            yield from (f"at {size}: {words}" for words in misfits(desktop))


def grown(desktop: Desktop, size: tuple[int, int]) -> list[str]:
    """The window that is larger than it may be."""
    is_larger = desktop.width() > size[0] or desktop.height() > size[1]
    return [f"the window grew to {desktop.width()} × {desktop.height()}"] if is_larger else []


def opened(
    desktop: Desktop, still: Callable[[], None], pages: tuple[str, ...], _seen: set[str]
) -> Iterator[str]:
    """Each of these pages as it opens."""
    for name in pages:
        desktop.open(Link(name))
        still()
        yield name


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("person", "pages"),
    [(person, part) for person, pages in PEOPLE.items() for part in in_parts(pages)],
)
def test_weak_eyes_see_what_is_written_and_where_the_keyboard_is(
    qtbot: QtBot,
    training: tuple[Office, Path],
    tmp_path: Path,
    person: str,
    pages: tuple[str, ...],
    dark: bool,
) -> None:
    office, _folder = training
    desktop = open_desk(qtbot, office.on(office.today, office.find_person(person)), tmp_path)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, dark)
    wrong: list[str] = []
    # Forms and steps stand on the same grounds: in one shade is enough of them.
    still = partial(settle, qtbot, desktop)
    sights = walk if dark else opened
    for sight in sights(desktop, still, pages, set()):
        found = [*unread_words(desktop)]
        if sight in pages:
            found += unseen_focus(stops(desktop))
        wrong += [f"{sight}: {words}" for words in found]
    theme.apply(app, dark=False)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("person", PEOPLE)
def test_a_form_takes_the_keyboard_and_gives_it_back(
    qtbot: QtBot, training: tuple[Office, Path], tmp_path: Path, person: str
) -> None:
    office, _folder = training
    desktop = open_desk(qtbot, office.on(office.today, office.find_person(person)), tmp_path)
    for name in PEOPLE[person]:
        desktop.open(Link(name))
        settle(qtbot, desktop)
        page = desktop.page(name)
        if not isinstance(page, ListPage) or not page.new_button.isVisible():
            continue
        page.view.setFocus()
        press(qtbot, desktop, "Ctrl+N")
        here = QApplication.focusWidget()
        form = page.panel.form
        assert form is not None, name
        assert here is not None, name
        assert form.isAncestorOf(here), name
        assert here is next(one for one in stops(desktop) if form.isAncestorOf(one)), name
        here.setFocus()
        press(qtbot, desktop, "Escape")
        assert page.panel.form is None, name
        assert QApplication.focusWidget() in (page.view, page.new_button), name


@pytest.mark.parametrize("half", [0, 1])
def test_a_report_is_read_at_one_glance(
    qtbot: QtBot, training: tuple[Office, Path], tmp_path: Path, half: int
) -> None:
    choose_language("zh_CN")
    office, _folder = training
    desktop = open_desk(qtbot, office.on(office.today, office.find_person("wang")), tmp_path)
    desktop.resize(*LAPTOP)
    desktop.open(Link("reports"))
    settle(qtbot, desktop)
    page = desktop.page("reports")
    assert isinstance(page, ReportsPage)
    wrong: list[str] = []
    for report in range(half, page.list.count(), 2):
        page.list.setCurrentRow(report)
        settle(qtbot, desktop)
        for table, size in product(range(page.tabs.count()), (LAPTOP, ZOOMED)):
            page.tabs.setCurrentIndex(table)
            settle(qtbot, desktop)
            desktop.resize(*size)
            settle(qtbot, desktop)
            name = f"{page.list.item(report).text()}, {page.tabs.tabText(table)} at {size}"
            found = [*cut(desktop), *(hidden_in(page) if size == LAPTOP else [])]
            if page.view is not None and page.view.horizontalScrollBar().maximum():
                found.append("scrolls sideways")
            if desktop.height() > size[1] or desktop.width() > size[0]:
                found.append(f"the window grew to {desktop.width()} × {desktop.height()}")
            wrong += [f"{name}: {words}" for words in found]
    assert not wrong, "\n".join(wrong)


def hidden_in(page: ReportsPage) -> list[str]:
    """What of a report's table isn't seen whole: the names of clients, the total of a year."""
    view, table = page.view, page.table
    if view is None or table is None or not view.isVisible():
        return []
    found, words = [], view.fontMetrics()
    for place, column in enumerate(table.columns):
        if column.name == "client":
            shown = view.table.columns[place]
            longest = max(words.horizontalAdvance(shown.text(row)) for row in view.table.rows)
            if longest > view.columnWidth(place) - 8:
                found.append(f"cut: {column.heading}")
    if TOTAL in view.table.ids and len(view.table.ids) <= MONTHS:
        row = view.table.place_of(TOTAL)
        assert row is not None
        total = view.visualRect(view.table.index(row, 0))
        if not view.viewport().rect().contains(total):
            found.append("the total is out of sight")
    return found


def faults(desktop: Desktop, page: QWidget) -> list[str]:
    """What is wrong with what is shown now."""
    tabbed, names = stops(desktop), Names(desktop)
    return [
        *misheard(desktop, names),
        *(f"never reached: {path(one)}" for one in reachable(desktop) if one not in tabbed),
        *out_of_order(page, [one for one in tabbed if page.isAncestorOf(one)], names),
        *ambiguous(desktop, names),
        *cut(desktop),
        *scrolled_twice(page, names),
        *raw(desktop),
    ]


def stops(window: QWidget) -> list[QWidget]:
    """The stops of the Tab key, in the order in which it goes through them."""
    window.setFocus()
    found: dict[QWidget, None] = {}
    for _press in range(400):
        window.focusNextPrevChild(True)
        here = QApplication.focusWidget()
        if here is None or here in found:
            break
        found[here] = None
    return [one for one in found if window.isAncestorOf(one)]


def reachable(window: QWidget) -> list[QWidget]:
    """What the Tab key should stop at, wherever it stands."""
    return [
        one
        for one in shown(window)
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.isEnabled()
        and one.focusProxy() is None
        and one.window() is window
    ]


def out_of_order(page: QWidget, tabbed: list[QWidget], names: Names) -> list[str]:
    """On each card the Tab key goes down and, in a row, to the right."""
    wrong = []
    for before, after in pairwise(tabbed):
        # A table or a page of text stands beside what is above and below it.
        high = max(before.height(), after.height()) > page.height() // 3
        hidden = before.visibleRegion().isEmpty() or after.visibleRegion().isEmpty()
        if high or hidden or card_of(before) is not card_of(after):
            continue
        was = QRect(before.mapTo(page, QPoint(0, 0)), before.size())
        here = QRect(after.mapTo(page, QPoint(0, 0)), after.size())
        back = abs(here.top() - was.top()) < ROW and here.left() < was.left()
        if here.bottom() < was.top() + ROW or back:
            wrong.append(f"after {names.of(before)}: {names.of(after)}")
    return wrong


def card_of(widget: QWidget) -> QWidget | None:
    """The card on which a control stands."""
    one: QWidget | None = widget
    while one is not None and one.property("kind") != "card":
        one = one.parentWidget()
    return one


def ambiguous(desktop: Desktop, names: Names) -> list[str]:
    """Of two live shortcuts with the same keys Qt obeys none."""
    seen: dict[str, list[str]] = {}
    for one in desktop.findChildren(QShortcut):
        owner = one.parent()
        live = isinstance(owner, QWidget) and owner.isVisible() and owner.isEnabled()
        if live and one.isEnabled() and one.context() == Qt.ShortcutContext.WindowShortcut:
            seen.setdefault(one.key().toString(), []).append(names.of(owner) or str(owner))
    return [f"{keys}: {owners}" for keys, owners in seen.items() if len(owners) > 1]


def scrolled_twice(page: QWidget, names: Names) -> list[str]:
    """Lists that scroll in a frame of their own inside what scrolls: one turns two wheels."""
    return [
        f"scrolls inside what scrolls: {names.of(one)}"
        for area in shown(page, QScrollArea)
        if isinstance(area, QScrollArea) and area.verticalScrollBar().maximum()
        for one in shown(area, QTableView)
        if isinstance(one, QTableView) and one.verticalScrollBar().maximum()
    ]


def raw(desktop: Desktop) -> list[str]:
    """Words that show what the program puts in, not what it puts there."""
    said = [one.text() for one in shown(desktop) if isinstance(one, QLabel | QAbstractButton)]
    for view in shown(desktop, RecordView):
        assert isinstance(view, RecordView)
        said += [column.text(row) for column in view.table.columns for row in view.table.rows]
    return [f"raw: {one}" for one in said if RAW.search(one)]
