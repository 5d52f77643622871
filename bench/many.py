"""Twenty windows at work on one PostgreSQL: how long a save takes, and that all of it fits."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from bench.measure import Each
from desktop.basics.drafts.client import ClientDraft
from desktop.basics.drafts.order import OrderedLine
from desktop.basics.errors import ChangedElsewhere
from desktop.basics.fields import stored
from desktop.basics.resources import resource
from desktop.models import Client, Collection, Order, Product, Unit
from desktop.queries.clients import client_file, client_ids, client_rows
from desktop.queries.listing import Wanted
from desktop.queries.today import desk_day
from desktop.replay.replay import replay
from desktop.replay.scenario import Scenario, read_scenario
from desktop.services.checking import check_office
from desktop.services.clients import edit_client
from desktop.services.database import make_database, open_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from desktop.services.orders import add_order
from desktop.services.payments import record_collection
from tests.postgres import Server, server_programs

_WINDOWS = 20
_SECONDS = 40
_PAUSE_S = 2.0  # of a person between two saves, in the mean: a quick one
_FRESH = 3  # saves of a window that was opened just now, and loads what it saves with
_EVENTS = 2_000
DAY = date(2026, 7, 6)
_SEEN = 40  # rows of a list
PEOPLE = ("yang", "jiang", "yang", "wang")

# A kind of save, and how it is done in an office.
Saving = tuple[str, Callable[[Office], object]]


class Person:
    """Somebody at a window: looks at lists, and saves orders, money and client files."""

    def __init__(self, office: Office, code: str, chance: Random) -> None:
        self.office = office.on(DAY, office.find_person(code))
        self.chance = chance
        self.may_take_money = code == "jiang"
        with office.reading() as session:
            self._shops = session.scalars(select(Client.code).where(Client.state == "active")).all()
            units = select(Product.code, Unit.name).join(Unit, Unit.product_id == Product.id)
            self._goods = session.execute(units.where(Product.ended_on.is_(None))).all()

    def save(self) -> tuple[str, float]:
        """Look at something, then save something: what, and in how many seconds."""
        self._look()
        what, save = self.plan()
        begun = time.perf_counter()
        try:
            save(self.office)
        except ChangedElsewhere:
            what = "changed elsewhere"
        return what, time.perf_counter() - begun

    def plan(self) -> Saving:
        """What is saved next."""
        shop = self.chance.choice(self._shops)
        if self.may_take_money:
            return "collection", lambda office: record_collection(office, shop, 100)
        if self.chance.random() < 0.5:
            return "client", self._editing(shop)
        product, unit = self.chance.choice(self._goods)
        line = OrderedLine(product, unit, self.chance.randint(1, 3))
        return "order", lambda office: add_order(office, shop, [line])

    def _look(self) -> None:
        person = self.office.person
        assert person is not None
        with self.office.reading() as session:
            desk_day(session, DAY, person.id, person.roles)
            ids = client_ids(session, Wanted(), person.id, DAY)
            client_rows(session, ids[:_SEEN], DAY)

    def _editing(self, shop: str) -> Callable[[Office], object]:
        with self.office.reading() as session:
            client = session.scalars(select(Client).where(Client.code == shop)).one()
            seen = client_file(session, client.id, DAY)
            facts = stored(ClientDraft, client)
        phone = f"1390000{self.chance.randrange(10_000):04d}"
        draft = ClientDraft(**facts | {"phone": phone}, rep=seen.rep)
        return lambda office: edit_client(office, seen.id, seen.version, draft)


def _work(url: str, number: int, told: "Connection") -> None:
    chance = Random(number)
    person = Person(Office(open_database(read_url(url))), PEOPLE[number % len(PEOPLE)], chance)
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until:
        time.sleep(chance.expovariate(1 / _PAUSE_S))
        told.send(person.save())
    told.close()


def results(_folder: Path) -> Iterator[Each]:
    """Saves of all windows, if there is a server; AssertionError when anything doesn't fit."""
    if server_programs() is None:
        return
    server = Server.start()
    try:
        server.execute("ALTER SYSTEM SET fsync = on")
        server.execute("ALTER SYSTEM SET synchronous_commit = on")
        server.execute("ALTER SYSTEM SET full_page_writes = on")
        server.execute("SELECT pg_reload_conf()")
        with server.database() as url:
            office = Office(make_database(read_url(url)))
            filled(office)
            before = counted(office)
            office.engine.dispose()
            windows = list(_at_work(url))
            saves = [one for window in windows for one in window]
            need_whole(office, before, Counter(what for what, _seconds in saves))
            office.engine.dispose()
    finally:
        server.stop()
    seconds = tuple(seconds for window in windows for _what, seconds in window[_FRESH:])
    yield Each(f"a save, {_WINDOWS} windows on PostgreSQL", seconds)


def _at_work(url: str) -> Iterator[list[tuple[str, float]]]:
    """The saves of each window, in their order."""
    context = get_context("spawn")
    windows = []
    for number in range(_WINDOWS):
        ours, theirs = context.Pipe(duplex=False)
        window = context.Process(target=_work, args=(url, number, theirs))
        window.start()
        theirs.close()
        windows.append((window, ours))
    for window, ours in windows:
        yield list(_told(ours))
        window.join()
        assert window.exitcode == 0, "a window broke off"


def _told(ours: "Connection") -> Iterator[tuple[str, float]]:
    while True:
        try:
            yield ours.recv()
        except EOFError:
            return


def filled(office: Office, events: int = _EVENTS) -> None:
    """Fill an office with the first months of the training office."""
    whole = read_scenario(resource("training", "office.json"))
    replay(office, Scenario(whole.office, whole.events[:events]))


def counted(office: Office) -> Counter[str]:
    """How many orders and collections there are."""
    with office.reading() as session:
        return Counter(
            order=session.scalar(select(func.count()).select_from(Order)) or 0,
            collection=session.scalar(select(func.count()).select_from(Collection)) or 0,
        )


def need_whole(office: Office, before: Counter[str], done: Counter[str]) -> None:
    """Nothing lost, nothing twice, no number left out."""
    assert check_office(office, []) is None
    after = counted(office)
    for what in ("order", "collection"):
        assert after[what] == before[what] + done[what], what
    with office.reading() as session:
        for kind in (Order, Collection):
            numbers = sorted(int(one[-5:]) for one in session.scalars(select(kind.number)))
            assert numbers == list(range(numbers[0], numbers[0] + len(numbers))), kind
