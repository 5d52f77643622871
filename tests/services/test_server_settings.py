"""A server set up otherwise than ours: its time zone, its words, its patience, what it lets us."""

import pytest
from sqlalchemy import text

from desktop.basics.errors import DatabaseTrouble
from desktop.basics.watch import Nobody
from desktop.services.checking import check_office
from desktop.services.clients import ClientDraft, add_client
from desktop.services.database import make_database, open_database
from desktop.services.engine import read_url
from desktop.services.office import Office
from desktop.services.payments import record_collection
from tests.office import Team, new_team, play
from tests.postgres import Server

RARE = "𠮷野家（㐂）"  # signs that GBK hasn't
OTHERWISE = (
    "timezone = 'America/St_Johns'",
    "datestyle = 'German, DMY'",
    "client_encoding = 'SQL_ASCII'",
    "standard_conforming_strings = off",
    "bytea_output = 'escape'",
    "intervalstyle = 'iso_8601'",
    "extra_float_digits = -10",
    "default_transaction_isolation = 'serializable'",
    "quote_all_identifiers = on",
)


def set_up(server: Server, url: str, *settings: str) -> None:
    for one in settings:
        server.execute(f"ALTER DATABASE {read_url(url).database} SET {one}")


def test_an_office_is_the_same_on_a_server_that_is_set_up_otherwise(
    postgres_server: Server, postgres_url: str
) -> None:
    set_up(postgres_server, postgres_url, *OTHERWISE)
    office = Office(make_database(read_url(postgres_url)))
    play(office, "quarter-settled")
    assert check_office(office) is None
    office.engine.dispose()


@pytest.mark.parametrize("encoding", ["GBK", "SQL_ASCII"])
def test_every_sign_is_kept_whatever_the_server_thinks_of_its_users(
    postgres_server: Server, postgres_url: str, encoding: str
) -> None:
    team = new_team(postgres_url)
    team.office.engine.dispose()
    set_up(postgres_server, postgres_url, f"client_encoding = '{encoding}'")
    there = Team(Office(open_database(read_url(postgres_url))))
    add_client(there.r1, ClientDraft("C3", RARE, "学校店"))
    with there.office.reading() as session:
        said = session.execute(text("SELECT name FROM client WHERE code = 'C3'")).scalar()
    there.office.engine.dispose()
    assert said == RARE


def test_a_server_that_only_lets_us_read_is_told_as_that(
    postgres_server: Server, postgres_url: str
) -> None:
    team = new_team(postgres_url)
    cashier = team.k1
    team.office.engine.dispose()
    set_up(postgres_server, postgres_url, "default_transaction_read_only = on")
    with pytest.raises(DatabaseTrouble, match="只能读"):
        record_collection(cashier, "C1", 500)
    team.office.engine.dispose()


class Gone(Nobody):
    """The server hangs up in the midst of it."""

    def __init__(self, server: Server, url: str) -> None:
        self._hang_up = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            f" WHERE datname = '{read_url(url).database}'"
        )
        self._server = server

    def report(self, done: int, total: int, words: str = "") -> None:
        if done == 2:
            self._server.execute(self._hang_up)


def test_a_server_that_goes_during_a_check_is_no_damaged_database(
    postgres_server: Server, postgres_url: str
) -> None:
    team = new_team(postgres_url)
    with pytest.raises(DatabaseTrouble, match="连不上"):
        check_office(team.office, (), Gone(postgres_server, postgres_url))
    assert check_office(team.office) is None
    team.office.engine.dispose()


def test_a_server_that_ends_what_takes_long_is_told_in_words(
    postgres_server: Server, postgres_url: str
) -> None:
    team = new_team(postgres_url)
    team.office.engine.dispose()
    set_up(postgres_server, postgres_url, "statement_timeout = '1ms'")
    with pytest.raises(DatabaseTrouble), team.office.reading() as session:
        session.execute(text("SELECT pg_sleep(1)"))
    team.office.engine.dispose()
