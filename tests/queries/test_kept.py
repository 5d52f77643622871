"""What is kept until something is written that it rests on."""

from datetime import date

from sqlalchemy.orm import Session

from desktop.queries.facts.kept import Kept
from desktop.queries.plans import shelf
from desktop.services.clients import ClientDraft, add_client
from desktop.services.orders import OrderedLine, add_order
from desktop.services.undoing import STAYS, TAKEN_BACK
from tests.office import MONDAY, new_team


def test_what_is_written_beside_it_leaves_it_as_it_is(database_url: str) -> None:
    team, reads = new_team(database_url), []

    def read(_session: Session, today: date) -> int:
        reads.append(today)
        return len(reads)

    kept, beside = Kept(read), Kept(read, ("order.add",))

    def found() -> tuple[int, int]:
        with team.office.reading() as session:
            return kept.of(session, MONDAY), beside.of(session, MONDAY)

    assert (found(), found()) == ((1, 2), (1, 2))
    add_order(team.r1, "C1", [OrderedLine("P1", "支", 1)])
    assert (found(), found()) == ((3, 2), (3, 2))
    add_client(team.r1, ClientDraft("C9", "小店九", "学校店"))
    add_order(team.r1, "C1", [OrderedLine("P1", "支", 1)])
    assert (found(), found()) == ((4, 5), (4, 5))
    with team.office.reading() as session:
        assert beside.of(session, date(2026, 1, 6)) == 6
    team.office.engine.dispose()


def test_what_is_done_beside_the_ground_of_proposals_are_actions_of_the_program() -> None:
    known = TAKEN_BACK.keys() | STAYS.keys() | {"staff.sign_in"}
    assert set(shelf._BESIDE) <= known
