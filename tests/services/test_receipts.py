"""What is signed for a benefit, and receipts for money taken and given back."""

from pathlib import Path

import pytest

from desktop.basics.drafts.benefit import BenefitDraft
from desktop.basics.errors import Refused
from desktop.cli import main
from desktop.queries.client_papers import client_papers
from desktop.queries.search import find_anything
from desktop.services.benefits import cancel_benefit, deliver_benefit
from desktop.services.deliveries import record_delivery
from desktop.services.orders import OrderedLine, add_order
from desktop.services.papers.registry import issue
from desktop.services.payments import cancel_collection, pay_refund, record_collection
from desktop.services.returns import record_return
from tests.office import Team, new_team
from tests.printing import qr
from tests.services.test_issued_papers import kept, signed, text


@pytest.fixture
def team(database_url: str) -> Team:
    return new_team(database_url)


def test_for_a_sign_nobody_signs_that_he_got_its_money(team: Team) -> None:
    deliver_benefit(team.c1, BenefitDraft("C1", "sign", 44_200, "cash"))
    paper = text(issue(team.c1, "benefit_receipt", "LY-2026-0001"))
    assert "现金" not in paper
    assert paper.count("收到上列门头，外观已验收") == 2


def owing(team: Team, collected_fen: int = 0) -> int:
    """A delivery of 113.40 yuan to C1."""
    order = add_order(team.r1, "C1", [OrderedLine("P1", "支", 3)])
    return record_delivery(team.d1, order, collected_fen=collected_fen)


@pytest.mark.parametrize(
    ("kind", "paid_by", "words"),
    [
        ("sign", "goods", ("收到上列门头", "由本店使用、保管", "归办事处所有", "品名、规格、数量")),
        ("rack", "setoff", ("陈列架（抵付货款）", "收到上列陈列架", "不另领现金")),
        ("rebate", "setoff", ("返利（抵付货款）", "不另领现金")),
        ("promotion", "cash", ("促销支持（现金）", "当面点清")),
    ],
)
def test_every_benefit_has_a_paper_that_the_client_signs(
    team: Team, kind: str, paid_by: str, words: tuple[str, ...]
) -> None:
    signed(team)
    deliver_benefit(team.c1, BenefitDraft("C1", kind, 123405, paid_by))
    paper = text(issue(team.c1, "benefit_receipt", "LY-2026-0001"))

    for each in (
        "利益签收单",
        "编号LY-2026-0001",
        "小店C1（C1）",
        "人民币壹仟贰佰叁拾肆元零伍分",
        "¥1,234.05",
        "自2026-01-05起",
        "XY-2026-0001",
        "签收人签字（章）",
        *words,
    ):
        assert paper.count(each) >= 2, each


def test_a_collection_has_a_receipt_that_names_its_delivery(team: Team) -> None:
    owing(team, collected_fen=10000)
    record_collection(team.k1, "C1", 500, "wechat")
    first = text(issue(team.k1, "receipt", "SK-2026-00001"))
    second = text(issue(team.k1, "receipt", "SK-2026-00002"))

    for each in ("人民币壹佰元整", "¥100.00", "送货单SD-2026-00001的货款", "现金", "员工d1"):
        assert first.count(each) == 2, each
    assert first.count("今收到小店C1交来的上列款项") == 2
    for each in ("人民币伍元整", "微信", "员工k1", "事由货款"):
        assert second.count(each) == 2, each


def test_a_refund_is_signed_for_by_the_client(team: Team) -> None:
    record_return(team.d1, owing(team, collected_fen=11340), 1, 1)
    pay_refund(team.k1, "C1", 3780, "cash")
    paper = text(issue(team.k1, "receipt", "TK-2026-00001"))
    for each in ("退款收据", "人民币叁拾柒元捌角整", "退还的上列款项", "领款人签字（章）"):
        assert paper.count(each) == 2, each


def test_a_receipt_is_kept_and_a_second_print_says_it_is_a_copy(team: Team) -> None:
    record_collection(team.k1, "C1", 500)
    deliver_benefit(team.c1, BenefitDraft("C1", "rebate", 100, "cash"))
    for number, kind in (
        ("SK-2026-00001", "receipt"),
        ("LY-2026-0001", "benefit_receipt"),
    ):
        looked = issue(team.k1, kind, number, look=True)
        assert issue(team.k1, kind, number) == looked
        assert len(kept(team, kind)) == 1
        copy = text(issue(team.k1, kind, number))
        assert copy.count("第2次打印（补打）") == 2
        assert copy.replace("第2次打印（补打）", "") == text(looked)
        with pytest.raises(Refused) as caught:
            issue(team.k1, kind, number[:-1] + "9")
        assert caught.value.code == "not_found"


def test_what_was_cancelled_gets_no_paper_and_one_that_went_out_says_so(team: Team) -> None:
    for _time in range(2):
        record_collection(team.k1, "C1", 500)
        deliver_benefit(team.c1, BenefitDraft("C1", "rebate", 100, "cash"))
    issue(team.k1, "receipt", "SK-2026-00001")
    issue(team.k1, "benefit_receipt", "LY-2026-0001")
    for key in (1, 2):
        cancel_collection(team.k1, key, "数错了")
        cancel_benefit(team.c1, key, "记错了")
    for kind, number in (("receipt", "SK-2026-0000"), ("benefit_receipt", "LY-2026-000")):
        assert text(issue(team.k1, kind, f"{number}1")).count("已作废") == 2
        with pytest.raises(Refused) as caught:
            issue(team.k1, kind, f"{number}2")
        assert caught.value.code == "wrong_state"


def test_a_scanner_finds_payment_and_benefit_and_the_file_lists_their_papers(team: Team) -> None:
    record_collection(team.k1, "C1", 500)
    benefit = deliver_benefit(team.c1, BenefitDraft("C1", "rebate", 100, "cash"))
    papers = (
        issue(team.k1, "receipt", "SK-2026-00001"),
        issue(team.c1, "benefit_receipt", "LY-2026-0001"),
    )
    places = dict.fromkeys(("payments", "benefits"), "")
    found = []
    with team.office.reading() as session:
        for paper in papers:
            (number,) = set(qr.codes(paper))
            hit = find_anything(session, number, places, lambda _action: False)[0]
            found.append((number, hit.page, hit.key))
        listed = {(one.kind, one.document) for one in client_papers(session, 1)}

    assert found == [
        ("SK-2026-00001", "payments", 1),
        ("LY-2026-0001", "benefits", benefit),
    ]
    assert listed == {("receipt", "SK-2026-00001"), ("benefit_receipt", "LY-2026-0001")}


def test_the_command_prints_receipts(team: Team, tmp_path: Path) -> None:
    if team.office.engine.dialect.name != "sqlite":
        pytest.skip("the command is tried on one database")
    record_collection(team.k1, "C1", 500)
    deliver_benefit(team.c1, BenefitDraft("C1", "rebate", 100, "cash"))
    out = tmp_path / "paper.pdf"
    end = ["--database", str(team.office.engine.url.database), "--out", str(out)]
    for arguments in (
        ["receipt", "SK-2026-00001"],
        ["receipt", "sk-2026-00001"],
        ["benefit-receipt", "ＬＹ－２０２６－０００１"],
        ["statement", "c1", "--quarter", "２０２６q1"],
    ):
        out.unlink(missing_ok=True)
        assert main(["print", *arguments, *end]) == 0
        assert out.read_bytes().startswith(b"%PDF")
    assert main(["print", "receipt", "SK-2026-00009", *end]) == 2
