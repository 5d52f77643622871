"""One number for one paper: notes of runs and deliveries, drafts, copies (D5)."""

import re

import pytest
from sqlalchemy import select

from desktop.basics.calendar import Quarter
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.errors import Refused
from desktop.models import Delivery, Stop
from desktop.queries import client_tabs
from desktop.queries.deliveries import delivery_detail
from desktop.queries.search import find_anything
from desktop.services.deliveries import cancel_delivery, record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.papers.registry import issue
from desktop.services.returns import record_return
from desktop.services.runs import add_vehicle, leave_unserved, load_run, plan_run
from tests.office import MONDAY, Team, new_team
from tests.printing import qr
from tests.services.test_issued_papers import kept, signed, text

NOTE = "SD-2026-00001"


@pytest.fixture
def team(database_url: str) -> Team:
    """An office with a vehicle and an order of C1, on either database."""
    team = new_team(database_url)
    signed(team)
    add_vehicle(team.d1, VehicleDraft("川Z·A1027", "骆师傅", 100, ""))
    add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)])
    return team


def planned(team: Team, *orders: int) -> int:
    return plan_run(team.d1, RunDraft("川Z·A1027", MONDAY, orders or [1]))


def loaded(team: Team, *orders: int) -> None:
    load_run(team.d1, planned(team, *orders))


def notes(team: Team) -> list[str]:
    with team.office.reading() as session:
        return list(session.scalars(select(Delivery.note).order_by(Delivery.id)))


def numbers(paper: bytes) -> set[str]:
    """The numbers of all notes in a PDF; the day stands after each."""
    return set(re.findall(r"编号(SD-2026-\d{5}(?:-\d)?)(?=2026-)", text(paper)))


def test_note_statement_and_file_speak_of_one_number(team: Team) -> None:
    loaded(team)
    paper = issue(team.d1, "delivery_note", "DD-2026-00001")
    delivery_id = record_delivery(team.d1, 1)
    record_return(team.d1, delivery_id, 1, 1)
    with team.office.reading() as session:
        shown = delivery_detail(session, delivery_id).row.number
        listed = [one.note for one in client_tabs.orders(session, 1, team.day)]
    statement = text(issue(team.c1, "statement", "C1", quarter=Quarter(2026, 1)))

    assert numbers(paper) == {NOTE}
    assert shown == NOTE
    assert listed == [NOTE]
    assert f"{NOTE}送货" in statement
    assert f"退货（原单{NOTE}）" in statement
    assert "SH-2026" not in statement


def test_a_run_that_is_not_loaded_gives_drafts_without_a_notes_number(team: Team) -> None:
    planned(team)
    manifest = text(issue(team.d1, "manifest", "CC-2026-0001"))
    note = text(issue(team.d1, "delivery_note", "DD-2026-00001"))

    assert manifest.count("草稿：未装车") == 3
    assert note.count("草稿：未装车") == 2
    assert "SD-2026" not in manifest + note
    assert "DD-2026-00001" in note
    assert kept(team, "manifest") == []


def test_the_second_run_of_an_order_has_a_note_of_its_own(team: Team) -> None:
    loaded(team)
    first = issue(team.d1, "manifest", "CC-2026-0001")
    leave_unserved(team.d1, 1, 1)
    loaded(team)
    second = issue(team.d1, "manifest", "CC-2026-0002")
    record_delivery(team.d1, 1)

    assert numbers(first) == {NOTE}
    assert numbers(second) == {f"{NOTE}-2"}
    assert notes(team) == [f"{NOTE}-2"]
    assert "草稿" not in text(second)
    assert "补打" not in text(second)


def test_a_delivery_that_is_recorded_anew_rests_on_the_same_paper(team: Team) -> None:
    loaded(team)
    cancel_delivery(team.d1, record_delivery(team.d1, 1), "数错了")
    record_delivery(team.d1, 1, [2])
    assert notes(team) == [NOTE, NOTE]
    assert numbers(issue(team.d1, "delivery_note", "DD-2026-00001")) == {NOTE}


def test_after_a_run_that_came_back_the_next_attempt_has_another_number(team: Team) -> None:
    loaded(team)
    leave_unserved(team.d1, 1, 1)
    record_delivery(team.d1, 1)
    assert notes(team) == [f"{NOTE}-2"]
    paper = text(issue(team.d1, "delivery_note", "DD-2026-00001"))
    assert paper.count(f"编号{NOTE}-2") == 2
    assert "骆师傅" not in paper


def test_a_delivered_order_without_a_run_has_its_note_which_is_kept(team: Team) -> None:
    with pytest.raises(Refused) as caught:
        issue(team.d1, "delivery_note", "DD-2026-00001")
    assert caught.value.code == "wrong_state"
    delivery_id = record_delivery(team.d1, 1, [2])
    first = issue(team.d1, "delivery_note", "DD-2026-00001", look=True)
    assert text(first).count(f"编号{NOTE}") == 2
    assert "陆拾肆元贰角陆分" in text(first)
    assert len(kept(team, "delivery_note")) == 1

    # What was printed can't be changed: the corrected delivery has another paper.
    cancel_delivery(team.d1, delivery_id, "数错了")
    record_delivery(team.d1, 1, [3])
    assert notes(team) == [NOTE, f"{NOTE}-2"]
    second = text(issue(team.d1, "delivery_note", "DD-2026-00001"))
    assert second.count(f"编号{NOTE}-2") == 2
    assert "玖拾陆元叁角玖分" in second


def test_a_delivery_without_a_paper_keeps_its_number_when_it_is_put_right(team: Team) -> None:
    cancel_delivery(team.d1, record_delivery(team.d1, 1), "数错了")
    record_delivery(team.d1, 1, [2])
    assert notes(team) == [NOTE, NOTE]


def test_a_note_is_printed_by_its_own_number_too(team: Team) -> None:
    loaded(team)
    leave_unserved(team.d1, 1, 1)
    loaded(team)
    assert numbers(issue(team.d1, "delivery_note", "DD-2026-00001")) == {f"{NOTE}-2"}
    assert numbers(issue(team.d1, "delivery_note", NOTE)) == {NOTE}
    other = add_order(team.r1, "C2", [OrderedLine("P1", "支", 1)])
    record_delivery(team.d1, other)
    assert numbers(issue(team.d1, "delivery_note", "SD-2026-00002")) == {"SD-2026-00002"}
    for never in (f"{NOTE}-3", "SD-2026-00003", "SD-"):
        with pytest.raises(Refused) as caught:
            issue(team.d1, "delivery_note", never)
        assert caught.value.code == "not_found"


def test_an_order_that_was_refused_as_a_whole_has_no_note(team: Team) -> None:
    record_delivery(team.d1, 1, [0])
    with pytest.raises(Refused) as caught:
        issue(team.d1, "delivery_note", "DD-2026-00001")
    assert caught.value.code == "wrong_state"


def test_what_was_delivered_before_loading_is_not_on_the_manifest(team: Team) -> None:
    other = add_order(team.r1, "C2", [OrderedLine("P1", "支", 1)])
    run = planned(team, 1, other)
    record_delivery(team.d1, 1)
    load_run(team.d1, run)
    paper = issue(team.d1, "manifest", "CC-2026-0001")

    assert numbers(paper) == {"SD-2026-00002"}
    assert numbers(issue(team.d1, "delivery_note", "DD-2026-00001")) == {NOTE}
    with team.office.reading() as session:
        assert list(session.scalars(select(Stop.note))) == ["SD-2026-00002"]


def test_a_second_print_says_it_is_a_copy_and_is_else_the_same(team: Team) -> None:
    loaded(team)
    manifest = issue(team.d1, "manifest", "CC-2026-0001")
    looked = issue(team.d1, "manifest", "CC-2026-0001", look=True)
    alone = text(issue(team.d1, "delivery_note", "DD-2026-00001"))
    again = text(issue(team.d1, "manifest", "CC-2026-0001"))

    assert "补打" not in text(manifest)
    assert "第2次打印（补打）" in text(looked)
    assert alone.count("第2次打印（补打）") == 2
    assert (again.count("第2次打印（补打）"), again.count("第3次打印（补打）")) == (1, 2)
    assert re.sub(r"第\d次打印（补打）", "", again) == text(manifest)
    assert issue(team.d1, "manifest", "CC-2026-0001", look=True) == issue(
        team.d1, "manifest", "CC-2026-0001"
    )


def test_a_scanner_finds_the_delivery_by_every_number_of_its_papers(team: Team) -> None:
    loaded(team)
    leave_unserved(team.d1, 1, 1)
    loaded(team)
    paper = issue(team.d1, "delivery_note", "DD-2026-00001")
    assert set(qr.codes(paper)) == {f"{NOTE}-2"}
    cancelled = record_delivery(team.d1, 1)
    cancel_delivery(team.d1, cancelled, "数错了")
    delivery_id = record_delivery(team.d1, 1)

    def found(typed: str) -> list[tuple[str, int | None]]:
        pages = dict.fromkeys(("orders", "deliveries"), "")
        with team.office.reading() as session:
            hits = find_anything(session, typed, pages, lambda _action: False)
        return [(one.page, one.key) for one in hits]

    assert found(f"{NOTE}-2")[0] == ("deliveries", delivery_id)
    assert ("orders", 1) in found(f"{NOTE}-2")
    assert ("orders", 1) in found(NOTE)
    assert found("SH-2026-00002") == [("deliveries", delivery_id)]
    assert found(f"{NOTE}-3") == []
