"""The agreements page, worked by keys: draft, submit, send back, approve, sign, renew."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from desktop.basics.drafts.client import ClientDraft
from desktop.queries.agreements import (
    AGREEMENTS,
    AgreementDetail,
    agreement_detail,
    agreement_ids,
    agreement_rows,
    renewal_period,
)
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked
from desktop.services.agreements import (
    UNREVIEWED,
    AgreementDraft,
    approve_agreement,
    draft_agreement,
    edit_agreement_draft,
    return_agreement,
    sign_agreement,
    submit_agreement,
)
from desktop.services.attachments import attach
from desktop.services.clients import add_client
from desktop.views.agreements.form import AgreementForm
from desktop.views.agreements.page import AgreementsPage
from desktop.views.kit.blocks.text import Word
from desktop.views.window import Desktop
from tests.office import MONDAY, Team, new_team
from tests.services.through_states import approved
from tests.views.conftest import Guard
from tests.views.desk import press, settle, write

Open = Callable[..., Desktop]
Read = Callable[[int], AgreementDetail]


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


@pytest.fixture
def opened(open_watched: Open) -> Open:
    return partial(open_watched, "agreements")


@pytest.fixture
def read(team: Team, gui_thread_never_waits: Guard) -> Read:
    """What stands in the database now."""

    def detail(agreement_id: int) -> AgreementDetail:
        with gui_thread_never_waits.elsewhere(), team.office.reading() as session:
            return agreement_detail(session, agreement_id, team.day)

    return detail


def page(desktop: Desktop) -> AgreementsPage:
    shown = desktop.page("agreements")
    assert isinstance(shown, AgreementsPage)
    return shown


def drafted(team: Team, client: str = "C1", **changes: object) -> int:
    terms = {
        "starts_on": MONDAY,
        "ends_on": date(2027, 1, 4),
        "basic_rate": Decimal("0.05"),
        "fund_rate": Decimal("0.03"),
        "protected_prices": {"P1": 4500},
    }
    draft = AgreementDraft(client, **{**terms, **changes})  # type: ignore[arg-type]
    return draft_agreement(team.c1, draft)


def signed(team: Team, client: str = "C1", **changes: object) -> int:
    agreement_id = drafted(team, client, **changes)
    submit_agreement(team.c1, agreement_id)
    approve_agreement(team.m1, agreement_id)
    sign_agreement(team.c1, agreement_id, confirmed=frozenset({UNREVIEWED}))
    return agreement_id


def look_up(qtbot: QtBot, desktop: Desktop, text: str) -> None:
    """Type into a look-up and take the first that is offered."""
    write(qtbot, desktop, text)
    press(qtbot, desktop, "Return")


def test_a_draft_is_written_and_submitted_by_keys_alone(
    qtbot: QtBot, team: Team, opened: Open, read: Read
) -> None:
    desktop = opened(team.c1)
    press(qtbot, desktop, "Ctrl+N")
    look_up(qtbot, desktop, "c2")
    for text in ("", "2026-12-31", "5", "2.5"):
        write(qtbot, desktop, text)
        press(qtbot, desktop, "Return")
    form = page(desktop).panel.form
    assert form is not None
    form.editor("minimum_prices").control.setFocus()
    look_up(qtbot, desktop, "p1")
    write(qtbot, desktop, "45")
    press(qtbot, desktop, "Ctrl+S")
    assert page(desktop).panel.form is None, [
        (n, form.note(n), form.editor(n).raw()) for n in form.names
    ]
    press(qtbot, desktop, "Ctrl+Return")
    made = read(1)
    assert (made.row.state, made.client) == ("submitted", "C2")
    assert (made.row.starts_on, made.row.ends_on) == (MONDAY, date(2026, 12, 31))
    assert (made.row.basic_rate, made.row.fund_rate) == (Decimal("0.05"), Decimal("0.025"))
    assert [(row.product, row.price_fen) for row in made.prices] == [("P1", 4500)]


def test_a_manager_goes_through_the_queue(
    qtbot: QtBot, team: Team, opened: Open, read: Read
) -> None:
    numbers = [drafted(team, code) for code in ("C1", "C2")]
    for agreement_id in numbers:
        submit_agreement(team.c1, agreement_id)
    desktop = opened(team.m1, filter="submitted")
    assert page(desktop).detail.key == numbers[0]  # what has waited longest comes first
    press(qtbot, desktop, "Ctrl+Return")
    assert page(desktop).detail.key == numbers[1]
    press(qtbot, desktop, "Ctrl+R")
    write(qtbot, desktop, "rate too high")
    press(qtbot, desktop, "Return")
    assert [read(one).row.state for one in numbers] == ["approved", "draft"]
    assert read(numbers[1]).return_word == "rate too high"


def test_the_next_one_waits_for_the_same_in_a_list_of_all(
    qtbot: QtBot, team: Team, opened: Open, read: Read
) -> None:
    add_client(team.r1, ClientDraft("C3", "小店C3", "学校店"))
    first, between, last = (drafted(team, code) for code in ("C1", "C2", "C3"))
    for agreement_id in (first, last):
        submit_agreement(team.c1, agreement_id)
    desktop = opened(team.m1, key=last)
    press(qtbot, desktop, "Ctrl+Return")
    assert page(desktop).detail.key == first  # not the clerk's draft in between
    press(qtbot, desktop, "Ctrl+Return")
    assert page(desktop)._right.currentWidget() is page(desktop)._right.nothing
    press(qtbot, desktop, "Ctrl+Return")
    states = [read(one).row.state for one in (first, between, last)]
    assert states == ["approved", "draft", "approved"]


def test_the_word_of_the_manager_stands_above_the_draft(
    team: Team, opened: Open, read: Read
) -> None:
    agreement_id = drafted(team)
    submit_agreement(team.c1, agreement_id)
    return_agreement(team.m1, agreement_id, "期限太长")
    desktop = opened(team.c1, key=agreement_id)
    assert "期限太长" in page(desktop).detail.findChild(Word).words


def test_who_drafted_it_reads_why_another_must_approve(
    team: Team, opened: Open, read: Read
) -> None:
    draft = AgreementDraft("C1", MONDAY, date(2026, 12, 31), Decimal("0.05"), Decimal("0.02"))
    agreement_id = draft_agreement(team.m1, draft)
    submit_agreement(team.m1, agreement_id)
    desktop = opened(team.m1, key=agreement_id)
    approve = page(desktop).detail.bar.button("agreement.approve")
    assert approve is not None
    assert not approve.isEnabled()
    assert approve.toolTip()


def test_a_first_agreement_in_a_dense_place_is_approved_with_a_reason(
    qtbot: QtBot, team: Team, opened: Open, read: Read
) -> None:
    near = ClientDraft("C3", "小店C3", "学校店", lat=Decimal(30), lon=Decimal(104), households=299)
    add_client(team.r1, near)
    draft = AgreementDraft("C3", MONDAY, date(2026, 12, 31), Decimal("0.05"), Decimal("0.02"))
    agreement_id = draft_agreement(team.c1, draft)
    submit_agreement(team.c1, agreement_id)
    desktop = opened(team.m1, key=agreement_id)
    press(qtbot, desktop, "Ctrl+Return")
    assert read(agreement_id).row.state == "submitted"
    press(qtbot, desktop, "Ctrl+Return")
    assert read(agreement_id).row.state == "submitted"
    write(qtbot, desktop, "就在校门口")
    press(qtbot, desktop, "Ctrl+Return")
    made = read(agreement_id)
    assert (made.row.state, made.dense_outlets) == ("approved", 1)
    assert made.density_reason == "就在校门口"


def test_a_line_that_a_neighbour_leads_is_named_as_soon_as_it_is_given(
    qtbot: QtBot, team: Team, opened: Open, gui_thread_never_waits: Guard
) -> None:
    for code, lat in (("C3", "30"), ("C4", "30.001")):
        shop = ClientDraft(code, f"小店{code}", "学校店", lat=Decimal(lat), lon=Decimal(104))
        add_client(team.r1, shop)
    led = approved(team, "C4", lead_lines=["清泉"])
    sign_agreement(team.c1, led, None, UNREVIEWED)
    desktop = opened(team.c1, do="new", values=(("client", "C3"),))
    settle(qtbot, desktop)
    form = page(desktop).panel.form
    assert isinstance(form, AgreementForm)
    assert form.remark is not None
    lines = form.editor("lead_lines")
    assert form.remark.isHidden()
    lines.show_value(["清泉"])
    lines.changed.emit()
    settle(qtbot, desktop)
    assert form.remark.text() == "111 米外的小店C4主推清泉"
    form.editor("client").show_value(("C1", "小店C1 (C1)"))
    form.editor("client").changed.emit()
    settle(qtbot, desktop)
    assert form.remark.isHidden(), "nobody knows where it lies"


def test_signing_without_a_review_asks_first(
    qtbot: QtBot, team: Team, opened: Open, read: Read
) -> None:
    agreement_id = drafted(team)
    submit_agreement(team.c1, agreement_id)
    approve_agreement(team.m1, agreement_id)
    desktop = opened(team.c1, filter="approved")
    press(qtbot, desktop, "Ctrl+Return")
    press(qtbot, desktop, "Ctrl+Return")
    bar = page(desktop).detail.bar
    assert "法律审查" in bar.strip.words
    assert read(agreement_id).row.state == "approved"
    press(qtbot, desktop, "Space")
    made = read(agreement_id)
    assert (made.row.state, made.first_day) == ("active", MONDAY)
    assert made.unreviewed_by == "员工c1"


def test_a_paper_older_than_the_approval_is_refused_at_its_day(
    qtbot: QtBot, team: Team, opened: Open, read: Read
) -> None:
    agreement_id = drafted(team)
    submit_agreement(team.c1, agreement_id)
    approve_agreement(team.m1, agreement_id)
    desktop = opened(team.c1, filter="approved")
    press(qtbot, desktop, "Ctrl+Return")
    press(qtbot, desktop, "Ctrl+A")
    write(qtbot, desktop, "2026-01-02")
    press(qtbot, desktop, "Ctrl+Return")
    form = page(desktop).detail.bar.form
    assert form is not None
    assert "2026-01-05" in form.note("dated")
    assert read(agreement_id).row.state == "approved"


def test_a_renewal_begins_the_day_after(qtbot: QtBot, team: Team, opened: Open, read: Read) -> None:
    agreement_id = signed(team, starts_on=date(2026, 1, 1), ends_on=date(2026, 1, 25))
    desktop = opened(team.c1, filter="renew")
    assert page(desktop).detail.key == agreement_id
    press(qtbot, desktop, "Ctrl+J")
    press(qtbot, desktop, "Ctrl+S")
    made = read(agreement_id + 1)
    assert (made.row.starts_on, made.row.ends_on) == (date(2026, 1, 26), date(2026, 2, 19))
    assert [(row.product, row.price_fen) for row in made.prices] == [("P1", 4500)]


def test_a_year_is_renewed_for_a_year() -> None:
    assert renewal_period(date(2026, 1, 1), date(2026, 12, 31)) == (
        date(2027, 1, 1),
        date(2027, 12, 31),
    )
    assert renewal_period(date(2027, 3, 1), date(2028, 2, 29)) == (
        date(2028, 3, 1),
        date(2029, 2, 28),
    )


def test_terminating_asks_first(qtbot: QtBot, team: Team, opened: Open, read: Read) -> None:
    agreement_id = signed(team)
    desktop = opened(team.c1, key=agreement_id)
    bar = page(desktop).detail.bar
    bar.start("agreement.terminate")
    settle(qtbot, desktop)
    assert bar.strip.words
    assert read(agreement_id).row.state == "active"
    press(qtbot, desktop, "Space")
    assert read(agreement_id).row.state == "terminated"


def test_the_second_to_save_a_draft_sees_both_versions(
    qtbot: QtBot, team: Team, opened: Open, read: Read, gui_thread_never_waits: Guard
) -> None:
    agreement_id = drafted(team)
    desktop = opened(team.c1, key=agreement_id)
    press(qtbot, desktop, "Ctrl+E")
    form = page(desktop).panel.form
    assert form is not None
    form.editor("fund_rate").control.setFocus()
    press(qtbot, desktop, "Ctrl+A")
    write(qtbot, desktop, "1")
    theirs = AgreementDraft("C1", MONDAY, date(2027, 1, 4), Decimal("0.06"), Decimal("0.04"))
    with gui_thread_never_waits.elsewhere():
        edit_agreement_draft(team.m1, agreement_id, 1, theirs)
    press(qtbot, desktop, "Ctrl+S")
    assert "4" in form.note("fund_rate")
    assert form.editor("fund_rate").value() == Decimal("0.01")
    press(qtbot, desktop, "Ctrl+S")
    assert read(agreement_id).row.fund_rate == Decimal("0.01")


def test_a_product_named_twice_is_said_at_the_prices(
    qtbot: QtBot, team: Team, opened: Open, read: Read
) -> None:
    agreement_id = drafted(team)
    desktop = opened(team.c1, key=agreement_id)
    press(qtbot, desktop, "Ctrl+E")
    form = page(desktop).panel.form
    assert form is not None
    row = {"product": ("P1", "洗面奶"), "price": 4500}
    form.editor("minimum_prices").show_value([row, row])
    press(qtbot, desktop, "Ctrl+S")
    assert "P1" in form.note("minimum_prices")


def test_a_discarded_draft_leaves_the_list(
    qtbot: QtBot, team: Team, opened: Open, read: Read
) -> None:
    agreement_id = drafted(team)
    desktop = opened(team.c1, key=agreement_id)
    page(desktop).detail.bar.start("agreement.discard")
    settle(qtbot, desktop)
    press(qtbot, desktop, "Space")
    assert page(desktop).table.rowCount() == 0


def test_a_signed_scan_stands_with_the_agreement(team: Team, opened: Open, read: Read) -> None:
    agreement_id = signed(team)
    attach(team.c1, "agreement", agreement_id, "扫描件.pdf", b"%PDF-1.4 scan")
    opened(team.c1, key=agreement_id)
    assert [file.name for file in read(agreement_id).files] == ["扫描件.pdf"]


def test_a_rep_reads_but_is_offered_nothing(team: Team, opened: Open, read: Read) -> None:
    agreement_id = drafted(team)
    desktop = opened(team.r1, key=agreement_id)
    assert not page(desktop).new_button.isVisible()
    assert page(desktop).detail.bar.button("agreement.submit") is None


def test_the_filters_count_what_they_show(database_url: str) -> None:
    team = new_team(database_url)
    signed(team, ends_on=date(2026, 1, 20))
    drafted(team, "C2")
    for day, renew, ended in ((MONDAY, 1, 0), (date(2026, 1, 21), 0, 1)):
        with team.office.reading() as session:
            counts = AGREEMENTS.counts(Asked(session, day))
            shown = {name: len(agreement_ids(session, Wanted(filter=name), day)) for name in counts}
        assert counts == shown
        assert (counts["renew"], counts["ended"], counts["draft"], counts[""]) == (
            renew,
            ended,
            1,
            2,
        )


def test_more_agreements_take_no_more_statements(team: Team) -> None:
    asked: list[str] = []
    event.listen(team.office.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    def statements() -> int:
        asked.clear()
        with team.office.reading() as session:
            ids = agreement_ids(session, Wanted(), team.day)
            agreement_rows(session, ids, team.day)
            agreement_detail(session, ids[0], team.day)
        return len(asked)

    drafted(team)
    few = statements()
    for _more in range(5):
        drafted(team, "C2")
    assert statements() == few
