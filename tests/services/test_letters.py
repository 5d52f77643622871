"""Balance letters: to whom, what stands on them, what comes back, and who is waited for."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from desktop.basics.drafts.letter import AnswerDraft, LettersDraft
from desktop.basics.errors import Refused
from desktop.models import BalanceLetter
from desktop.queries.letters import LETTERS, letter_detail
from desktop.queries.listing import Wanted
from desktop.queries.lists import Asked
from desktop.services.clients import ClientDraft, add_client
from desktop.services.deliveries import record_delivery
from desktop.services.letters import answer_letter, reopen_letter, send_letters
from desktop.services.orders import OrderedLine, add_order
from desktop.services.papers.registry import issue
from desktop.services.payments import record_collection
from tests.office import Team, new_team
from tests.services.test_issued_papers import text


@pytest.fixture
def team(database_url: str) -> Team:
    """C1 owes for two deliveries and has paid part of the older; C3 is in credit."""
    made = new_team(database_url)
    add_client(made.c1, ClientDraft("C3", "街角店", "街边店", rep="r1", area="城东"))
    for days in (5, 40):
        made.day += timedelta(days=days)
        order = add_order(made.r1, "C1", [OrderedLine("P1", "支", 2)])
        record_delivery(made.d1, order)
    record_collection(made.k1, "C1", 3000)
    record_collection(made.k1, "C3", 1250)
    return made


def filtered(team: Team, name: str) -> list[str]:
    with team.a1.reading() as session:
        ids = LETTERS.ids(Asked(session, team.day), Wanted(filter=name))
        rows = LETTERS.rows(Asked(session, team.day), ids)
    return [rows[key].number for key in ids]


def test_whoever_has_something_standing_gets_a_letter_that_says_what(team: Team) -> None:
    numbers = send_letters(team.c1, LettersDraft(team.day))
    assert numbers == ("DH-2026-0001", "DH-2026-0002"), "C2 has nothing"
    said = text(issue(team.c1, "balance_letter", ",".join(numbers)))
    for words in (
        "贵店欠我方货款¥121.20",
        "0–30天¥75.60",
        "31–60天¥45.60",
        "75.6045.60",
        "人民币壹佰贰拾壹元贰角整",
        "不相符，我店账面欠货款",
        "贵店预付货款（我方欠贵店）¥12.50",
    ):
        assert words in said, words
    assert "补打" not in said
    day = team.day
    order = add_order(team.r1, "C1", [OrderedLine("P1", "支", 1)])
    team.day += timedelta(days=1)
    record_delivery(team.d1, order, dated=day)
    again = text(issue(team.c1, "balance_letter", day=day))
    assert "¥121.20" in again, "it stays as it was written"
    assert again.count("补打") == 2


def test_letters_go_to_named_clients_or_those_of_a_rep_or_an_area(team: Team) -> None:
    assert len(send_letters(team.c1, LettersDraft(team.day, area="城东"))) == 1
    assert len(send_letters(team.a1, LettersDraft(team.day, rep="r1"))) == 1
    assert len(send_letters(team.c1, LettersDraft(team.day, clients=["C2", "C1"]))) == 2
    with pytest.raises(Refused) as nobody:
        send_letters(team.c1, LettersDraft(team.day, area="没有"))
    assert nobody.value.code == "not_found"
    with pytest.raises(Refused) as early:
        send_letters(team.c1, LettersDraft(team.day + timedelta(days=1)))
    assert (early.value.code, early.value.field) == ("invalid", "as_of")
    with pytest.raises(Refused) as unknown:
        send_letters(team.c1, LettersDraft(team.day, clients=["C1", "C9"]))
    assert unknown.value.field == "clients"


def test_answers_are_entered_and_who_has_not_answered_is_listed(team: Team) -> None:
    send_letters(team.c1, LettersDraft(team.day, clients=["C1", "C2", "C3"]))
    assert filtered(team, "late") == []
    team.day += timedelta(days=16)
    assert filtered(team, "late") == ["DH-2026-0001", "DH-2026-0002", "DH-2026-0003"]
    answer_letter(team.a1, 1, AnswerDraft("differs", -500, "有 5 元没算"))
    answer_letter(team.c1, 2, AnswerDraft("agreed"))
    assert filtered(team, "late") == filtered(team, "waiting") == ["DH-2026-0003"]
    assert filtered(team, "differs") == ["DH-2026-0001"]
    with team.a1.reading() as session:
        one = letter_detail(session, 1, team.day)
    assert (one.row.difference_fen, one.answer, one.answered_by) == (-500, "有 5 元没算", "员工a1")
    answer_letter(team.a1, 1, AnswerDraft("agreed", None, "对清了"))
    assert filtered(team, "agreed") == ["DH-2026-0002", "DH-2026-0001"]
    reopen_letter(team.a1, 2)
    send_letters(team.c1, LettersDraft(team.day, clients=["C2"]))
    assert filtered(team, "waiting") == ["DH-2026-0003", "DH-2026-0004"], "the older is replaced"
    assert "已由新函代替" in text(issue(team.c1, "balance_letter", "DH-2026-0002"))
    with team.a1.reading() as session:
        states = session.scalars(select(BalanceLetter.state).order_by(BalanceLetter.id)).all()
    assert states == ["agreed", "replaced", "sent", "sent"]


@pytest.mark.parametrize(
    "draft", [AnswerDraft("differs"), AnswerDraft("agreed", 500), AnswerDraft("lost")]
)
def test_an_answer_says_what_differs_or_that_nothing_does(team: Team, draft: AnswerDraft) -> None:
    send_letters(team.c1, LettersDraft(team.day))
    with pytest.raises(Refused) as caught:
        answer_letter(team.a1, 1, draft)
    assert caught.value.code == "invalid"
