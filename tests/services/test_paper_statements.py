"""What papers ask doesn't grow with what stands on them: 4 stops as 40, one document as twelve."""

from datetime import timedelta

import pytest

from desktop.basics.drafts.letter import LettersDraft
from desktop.basics.drafts.run import RunDraft
from desktop.basics.drafts.vehicle import VehicleDraft
from desktop.models import Run
from desktop.queries.run_loading import run_loading
from desktop.services.clients import ClientDraft, add_client
from desktop.services.letters import send_letters
from desktop.services.office import Office
from desktop.services.orders import OrderedLine, add_order
from desktop.services.papers.declared import WhichPaper
from desktop.services.papers.registry import PAPERS
from desktop.services.runs import add_vehicle, load_run, plan_run
from tests.office import MONDAY, Team, copy_of, fill_team
from tests.services.test_change import counted

FEW, MANY = MONDAY, MONDAY + timedelta(days=1)
STOPS = {FEW: 4, MANY: 40}
OF_A_RUN = ("pick_list", "loading_list", "manifest", "triple_note")
OF_A_DAY = ("run_day", "run_day_lists", "run_day_notes")
# Reading a run's stops, goods, lots and agreements, its way, and what was printed of it.
MOST_OF_A_RUN, MOST_OF_A_DAY = 30, 44


def _fill(office: Office) -> None:
    """A run of each day: one goes to few shops, one to many."""
    fill_team(office)
    team = Team(office)
    add_vehicle(team.d1, VehicleDraft("V1", "骆师傅", 400, ""))
    for day, number in STOPS.items():
        orders = []
        for place in range(number):
            code = f"K{day:%d}{place:02}"
            add_client(team.r1, ClientDraft(code, f"小店{code}", "学校店"))
            orders.append(add_order(team.r1, code, [OrderedLine("P1", "支", 1 + place)]))
        plan_run(team.d1, RunDraft("V1", day, orders, "08:00"))


@pytest.fixture
def team(database_url: str) -> Team:
    return Team(copy_of("runs to few and to many", _fill, database_url))


def asked_for(team: Team, kind: str, which: WhichPaper) -> int:
    """How many statements a paper costs that is looked at."""
    with counted(team.office.engine) as asked:
        assert PAPERS[kind].issue(team.d1, which)
    return len(asked)


@pytest.mark.parametrize("state", ["planned", "loaded"])
def test_a_runs_papers_ask_the_same_of_few_stops_and_of_many(team: Team, state: str) -> None:
    kinds: tuple[str, ...] = OF_A_RUN
    if state == "loaded":
        for run_id in (1, 2):
            load_run(team.d1, run_id)
        kinds = (*kinds, "closing_sheet")
    with team.office.reading() as session:
        few, many = (session.get_one(Run, key).number for key in (1, 2))
    for kind in kinds:
        asked = [asked_for(team, kind, WhichPaper(one, look=True)) for one in (few, many)]
        assert asked[0] == asked[1] <= MOST_OF_A_RUN, kind
    for kind in OF_A_DAY:
        asked = [asked_for(team, kind, WhichPaper(day=day, look=True)) for day in STOPS]
        assert asked[0] == asked[1] <= MOST_OF_A_DAY, kind


def test_loading_asks_the_same_of_few_stops_and_of_many(team: Team) -> None:
    asked: dict[str, list[int]] = {"shown": [], "done": []}
    for run_id in (1, 2):
        with team.office.reading() as session, counted(team.office.engine) as heard:
            assert run_loading(session, run_id).products
        asked["shown"].append(len(heard))
        with counted(team.office.engine) as heard:
            load_run(team.d1, run_id)
        asked["done"].append(sum(one.startswith("SELECT") for one in heard))
    for few, many in asked.values():
        assert few == many <= MOST_OF_A_RUN


def test_letters_ask_the_same_to_few_clients_and_to_many(team: Team) -> None:
    asked: dict[str, list[int]] = {"written": [], "printed": []}
    for day, number in STOPS.items():
        codes = [f"K{day:%d}{place:02}" for place in range(number)]
        with counted(team.office.engine) as heard:
            letters = send_letters(team.c1, LettersDraft(MONDAY, clients=codes))
        # Who is named is looked up name by name.
        asked["written"].append(sum(one.startswith("SELECT") for one in heard) - number)
        numbers = WhichPaper(",".join(letters), look=True)
        asked["printed"].append(asked_for(team, "balance_letter", numbers))
    for few, many in asked.values():
        assert few == many <= MOST_OF_A_RUN
