"""The papers of a run: picked, loaded, come home, and a whole day in one print (D5)."""

import json
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from sqlalchemy import select

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.errors import Refused
from desktop.basics.money import grouped
from desktop.cli import main
from desktop.models import Delivery, Lot, PaperPrint, Return, Run, StockMove
from desktop.printing.frozen import from_json, to_json
from desktop.queries.facts.loading import was_loaded
from desktop.queries.papers.closing_sheet import closing_sheet
from desktop.queries.papers.loading import loading_list, pick_list
from desktop.queries.papers.manifest import manifest
from desktop.services.closing import Back, close_run
from desktop.services.deliveries import record_delivery
from desktop.services.exchanges import GivenBack, give_back
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order
from desktop.services.papers.registry import issue
from desktop.services.returns import cancel_return, record_return
from desktop.services.runs import add_vehicle, leave_unserved, load_run, plan_run
from desktop.services.stock import CountedLot, start_stock
from tests.office import MONDAY, Team, copy_of, fill_team
from tests.printing.pdf import texts
from tests.printing.run_papers import return_note

NEXT_YEAR = date(2027, 6, 30)


def _fill(office: Office) -> None:
    """Two runs of Monday: the first has two orders of C1 round one of C2."""
    fill_team(office)
    team = Team(office)
    add_vehicle(team.d1, VehicleDraft("V1", "骆师傅", 100, ""))
    add_vehicle(team.d1, VehicleDraft("V2", "李师傅", 100, ""))
    lots = [
        CountedLot("P1", "A2", NEXT_YEAR, 30),
        CountedLot("P1", "A1", NEXT_YEAR - timedelta(days=30), 40),
    ]
    start_stock(team.d1, lots)
    wants = (("C1", "箱", 1), ("C2", "支", 5), ("C1", "支", 3), ("C2", "箱", 1))
    orders = [
        add_order(team.r1, client, [OrderedLine("P1", unit, quantity)])
        for client, unit, quantity in wants
    ]
    plan_run(team.d1, RunDraft("V1", MONDAY, orders[:3], "08:00"))
    plan_run(team.d1, RunDraft("V2", MONDAY, orders[3:], "09:00"))


@pytest.fixture
def team(database_url: str) -> Team:
    return Team(copy_of("two runs", _fill, database_url))


def said(pdf: bytes) -> str:
    return "".join("".join(texts(pdf)).split())


def picked(team: Team, run_id: int) -> list[tuple[str, int, bool]]:
    with team.office.reading() as session:
        lots = pick_list(session, session.get_one(Run, run_id)).lots
    return [(one.lot, one.pieces, one.missing) for one in lots]


def test_a_pick_list_names_the_lots_that_loading_takes(team: Team) -> None:
    before = picked(team, 1)
    assert before == [("A1", 32, False)]
    load_run(team.d1, 1)
    with team.office.reading() as session:
        rows = session.execute(
            select(Lot.code, StockMove.quantity).join(Lot).where(StockMove.run_id == 1)
        )
        taken = sum(pieces for code, pieces in rows if code == "A1")
        assert taken == 32
        assert was_loaded(session, session.get_one(Run, 1)).loading.missing == {}
    assert picked(team, 1) == before


def test_lists_printed_for_a_morning_name_no_piece_twice(team: Team) -> None:
    assert picked(team, 2) == [("A1", 8, False), ("A2", 16, False)]
    load_run(team.d1, 1)
    assert picked(team, 2) == [("A1", 8, False), ("A2", 16, False)]


def test_what_is_lacking_stands_on_the_pick_list_and_at_its_stop(team: Team) -> None:
    more = add_order(team.r1, "C1", [OrderedLine("P1", "箱", 1)])
    run = plan_run(team.d1, RunDraft("V2", MONDAY, [more], "10:00"))
    assert picked(team, run) == [("", 24, True)]
    with team.office.reading() as session:
        (stop,) = loading_list(session, session.get_one(Run, run)).stops
    assert [one.short for one in stop.goods] == ["1 箱"]


def test_a_loading_list_begins_with_the_last_drop(team: Team) -> None:
    with team.office.reading() as session:
        run = session.get_one(Run, 1)
        stops = loading_list(session, run).stops
        driven = manifest(session, run).stops
    assert [(one.place, one.client.code, len(one.goods)) for one in stops] == [
        (2, "C2", 1),
        (1, "C1", 2),
    ]
    assert [(one.client.code, len(one.notes)) for one in driven] == [("C1", 2), ("C2", 1)]
    assert (stops[1].cartons, stops[1].loose) == (1, 3)


def test_lots_on_a_loading_list_stand_as_they_expire(team: Team) -> None:
    load_run(team.d1, 1)
    load_run(team.d1, 2)
    with team.office.reading() as session:
        (stop,) = loading_list(session, session.get_one(Run, 2)).stops
    assert [one.lots for one in stop.goods] == [("A1", "A2")]


def test_a_closing_sheet_says_what_differed_and_is_kept(team: Team) -> None:
    load_run(team.d1, 1)
    record_delivery(team.d1, 1, collected_fen=90_000, means="wechat")
    record_delivery(team.d1, 3, [2], collected_fen=7_560, refused_because="外箱破损")
    leave_unserved(team.d1, 1, 2, "关门")
    before = said(issue(team.d1, "closing_sheet", "CC-2026-0001"))
    assert "草稿：未收车" in before
    close_run(team.d1, 1, [Back("P1", "A1", 0)], 7_500, "丢了一支，找零")
    with team.office.reading() as session:
        sheet = closing_sheet(session, session.get_one(Run, 1))
    assert [(one.lot, one.expected, one.counted) for one in sheet.lots] == [("A1", 1, 0)]
    assert [(one.means, one.taken_fen, one.handed_fen) for one in sheet.money] == [
        ("现金", 7_560, 7_500),
        ("微信", 90_000, None),
    ]
    assert [(one.what, one.why) for one in sheet.left] == [
        ("未送达", "关门"),
        ("部分签收", "外箱破损"),
    ]
    after = said(issue(team.d1, "closing_sheet", "CC-2026-0001"))
    for words in ("丢了一支，找零", "-0.60", "CC-2026-0001", "关门"):
        assert words in after
    assert "草稿" not in after
    assert "第2次打印" in said(issue(team.d1, "closing_sheet", "CC-2026-0001"))


def test_a_run_that_is_not_out_has_no_closing_sheet(team: Team) -> None:
    with pytest.raises(Refused) as refused:
        issue(team.d1, "closing_sheet", "CC-2026-0001")
    assert refused.value.code == "wrong_state"


def test_a_return_note_gives_back_what_was_reversed(team: Team) -> None:
    delivery = record_delivery(team.d1, 1)
    record_return(team.d1, delivery, 1, 1)
    text = said(issue(team.d1, "return_note", "TH-2026-00001"))
    for words in ("900.00", "玖佰元整", "SD-2026-00001", "A1"):
        assert words in text
    assert said(issue(team.d1, "return_note", "SD-2026-00001", look=True)).count("玖佰元整") == 2
    with pytest.raises(Refused) as refused:
        issue(team.d1, "return_note", "TH-2026-00009")
    assert refused.value.code == "not_found"


def test_notes_in_three_parts_count_as_prints_of_the_same_note(team: Team) -> None:
    load_run(team.d1, 1)
    pdf = issue(team.d1, "triple_note", "CC-2026-0001")
    pages = pypdfium2.PdfDocument(pdf)
    assert [tuple(round(side) for side in page.get_size()) for page in pages] == [(683, 397)] * 3
    text = said(pdf)
    for words in ("第一联存根", "第二联财务", "第三联客户", "SD-2026-00003"):
        assert words in text
    assert "第2次打印" in said(issue(team.d1, "delivery_note", "SD-2026-00001"))
    with team.office.reading() as session:
        prints = session.scalars(select(PaperPrint.document_id)).all()
    assert sorted(prints) == ["SD-2026-00001", *(f"SD-2026-0000{number}" for number in (1, 2, 3))]


def test_a_whole_day_is_one_print_run_by_run(team: Team) -> None:
    text = said(issue(team.d1, "run_day", day=MONDAY))
    places = [text.index(kind) for kind in ("拣货单按", "装车单从", "配送清单")]
    assert places == sorted(places)
    assert text.index("V1") < text.index("V2")
    with pytest.raises(Refused) as refused:
        issue(team.d1, "run_day", day=MONDAY + timedelta(days=1))
    assert refused.value.code == "not_found"


def test_a_whole_day_goes_out_with_its_notes_on_continuous_paper_for_themselves(
    team: Team,
) -> None:
    load_run(team.d1, 1)
    lists = said(issue(team.d1, "run_day_lists", day=MONDAY))
    assert "配送清单" in lists
    assert "送货单客户联" not in lists
    notes = issue(team.d1, "run_day_notes", day=MONDAY)
    pages = pypdfium2.PdfDocument(notes)
    assert {tuple(round(side) for side in page.get_size()) for page in pages} == {(683, 397)}
    assert "SD-2026-00001" in said(notes)
    with team.office.reading() as session:
        prints = set(session.scalars(select(PaperPrint.kind)))
    assert prints == {"manifest", "delivery_note"}
    for kind in ("run_day_lists", "run_day_notes"):
        with pytest.raises(Refused):
            issue(team.d1, kind, day=MONDAY + timedelta(days=1))


def test_the_papers_of_a_run_are_printed_by_the_command(sqlite_url: str, tmp_path: Path) -> None:
    team = Team(copy_of("two runs", _fill, sqlite_url))
    database = ["--database", str(team.office.engine.url.database), "--by", "d1"]
    out = tmp_path / "out.pdf"
    for word in ("pick-list", "loading-list", "triple-note"):
        assert main(["print", word, "CC-2026-0001", *database, "--out", str(out)]) == 0
    assert main(["print", "run-day", "--day", str(MONDAY), *database, "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF")


def _three_lines(team: Team) -> int:
    goods = [OrderedLine("P1", "支", 4), OrderedLine("P1", "箱", 2), OrderedLine("P1", "支", 3)]
    return record_delivery(team.d1, add_order(team.r1, "C2", goods))


def test_what_a_client_gave_back_on_a_day_stands_on_one_note(team: Team) -> None:
    delivery = _three_lines(team)
    given = give_back(team.d1, delivery, [GivenBack(1, 1), GivenBack(2, 2), GivenBack(3, 2, "bad")])
    with team.office.reading() as session:
        backs = [session.get_one(Return, key) for key in given.returns]
        number, due_fen = backs[0].number, sum(one.supply_fen - one.basic_fen for one in backs)
        note, numbers = session.get_one(Delivery, delivery).note, [one.number for one in backs]
    pdf = issue(team.d1, "return_note", note)
    text = said(pdf)
    for words in (*numbers, "合计3行", f"¥{grouped(due_fen)}"):
        assert text.count(words) >= 2  # on both copies
    assert len(pypdfium2.PdfDocument(pdf)) <= 2
    # Any line leads to it, and what came back since has a note of its own.
    assert f"编号{number}" in said(issue(team.d1, "return_note", numbers[2], look=True))
    record_return(team.d1, delivery, 3, 1)
    later = said(issue(team.d1, "return_note", "TH-2026-00004"))
    assert "编号TH-2026-00004" in later
    assert number not in later
    both = said(issue(team.d1, "return_note", note, look=True))
    assert f"编号{number}" in both
    assert "编号TH-2026-00004" in both


def test_a_note_says_which_of_its_lines_was_cancelled_since(team: Team) -> None:
    delivery = _three_lines(team)
    given = give_back(team.d1, delivery, [GivenBack(1, 1), GivenBack(2, 2)])
    cancel_return(team.d1, given.returns[1], "数错了")
    assert "合计" not in said(issue(team.d1, "return_note", "TH-2026-00001", look=True))
    record_return(team.d1, delivery, 3, 1)
    assert "合计" not in said(issue(team.d1, "return_note", "TH-2026-00001"))  # it is kept
    cancel_return(team.d1, given.returns[0], "数错了")
    assert "已撤销" in said(issue(team.d1, "return_note", "TH-2026-00001"))
    with pytest.raises(Refused) as refused:
        issue(team.d1, "return_note", "TH-2026-00002")
    assert refused.value.code == "wrong_state"


def test_a_note_of_one_line_that_was_issued_before_is_read_as_it_was() -> None:
    paper = return_note(1)
    old = json.loads(to_json(paper))
    del old["more"]
    assert from_json("return_note", json.dumps(old)) == paper
