"""The longest names and the nastiest amounts stand whole, inside the frame."""

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from desktop.basics.money import capitals, grouped
from desktop.printing import render
from tests.printing import papers, pdf, ruler
from tests.printing.test_papers import LONG, PAPERS

NASTY_FEN = (-123_456_789, 10_000_000_000, 5)


@pytest.mark.parametrize("amount_fen", [1, 10, 10_000_000_000, -1, -123_456_789_01, 10**15])
def test_the_nastiest_amounts_stand_whole_inside_the_frame(amount_fen: int) -> None:
    line = replace(papers.delivery_note(1).lines[0], price_fen=amount_fen, supply_fen=amount_fen)
    data = [
        render(papers.payout_voucher(amount_fen=amount_fen)),
        render(
            papers.delivery_note(lines=1).__class__(
                **{**papers.delivery_note(1).__dict__, "lines": (line,)}
            )
        ),
        render(papers.statement(2, opening_fen=amount_fen, closing_fen=amount_fen)),
    ]
    for each in data:
        assert pdf.outside(each) == []
        assert grouped(amount_fen) in pdf.text(each)
    assert capitals(amount_fen) in pdf.text(data[0])


def test_a_long_name_on_a_visit_sheet_takes_more_lines_not_smaller_letters() -> None:
    paper = papers.visit_sheet(3)
    data = render(replace(paper, visits=tuple(replace(v, client=LONG) for v in paper.visits)))
    first = next(each for each in pdf.characters(data) if each.text == LONG.name[3])

    assert "".join(LONG.name.split()) in "".join(pdf.text(data).split())
    assert first.top - first.bottom > 8
    assert pdf.outside(data) == []


@pytest.mark.parametrize("kind", ["proposal", "delivery_note", "manifest", "contract"])
def test_the_nastiest_amounts_stay_whole_in_every_column(kind: str) -> None:
    paper = PAPERS[kind]()
    for amount_fen in NASTY_FEN:
        data = render(_with_amount(kind, paper, amount_fen))
        assert grouped(amount_fen) in pdf.text(data)
        assert pdf.outside(data) == []


def _with_amount(kind: str, paper: Any, amount_fen: int) -> Any:
    """The paper with this amount in its narrowest column."""
    if kind == "proposal":
        return replace(paper, products=(replace(paper.products[0], supply_fen=amount_fen),))
    if kind == "delivery_note":
        return replace(paper, lines=(replace(paper.lines[0], price_fen=amount_fen),))
    if kind == "manifest":
        return replace(paper, stops=(replace(paper.stops[0], due_fen=amount_fen, notes=()),))
    return replace(paper, prices=(replace(paper.prices[0], price_fen=amount_fen),))


ENDLESS = ("涪州市游仙区锦绣路东段长街新村大道三十六号附四号南门口旁边的巷子里第三家" * 5)[:150]
NUMBERS = ("number", "code", "phone", "orders", "order_number", "planned", "hours", "departure")


def _all_endless(value: Any) -> Any:
    """A paper in which every text that people wrote has 150 hanzi."""
    if isinstance(value, str):
        return ENDLESS if value else value
    if isinstance(value, tuple):
        return tuple(_all_endless(one) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        told = {
            field.name: _all_endless(getattr(value, field.name))
            for field in fields(value)
            if field.name not in NUMBERS
        }
        return replace(value, **told)
    return value


@pytest.mark.parametrize("kind", ["visit_sheet", "manifest", "delivery_note"])
def test_nothing_overprints_or_falls_off_when_every_text_is_endless(kind: str) -> None:
    data = render(_all_endless(PAPERS[kind]()))
    assert pdf.outside(data) == []
    assert ruler.overprinted(data) == []
    assert pdf.text(data).count("第三家") > 4
