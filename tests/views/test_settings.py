"""Settings by keys: the office's name, a rule's number, clauses, the review; backups; the trail."""

import json
from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select

import desktop
from desktop.basics.drafts.area import AreaDraft
from desktop.basics.drafts.promotion import PromotionDraft
from desktop.basics.rules import Rules
from desktop.models import ClauseTemplate, Client, Lot, OfficeProfile
from desktop.queries.areas import areas_detail
from desktop.queries.facts.rules import read_rules
from desktop.queries.promotions import promotions_from
from desktop.queries.settings import RULES
from desktop.services import promotions
from desktop.services.areas import set_area
from desktop.services.backup import (
    back_up,
    backups_in,
    card_place,
    check_backup,
    take_backup,
)
from desktop.services.clients import ClientDraft, add_client
from desktop.services.settings import change_rules
from desktop.views.kit.desk import Link
from desktop.views.kit.forms.form import Form
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.printing import pdf
from tests.views.conftest import Guard
from tests.views.desk import list_page, open_desk, press, save_as_it_stands, settle, write


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def form_of(desktop: Desktop) -> Form:
    form = list_page(desktop, "settings").panel.form
    assert form is not None
    return form


def facts_of_page(desktop: Desktop) -> dict[str, str]:
    return {one.label: one.words for one in list_page(desktop, "settings").detail.item.facts}


def opened(qtbot: QtBot, team: Team, tmp_path: Path, key: int, person: str = "ad") -> Desktop:
    desktop = open_desk(qtbot, getattr(team, person), tmp_path)
    desktop.open(Link("settings", key))
    settle(qtbot, desktop)
    return desktop


def test_the_office_gets_another_name(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    desktop = opened(qtbot, team, tmp_path, 1)
    gui_thread_never_waits.watching = True
    press(qtbot, desktop, "Ctrl+E")
    form_of(desktop).editor("phone").setFocus()
    write(qtbot, desktop, "08165550123")
    press(qtbot, desktop, "Ctrl+S")
    with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
        profile = session.get_one(OfficeProfile, 1)
        assert (profile.name, profile.phone) == ("测试办事处", "0816-5550123")


def test_what_belongs_together_stands_in_one_line(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = opened(qtbot, team, tmp_path, 1)
    assert "位置" not in facts_of_page(desktop)
    press(qtbot, desktop, "Ctrl+E")
    form = form_of(desktop)
    for one, other in (("lat", "lon"), ("opens", "closes")):
        assert form.row_of(one) == form.row_of(other)
    typed = {"lat": "30.848", "lon": "105.121", "opens": "7:00", "closes": "19:30"}
    for name, value in typed.items():
        form.editor(name).show_raw(value)
    press(qtbot, desktop, "Ctrl+S")
    facts = facts_of_page(desktop)
    assert facts["位置"] == "30.848, 105.121"
    assert facts["仓库时间"] == "07:00–19:30"


def test_only_rules_that_something_reads_are_shown() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in (Path(desktop.__file__).parent).rglob("*.py")
        if path.parent.name != "basics" and path.name != "settings.py"
    )
    named = {field.name for field in fields(Rules)}
    assert set(RULES) == {name for name in named if f".{name}" in code}


def test_a_rule_gets_another_number(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = opened(qtbot, team, tmp_path, 2)
    press(qtbot, desktop, "Ctrl+E")
    form_of(desktop).editor("visit_days_a").show_value(0)
    press(qtbot, desktop, "Ctrl+S")
    assert form_of(desktop).note("visit_days_a") == "请填 1 到 100000000 之间的数。"
    form_of(desktop).editor("visit_days_a").show_value(10)
    form_of(desktop).editor("minimum_drop_fen").show_value(15000)
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        rules = read_rules(session)
    assert (rules.visit_days_a, rules.minimum_drop_fen, rules.visit_days_b) == (10, 15000, 14)


def test_the_second_to_change_the_rules_sees_the_first(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path, 2)
    press(qtbot, desktop, "Ctrl+E")
    form_of(desktop).editor("appeal_days").show_value(20)
    with team.office.reading() as session:
        version = session.get_one(OfficeProfile, 1).version
    change_rules(team.ad, version, {"appeal_days": 10})
    press(qtbot, desktop, "Ctrl+S")
    assert "10" in form_of(desktop).note("appeal_days")
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        assert read_rules(session).appeal_days == 20


def test_clauses_and_their_review_are_the_managers(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path, 3, "m1")
    press(qtbot, desktop, "Ctrl+E")
    form_of(desktop).editor("text").show_value("甲方按本协议供货。\n乙方不低于保护价销售。")
    press(qtbot, desktop, "Ctrl+S")
    desktop.open(Link("settings", 5))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+E")
    for name, value in (
        ("reviewer", "某律师事务所"),
        ("ground", "反垄断法第十八条"),
        ("valid_until", date(2026, 12, 31)),
    ):
        form_of(desktop).editor(name).show_value(value)
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        template = session.get_one(ClauseTemplate, "protected_prices")
        assert template.clauses == ("甲方按本协议供货。", "乙方不低于保护价销售。")
        assert session.get_one(OfficeProfile, 1).reviewed_on(date(2026, 6, 30))
    desktop.open(Link("settings", 2))
    settle(qtbot, desktop)
    assert list_page(desktop, "settings").detail.bar.isHidden()


def test_a_backup_is_taken_saved_elsewhere_and_restored(
    qtbot: QtBot, team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desktop = open_desk(qtbot, team.ad, tmp_path)
    folder = tmp_path / "backups"
    desktop.desk.backups = folder
    desktop.open(Link("backups"))
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+B")
    made = backups_in(folder)[0].path
    check_backup(made)
    other = tmp_path / "stick" / "office.db"
    other.parent.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(other), ""))
    press(qtbot, desktop, "Ctrl+S")
    check_backup(other)
    replaced: list[bool] = []
    desktop.desk.replaced.connect(lambda: replaced.append(True))
    bar = list_page(desktop, "backups").detail.bar
    bar.start("restore")
    settle(qtbot, desktop)
    assert "没有改动过" in bar.strip.words
    press(qtbot, desktop, "Space")  # on the no
    add_client(team.r1, ClientDraft("C9", "后来的店", "学校店"))
    bar.start("restore")
    settle(qtbot, desktop)
    assert replaced == []
    assert "1" in bar.strip.words  # change since: the shop that would be gone
    press(qtbot, desktop, "Space")  # on the no
    assert replaced == []
    bar.start("restore")
    settle(qtbot, desktop)
    press(qtbot, desktop, "Tab")
    press(qtbot, desktop, "Space")
    assert replaced == [True]
    desktop.desk.tasks.wait()
    with team.office.reading() as session:
        assert set(session.scalars(select(Client.code))) == {"C1", "C2"}


def test_a_damaged_backup_is_shown_and_cannot_be_restored(
    qtbot: QtBot, team: Team, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "backups"
    whole = back_up(team.office.engine, tmp_path / "whole.db")
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(whole.read_bytes()[:6000])
    desktop = open_desk(qtbot, team.ad, tmp_path)
    desktop.desk.backups = folder
    desktop.open(Link("backups"))
    settle(qtbot, desktop)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_given: (str(damaged), ""))
    press(qtbot, desktop, "Ctrl+U")
    restore = list_page(desktop, "backups").detail.bar.button("restore")
    assert restore is not None
    assert not restore.isEnabled()
    assert "damaged.db" in restore.toolTip()


def test_the_trail_says_who_did_what_in_chinese(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = open_desk(qtbot, team.ad, tmp_path)
    desktop.open(Link("audit"))
    settle(qtbot, desktop)
    shown = list_page(desktop, "audit")
    heads = [shown.table.index(row, column).data() for row in range(2) for column in (1, 2, 3)]
    assert heads == [
        *("员工c1", "新增产品", "价格 · 洗面奶 箱"),
        *("员工c1", "新增产品", "价格 · 洗面奶 支"),
    ]
    press(qtbot, desktop, "Ctrl+F")
    write(qtbot, desktop, "小店C2")
    qtbot.waitUntil(lambda: shown.table.rowCount() == 1)
    assert shown.table.index(0, 3).data() == "客户 · 小店C2"


def test_the_data_are_checked_against_the_cards_of_the_backups(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = open_desk(qtbot, team.ad, tmp_path)
    folder = tmp_path / "backups"
    desktop.desk.backups = folder
    made = take_backup(team.office.engine, folder, date.today())
    desktop.open(Link("backups"))
    settle(qtbot, desktop)
    strip = list_page(desktop, "backups").detail.bar.strip
    press(qtbot, desktop, "Ctrl+J")
    assert strip.words == "全部相符。"
    card = card_place(made)
    told = json.loads(card.read_text(encoding="utf-8"))
    told["heads"]["trail"]["hash"] = "0" * 64
    card.write_text(json.dumps(told), encoding="utf-8")
    list_page(desktop, "backups").detail.bar.start("check")
    settle(qtbot, desktop)
    assert "变更记录" in strip.words
    list_page(desktop, "backups").detail.bar.start("sheet")
    settle(qtbot, desktop)
    assert "校验单" in pdf.text(desktop.preview._pdf)


def test_a_manager_allows_a_promotion_and_ends_it(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    draft = PromotionDraft(team.day, team.day + timedelta(days=9), {"P1": 4400})
    promotions.add_promotion(team.m1, draft)
    desktop = open_desk(qtbot, team.m1, tmp_path)
    desktop.open(Link("settings", do="promotion.add"))
    settle(qtbot, desktop)
    page = list_page(desktop, "settings")
    form = page.panel.form
    assert isinstance(form, Form)
    form.editor("to").show_value(team.day)
    form.editor("prices").show_value([{"product": ("P1", "洗面奶 (P1)"), "price": 4300}])
    press(qtbot, desktop, "Ctrl+S")
    settle(qtbot, desktop)
    with team.office.reading() as session:
        found = promotions_from(session, team.day)
    assert [(one.last_day, one.clients) for one in found] == [
        (team.day + timedelta(days=9), ()),
        (team.day, ()),
    ]
    assert page.detail.item.choices.keys() == {"1", "2"}


def test_areas_get_their_days_from_the_dispatcher(
    qtbot: QtBot, team: Team, tmp_path: Path, gui_thread_never_waits: Guard
) -> None:
    desktop = opened(qtbot, team, tmp_path, 8, "d1")
    gui_thread_never_waits.watching = True
    press(qtbot, desktop, "Ctrl+E")
    write(qtbot, desktop, "城东")
    press(qtbot, desktop, "Return")
    write(qtbot, desktop, "135")
    press(qtbot, desktop, "Return")
    write(qtbot, desktop, "200")
    press(qtbot, desktop, "Ctrl+S")
    with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
        assert areas_detail(session).areas == [AreaDraft("城东", "135", 20_000)]
    assert facts_of_page(desktop) == {"城东": "周一、周三、周五 · 起送金额 ¥ 200.00"}


def test_the_second_to_change_areas_sees_the_first(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    set_area(team.d1, AreaDraft("城东", "135"))
    desktop = opened(qtbot, team, tmp_path, 8, "m1")
    press(qtbot, desktop, "Ctrl+E")
    area = form_of(desktop).editor("areas")
    area.show_value([{"name": "城东", "days": "24", "minimum": None}])
    set_area(team.d1, AreaDraft("城东", "135", 5_000))
    press(qtbot, desktop, "Ctrl+S")
    assert form_of(desktop).note("areas")
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        assert areas_detail(session).areas == [AreaDraft("城东", "24", 5_000)]


def test_a_holiday_is_set_from_day_to_day(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = opened(qtbot, team, tmp_path, 9, "d1")
    assert facts_of_page(desktop) == {"节假日": "还没有设定"}
    press(qtbot, desktop, "Ctrl+E")
    form_of(desktop).editor("date").show_value(date(2026, 1, 8))
    form_of(desktop).editor("until").show_value(date(2026, 1, 7))
    press(qtbot, desktop, "Ctrl+S")
    assert form_of(desktop).note("until")
    form_of(desktop).editor("until").show_value(date(2026, 1, 9))
    press(qtbot, desktop, "Ctrl+S")
    assert facts_of_page(desktop) == {"2026-01-08": "周四", "2026-01-09": "周五"}


def test_the_first_count_is_posted_once(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = opened(qtbot, team, tmp_path, 10, "d1")
    press(qtbot, desktop, "Ctrl+E")
    line = {"product": ("P1", "洗面奶 (P1)"), "lot": "2601A", "quantity": 48}
    form_of(desktop).editor("lots").show_value(
        [{**line, "expires": date(2027, 3, 1)}, {**line, "expires": date(2027, 3, 1)}]
    )
    press(qtbot, desktop, "Ctrl+S")
    assert "只点一次" in form_of(desktop).note("lots")
    form_of(desktop).editor("lots").show_value([{**line, "expires": date(2027, 3, 1)}])
    press(qtbot, desktop, "Ctrl+S")
    assert facts_of_page(desktop) == {"过账": "2026-01-05 · 员工d1", "在库批号数": "1"}
    with team.office.reading() as session:
        assert session.scalars(select(Lot.warehouse)).all() == [48]
    change = list_page(desktop, "settings").detail.bar.button("stock.start")
    assert change is not None
    assert not change.isEnabled()
    press(qtbot, desktop, "Ctrl+E")
    assert list_page(desktop, "settings").panel.form is None


def test_an_empty_warehouse_is_asked_for_before_it_is_posted(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, tmp_path, 10, "c1")
    press(qtbot, desktop, "Ctrl+E")
    save_as_it_stands(qtbot, desktop)
    strip = list_page(desktop, "settings").panel.strip
    assert "仓库是空的吗" in strip.words
    assert facts_of_page(desktop).keys() == {"库存"}
    press(qtbot, desktop, "Space")
    settle(qtbot, desktop)
    assert facts_of_page(desktop)["在库批号数"] == "0"
