"""What isn't typed wrongly but stands in the way: greyed with its reason, or said at its place.

Together with the stories of each form, every code of a refusal is met here as a person meets it.
"""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.case import CaseDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.errors import CODES
from desktop.models import Order, Payout
from desktop.services.agreements import (
    UNREVIEWED,
    approve_agreement,
    draft_agreement,
    sign_agreement,
    submit_agreement,
)
from desktop.services.cases import ReporterDraft, accept_case, report_case
from desktop.services.clients import ClientDraft, add_client, close_client
from desktop.services.orders import OrderedLine, add_order, change_order
from desktop.services.returns import record_return
from desktop.services.runs import add_vehicle, plan_run
from desktop.services.settlements import (
    approve_settlement,
    post_settlement,
    prepare_settlement,
    submit_settlement,
)
from desktop.services.staff import edit_staff
from desktop.services.stock import start_stock
from desktop.services.suggestions import (
    confirm_suggestion,
    prepare_suggestion,
    submit_suggestion,
)
from desktop.services.visits import plan_visits, release_plan
from desktop.views.kit.desk import Link
from desktop.views.kit.forms.editors import FilesEditor
from desktop.views.kit.forms.form import Form
from desktop.views.kit.forms.rows_editor import RowsEditor
from desktop.views.visits.results import VisitResults
from desktop.views.window import Desktop
from tests.office import MONDAY, Team, new_team
from tests.services.through_states import DRAFT, sold
from tests.views.desk import list_page, open_desk, press, save_as_it_stands, settle
from tests.views.wrong_input import HANZI, editor_of, enter, in_sight

# Where each code is met: in this file, or in the stories of another.
MET = {
    "invalid": "test_wrong_input.py: every form",
    "not_found": "test_wrong_input.py: a delivery's line 9",
    "not_allowed": "test_who_lost_the_role_meanwhile_keeps_what_was_typed",
    "same_person": "test_agreements.py, test_quarter.py: greyed",
    "wrong_state": "test_an_order_taken_by_another_run_is_pointed_at",
    "duplicate": "test_wrong_input.py: a code that is taken",
    "too_early": "test_wrong_input.py: a quarter that goes on; test_cases.py: greyed",
    "frozen": "test_a_frozen_payout_is_greyed_with_its_voucher",
    "overlap": "test_a_second_agreement_cannot_be_signed_beside_the_first",
    "no_price": "test_wrong_input.py: an order's unit",
    "not_protected": "test_wrong_input.py: a price that undercuts nothing",
    "closed_period": "test_wrong_input.py: a quarter before a settled one",
    "over_quantity": "test_wrong_input.py: delivered, returned, refunded too much",
    "no_suggestion": "test_visits.py: greyed",
    "one_suggestion": "test_a_second_suggestion_cannot_be_submitted",
    "changed": "test_what_changed_since_the_approval_is_said_in_the_strip",
    "short": "test_goods_of_which_no_lot_is_known_are_said_at_their_line",
}


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def test_every_code_is_met() -> None:
    assert set(MET) == set(CODES)
    here = Path(__file__)
    own = re.findall(r"^def (test_\w+)", here.read_text("utf-8"), re.MULTILINE)
    there = {*own, *(file.name for file in here.parent.glob("test_*.py"))}
    named = {code: set(re.findall(r"test_\w+(?:\.py)?", where)) for code, where in MET.items()}
    assert {code for code, tests in named.items() if not tests or tests - there} == set()


def opened(qtbot: QtBot, team: Team, person: str, folder: Path, link: Link) -> Desktop:
    desktop = open_desk(qtbot, getattr(team, person), folder)
    desktop.open(link)
    settle(qtbot, desktop)
    return desktop


def form_of(desktop: Desktop, name: str) -> Form:
    form = list_page(desktop, name).panel.form
    assert form is not None
    return form


def why_grey(desktop: Desktop, name: str, step: str) -> str:
    """The reason why a step is greyed: on its button, or among the other steps."""
    bar = list_page(desktop, name).detail.bar
    made = bar.button(step)
    if made is not None:
        assert not made.isEnabled()
        return made.toolTip()
    for button in bar.findChildren(QPushButton):
        for action in button.menu().actions() if button.menu() else ():
            if action.objectName() == step:
                assert not action.isEnabled()
                return action.toolTip()
    pytest.fail(f"{step} isn't offered")


def test_who_lost_the_role_meanwhile_keeps_what_was_typed(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, "k1", tmp_path, Link("payments", do="new"))
    form = form_of(desktop, "payments")
    enter(qtbot, desktop, form, {"client": "c1", "amount": "12"})
    edit_staff(team.ad, "k1", 1, "员工k1", ["rep"])
    desktop.desk.office.person = team.k1.person
    press(qtbot, desktop, "Ctrl+S")
    assert list_page(desktop, "payments").panel.strip.words == "这一步由以下岗位办理：出纳。"
    assert form.editor("amount").raw() == "12"
    assert form_of(desktop, "payments") is form


def test_a_second_agreement_cannot_be_signed_beside_the_first(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    keys = [draft_agreement(team.c1, DRAFT) for _two in range(2)]
    for key in keys:
        submit_agreement(team.c1, key)
        approve_agreement(team.m1, key)
    sign_agreement(team.c1, keys[0], confirmed=frozenset({UNREVIEWED}))
    desktop = opened(qtbot, team, "c1", tmp_path, Link("agreements", keys[1]))
    why = why_grey(desktop, "agreements", "agreement.sign")
    assert why == "协议 XY-2026-0001 有效期到 2026-12-31：请先终止。"


def test_a_second_suggestion_cannot_be_submitted(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    submit_suggestion(
        team.r1, prepare_suggestion(team.r1, SuggestionDraft("C1", "display", "换大价签"))
    )
    second = prepare_suggestion(team.r1, SuggestionDraft("C1", "push", "主推香皂"))
    desktop = opened(qtbot, team, "r1", tmp_path, Link("suggestions", second))
    why = why_grey(desktop, "suggestions", "suggestion.submit")
    assert why == "小店C1 (C1)已有一条建议：建议“换大价签”。请先告知客户或撤回。"


def settled(team: Team) -> int:
    """A posted quarter with a payout of client C1."""
    sold(team)
    team.day = date(2026, 4, 2)
    key = prepare_settlement(team.c1, Quarter(2026, 1))
    submit_settlement(team.c1, key)
    approve_settlement(team.m1, key)
    post_settlement(team.a1, key)
    with team.office.reading() as session:
        return session.scalars(select(Payout.settlement_entry_number)).one()


def test_a_frozen_payout_is_greyed_with_its_voucher(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    payout = settled(team)
    seen = team.day - timedelta(days=1)
    case = report_case(
        team.m2,
        CaseDraft(client="C1", seen_on=seen, product="P1", price_fen=4400),
        [ReporterDraft("unnamed")],
    )
    accept_case(team.m1, case.case_id)
    desktop = opened(qtbot, team, "k1", tmp_path, Link("payouts", payout, filter="unpaid"))
    why = "小店C1 (C1)还有案件等待裁定：请先裁定。"
    assert why_grey(desktop, "payouts", "payout.pay") == why
    voucher = next(
        one
        for one in list_page(desktop, "payouts").detail.findChildren(QPushButton)
        if one.accessibleName() == "领款单"
    )
    assert not voucher.isEnabled()
    assert "案件等待裁定" in voucher.toolTip()


def test_what_changed_since_the_approval_is_said_in_the_strip(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    _order, delivery = sold(team)
    team.day = date(2026, 4, 2)
    key = prepare_settlement(team.c1, Quarter(2026, 1))
    submit_settlement(team.c1, key)
    approve_settlement(team.m1, key)
    desktop = opened(qtbot, team, "a1", tmp_path, Link("settlements", key))
    record_return(team.d1, delivery, 1, 1)
    press(qtbot, desktop, "Ctrl+Return")
    bar = list_page(desktop, "settlements").detail.bar
    assert bar.strip.words == "1 家客户与批准时不同（首家：小店C1 (C1)）：请退回重算。"
    assert in_sight(bar.strip)


def test_an_order_taken_by_another_run_is_pointed_at(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    add_vehicle(team.d1, VehicleDraft("V1", "老李", 80, ""))
    keys = [add_order(team.r1, code, [OrderedLine("P1", "支", 1)]) for code in ("C1", "C2")]
    desktop = opened(qtbot, team, "d1", tmp_path, Link("runs", do="new"))
    form = form_of(desktop, "runs")
    enter(qtbot, desktop, form, {"orders.1.order": "c1", "orders.2.order": "c2"})
    plan_run(team.d1, RunDraft("V1", MONDAY, keys[1:]))
    press(qtbot, desktop, "Ctrl+S")
    assert form.note("orders").startswith("第 2 行：订单 DD-2026-00002：现在是")
    second = editor_of(form, "orders.2.order")
    assert second.control.property("tone") == "wrong"
    assert second.control.hasFocus()
    press(qtbot, desktop, "Ctrl+Delete")
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        assert session.get_one(Order, keys[0]).state == "planned"


def test_an_order_on_a_run_can_no_more_be_changed_but_nothing_typed_is_lost(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    add_vehicle(team.d1, VehicleDraft("V1", "老李", 80, ""))
    key = add_order(team.r1, "C1", [OrderedLine("P1", "支", 1)])
    desktop = opened(qtbot, team, "r1", tmp_path, Link("orders", key))
    press(qtbot, desktop, "Ctrl+E")
    form = form_of(desktop, "orders")
    enter(qtbot, desktop, form, {"lines.1.quantity": "7"})
    plan_run(team.d1, RunDraft("V1", MONDAY, [key]))
    press(qtbot, desktop, "Ctrl+S")
    assert "不能做这一步" in list_page(desktop, "orders").panel.strip.words
    assert editor_of(form, "lines.1.quantity").raw() == "7"


def test_a_delivery_is_never_recorded_against_other_lines_than_were_read(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    key = add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)])
    desktop = opened(qtbot, team, "d1", tmp_path, Link("orders", key))
    press(qtbot, desktop, "Ctrl+Return")
    change_order(team.r1, key, 1, [OrderedLine("P1", "箱", 3)])
    save_as_it_stands(qtbot, desktop)
    words = list_page(desktop, "orders").panel.strip.words
    assert words == "订单 DD-2026-00001在填写期间有改动：请关闭后重新录入送货。"
    with team.office.reading() as session:
        assert session.get_one(Order, key).state == "confirmed"


def test_goods_of_which_no_lot_is_known_are_said_at_their_line(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    start_stock(team.d1, [])
    key = add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)])
    desktop = opened(qtbot, team, "d1", tmp_path, Link("orders", key))
    press(qtbot, desktop, "Ctrl+Return")
    save_as_it_stands(qtbot, desktop)
    note = form_of(desktop, "orders").note("accepted.1")
    assert note == "没有登记过批号：洗面奶 (P1) 3 支。请先入库。"


def test_a_file_that_is_no_scan_is_said_at_the_files(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    key = draft_agreement(team.c1, DRAFT)
    submit_agreement(team.c1, key)
    approve_agreement(team.m1, key)
    desktop = opened(qtbot, team, "c1", tmp_path, Link("agreements", key))
    press(qtbot, desktop, "Ctrl+U")
    form = list_page(desktop, "agreements").detail.bar.form
    assert form is not None
    files = form.editor("files")
    assert isinstance(files, FilesEditor)
    files.add([tmp_path / "拔掉的U盘" / "扫描.pdf"])
    press(qtbot, desktop, "Ctrl+Return")
    assert "扫描.pdf 读不出来：文件不在（或已不在）那里" in form.note("files")
    for name, content in (("表.xlsx", b"PK"), ("扫描.pdf", b"%PDF-1.4")):
        (tmp_path / name).write_bytes(content)
        files.add([tmp_path / name])
        press(qtbot, desktop, "Ctrl+Return")
        if name == "表.xlsx":
            assert form.note("files") == "表.xlsx 不是图片（JPEG、PNG）也不是 PDF：请另选。"
    assert list_page(desktop, "agreements").detail.bar.form is None


def test_a_refusal_after_the_form_was_left_is_still_read(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, "r1", tmp_path, Link("clients", do="new"))
    enter(
        qtbot, desktop, form_of(desktop, "clients"), {"name": "店", "code": "C1", "segment": "校"}
    )
    panel = list_page(desktop, "clients").panel
    panel.save()
    panel.leave()
    settle(qtbot, desktop)
    assert "编号 C1 已被占用" in desktop.strip.words
    desktop.open(Link("clients", do="new"))
    settle(qtbot, desktop)
    assert form_of(desktop, "clients").editor("code").raw() == "C1"


def test_words_without_a_result_are_not_lost(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    for client in ("C1", "C2"):
        key = prepare_suggestion(team.r1, SuggestionDraft(client, "display", "换大价签"))
        submit_suggestion(team.r1, key)
        confirm_suggestion(team.m1, key)
    plan = plan_visits(team.r1, VisitPlanDraft("r1", team.day, ["C1", "C2"]))
    release_plan(team.r1, plan)
    desktop = opened(qtbot, team, "r1", tmp_path, Link("visits", plan))
    press(qtbot, desktop, "Ctrl+Return")
    form = form_of(desktop, "visits")
    assert isinstance(form, VisitResults)
    form.grid.write("C1", {"result": "adopted"})
    form.grid.write("C2", {"words": "下次再说"})
    press(qtbot, desktop, "Ctrl+S")
    assert "请先选这次拜访的结果" in form.note("visits")
    assert form.grid.rows.text("C2", "words") == "下次再说"
    form.grid.write("C2", {"result": "deferred"})
    press(qtbot, desktop, "Ctrl+S")
    assert list_page(desktop, "visits").panel.form is None


def test_who_owes_cannot_be_closed_and_the_closed_are_begun_nothing_with(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    sold(team)
    close_client(team.c1, 2, "搬走了")
    desktop = opened(qtbot, team, "c1", tmp_path, Link("clients", 1))
    assert "该客户还欠" in why_grey(desktop, "clients", "client.close")
    desktop.open(Link("clients", 2))
    settle(qtbot, desktop)
    detail = list_page(desktop, "clients").detail
    begins = [
        one
        for one in detail.findChildren(QPushButton)
        if one.accessibleName() in ("新建议", "新建订单") and one.isVisible()
    ]
    assert len(begins) == 2
    assert all(not one.isEnabled() and HANZI.search(one.toolTip()) for one in begins)


def test_all_that_came_back_cannot_come_back_again(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    _order, delivery = sold(team)
    record_return(team.d1, delivery, 1, 3)
    desktop = opened(qtbot, team, "d1", tmp_path, Link("deliveries", delivery))
    assert why_grey(desktop, "deliveries", "return.record") == "已经全部退回。"
    assert "请先撤销退货" in why_grey(desktop, "deliveries", "delivery.cancel")


def test_a_client_that_closed_meanwhile_is_said_at_its_field(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, "r1", tmp_path, Link("visits", do="new"))
    form = form_of(desktop, "visits")
    add_client(team.r1, ClientDraft("C3", "小店C3", "学校店"))
    enter(qtbot, desktop, form, {"clients.1.client": "c1", "clients.2.client": "c3"})
    close_client(team.c1, 3, "转让")
    press(qtbot, desktop, "Ctrl+S")
    assert form.note("clients") == "第 2 行：小店C3 (C3)已关闭：请选其他客户。"


def test_a_client_that_closes_is_not_its_own_successor(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop = opened(qtbot, team, "r1", tmp_path, Link("clients", 1))
    bar = list_page(desktop, "clients").detail.bar
    bar.start("client.close")
    settle(qtbot, desktop)
    assert bar.form is not None
    enter(qtbot, desktop, bar.form, {"reason": "转让", "successor": "c1"})
    press(qtbot, desktop, "Ctrl+Return")
    assert "自己" in bar.form.note("successor")


def test_a_long_form_scrolls_to_what_is_wrong(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    desktop = opened(qtbot, team, "c1", tmp_path, Link("agreements", do="new"))
    form = form_of(desktop, "agreements")
    enter(qtbot, desktop, form, {"client": "c1", "basic_rate": "5", "fund_rate": "2"})
    rows = form.editor("minimum_prices")
    assert isinstance(rows, RowsEditor)
    rows.show_value([{"product": ("P1", "洗面奶"), "price": 100 + one} for one in range(40)])
    for line, wrong in ((3, "第 3 行"), (38, "第 38 行")):
        enter(qtbot, desktop, form, {f"minimum_prices.{line}.price": "x"})
        other = 1 if line > 20 else 40
        editor_of(form, f"minimum_prices.{other}.price").control.setFocus()
        press(qtbot, desktop, "Ctrl+S")
        assert form.note("minimum_prices").startswith(wrong)
        at = editor_of(form, f"minimum_prices.{line}.price").control
        assert at.hasFocus()
        assert at.property("tone") == "wrong"
        assert in_sight(at)
        assert in_sight(form._notes["minimum_prices"])
        enter(qtbot, desktop, form, {f"minimum_prices.{line}.price": "2"})
    press(qtbot, desktop, "Ctrl+S")
    assert form.note("minimum_prices").startswith("第 2 行：“P1”在这里出现了两次")
    assert in_sight(form._notes["minimum_prices"])
