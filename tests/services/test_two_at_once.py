"""Two processes posting at once: the chain stays whole, nothing lost, nothing twice (L3, L4)."""

import subprocess
import sys

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from desktop.models import Collection, Entry
from desktop.queries.check import first_wrong
from desktop.services import ledger
from desktop.services.ledger import Booking, Leg
from tests.office import new_team

pytestmark = pytest.mark.untraced

EACH = 150
POST = f"""
import sys
from desktop.services.database import open_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from desktop.services.payments import record_collection
office = Office(open_database(read_url(sys.argv[1])))
cashier = office.on(office.today, office.find_person("k1"))
for amount_fen in range(1, {EACH} + 1):
    record_collection(cashier, sys.argv[2], amount_fen)
"""


def test_two_processes_post_hundreds_of_entries_each(database_url: str) -> None:
    team = new_team(database_url)
    team.office.engine.dispose()
    posting = [
        subprocess.Popen([sys.executable, "-c", POST, database_url, client])
        for client in ("C1", "C2")
    ]
    assert [one.wait(timeout=240) for one in posting] == [0, 0]
    with team.office.reading() as session:
        assert first_wrong(session) is None
        assert session.scalar(select(func.max(Entry.number))) == 2 * EACH
        numbers = session.scalars(select(Collection.number)).all()
        total = session.scalar(select(func.sum(Collection.amount_fen)))
    assert len(set(numbers)) == 2 * EACH
    assert max(numbers).endswith(f"{2 * EACH:05d}")
    assert total == EACH * (EACH + 1)
    team.office.engine.dispose()


def test_an_action_is_posted_only_once(sqlite_url: str) -> None:
    team = new_team(sqlite_url)
    legs = [Leg("cash", 5), Leg("receivable", -5, 1)]
    booking = Booking("collection", "collection", "1", "the same key", legs)
    with team.k1.transaction("collection.record") as session:
        ledger.post(session, booking)
    with pytest.raises(IntegrityError), team.k1.transaction("collection.record") as session:
        ledger.post(session, booking)
