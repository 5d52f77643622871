"""The pages on the left: few lines, one's own first, families under tabs, keys that stay."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.basics.i18n import choose_language
from desktop.basics.roles import ROLES, SEEN_BY, own_pages
from desktop.services.staff import add_staff
from desktop.views.kit.desk import Link
from desktop.views.pages import FAMILIES, OWN, PAGES, families_for
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.views.desk import list_page, open_desk, press, settle, write

MOST = 18
LEFT_FOR_LATER = 1  # route plan is still to come
LAPTOP, ZOOMED = (1366, 768), (1280, 650)


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def lines(*roles: str) -> list[str]:
    """The pages that the lines of the navigation open."""
    return [one.home for one in families_for(frozenset(roles))]


def test_the_lines_on_the_left_leave_room_for_what_comes() -> None:
    assert len(FAMILIES) <= MOST - LEFT_FOR_LATER
    assert len({page.name for page in PAGES}) == len(PAGES)
    assert set(SEEN_BY) <= {page.name for page in PAGES}


@pytest.mark.parametrize("role", ROLES)
def test_a_role_sees_its_own_first_then_the_rest_in_its_usual_order(role: str) -> None:
    seen = families_for(frozenset([role]))
    names = [name for one in seen for name in one.names]
    assert set(ROLES[role].own) <= set(names)
    assert seen[0].home == "today"
    own = [one for one in seen if one.group == OWN]
    assert seen[1 : len(own) + 1] == own
    assert [one.home for one in own] == [
        name for name in ROLES[role].own if name in [one.home for one in own]
    ]
    usual = [one.names[0] for one in FAMILIES]
    rest = [usual.index(one.names[0]) for one in seen[len(own) + 1 :]]
    assert rest == sorted(rest)


def test_a_family_opens_where_the_person_works() -> None:
    assert "payouts" in lines("cashier")
    assert "settlements" in lines("accountant")
    assert "fund" in lines("rep")
    assert "proposals" in lines("rep")
    assert "products" in lines("clerk")


def test_whoever_has_two_roles_sees_the_work_of_both() -> None:
    both = own_pages(["administrator", "rep"])
    assert both == [*ROLES["rep"].own, *ROLES["administrator"].own]
    assert lines("administrator", "rep")[1] == "clients"


def test_a_key_opens_the_same_family_for_everybody() -> None:
    keys = {one.key: one.called or one.words for one in FAMILIES if one.key}
    assert sorted(keys) == list(range(1, 10))
    for role in ROLES:
        mine = {one.key: one.called or one.words for one in families_for(frozenset([role]))}
        assert {key: words for key, words in mine.items() if key} == keys


@pytest.mark.parametrize("size", [LAPTOP, ZOOMED])
def test_all_lines_are_in_sight_on_a_low_screen(
    qtbot: QtBot, team: Team, tmp_path: Path, size: tuple[int, int]
) -> None:
    add_staff(team.ad, "all", "全能", ROLES)
    everybody = team.office.on(team.day, team.office.find_person("all"))
    for office in (everybody, team.ad, team.m1, team.c1, team.r1, team.d1, team.k1, team.a1):
        desktop = open_desk(qtbot, office, tmp_path)
        desktop.resize(*size)
        settle(qtbot, desktop)
        navigation = desktop.navigation
        assert not navigation.verticalScrollBar().isVisible()
        last = navigation.visualItemRect(navigation.item(navigation.count() - 1))
        assert last.bottom() <= navigation.viewport().height()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_line_is_as_wide_as_its_words_and_count(
    qtbot: QtBot, team: Team, tmp_path: Path, language: str
) -> None:
    choose_language(language)
    desktop = open_desk(qtbot, team.k1, tmp_path)
    pages, counts = desktop.navigation, {one.home: 88 for one in FAMILIES}
    pages.show_counts(counts, frozenset())
    font = QFont(pages.font())
    font.setBold(True)
    for place in range(pages.count()):
        words = pages.item(place).text()
        assert QFontMetrics(font).horizontalAdvance(words + " 88") < pages.width() - 28, words
    assert pages.width() == 175 or language == "en"


def test_long_words_never_widen_the_window(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    choose_language("en")
    desktop = open_desk(qtbot, team.m1, tmp_path)
    desktop.resize(1280, 720)
    for name in ("letters", "clients", "runs", "map", "reports"):
        desktop.open(Link(name))
        settle(qtbot, desktop)
        assert desktop.width() == 1280, name


def title(desktop: Desktop) -> str:
    """What stands above the page."""
    if desktop.top.tabs.isVisible():
        return desktop.top.tabs.tabText(desktop.top.tabs.currentIndex())
    assert desktop.top.title.isVisible()
    return desktop.top.title.text()


def test_keys_go_to_a_name_and_from_tab_to_tab(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.k1, tmp_path)
    press(qtbot, desktop, "Ctrl+9")
    assert desktop.here.page == "payments"
    assert title(desktop) == "收款与退款"
    press(qtbot, desktop, "Ctrl+6")
    assert desktop.here.page == "payouts"
    assert title(desktop) == "兑付"
    assert [desktop.top.tabs.tabText(place) for place in range(3)] == ["基金", "季度结算", "兑付"]
    press(qtbot, desktop, "Ctrl+PageUp")
    assert title(desktop) == "季度结算"
    desktop.top.tabs.setFocus()
    press(qtbot, desktop, "Left")
    assert desktop.here.page == "fund"
    press(qtbot, desktop, "Right")
    assert desktop.here.page == "settlements"
    press(qtbot, desktop, "Ctrl+9")
    assert desktop.here.page == "payments"
    assert not desktop.top.tabs.isVisible()
    press(qtbot, desktop, "Alt+Left")
    assert desktop.here.page == "settlements"
    again = open_desk(qtbot, team.k1, tmp_path)
    assert again.here.page == "settlements"


def test_all_pages_are_walked_by_one_key(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.ad, tmp_path)
    walked = [desktop.here.page]
    for _page in desktop.names[1:]:
        press(qtbot, desktop, "Ctrl+PageDown")
        walked.append(desktop.here.page)
    assert walked == desktop.names
    assert sorted(walked) == sorted(page.name for page in PAGES)


def test_the_marked_line_is_the_family_of_the_page(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    for name in ("audit", "works", "proposals", "payouts"):
        desktop.open(Link(name))
        settle(qtbot, desktop)
        family = next(one for one in desktop.families if name in one.names)
        current = desktop.navigation.currentItem()
        assert current is not None
        assert current.data(Qt.ItemDataRole.UserRole) == family.home
        assert desktop.top.tabs.currentIndex() == family.names.index(name)


def test_a_tip_tells_the_tabs_and_the_key(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.c1, tmp_path)
    tips = [desktop.navigation.item(row).toolTip() for row in range(desktop.navigation.count())]
    assert "基金 · 季度结算 · 兑付 · 往来对账 · Ctrl+6" in tips
    assert "订单 · 应送日历 · Ctrl+7" in tips
    assert "Ctrl+9" in tips


def test_what_waits_is_counted_on_the_line_and_on_its_tab(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.k1, tmp_path)
    desktop.open(Link("fund"))
    desktop.navigation.show_counts({"payouts": 2, "settlements": 1}, frozenset({"payouts"}))
    desktop.top.tabs.show_counts({"payouts": 2, "settlements": 1})
    line = desktop.navigation.currentItem()
    assert line is not None
    assert line.data(Qt.ItemDataRole.AccessibleTextRole) == "基金与结算：3 件待办"
    assert desktop.top.tabs.tabText(2) == "兑付  2"
    assert desktop.top.tabs.accessibleTabName(2) == "兑付：2 件待办"
    assert desktop.top.tabs.tabText(0) == "基金"


def test_what_is_typed_stays_while_one_looks_at_another_tab(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.ad, tmp_path)
    desktop.open(Link("staff", do="new"))
    settle(qtbot, desktop)
    form = list_page(desktop, "staff").panel.form
    assert form is not None
    form.editor("name").control.setFocus()
    write(qtbot, desktop, "王小明")
    press(qtbot, desktop, "Ctrl+PageDown")
    assert desktop.here.page == "import"
    press(qtbot, desktop, "Ctrl+PageUp")
    assert list_page(desktop, "staff").panel.form is form
    assert form.editor("name").value() == "王小明"


def test_what_lies_over_a_page_has_no_tabs(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.m1, tmp_path)
    desktop.open(Link("settlements"))
    settle(qtbot, desktop)
    desktop.show_keys()
    assert title(desktop) == "快捷键"
    press(qtbot, desktop, "Escape")
    assert title(desktop) == "季度结算"
    assert not desktop.top.title.isVisible()


def test_a_page_is_found_by_its_name_and_by_its_familys(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.ad, tmp_path)

    def found(typed: str) -> list[str]:
        press(qtbot, desktop, "Ctrl+K")
        write(qtbot, desktop, typed)
        hits = desktop.search.hits
        pages = [hits.item(row).text().partition("    ")[0] for row in range(hits.count())]
        press(qtbot, desktop, "Escape")
        return pages

    assert {"设置 · 备份", "设置 · 变更"} <= set(found("设置"))
    assert "设置 · 备份" in found("beifen")
    assert "今日" in found("今日")
    press(qtbot, desktop, "Ctrl+K")
    write(qtbot, desktop, "批量导入")
    press(qtbot, desktop, "Return")
    assert desktop.here.page == "import"
    assert isinstance(desktop.search, QLineEdit)


def test_a_page_opened_by_keys_has_the_keys(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.a1, tmp_path)
    desktop.navigation.setFocus()
    for keys in ("Ctrl+2", "Ctrl+6", "Ctrl+PageDown"):
        press(qtbot, desktop, keys)
        settle(qtbot, desktop)
        here = QApplication.focusWidget()
        assert here is not None
        assert desktop.shown.isAncestorOf(here), keys


def test_esc_gives_the_keys_back_that_the_search_took(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.c1, tmp_path)
    desktop.desk.open(Link("orders", do="new"))
    settle(qtbot, desktop)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    press(qtbot, desktop, "Ctrl+K")
    write(qtbot, desktop, "C1")
    press(qtbot, desktop, "Escape")
    settle(qtbot, desktop)
    assert QApplication.focusWidget() is field
    assert list_page(desktop, "orders").panel.form is not None
