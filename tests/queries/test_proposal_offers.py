"""What a proposal says a product costs and brings: the prices beside each other are of one unit."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from desktop.basics.drafts.proposal import ProposalAsked, ProposalDraft, ProposalLineDraft
from desktop.basics.drafts.survey import LevelDraft, SurveyDraft
from desktop.models import Proposal
from desktop.queries.papers.proposal import proposal_sheet
from desktop.queries.proposals import proposal_detail
from desktop.services.agreements import (
    UNREVIEWED,
    AgreementDraft,
    approve_agreement,
    draft_agreement,
    sign_agreement,
    submit_agreement,
)
from desktop.services.computing import propose_shelf
from desktop.services.papers.registry import issue
from desktop.services.products import ProductDraft, add_product
from desktop.services.proposals import (
    compute_proposal,
    confirm_proposal,
    record_survey,
)
from desktop.views.proposals.columns import warning
from tests.office import MONDAY, Team, new_team
from tests.printing.pdf import texts
from tests.services.test_computing import make

UNITS = {"块": 1, "包": 4, "箱": 72}


@pytest.fixture
def team(sqlite_url: str) -> Team:
    """A small office that also sells soap: by the piece, in bundles of four, in cartons."""
    team = new_team(sqlite_url)
    soap = ProductDraft(
        "P2", "硫磺香皂", "皂角", "香皂", UNITS, {"块": 270, "包": 1060}, 350, spec="85g"
    )
    add_product(team.c1, soap)
    return team


def drafted(team: Team, *lines: tuple[str, str, int]) -> int:
    return compute_proposal(
        team.r1,
        ProposalDraft(
            "C1",
            MONDAY.replace(month=2),
            "周围约 300 户，早上最忙。",
            [ProposalLineDraft(code, unit, 2, 1, count, "走量稳") for code, unit, count in lines],
        ),
    )


def signed(team: Team) -> None:
    rates = Decimal("0.125"), Decimal("0.05")
    agreement = draft_agreement(
        team.c1, AgreementDraft("C1", MONDAY, MONDAY.replace(year=2027), *rates, {}, {}, [])
    )
    submit_agreement(team.c1, agreement)
    approve_agreement(team.m1, agreement)
    sign_agreement(team.c1, agreement, confirmed=frozenset({UNREVIEWED}))


def printed(team: Team, proposal: int) -> str:
    confirm_proposal(team.m1, proposal)
    with team.c1.reading() as session:
        number = session.get_one(Proposal, proposal).number
    return " ".join(" ".join(texts(issue(team.c1, "proposal", number))).split())


def test_a_bundle_costs_and_sells_by_the_bundle_in_the_window(team: Team) -> None:
    proposal = drafted(team, ("P2", "包", 6), ("P1", "支", 12))
    with team.c1.reading() as session:
        soap, cleanser = proposal_detail(session, proposal, MONDAY).lines

    assert (soap.unit, soap.price_fen, soap.retail_fen) == ("包", 1060, 1400)
    assert soap.margin == Decimal("0.2429")
    assert (soap.size, soap.piece, soap.piece_fen) == (4, "块", 350)
    assert (cleanser.unit, cleanser.price_fen, cleanser.retail_fen) == ("支", 3780, 4800)
    assert cleanser.margin == Decimal("0.2125")


def test_an_offer_that_is_over_says_so_before_it_goes_out(team: Team) -> None:
    proposal = drafted(team, ("P2", "包", 6), ("P1", "支", 12))
    with team.office.reading() as session:
        last = proposal_detail(session, proposal, MONDAY).valid_until
        shown = [proposal_detail(session, proposal, last + timedelta(days=days)) for days in (0, 1)]
    assert [one.is_over for one in shown] == [False, True]
    assert "已过有效期" not in warning(shown[0])
    assert "已过有效期" in warning(shown[1])


def test_paper_and_window_say_the_same_of_every_line(team: Team) -> None:
    proposal = drafted(team, ("P2", "包", 6), ("P1", "箱", 1), ("P2", "块", 9))
    with team.c1.reading() as session:
        shown = proposal_detail(session, proposal, MONDAY).lines
        paper = proposal_sheet(session, session.get_one(Proposal, proposal), MONDAY)

    for line, product in zip(shown, paper.products, strict=True):
        assert product.unit == product.first_unit == line.unit
        assert product.supply_fen == line.price_fen
        assert product.retail_fen == line.retail_fen
        assert product.profit_fen == line.retail_fen - line.price_fen  # type: ignore[operator]
        assert product.margin == line.margin
    whole = sum(one.supply_fen * one.first_quantity for one in paper.products)  # type: ignore[operator]
    assert paper.earnings.first_order_fen == whole == 6 * 1060 + 90000 + 9 * 270


def test_a_printed_bundle_tells_its_pieces_and_no_loss(team: Team) -> None:
    read = printed(team, drafted(team, ("P2", "包", 6)))

    for words in ("10.60 每包", "14.00 每块 3.50", "3.40", "24.3%", "6 包 共 24 块"):
        assert words in read


def test_the_basic_profit_of_an_agreement_is_part_of_what_the_first_order_brings(
    team: Team,
) -> None:
    signed(team)
    read = printed(team, drafted(team, ("P2", "包", 6)))

    # 63.60 bought, 84.00 sold, 7.95 given back.
    assert "¥28.35" in read
    assert "按建议零售价卖完，含基本利润" in read
    assert "当场返还基本利润 ¥7.95" in read


def test_a_computed_sheet_says_what_a_month_earns_as_the_window_does(sqlite_url: str) -> None:
    team = make(sqlite_url.replace("office", "computed"))
    key = propose_shelf(team.r1, ProposalAsked("C1"))
    with team.c1.reading() as session:
        proposal = session.get_one(Proposal, key)
        shown = proposal_detail(session, key, MONDAY)
        earnings = proposal_sheet(session, proposal, MONDAY).earnings
        assert earnings.monthly_profit_fen == shown.month_fen > 0
        assert earnings.basis == "按同类店的销量估算，签协议后含基本利润和基金"
        levels = proposal_sheet(session, proposal, MONDAY).shelf.levels  # type: ignore[union-attr]
        assert [(one.width_mm, one.height_mm) for one in levels] == [(600, 250), (600, 320)]
        # Of the sheet's average: each product weighs as much as it sells for.
        lines = [(one.retail_fen * one.quantity, one.trade_margin) for one in shown.lines]  # type: ignore[operator]
        assert all(margin is not None for _weight, margin in lines)
        mean = sum(weight * margin for weight, margin in lines) / sum(w for w, _ in lines)  # type: ignore[misc]
        assert earnings.trade_margin == mean.quantize(Decimal("0.0001"))
        proposal.lines[0].value_milli = None  # somebody put it in, and nobody could reckon it
        assert proposal_sheet(session, proposal, MONDAY).earnings.monthly_profit_fen is None
        session.rollback()


def test_a_price_nobody_entered_is_left_open_and_never_free(team: Team) -> None:
    read = printed(team, drafted(team, ("P2", "箱", 1), ("P1", "支", 12)))

    assert "价格另议" in read
    assert "100.0%" not in read
    assert not re.search(r"(?<![\d.,])0\.00", read)
    assert "首批卖完能赚" not in read


def test_the_groups_on_the_bar_come_to_a_hundred_percent(team: Team) -> None:
    def groups(**shares: str) -> list[tuple[str, int]]:
        rates = {name: Decimal(share) for name, share in shares.items()}
        levels = [LevelDraft(120)] * 4
        record_survey(team.r1, SurveyDraft("C1", "小区店", 60, 300, rates, "middle", 1, levels))
        drafted(team, ("P1", "支", 12))
        with team.c1.reading() as session:
            newest = session.scalars(select(Proposal).order_by(Proposal.id.desc())).first()
            assert newest is not None
            paper = proposal_sheet(session, newest, MONDAY)
        return [(group.name, group.percent) for group in paper.groups]

    assert groups(家庭="0.42", 老人="0.32", 小餐馆="0.15", 外来务工="0.11") == [
        ("家庭", 42),
        ("老人", 32),
        ("小餐馆", 15),
        ("外来务工", 11),
    ]
    thirds = groups(家庭="0.3334", 老人="0.3333", 学生="0.3333")
    assert sum(share for _name, share in thirds) == 100
    assert [name for name, _share in thirds] == ["家庭", "老人", "学生"]
    assert groups(其他="0.6", 家庭="0.4") == [("其他", 60), ("家庭", 40)]
