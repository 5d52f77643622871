"""Effects, what works and the next suggestion, from what the office really did (G7, G8)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event, insert, select

from desktop.basics.drafts.suggestion import SuggestionDraft
from desktop.basics.drafts.visit_plan import VisitPlanDraft
from desktop.basics.errors import Refused
from desktop.models import Client, HistoryLine, Product, Suggestion
from desktop.queries.facts.effects import (
    EffectFigures,
    EffectRow,
    effect_of,
    effect_words,
    effects,
)
from desktop.queries.what_works import next_suggestion, told_like, what_works
from desktop.services.clients import ClientDraft, add_client
from desktop.services.deliveries import cancel_delivery, record_delivery
from desktop.services.effects import review_suggestion
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order
from desktop.services.products import ProductDraft, add_product
from desktop.services.returns import cancel_return, record_return
from desktop.services.suggestions import (
    confirm_suggestion,
    prepare_suggestion,
    submit_suggestion,
    withdraw_suggestion,
)
from desktop.services.visits import plan_visits, record_visit, release_plan
from tests.office import MONDAY, Team, new_team

ADOPTED = date(2026, 2, 10)
FULL = date(2026, 3, 11)
PRICE_FEN = 3780


@pytest.fixture
def team(sqlite_url: str) -> Iterator[Team]:
    """Seven school shops that were all supplied on the first Monday, and an estate's shop."""
    yield from _supplied(sqlite_url)


@pytest.fixture
def both(database_url: str) -> Iterator[Team]:
    """The same, once on each kind of database."""
    yield from _supplied(database_url)


def _supplied(url: str) -> Iterator[Team]:
    team = supplied(new_team(url))
    yield team
    team.office.engine.dispose()


def supplied(team: Team) -> Team:
    """A new team's office with eight shops, each of which bought one on the first Monday."""
    for number in range(3, 9):
        segment = "小区店" if number == 8 else "学校店"
        add_client(team.r1, ClientDraft(f"C{number}", f"小店C{number}", segment))
    draft = ProductDraft("P2", "礼盒", "雅集", "礼盒", {"盒": 1}, {"盒": 10000}, 15800)
    add_product(team.c1, draft)
    for number in range(1, 9):
        supply(team, f"C{number}", MONDAY, 1)
    return team


def supply(team: Team, client: str, day: date, quantity: int, product: str = "P1") -> int:
    team.day = day
    unit = "支" if product == "P1" else "盒"
    order_id = add_order(team.r1, client, [OrderedLine(product, unit, quantity)])
    return record_delivery(team.d1, order_id)


def tell(
    team: Team,
    client: str,
    day: date,
    outcome: str = "adopted",
    products: tuple[str, ...] = ("P1",),
    category: str = "push",
) -> int:
    """A suggestion from its draft to its outcome, all on one day."""
    team.day = day
    content = f"收银台旁边摆一排（{client}）"
    suggestion_id = prepare_suggestion(
        team.r1, SuggestionDraft(client, category, content, products)
    )
    submit_suggestion(team.r1, suggestion_id)
    confirm_suggestion(team.m1, suggestion_id)
    plan_id = plan_visits(team.r1, VisitPlanDraft("r1", day, [client]))
    release_plan(team.r1, plan_id)
    record_visit(team.r1, plan_id, client, outcome)
    return suggestion_id


def story(team: Team) -> int:
    """C1 adopts; it takes 1 before, then 5 of which 1 comes back. C2 takes 1 more than before.

    Two more of C1's coming back was a mistake, and cancelled. C3 takes nothing, C4's delivery
    is cancelled, C5 adopts the same, C6 a suggestion on another product, C7 nothing; C8 is of
    another segment and buys a hundred.
    """
    suggestion_id = tell(team, "C1", ADOPTED)
    tell(team, "C5", ADOPTED + timedelta(days=20), "partly")
    tell(team, "C6", ADOPTED, "adopted", ("P2",))
    supply(team, "C1", date(2026, 1, 20), 1)
    taken = supply(team, "C1", date(2026, 2, 20), 5)
    supply(team, "C1", date(2026, 2, 20), 5, "P2")
    team.day = date(2026, 2, 25)
    record_return(team.d1, taken, 1, 1)
    cancel_return(team.d1, record_return(team.d1, taken, 1, 2))
    supply(team, "C2", date(2026, 1, 20), 1)
    supply(team, "C2", date(2026, 2, 20), 2)
    mistake = supply(team, "C4", date(2026, 2, 20), 50)
    cancel_delivery(team.d1, mistake)
    supply(team, "C5", date(2026, 2, 20), 70)
    supply(team, "C8", date(2026, 2, 20), 100)
    return suggestion_id


def row_of(office: Office, suggestion_id: int, today: date) -> EffectRow:
    with office.reading() as session:
        row = effect_of(session, suggestion_id, today)
    assert row is not None
    return row


def figures_of(office: Office, suggestion_id: int, today: date = FULL) -> EffectFigures:
    figures = row_of(office, suggestion_id, today).figures
    assert figures is not None
    return figures


def test_an_effect_is_measured_against_the_shops_of_its_kind(both: Team) -> None:
    suggestion_id = story(both)
    figures = figures_of(both.office, suggestion_id)
    # Own: (5 − 1 − 1) × 37.80 in 28 days. Compared: C2 +37.80, C3, C4, C6 and C7 nothing.
    assert figures.own_fen == 3 * PRICE_FEN // 28 == 405
    assert figures.clients == 5
    assert figures.comparison_fen == PRICE_FEN // 5 // 28 == 27
    assert figures.effect_fen == 378
    assert figures.window_fen == 378 * 28
    # C2 rose by 135 a day, the others by nothing: s = 60.37, and t of four degrees is 2.1318.
    # So the reach is 2.1318 · 60.37 · √(6/5) = 141.
    assert (figures.low_fen, figures.high_fen) == (378 - 141, 378 + 141)
    assert not figures.by_chance
    assert figures.whole_time


def test_before_the_window_is_full_it_says_not_yet(team: Team) -> None:
    suggestion_id = story(team)
    row = row_of(team.office, suggestion_id, FULL - timedelta(days=1))
    assert (row.figures, row.full_on) == (None, FULL)
    assert "2026-03-11" in effect_words(row)
    assert figures_of(team.office, suggestion_id, FULL).effect_fen == 378


def test_with_too_few_to_compare_the_plain_difference_stands_and_says_so(team: Team) -> None:
    suggestion_id = story(team)
    for client in ("C2", "C3", "C4"):
        tell(team, client, ADOPTED + timedelta(days=3))
    figures = figures_of(team.office, suggestion_id)
    assert (figures.clients, figures.comparison_fen, figures.low_fen) == (2, None, None)
    assert figures.effect_fen == figures.own_fen == 405
    assert "+4.05" in effect_words(row_of(team.office, suggestion_id, FULL))
    assert "2" in effect_words(row_of(team.office, suggestion_id, FULL))


def test_without_target_products_the_whole_supply_counts(team: Team) -> None:
    suggestion_id = tell(team, "C1", ADOPTED, products=())
    supply(team, "C1", date(2026, 2, 20), 1, "P1")
    supply(team, "C1", date(2026, 2, 20), 1, "P2")
    assert figures_of(team.office, suggestion_id).own_fen == round((3780 + 10000) / 28)


def test_a_suggestion_that_was_not_adopted_has_no_effect(team: Team) -> None:
    declined = tell(team, "C1", ADOPTED, "declined")
    with team.office.reading() as session:
        assert effect_of(session, declined, FULL) is None
        assert effect_of(session, declined + 1, FULL) is None
        assert effects(session, FULL) == {}
        assert effects(session, FULL, []) == {}


def test_a_shop_that_came_later_is_no_comparison_and_says_so_of_itself(team: Team) -> None:
    suggestion_id = story(team)
    team.day = date(2026, 1, 30)
    add_client(team.r1, ClientDraft("C9", "新店", "学校店"))
    supply(team, "C9", date(2026, 1, 31), 1)
    assert figures_of(team.office, suggestion_id).clients == 5
    newcomer = tell(team, "C9", date(2026, 2, 3))
    assert not figures_of(team.office, newcomer).whole_time


def past(team: Team, client: str, *lines: tuple[date, int, str]) -> None:
    """Imported past deliveries of P1."""
    with team.ad.transaction("import") as session:
        client_id = session.scalars(select(Client.id).where(Client.code == client)).one()
        product_id = session.scalars(select(Product.id).where(Product.code == "P1")).one()
        rows = [
            {
                "source": "import",
                "row": number,
                "invoice": str(number),
                "sold_on": day,
                "client_id": client_id,
                "product_id": product_id,
                "quantity": quantity,
                "price": Decimal(price),
            }
            for number, (day, quantity, price) in enumerate(lines)
        ]
        session.execute(insert(HistoryLine), rows)


def test_imported_history_counts_before_the_first_delivery_and_never_twice(both: Team) -> None:
    suggestion_id = tell(both, "C1", date(2026, 1, 6))
    before, after = date(2025, 12, 20), date(2026, 1, 20)
    past(
        both, "C1", (before, 10, "2.8055"), (before, -2, "2.8"), (MONDAY, 9, "99"), (after, 7, "9")
    )
    for client in ("C2", "C3", "C4"):
        past(both, client, (date(2025, 11, 1), 1, "1"))
    figures = figures_of(both.office, suggestion_id, date(2026, 2, 4))
    # Before: 28.06 − 5.60 of the history and 37.80 of the first Monday; the rest counts already.
    assert figures.own_fen == -round((2806 - 560 + PRICE_FEN) / 28)
    # Those with a history were there before the window began; the others only since Monday.
    assert figures.clients == 3


def test_papers_and_not_the_day_of_recording_decide(team: Team) -> None:
    suggestion_id = tell(team, "C1", ADOPTED)
    team.day = ADOPTED + timedelta(days=2)
    order_id = add_order(team.r1, "C1", [OrderedLine("P1", "支", 28)])
    team.day = ADOPTED + timedelta(days=30)
    record_delivery(team.d1, order_id, dated=ADOPTED + timedelta(days=28))
    assert figures_of(team.office, suggestion_id, team.day).own_fen == PRICE_FEN


def statements(office: Office, today: date) -> list[int]:
    """How many SQL statements the questions take."""
    ran: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        ran.append(statement)

    event.listen(office.engine, "before_cursor_execute", count)
    found = []
    with office.reading() as session:
        for ask in (
            effects,
            what_works,
            lambda s, day: next_suggestion(s, 2, day),
            lambda s, day: told_like(s, 1, day),
        ):
            ran.clear()
            ask(session, today)
            found.append(len(ran))
    event.remove(office.engine, "before_cursor_execute", count)
    return found


def test_the_number_of_statements_does_not_grow_with_the_suggestions(team: Team) -> None:
    story(team)
    few = statements(team.office, date(2026, 6, 1))
    for client in ("C2", "C3", "C4", "C7"):
        tell(team, client, date(2026, 3, 20))
    assert statements(team.office, date(2026, 6, 1)) == few
    assert max(few) <= 15


def test_what_works_is_shown_by_category_and_segment(both: Team) -> None:
    story(both)
    tell(both, "C2", date(2026, 3, 2), "declined")
    tell(both, "C8", date(2026, 3, 2), "deferred", category="display")
    with both.office.reading() as session:
        rows = {(row.category, row.segment): row for row in what_works(session, date(2026, 3, 11))}
        later = {(row.category, row.segment): row for row in what_works(session, FULL)}
    assert rows == later
    push = rows["push", "学校店"]
    # C1, C5 and C6 adopted, C2 didn't; C5's window isn't full.
    assert (push.presented, push.adopted, push.adoption_rate) == (4, 3, Decimal("0.75"))
    # C1 +3.78; C6 took none of P2, of which one of six others took 500.00 in 28 days: −2.98.
    assert push.measured == 2
    assert push.mean_fen == (378 - 298) // 2
    display = rows["display", "小区店"]
    assert (display.presented, display.adopted, display.measured) == (1, 0, 0)
    assert display.mean_fen is None


def test_a_line_of_what_works_shows_what_it_rests_on(both: Team) -> None:
    first = story(both)
    declined = tell(both, "C2", date(2026, 3, 2), "declined")
    tell(both, "C3", date(2026, 3, 2), category="display")
    tell(both, "C8", date(2026, 3, 2))
    with both.office.reading() as session:
        (key,) = [
            row.key
            for row in what_works(session, FULL)
            if (row.category, row.segment) == ("push", "学校店")
        ]
        told = told_like(session, key, FULL)
        again = told_like(session, declined, FULL)
    assert key == first, "the oldest stands for all of them"
    assert again == told
    # C1 +4.05 against 1.35 at one of four (C3 took up another since), C6 −2.98, C5 can't be told
    # yet, C2 declined: other kinds are not among them.
    assert [one.client for one in told] == ["小店C1", "小店C6", "小店C5", "小店C2"]
    brought = [one.effect.figures and one.effect.figures.effect_fen for one in told if one.effect]
    assert brought == [371, -298, None]
    assert (told[-1].state, told[-1].told_on) == ("declined", date(2026, 3, 2))


def test_the_next_suggestion_comes_with_its_reason(both: Team) -> None:
    for number in range(1, 5):
        tell(both, f"C{number}", ADOPTED, "adopted" if number < 4 else "declined")
    for number in range(1, 4):
        supply(both, f"C{number}", ADOPTED + timedelta(days=5), 4 - number)
    with both.office.reading() as session:
        code = {client.code: client.id for client in session.scalars(select(Client))}
        (offer,) = next_suggestion(session, code["C7"], FULL)
        assert next_suggestion(session, code["C1"], FULL) == []
        assert next_suggestion(session, code["C4"], FULL) == []
        assert len(next_suggestion(session, code["C4"], ADOPTED + timedelta(days=91))) == 1
        (elsewhere,) = next_suggestion(session, code["C8"], FULL)
    assert (offer.category, offer.products) == ("push", ("P1",))
    assert (offer.adopters, offer.shops) == (3, 4)
    assert offer.content.startswith("收银台旁边")
    # Each 28th of 37.80 × 3, 2, 1 against nothing at C5, C6, C7 and C4: 405, 270, 135 fen.
    assert offer.effect_fen == (270 + 270 + 135) // 3
    assert "3" in offer.reason
    assert "学校店" in offer.reason
    assert "+2.25" in offer.reason
    assert elsewhere.reason != offer.reason


def test_nothing_is_offered_to_a_client_that_is_told_it_now_or_that_closed(team: Team) -> None:
    for number in range(1, 4):
        tell(team, f"C{number}", ADOPTED)
        supply(team, f"C{number}", ADOPTED + timedelta(days=5), 3)
    team.day = FULL
    draft = prepare_suggestion(team.r1, SuggestionDraft("C7", "push", "摆一排", ["P1"]))
    with team.office.reading() as session:
        code = {client.code: client.id for client in session.scalars(select(Client))}
        assert next_suggestion(session, code["C7"], FULL) == []
        assert len(next_suggestion(session, code["C6"], FULL)) == 1
        assert next_suggestion(session, 0, FULL) == []
    submit_suggestion(team.r1, draft)
    confirm_suggestion(team.m1, draft)
    withdraw_suggestion(team.m1, draft)
    with team.office.reading() as session:
        assert len(next_suggestion(session, code["C7"], FULL)) == 1
    with team.ad.transaction("client.close") as change:
        change.get_one(Client, code["C6"]).state = "closed"
    with team.office.reading() as session:
        assert next_suggestion(session, code["C6"], FULL) == []


def refusal(team: Team, person: Office, suggestion_id: int | None) -> str:
    with pytest.raises(Refused) as caught:
        review_suggestion(person, suggestion_id, "好")
    return caught.value.code


def test_an_adopted_suggestion_is_reviewed_once_when_its_window_is_full(both: Team) -> None:
    suggestion_id = tell(both, "C1", ADOPTED)
    both.day = FULL - timedelta(days=1)
    assert refusal(both, both.m1, suggestion_id) == "too_early"
    both.day = FULL
    assert refusal(both, both.k1, suggestion_id) == "not_allowed"
    review_suggestion(both.r1, suggestion_id, " 夏天再试 ")
    with both.office.reading() as session:
        reviewed = session.get_one(Suggestion, suggestion_id)
        assert (reviewed.state, reviewed.review_word) == ("adopted", "夏天再试")
        assert reviewed.reviewed_on == FULL
    assert refusal(both, both.m1, suggestion_id) == "wrong_state"


def test_a_declined_suggestion_is_reviewed_at_once_and_one_without_outcome_never(
    team: Team,
) -> None:
    review_suggestion(team.m1, tell(team, "C1", ADOPTED, "declined"), "太贵")
    draft = prepare_suggestion(team.r1, SuggestionDraft("C2", "push", "摆一排"))
    assert refusal(team, team.m1, draft) == "wrong_state"
    assert refusal(team, team.m1, None) == "not_found"


def test_words_of_an_effect_name_its_figures(team: Team) -> None:
    row = row_of(team.office, story(team), FULL)
    assert all(part in effect_words(row) for part in ("+3.78", "5", "+2.37", "+5.19"))
    assert row.figures is not None
    assert "偶然" not in effect_words(row)
    swinging = replace(row, figures=replace(row.figures, low_fen=-1))
    assert "偶然" in effect_words(swinging)
    worse = replace(row, figures=replace(row.figures, effect_fen=-1250))
    assert "-12.50" in effect_words(worse)
