"""The cases page, worked by keys: report, claim codes, ruling, appeal, reward."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTableView
from pytestqt.qtbot import QtBot
from sqlalchemy import event, select, text

from desktop.basics.drafts.case import CaseDraft
from desktop.basics.drafts.product import ProductDraft
from desktop.basics.errors import Refused
from desktop.models import Entry
from desktop.queries.cases import CASES, CaseDetail, case_detail, case_ids, case_rows
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked
from desktop.services import cases
from desktop.services.agreements import (
    UNREVIEWED,
    AgreementDraft,
    approve_agreement,
    draft_agreement,
    sign_agreement,
    submit_agreement,
)
from desktop.services.cases import (
    Reported,
    ReporterDraft,
    accept_case,
    dismiss_case,
    report_case,
    rule_case,
)
from desktop.services.deliveries import record_delivery
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order
from desktop.services.products import add_product
from desktop.views.cases.page import CasesPage
from desktop.views.kit.desk import Link
from desktop.views.kit.lists import next_one as seeking
from desktop.views.kit.lists.next_one import next_one
from desktop.views.kit.parts import label
from desktop.views.window import Desktop
from tests.office import MONDAY, Team, new_team
from tests.views.conftest import Guard
from tests.views.desk import press, settle, write

SECRET = "不该看到的名字"
Open = Callable[..., Desktop]
Read = Callable[[int], CaseDetail]


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return protecting(sqlite_url)


def protecting(url: str) -> Team:
    """A small office where C1 has 5.67 in the fund and a protected price of 45.00."""
    team = new_team(url)
    draft = AgreementDraft(
        "C1",
        MONDAY,
        date(2026, 12, 31),
        Decimal("0.1"),
        Decimal("0.05"),
        protected_prices={"P1": 4500},
    )
    agreement_id = draft_agreement(team.c1, draft)
    submit_agreement(team.c1, agreement_id)
    approve_agreement(team.m1, agreement_id)
    sign_agreement(team.c1, agreement_id, confirmed=frozenset({UNREVIEWED}))
    record_delivery(team.d1, add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)]))
    return team


@pytest.fixture
def opened(open_watched: Open) -> Open:
    return partial(open_watched, "cases")


@pytest.fixture
def read(team: Team, gui_thread_never_waits: Guard) -> Read:
    """What stands in the database now."""

    def detail(case_id: int) -> CaseDetail:
        with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
            return case_detail(session, case_id, team.day, names=True)

    return detail


def page(desktop: Desktop) -> CasesPage:
    shown = desktop.page("cases")
    assert isinstance(shown, CasesPage)
    return shown


def words(desktop: Desktop) -> str:
    """Everything that stands on the page, tables too."""
    shown = page(desktop)
    found = [one.text() for one in shown.findChildren(type(label()))]
    for view in shown.findChildren(QTableView):
        table = view.model()
        for row in range(table.rowCount()):
            cells = (table.index(row, column) for column in range(table.columnCount()))
            found += [str(table.data(cell)) for cell in cells]
    return "\n".join(found)


def reported(team: Team, *reporters: ReporterDraft) -> Reported:
    return report_case(
        team.r1, CaseDraft(client="C1", seen_on=MONDAY, product="P1", price_fen=4400), reporters
    )


def upheld(team: Team, *reporters: ReporterDraft) -> Reported:
    made = reported(team, *reporters)
    accept_case(team.m1, made.case_id)
    rule_case(team.m1, made.case_id, upheld=True)
    return made


def look_up(qtbot: QtBot, desktop: Desktop, text: str) -> None:
    """Type into a look-up and take the first that is offered."""
    write(qtbot, desktop, text)
    press(qtbot, desktop, "Return")


def test_a_report_shows_its_claim_codes_once(
    qtbot: QtBot, team: Team, opened: Open, read: Read
) -> None:
    desktop = opened(team.r1, do="new")
    look_up(qtbot, desktop, "c1")
    look_up(qtbot, desktop, "p1")
    write(qtbot, desktop, "44")
    form = page(desktop).panel.form
    assert form is not None
    form.editor("reporters").show_value([{"unnamed": True}, {"client": ("C2", "小店C2")}])
    press(qtbot, desktop, "Ctrl+S")
    codes = page(desktop).codes
    assert [len(code) for code in codes.codes] == [16, 16]
    assert codes.isVisible()
    first = codes.codes[0]
    assert f"{first[:4]}  {first[4:8]}" in words(desktop)
    desktop.open(Link("cases", key=1))
    press(qtbot, desktop, "Ctrl+N")
    assert codes.isVisible(), "the codes stand until they are handed over"
    desktop.open(Link("today"))
    assert not desktop.may_leave(), "closing now would lose them"
    assert codes.isVisible()
    assert "领奖码" in desktop.strip.words
    press(qtbot, desktop, "Ctrl+Return")
    assert not codes.isVisible()
    assert desktop.may_leave()
    assert first[:4] not in words(desktop)
    made = read(1)
    assert (made.row.price_fen, [one.kind for one in made.reporters]) == (
        4400,
        ["unnamed", "client"],
    )


def test_a_price_that_undercuts_nothing_is_said_at_the_price(
    qtbot: QtBot, team: Team, opened: Open
) -> None:
    desktop = opened(team.r1, do="new")
    look_up(qtbot, desktop, "c1")
    look_up(qtbot, desktop, "p1")
    write(qtbot, desktop, "45")
    press(qtbot, desktop, "Ctrl+S")
    form = page(desktop).panel.form
    assert form is not None
    assert "45.00" in form.note("price")


def test_one_line_names_one_reporter(qtbot: QtBot, team: Team, opened: Open) -> None:
    desktop = opened(team.r1, do="new")
    look_up(qtbot, desktop, "c1")
    look_up(qtbot, desktop, "p1")
    write(qtbot, desktop, "44")
    form = page(desktop).panel.form
    assert form is not None
    form.editor("reporters").show_value([{"consumer": True, "unnamed": True}])
    press(qtbot, desktop, "Ctrl+S")
    assert "1" in form.note("reporters")


def test_no_draft_on_the_disk_names_a_reporter(
    qtbot: QtBot, team: Team, opened: Open, tmp_path: Path
) -> None:
    desktop = opened(team.r1, do="new")
    form = page(desktop).panel.form
    assert form is not None
    form.editor("place").control.setFocus()
    write(qtbot, desktop, "门口货架")
    form.editor("reporters").show_value([{"client": ("C2", SECRET)}])
    press(qtbot, desktop, "Escape")
    kept = "".join(
        path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.json") if path.is_file()
    )
    assert "门口货架" in kept
    assert SECRET not in kept


def test_the_stake_stands_there_before_the_ruling(
    qtbot: QtBot, team: Team, opened: Open, read: Read
) -> None:
    case_id = reported(team, ReporterDraft("client", "C2")).case_id
    desktop = opened(team.m1, filter="decide")
    assert "5.67" in words(desktop)
    press(qtbot, desktop, "Ctrl+Return")
    assert read(case_id).row.state == "accepted"
    press(qtbot, desktop, "Ctrl+Return")
    press(qtbot, desktop, "Ctrl+Return")
    form = page(desktop).detail.bar.form
    assert form is not None
    assert list(form._editors) == ["upheld"], "a price takes the whole fund"
    assert form.note("upheld"), "nobody rules by pressing Enter twice"
    press(qtbot, desktop, "Down")
    press(qtbot, desktop, "Ctrl+Return")
    ruled = read(case_id)
    assert (ruled.row.state, ruled.fund_fen, ruled.row.appeal_days) == ("upheld", 567, 15)


def test_after_a_dismissal_no_case_in_another_state_comes_up(
    qtbot: QtBot, team: Team, opened: Open, read: Read
) -> None:
    accepted, dismissed = (reported(team).case_id for _each in range(2))
    accept_case(team.m1, accepted)
    desktop = opened(team.m1, filter="open", key=dismissed)
    page(desktop).detail.bar.start("case.dismiss")
    press(qtbot, desktop, "Return")
    settle(qtbot, desktop)
    assert read(dismissed).row.state == "dismissed"
    assert not page(desktop).detail.isVisible()  # its main step is the ruling
    press(qtbot, desktop, "Ctrl+Return")
    assert read(accepted).row.state == "accepted"


def test_a_list_read_again_while_a_step_is_done_opens_no_other_case(
    qtbot: QtBot, team: Team, opened: Open, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(office: Office, case_id: int) -> None:
        dismiss_case(office, case_id)
        sleep(0.3)

    monkeypatch.setattr(cases, "dismiss_case", slowly)
    _first, dismissed, last = (reported(team).case_id for _each in range(3))
    desktop = opened(team.m1, filter="open", key=dismissed)
    page(desktop).detail.bar.start("case.dismiss")
    qtbot.keyClick(desktop.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: read(dismissed).row.state == "dismissed")
    page(desktop).refresh()
    settle(qtbot, desktop)
    assert page(desktop).detail.key == last  # the next below, as when nothing is read between


def test_a_list_read_again_while_the_next_is_sought_opens_no_other_case(
    qtbot: QtBot, team: Team, opened: Open, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(*asked: Any) -> int | None:
        sleep(0.3)
        return next_one(*asked)

    monkeypatch.setattr(seeking, "next_one", slowly)
    accepted, dismissed = (reported(team).case_id for _each in range(2))
    accept_case(team.m1, accepted)
    desktop = opened(team.m1, filter="open", key=dismissed)
    page(desktop).detail.bar.start("case.dismiss")
    press(qtbot, desktop, "Return")
    settle(qtbot, desktop)
    assert read(dismissed).row.state == "dismissed"
    assert not page(desktop).detail.isVisible()  # the other one waits for something else


def test_a_product_without_a_protected_price_is_told_from_those_that_have_one(team: Team) -> None:
    add_product(team.c1, ProductDraft("P9", "香皂", "香皂", "香皂", {"块": 1}))
    with pytest.raises(Refused) as refused:
        report_case(
            team.r1, CaseDraft(client="C1", product="P9", price_fen=100, seen_on=MONDAY), []
        )
    assert refused.value.field == "product"
    assert "香皂 (P9) 的价格，有的是：洗面奶。" in refused.value.message


def test_an_overturned_ruling_gives_everything_back(
    qtbot: QtBot, team: Team, opened: Open, read: Read, gui_thread_never_waits: Guard
) -> None:
    case_id = upheld(team, ReporterDraft("client", "C2")).case_id
    team.day = MONDAY + timedelta(days=15)
    desktop = opened(team.m1, filter="appeal")
    page(desktop).detail.bar.start("case.overturn")
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+Return")
    assert read(case_id).row.state == "upheld", "nobody overturns a ruling without saying why"
    write(qtbot, desktop, "价签是促销的，没换下来")
    press(qtbot, desktop, "Ctrl+Return")
    done = read(case_id)
    assert (done.row.state, done.fund_fen) == ("overturned", 0)
    assert done.evidence.endswith(f"{team.day}：价签是促销的，没换下来")
    with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
        reasons = session.scalars(select(Entry.reason).where(Entry.reason != "")).all()
    assert reasons == ["价签是促销的，没换下来"]


@pytest.mark.parametrize(("days", "offered"), [(15, True), (16, False)])
def test_what_the_client_brings_to_its_appeal_is_attached(
    team: Team, opened: Open, days: int, *, offered: bool
) -> None:
    case_id = upheld(team, ReporterDraft("client", "C2")).case_id
    team.day = MONDAY + timedelta(days=days)
    said = [one.text() for one in page(opened(team.m1, key=case_id)).findChildren(QPushButton)]
    assert any(words.startswith("补充证据") for words in said) is offered


def test_the_cashier_pays_by_code_and_learns_no_name(
    qtbot: QtBot, team: Team, opened: Open, read: Read
) -> None:
    made = upheld(team, ReporterDraft("consumer", SECRET), ReporterDraft("client", "C2"))
    team.day = MONDAY + timedelta(days=16)
    desktop = opened(team.k1, filter="reward")
    assert SECRET not in words(desktop)
    assert "小店C2" not in words(desktop)
    press(qtbot, desktop, "Ctrl+Return")
    write(qtbot, desktop, "0000 0000 0000 0000")
    press(qtbot, desktop, "Return")
    form = page(desktop).detail.bar.form
    assert form is not None
    assert form.note("claim_code")
    press(qtbot, desktop, "Ctrl+A")
    write(qtbot, desktop, made.claim_codes[1])
    press(qtbot, desktop, "Return")
    assert [one.reward_state for one in read(made.case_id).reporters] == ["due", "paid"]


def test_a_paid_reward_is_told_from_none_at_all(team: Team, opened: Open) -> None:
    made = upheld(team, ReporterDraft("staff", "r1"), ReporterDraft("consumer", ""))
    team.day = MONDAY + timedelta(days=16)
    cases.pay_reward(team.k1, made.case_id, 2, made.claim_codes[1])
    desktop = opened(team.k1)
    said = {one.name: move.reason for one, move in page(desktop).detail.bar.offered}
    assert said["reward.pay"] == "这笔奖励已经发放或已过期。"


def test_before_the_appeal_is_over_the_reward_says_from_when(team: Team, opened: Open) -> None:
    upheld(team, ReporterDraft("unnamed"))
    desktop = opened(team.k1, filter="appeal")
    pay = page(desktop).detail.bar.button("reward.pay")
    assert pay is not None
    assert not pay.isEnabled()
    assert "2026-01-21" in pay.toolTip()


def test_names_are_for_managers_only_who_ask_for_them_on_record(
    qtbot: QtBot, team: Team, opened: Open, gui_thread_never_waits: Guard
) -> None:
    case_id = reported(team, ReporterDraft("client", "C2")).case_id
    with team.office.reading() as session:
        assert "小店C2" not in repr(case_detail(session, case_id, team.day, names=False))
    rep, desktop = team.r1, opened(team.m1, key=case_id)
    assert "小店C2" not in words(desktop)
    page(desktop).detail.bar.start("case.read_reporters")
    page(desktop).detail.bar.strip._answer(True)
    settle(qtbot, desktop)
    assert "小店C2" in words(desktop)
    assert page(desktop).detail.bar.button("case.read_reporters") is None
    with gui_thread_never_waits.elsewhere(), team.office.engine.connect() as connection:
        reading = "SELECT count(*) FROM audit WHERE after = '{}' AND record_kind = 'violation'"
        told = connection.execute(text(reading))
        assert told.scalar_one() == 1, "reading it again in the same window is no news"
    assert "小店C2" not in words(opened(rep, key=case_id))


def test_the_filters_count_what_they_show(database_url: str) -> None:
    team = protecting(database_url)
    upheld(team, ReporterDraft("unnamed"))
    reported(team, ReporterDraft("staff", "m1"))
    judge = team.m1.person
    assert judge is not None
    for days, final in ((15, 0), (16, 1)):
        day = MONDAY + timedelta(days=days)
        with team.office.reading() as session:
            counts = CASES.counts(Asked(session, day, judge.id))
            shown = {
                name: len(case_ids(session, Wanted(filter=name), day, judge.id)) for name in counts
            }
        assert counts == shown
        assert counts == {
            "": 2,
            "open": 1,
            "decide": 0,
            "appeal": 1 - final,
            "reward": final,
            "final": final,
        }


def test_more_cases_take_no_more_statements(team: Team) -> None:
    asked: list[str] = []
    event.listen(team.office.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    def statements() -> int:
        asked.clear()
        with team.office.reading() as session:
            ids = case_ids(session, Wanted(), team.day, None)
            case_rows(session, ids, team.day)
            case_detail(session, ids[0], team.day, names=True)
        return len(asked)

    reported(team, ReporterDraft("unnamed"))
    few = statements()
    for _more in range(5):
        reported(team, ReporterDraft("client", "C2"), ReporterDraft("unnamed"))
    assert statements() == few
