"""Papers that came back, as they lie in the scanner: with others among them, or printed before."""

from pathlib import Path
from random import Random

import pytest
from PIL import Image

from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.basics.layout import SCAN_KINDS
from desktop.models import Order
from desktop.printing import layouts_in
from desktop.services.orders import OrderedLine, add_order
from desktop.services.papers.registry import issue
from desktop.services.runs import add_vehicle, change_run, discard_run, load_run, plan_run
from desktop.services.scans import read_scans
from tests.office import MONDAY, Team, new_team
from tests.scans.hands import HUNDREDTHS_PER_INCH, Harm, Picture, harmed, pages, tick

RUN = "CC-2026-0001"


@pytest.fixture
def team(sqlite_url: str) -> Team:
    return new_team(sqlite_url)


def planned(team: Team, clients: tuple[str, ...] = ("C1", "C2")) -> tuple[int, list[int]]:
    """A run and its orders."""
    add_vehicle(team.d1, VehicleDraft("V1", "骆师傅", 100, ""))
    orders = [add_order(team.r1, one, [OrderedLine("P1", "支", 3)]) for one in clients]
    return plan_run(team.d1, RunDraft("V1", MONDAY, orders, "08:00")), orders


def ticked(pdf: bytes) -> list[Picture]:
    """The pages of a manifest, every stop ticked as taken whole."""
    (layout,) = layouts_in(pdf)
    sheets, by = pages(pdf, 200), Random(3)
    for page, sheet in zip(layout.pages, sheets, strict=False):
        for one in page.ticks:
            if (one.field, one.value) == ("result", "full"):
                tick(sheet, one, by, 200)
    return sheets


def as_pdf(sheets: list[Picture], path: Path) -> Path:
    sheets[0].save(path, "PDF", save_all=True, append_images=sheets[1:], resolution=200)
    return path


def test_the_notes_and_blank_pages_of_a_run_are_told_in_one_line_each(
    team: Team, tmp_path: Path
) -> None:
    run, _orders = planned(team)
    load_run(team.d1, run)
    sheets = ticked(issue(team.d1, "manifest", RUN))
    assert len(sheets) > 2, "the delivery notes come with it"
    blank = Image.new("L", sheets[0].size, 255)
    upside_down = harmed(sheets[0], Harm(200, turn=180), Random(1))
    lying = [blank, upside_down, *sheets[1:], blank, blank]
    read = read_scans(team.d1, [as_pdf(lying, tmp_path / "车次.pdf")])
    (paper,) = read.papers
    assert (paper.ticked, paper.doubtful) == (2, 0)
    notes, nothing = (words for _path, _page, words in read.troubles)
    last = len(lying)
    assert f"3–{last - 2}" in notes
    assert "SD-" in notes
    assert f"1、{last - 1}–{last}" in nothing


def test_two_papers_on_one_scan_are_both_read(team: Team, tmp_path: Path) -> None:
    run, _orders = planned(team)
    load_run(team.d1, run)
    manifest = ticked(issue(team.d1, "manifest", RUN))[0]
    form = pages(issue(team.r1, "survey_form", "C1"), 200)[0].rotate(180)
    both = Image.new("L", (manifest.width + form.width + 40, manifest.height), 255)
    both.paste(manifest, (0, 0))
    both.paste(form, (manifest.width + 40, 0))
    path = tmp_path / "两张.jpg"
    both.save(path, "JPEG", quality=80)
    read = read_scans(team.d1, [path])
    assert [one.layout.kind for one in read.papers] == ["manifest", "survey_form"]
    assert read.troubles == []


def test_a_manifest_printed_before_its_run_was_changed_says_what_is_gone(
    team: Team, tmp_path: Path
) -> None:
    run, orders = planned(team)
    path = as_pdf(ticked(issue(team.d1, "manifest", RUN))[:1], tmp_path / "旧.pdf")
    change_run(team.d1, run, 1, RunDraft("V1", MONDAY, orders[:1], "08:00"))
    load_run(team.d1, run)
    (paper,) = read_scans(team.d1, [path]).papers
    with team.office.reading() as session:
        kept, gone = (session.get_one(Order, one).number for one in orders)
    assert paper.target.trouble == ""
    assert gone in paper.target.remark
    assert kept not in paper.target.remark
    new = as_pdf(ticked(issue(team.d1, "manifest", RUN))[:1], tmp_path / "新.pdf")
    (paper,) = read_scans(team.d1, [new]).papers
    assert paper.target.remark == ""


def test_a_paper_of_another_office_and_one_that_was_thrown_away_are_told(
    team: Team, tmp_path: Path
) -> None:
    other = new_team(f"sqlite:///{(tmp_path / 'other.db').as_posix()}")
    strange = pages(issue(other.r1, "survey_form", "C2"), 200)
    other.office.engine.dispose()
    run, _orders = planned(team)
    thrown = ticked(issue(team.d1, "manifest", RUN))[:1]
    discard_run(team.d1, run)
    read = read_scans(team.r1, [as_pdf([*strange, *thrown], tmp_path / "别家.pdf")])
    (paper,) = read.papers
    assert "撤销" in paper.target.trouble
    ((_path, _page, words),) = read.troubles
    assert "不是本办事处打印的" in words


def test_a_page_that_is_cut_off_says_which_rows_are_missing(team: Team, tmp_path: Path) -> None:
    planned(team)
    sheet = ticked(issue(team.d1, "manifest", RUN))[0]
    (layout,) = layouts_in(issue(team.d1, "manifest", RUN))
    below = layout.pages[0].strips[-1]
    scale = 200 / HUNDREDTHS_PER_INCH
    part = sheet.crop((0, 0, sheet.width, round((below.y + below.high / 2) * scale)))
    whole_rows = sheet.crop((0, 0, sheet.width, round((below.y + below.high + 200) * scale)))
    read = read_scans(team.d1, [as_pdf([part, whole_rows], tmp_path / "半张.pdf")])
    assert read.papers == []
    first, second = (words for _path, _page, words in read.troubles)
    assert f"{below.row}看不到" in first
    assert "缺了边" in second
    assert below.row not in second


def test_a_photo_from_aside_says_to_take_it_from_above(team: Team, tmp_path: Path) -> None:
    planned(team)
    sheet = ticked(issue(team.d1, "manifest", RUN))[0]
    wide, high = sheet.size
    aside = sheet.transform(
        sheet.size,
        Image.Transform.QUAD,
        (-0.9 * wide, -0.1 * high, 0, high, wide, high, 1.9 * wide, -0.1 * high),
        Image.Resampling.BICUBIC,
        fillcolor=70,
    )
    read = read_scans(team.d1, [as_pdf([aside], tmp_path / "斜.pdf")])
    assert read.papers == []
    assert ["正上方" in words for _path, _page, words in read.troubles] == [True]


@pytest.mark.parametrize("name", ["IMG_0042.HEIC", "照片.heif"])
def test_a_photo_in_heic_says_what_to_do(team: Team, tmp_path: Path, name: str) -> None:
    photo = tmp_path / name
    photo.write_bytes(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200))
    assert photo.suffix.lower() in SCAN_KINDS
    ((_path, _page, words),) = read_scans(team.d1, [photo]).troubles
    assert "HEIC" in words
    assert "JPG" in words
