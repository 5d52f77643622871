"""A round of patrols by keys: prices red as they are typed, signs, photos, and its reports."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.models import Asset, Attachment, ChangeKey, Client, Patrol, PatrolPrice
from desktop.queries.today import desk_day
from desktop.services.agreements import sign_agreement
from desktop.services.benefits import HandoverDraft, PromiseDraft, keep_promise, promise_benefit
from desktop.services.cases import CaseDraft, ReporterDraft, report_case
from desktop.services.visits import plan_visits, record_patrol
from desktop.views.kit.desk import Link
from desktop.views.visits.page import VisitsPage
from desktop.views.visits.patrols import PatrolRound, row_key
from desktop.views.window import Desktop
from tests.office import Team, new_team
from tests.pictures import photo
from tests.services.through_states import UNREVIEWED, approved
from tests.views.desk import open_desk, press, settle, write

pytestmark = pytest.mark.traced
PRICE, TAG = row_key("C1", "price", "P1"), row_key("C1", "asset", "ZC-0001")


@pytest.fixture
def team(sqlite_url: str) -> Team:
    """C1 has an agreement that protects P1 at 45.00, and a sign; C2 has neither."""
    made = new_team(sqlite_url)
    sign_agreement(made.c1, approved(made, "C1"), None, UNREVIEWED)
    keep_promise(
        made.c1, promise_benefit(made.m1, PromiseDraft("C1", "sign", 100)), HandoverDraft()
    )
    return made


def page(desktop: Desktop) -> VisitsPage:
    shown = desktop.page("visits")
    assert isinstance(shown, VisitsPage)
    return shown


def round_of(qtbot: QtBot, team: Team, folder: Path, *codes: str) -> tuple[Desktop, PatrolRound]:
    desktop = open_desk(qtbot, team.r1, folder)
    desktop.open(Link("visits", do="round", values=(("clients", codes),)))
    settle(qtbot, desktop)
    return desktop, form_of(desktop)


def form_of(desktop: Desktop) -> PatrolRound:
    form = page(desktop).panel.form
    assert isinstance(form, PatrolRound)
    return form


def type_in(qtbot: QtBot, desktop: Desktop, text: str) -> None:
    """Sign by sign: the first one opens the line that the others go into."""
    for sign in text:
        write(qtbot, desktop, sign)


def patrols(team: Team) -> list[tuple[str, str, str, dict[int, int]]]:
    """Client, display, note and prices of each patrol."""
    with team.office.reading() as session:
        return [
            (
                session.get_one(Client, one.client_id).code,
                one.display,
                one.note,
                {price.product_id: price.price_fen for price in one.prices},
            )
            for one in session.scalars(select(Patrol).order_by(Patrol.id))
        ]


def test_a_round_begins_with_the_shops_of_the_days_plan(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    plan_visits(team.r1, VisitPlanDraft("r1", team.day, ["C1"]))
    desktop, form = round_of(qtbot, team, tmp_path)
    assert [one.key for one in form.grid.rows.top()] == ["C1"]
    assert form.grid.rows.visible == ["C1", PRICE, TAG]
    assert form.grid.rows.text(PRICE, "protected") == "45.00"
    form.editor("also").setFocus()
    write(qtbot, desktop, "c2")
    press(qtbot, desktop, "Return")
    assert [one.key for one in form.grid.rows.top()] == ["C1", "C2"]
    assert form.grid.grid.key == "C2"
    assert form.grid.grid.hasFocus()


def test_a_round_is_typed_by_keys_and_saved_as_one_change(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, form = round_of(qtbot, team, tmp_path, "C1", "C2")
    press(qtbot, desktop, "Space")
    assert form.grid.rows.typed == {"C1": {"found": "kept"}, TAG: {"found": "there"}}
    assert form.grid.grid.key == PRICE, "nobody knows its price yet"
    type_in(qtbot, desktop, "44")
    press(qtbot, desktop, "Return")
    assert form.grid.rows.text(PRICE, "under") == "1.00"
    assert form.grid.rows.row(PRICE).tones["price"] == "wrong", "red before anything is saved"
    assert form.grid.grid.key == TAG
    write(qtbot, desktop, "4")
    press(qtbot, desktop, "Down")
    assert form.grid.grid.key == "C2"
    form.grid.write("C2", {"note": "没开门"})
    press(qtbot, desktop, "Ctrl+Z")
    press(qtbot, desktop, "Ctrl+Y")
    before = changes(team)
    press(qtbot, desktop, "Ctrl+S")
    assert changes(team) == before + 1
    assert patrols(team) == [("C1", "kept", "", {1: 4400}), ("C2", "", "没开门", {})]
    found = [one.accessibleName() for one in page(desktop).under_price.findChildren(QPushButton)]
    assert found == ["小店C1：洗面奶 卖 44.00，保护价 45.00"]
    with team.office.reading() as session:
        (asset,) = session.scalars(select(Asset))
        assert asset.condition == "gone"
        clerk = team.c1.person
        assert clerk is not None
        day = desk_day(session, team.day, clerk.id, clerk.roles)
    missing = next(one for one in day.sections if one.words == "丢失或损坏的门头、陈列架")
    assert [line.under for line in missing.lines] == ["ZC-0001"]
    press(qtbot, desktop, "Return")  # the first red price has the keyboard
    report = desktop.page("cases").panel.form  # type: ignore[attr-defined]
    assert report.editor("price").value() == 4400


def changes(team: Team) -> int:
    with team.office.reading() as session:
        return len(session.scalars(select(ChangeKey.key)).all())


def test_a_price_that_was_reported_waits_for_no_other_report(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, form = round_of(qtbot, team, tmp_path, "C1")
    form.grid.write(PRICE, {"price": "44"})
    press(qtbot, desktop, "Ctrl+S")
    draft = CaseDraft(client="C1", seen_on=team.day, product="P1", price_fen=4400, place="货架")
    report_case(team.r1, draft, [ReporterDraft("staff", "r1")])
    press(qtbot, desktop, "F5")
    assert not page(desktop).under_price.isVisible()
    with team.office.reading() as session:
        assert session.scalars(select(PatrolPrice.case_id)).all() == [1]


def test_the_last_price_is_the_usual_one_unless_it_was_red(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    record_patrol(team.r1, "C1", {"P1": 4600})
    desktop, form = round_of(qtbot, team, tmp_path, "C1", "C2")
    press(qtbot, desktop, "Ctrl+Shift+A")
    assert form.grid.rows.typed[PRICE] == {"price": "46.00"}
    assert "C2" not in form.grid.rows.typed, "nothing is agreed with it"
    form.grid.empty_row(PRICE)
    record_patrol(team.r1, "C1", {"P1": 4400})
    form._ask()
    settle(qtbot, desktop)
    press(qtbot, desktop, "Ctrl+Shift+A")
    assert PRICE not in form.grid.rows.typed
    assert form.grid.rows.row(PRICE).tones == {"last": "wrong", "price": "", "under": ""}


def test_photos_come_by_paste_and_go_into_the_file_of_their_shop(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, form = round_of(qtbot, team, tmp_path, "C1", "C2")
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(photo(tmp_path, "货架.jpg")))])
    QGuiApplication.clipboard().setMimeData(copied)
    press(qtbot, desktop, "Ctrl+V")
    QGuiApplication.clipboard().setImage(QImage(40, 30, QImage.Format.Format_RGB32))
    press(qtbot, desktop, "Down")
    press(qtbot, desktop, "Ctrl+V")
    assert form.grid.rows.text("C1", "files").count("\n") == 1, "of the shop, wherever in it"
    page(desktop).panel.leave()
    desktop.open(Link("visits", do="round"))
    settle(qtbot, desktop)
    assert form_of(desktop).grid.rows.knows("C1"), "the draft brings its shops with it"
    press(qtbot, desktop, "Ctrl+S")
    with team.office.reading() as session:
        files = session.scalars(select(Attachment).order_by(Attachment.id)).all()
        assert {one.note for one in files} == {"巡视"}
        assert files[0].name == "货架.jpg"
        assert files[1].name.startswith("粘贴")
        assert {one.owner_id for one in files} == {1}
    assert patrols(team) == [("C1", "", "", {})]


def test_what_is_wrong_stands_in_its_row_and_nothing_is_recorded(
    qtbot: QtBot, team: Team, tmp_path: Path
) -> None:
    desktop, form = round_of(qtbot, team, tmp_path, "C1", "C2")
    form.grid.write("C2", {"note": "好"})
    form.grid.write(PRICE, {"price": "0"})
    press(qtbot, desktop, "Ctrl+S")
    assert "洗面奶" in form.note("shops")
    assert form.grid.grid.key == PRICE
    form.grid.write(PRICE, {"price": ""})
    form.grid.write("C1", {"files": str(tmp_path / "没有.jpg")})
    press(qtbot, desktop, "Ctrl+S")
    assert "小店C1" in form.note("shops")
    assert patrols(team) == []


def test_a_day_of_fifteen_shops_takes_few_keys(qtbot: QtBot, team: Team, tmp_path: Path) -> None:
    from desktop.services.clients import ClientDraft, add_client

    codes = [f"N{number:02d}" for number in range(15)]
    for code in codes:
        add_client(team.c1, ClientDraft(code, f"小店{code}", "学校店"))
        sign_agreement(team.c1, approved(team, code), None, UNREVIEWED)
        record_patrol(team.r1, code, {"P1": 4500})
    desktop, _form = round_of(qtbot, team, tmp_path, *codes)
    keys = 0
    for figure, down in (("44", 5), ("43.5", 0)):
        press(qtbot, desktop, "Down")
        type_in(qtbot, desktop, figure)
        keys += len(figure) + 1 + down
        for _turn in range(down):
            press(qtbot, desktop, "Down")
    press(qtbot, desktop, "Ctrl+Shift+A")
    press(qtbot, desktop, "Ctrl+S")
    keys += 2
    assert len(patrols(team)) == 30
    assert len(page(desktop).under_price.findChildren(QPushButton)) == 2
    assert keys <= 20
