"""A small office for tests: eight people, two clients, a product, in a fresh database."""

import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import URL, create_engine

from desktop.basics.drafts.office import ProfileDraft
from desktop.services.clients import ClientDraft, add_client
from desktop.services.database import make_database, open_database, read_url
from desktop.services.office import Office
from desktop.services.people import add_staff, name_office
from desktop.services.products import ProductDraft, add_product
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
_TEMPLATE = "team"


class Team:
    """An office and its people: ``team.m1`` acts as the manager, on ``team.day``."""

    def __init__(self, office: Office, day: date = MONDAY) -> None:
        self.office = office
        self.day = day

    def __getattr__(self, code: str) -> Office:
        return self.office.on(self.day, self.office.find_person(code))


def new_team(url: str) -> Team:
    """A fresh office with its people, clients C1 and C2 and product P1.

    It is copied from one that was made once for all tests of this process.
    """
    place = read_url(url)
    if place.get_backend_name() != "sqlite":
        _copy_on_server(place)
    elif not (file := Path(place.database or "")).exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(_template_file(), file)
    else:
        _make_team(place)
    return Team(Office(open_database(place)))


@cache
def _template_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that goes when this process ends."""
    return tempfile.TemporaryDirectory(prefix="zhongxiao-team-")


@cache
def _template_file() -> Path:
    """The team's office as an SQLite file that nobody has open."""
    file = Path(_template_folder().name) / "office.db"
    _make_team(read_url(str(file)))
    return file


@cache
def _template_database(server: URL) -> str:
    """The name of the team's office on a PostgreSQL server."""
    _command(server, f"CREATE DATABASE {_TEMPLATE} TEMPLATE template0")
    _make_team(server.set(database=_TEMPLATE))
    return _TEMPLATE


def _copy_on_server(place: URL) -> None:
    """Put a copy of the team's office where an empty database is."""
    server = place.set(database="postgres")
    template = _template_database(server)
    _command(
        server,
        f"DROP DATABASE {place.database}",
        f"CREATE DATABASE {place.database} TEMPLATE {template} {COPIED}",
    )


def _command(server: URL, *statements: str) -> None:
    """Run statements beside the databases of the tests."""
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def _make_team(place: URL) -> None:
    """Make the team's office from nothing."""
    team = Team(Office(make_database(place)))
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
    team.office.engine.dispose()
