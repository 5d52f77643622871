"""A product's picture: kept small, replaced, taken away, and on the proposal sheets since."""

from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.basics.drafts.proposal import ProposalDraft, ProposalLineDraft
from desktop.basics.errors import NeedsConfirmation, Refused
from desktop.basics.watch import Cancelled
from desktop.models import Audit, IssuedPaper, ProductPicture
from desktop.queries.audit import audit_ids, audit_rows
from desktop.queries.listing import Wanted
from desktop.queries.products import product_detail
from desktop.services.office import Office
from desktop.services.papers.registry import issue
from desktop.services.product_pictures import drop_picture, set_picture, set_pictures
from desktop.services.products import ProductDraft, add_product
from desktop.services.proposals import compute_proposal, confirm_proposal
from tests.office import MONDAY, Team, new_team
from tests.pictures import clear_pack, opened, photo


@pytest.fixture
def team(database_url: str) -> Team:
    """A small office with a second product, which has a barcode."""
    team = new_team(database_url)
    soap = ProductDraft(
        "B-2", "香皂", "清泉", "香皂", {"块": 1}, {"块": 500}, barcode="6901234567892"
    )
    add_product(team.c1, soap)
    return team


def picture(office: Office, key: int) -> bytes | None:
    with office.reading() as session:
        return product_detail(session, key, MONDAY).picture


def told(office: Office) -> list[str]:
    """What the trail says of pictures, the newest first."""
    with office.reading() as session:
        rows = audit_rows(session, ids := audit_ids(session, Wanted(), None))
    return [rows[key].named for key in ids if rows[key].record == "图片"]


def test_a_picture_is_kept_small_replaced_and_taken_away(team: Team, tmp_path: Path) -> None:
    set_picture(team.c1, 1, photo(tmp_path, "门头.JPG"))
    first = picture(team.office, 1)
    assert first is not None
    assert opened(first).size == (640, 427)
    set_picture(team.c1, 1, clear_pack(tmp_path, "pack.png"))
    second = picture(team.office, 1)
    assert second is not None
    assert opened(second).size == (300, 600)
    drop_picture(team.c1, 1)
    assert picture(team.office, 1) is None
    with team.office.reading() as session:
        trail = session.execute(
            select(Audit.before, Audit.after).where(Audit.record_kind == "product_picture")
        ).all()
    assert len(trail) == 3
    assert all(len(str(row)) < 500 for row in trail), "the picture itself is not in the trail"
    assert told(team.office) == ["洗面奶", "洗面奶", "洗面奶"]


def test_who_may_and_what_is_refused(team: Team, tmp_path: Path) -> None:
    good, bad = photo(tmp_path, "a.jpg"), tmp_path / "b.jpg"
    bad.write_bytes(b"\xff\xd8\xff no more")
    for act, code in (
        (lambda: set_picture(team.d1, 1, good), "not_allowed"),
        (lambda: drop_picture(team.c1, 1), "not_found"),
        (lambda: set_picture(team.c1, 99, good), "not_found"),
        (lambda: set_picture(team.c1, 1, bad), "invalid"),
    ):
        with pytest.raises(Refused) as caught:
            act()
        assert caught.value.code == code


def test_many_by_code_and_barcode(team: Team, tmp_path: Path) -> None:
    named = [photo(tmp_path, "p1.jpg"), photo(tmp_path, "６９０１２３４５６７８９２.jpg")]
    assert set_pictures(team.c1, named) == 2
    assert told(team.office) == ["2 张"], "one entry for all of them"
    assert set_pictures(team.c1, named[:1]) == 1, "it takes the place of the one before"
    assert picture(team.office, 1)
    assert picture(team.office, 2)


def test_files_that_are_no_products_are_asked_about(team: Team, tmp_path: Path) -> None:
    named = [photo(tmp_path, name) for name in ("B-2.jpg", "IMG_1.jpg", "IMG_2.jpg")]
    with pytest.raises(NeedsConfirmation, match=r"IMG_1\.jpg、IMG_2\.jpg") as asked:
        set_pictures(team.c1, named)
    assert picture(team.office, 2) is None
    assert set_pictures(team.c1, named, frozenset({asked.value.name})) == 1
    assert picture(team.office, 2)
    with pytest.raises(Refused) as caught:
        set_pictures(team.c1, named[1:])
    assert (caught.value.code, caught.value.field) == ("invalid", "files")


def test_one_that_is_broken_keeps_none(team: Team, tmp_path: Path) -> None:
    broken = tmp_path / "B-2.jpg"
    broken.write_bytes(b"\xff\xd8\xff no more")
    with pytest.raises(Refused, match="B-2"):
        set_pictures(team.c1, [photo(tmp_path, "P1.jpg"), broken])
    assert picture(team.office, 1) is None


def test_given_up_half_way_keeps_none(team: Team, tmp_path: Path) -> None:
    class Impatient:
        """Waits for the first, then gives up."""

        def __init__(self) -> None:
            self.done = 0

        @property
        def cancelled(self) -> bool:
            return self.done > 0

        def report(self, done: int, total: int, words: str = "") -> None:
            self.done += 1
            assert (done, total) == (0, 2)

    named = [photo(tmp_path, "P1.jpg"), photo(tmp_path, "B-2.jpg")]
    with pytest.raises(Cancelled):
        set_pictures(team.c1, named, watch=Impatient())
    assert picture(team.office, 1) is None


def test_a_sheet_shows_it_and_an_issued_one_stays_as_it_was(team: Team, tmp_path: Path) -> None:
    line = ProposalLineDraft("P1", "支", 2, 1, 12, "走量稳")
    for _time in range(2):
        confirm_proposal(
            team.m1, compute_proposal(team.r1, ProposalDraft("C1", MONDAY, "多是学生。", [line]))
        )
    set_picture(team.c1, 1, photo(tmp_path, "a.jpg"))
    shown = issue(team.c1, "proposal", "JY-2026-0001")
    assert b"/Subtype /Image" in shown
    drop_picture(team.c1, 1)
    assert b"/Subtype /Image" in issue(team.c1, "proposal", "JY-2026-0001")
    assert b"/Subtype /Image" not in issue(team.c1, "proposal", "JY-2026-0002")
    with team.office.reading() as session:
        kept = session.scalars(select(IssuedPaper.data).order_by(IssuedPaper.id)).first()
        trail = session.scalars(
            select(Audit.after).where(Audit.record_kind == "issued_paper")
        ).first()
        assert session.query(ProductPicture).count() == 0
    assert kept is not None
    assert len(kept) < 20_000, "it is kept in the size of paper"
    assert trail is not None
    assert "走量稳" not in trail, "the trail holds no second copy of the sheet"
