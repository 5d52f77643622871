"""Offices for tests, each in a fresh database: empty, with a small team, or after a story.

Each kind is made once and then copied: a file on SQLite, a template database on PostgreSQL.
"""

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import URL, create_engine

from desktop.basics.drafts.office import ProfileDraft
from desktop.basics.roles import ROLES
from desktop.replay.replay import replay
from desktop.replay.scenario import read_scenario
from desktop.services.clients import ClientDraft, add_client
from desktop.services.database import make_database, open_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from desktop.services.products import ProductDraft, add_product
from desktop.services.settings import name_office
from desktop.services.staff import add_staff
from tests.postgres import COPIED

MONDAY = date(2026, 1, 5)
PEOPLE = {
    "ad": ["administrator"],
    "m1": ["manager"],
    "m2": ["manager"],
    "c1": ["clerk"],
    "r1": ["rep"],
    "d1": ["dispatcher"],
    "k1": ["cashier"],
    "a1": ["accountant"],
}
STORIES = Path(__file__).parent / "scenarios"


class Team:
    """An office and its people: ``team.m1`` acts as the manager, on ``team.day``."""

    def __init__(self, office: Office, day: date = MONDAY) -> None:
        self.office = office
        self.day = day

    def __getattr__(self, code: str) -> Office:
        return self.office.on(self.day, self.office.find_person(code))


Fill = Callable[[Office], object]


def new_office(url: str) -> Office:
    """A fresh office in which nothing was done yet."""
    return copy_of("empty", lambda _office: None, url)


def new_team(url: str) -> Team:
    """A fresh office with its people, clients C1 and C2 and product P1."""
    return Team(copy_of("team", fill_team, url))


def team_with_all_roles(url: str) -> Team:
    """The same, and somebody with every role."""
    made = new_team(url)
    add_staff(made.ad, "all", "全能", ROLES)
    return made


def office_of_story(story: str, url: str) -> Office:
    """A fresh office in which a story of tests/scenarios was played, as it expects itself."""
    return copy_of(story, lambda office: play(office, story), url)


def play(office: Office, story: str) -> None:
    """Play a story of tests/scenarios in an office."""
    assert replay(office, read_scenario(STORIES / f"{story}.json")).unexpected == []


def copy_of(name: str, fill: Fill, url: str) -> Office:
    """A fresh office, copied from one of this name that was filled once for this process."""
    place = read_url(url)
    if place.get_backend_name() != "sqlite":
        _copy_on_server(name, fill, place)
    else:
        file = Path(place.database or "")
        file.parent.mkdir(parents=True, exist_ok=True)
        assert not file.exists(), "somebody's office lies there"
        shutil.copyfile(_template_file(name, fill), file)
    return Office(open_database(place))


@cache
def _template_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes when this process ends."""
    return tempfile.TemporaryDirectory(prefix="zhongxiao-offices-")


_made: dict[tuple[str, URL | None], str] = {}


def _template_file(name: str, fill: Fill) -> str:
    """A filled office as an SQLite file that nobody has open."""
    if (name, None) not in _made:
        file = str(Path(_template_folder().name) / f"{name}.db")
        _make(read_url(file), fill)
        _made[name, None] = file
    return _made[name, None]


def _copy_on_server(name: str, fill: Fill, place: URL) -> None:
    """Put a copy of a filled office where an empty database of a PostgreSQL server is."""
    server = place.set(database="postgres")
    if (name, server) not in _made:
        template = f"filled_{len(_made)}"
        _command(server, f"CREATE DATABASE {template} TEMPLATE template0")
        _make(server.set(database=template), fill)
        _made[name, server] = template
    _command(
        server,
        f"DROP DATABASE {place.database}",
        f"CREATE DATABASE {place.database} TEMPLATE {_made[name, server]} {COPIED}",
    )


def _command(server: URL, *statements: str) -> None:
    """Run statements beside the databases of the tests."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def _make(place: URL, fill: Fill) -> None:
    office = Office(make_database(place))
    fill(office)
    office.engine.dispose()


def fill_team(office: Office) -> None:
    """Fill an empty office with its people, clients C1 and C2 and product P1."""
    team = Team(office)
    nobody = team.office.on(MONDAY, None)
    name_office(nobody, ProfileDraft("测试办事处", "C市"))
    for code, roles in PEOPLE.items():
        add_staff(nobody if code == "ad" else team.ad, code, f"员工{code}", roles)
    for code in ("C1", "C2"):
        add_client(team.r1, ClientDraft(code, f"小店{code}", "学校店"))
    draft = ProductDraft(
        "P1", "洗面奶", "清泉", "洁面", {"支": 1, "箱": 24}, {"支": 3780, "箱": 90000}, 4800
    )
    add_product(team.c1, draft)
