"""A server set up otherwise than ours: its time zone, its words, its patience, what it lets us."""

import time
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import URL, text

from desktop.basics.errors import DatabaseTrouble, ServerRefuses
from desktop.basics.watch import Nobody
from desktop.services import server_fit, server_session
from desktop.services.checking import check_office
from desktop.services.clients import ClientDraft, add_client
from desktop.services.database import make_database, open_database
from desktop.services.engine import read_url
from desktop.services.listening import Listening
from desktop.services.office import Office
from desktop.services.payments import record_collection
from desktop.services.reaching import try_connection
from desktop.services.trouble import is_well
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


SetUp = Callable[..., None]


@pytest.fixture
def url(postgres_url: str) -> URL:
    return read_url(postgres_url)


@pytest.fixture
def team(postgres_url: str) -> Iterator[Team]:
    made = new_team(postgres_url)
    yield made
    made.office.engine.dispose()


@pytest.fixture
def cashier(team: Team) -> Office:
    return team.k1


@pytest.fixture
def there(url: URL) -> Iterator[Callable[[], Team]]:
    """Opens the office once more, as the program does when it is started again."""
    opened: list[Team] = []

    def open_it() -> Team:
        opened.append(Team(Office(open_database(url))))
        return opened[-1]

    yield open_it
    for one in opened:
        one.office.engine.dispose()


@pytest.fixture
def set_up(postgres_server: Server, url: URL, team: Team) -> SetUp:
    """Sets the office's database up otherwise; who works in it connects anew."""

    def change(*settings: str) -> None:
        for one in settings:
            postgres_server.execute(f"ALTER DATABASE {url.database} SET {one}")
        team.office.engine.dispose()

    return change


def test_an_office_is_the_same_on_a_server_that_is_set_up_otherwise(
    postgres_server: Server, url: URL
) -> None:
    for one in OTHERWISE:
        postgres_server.execute(f"ALTER DATABASE {url.database} SET {one}")
    office = Office(make_database(url))
    play(office, "quarter-settled")
    assert check_office(office) is None
    office.engine.dispose()


@pytest.mark.parametrize("encoding", ["GBK", "SQL_ASCII"])
def test_every_sign_is_kept_whatever_the_server_thinks_of_its_users(
    set_up: SetUp, there: Callable[[], Team], encoding: str
) -> None:
    set_up(f"client_encoding = '{encoding}'")
    team = there()
    add_client(team.r1, ClientDraft("C3", RARE, "学校店"))
    with team.office.reading() as session:
        said = session.execute(text("SELECT name FROM client WHERE code = 'C3'")).scalar()
    assert said == RARE


def test_a_server_that_only_lets_us_read_is_told_as_that(cashier: Office, set_up: SetUp) -> None:
    set_up("default_transaction_read_only = on")
    with pytest.raises(DatabaseTrouble, match="只能读"):
        record_collection(cashier, "C1", 500)


class Gone(Nobody):
    """The server hangs up in the midst of it."""

    def __init__(self, server: Server, url: URL) -> None:
        self._hang_up = (
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            f" WHERE datname = '{url.database}'"
        )
        self._server = server

    def report(self, done: int, total: int, words: str = "") -> None:
        if done == 2:
            self._server.execute(self._hang_up)


def test_a_server_that_goes_during_a_check_is_no_damaged_database(
    postgres_server: Server, url: URL, team: Team
) -> None:
    with pytest.raises(DatabaseTrouble, match="连不上"):
        check_office(team.office, (), Gone(postgres_server, url))
    assert check_office(team.office) is None


def test_a_server_that_ends_what_takes_long_is_told_in_words(team: Team, set_up: SetUp) -> None:
    set_up("statement_timeout = '1ms'")
    with pytest.raises(DatabaseTrouble), team.office.reading() as session:
        session.execute(text("SELECT pg_sleep(1)"))


def test_a_step_that_the_server_breaks_off_is_not_called_away_and_goes_by_no_clock(
    team: Team, set_up: SetUp, url: URL
) -> None:
    set_up("statement_timeout = '50ms'")
    with pytest.raises(ServerRefuses, match="statement_timeout"), team.office.reading() as session:
        session.execute(text("SELECT pg_sleep(1)"))
    assert "statement_timeout" in " ".join(one.told for one in try_connection(url))


def test_a_database_that_was_renamed_under_a_window_is_told_by_name_and_comes_back(
    postgres_server: Server, url: URL, cashier: Office
) -> None:
    name = url.database
    cashier.engine.dispose()
    postgres_server.execute(f"ALTER DATABASE {name} RENAME TO {name}_other")
    with pytest.raises(DatabaseTrouble, match=f"没有数据库 {name}.*您打的字留着"):
        record_collection(cashier, "C1", 500)
    assert not is_well(cashier.engine)
    postgres_server.execute(f"ALTER DATABASE {name}_other RENAME TO {name}")
    assert is_well(cashier.engine)
    record_collection(cashier, "C1", 500)


def test_tables_that_a_user_sees_no_more_are_no_fault_of_the_program(
    cashier: Office, set_up: SetUp
) -> None:
    set_up("search_path = elsewhere")
    with pytest.raises(DatabaseTrouble, match="search_path"):
        record_collection(cashier, "C1", 500)
    assert not is_well(cashier.engine)


def test_another_database_under_the_same_name_is_not_worked_in_by_a_window_of_the_first(
    postgres_server: Server, url: URL, cashier: Office, there: Callable[[], Team]
) -> None:
    name = url.database
    cashier.engine.dispose()
    postgres_server.execute(f"ALTER DATABASE {name} RENAME TO {name}_first")
    postgres_server.execute(f"CREATE DATABASE {name} TEMPLATE {name}_first")
    with pytest.raises(DatabaseTrouble, match="另一台服务器"):
        record_collection(cashier, "C1", 500)
    assert not is_well(cashier.engine)
    record_collection(there().k1, "C1", 500)  # the program opened again
    cashier.engine.dispose()
    postgres_server.execute(f"DROP DATABASE {name}_first")


def test_through_a_pooler_nothing_is_prepared_and_news_are_asked_for(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_session, "is_pooled", lambda _driver, _pid: True)
    team = new_team(postgres_url)
    cashier, heard = team.k1, list[int]()
    with team.office.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        assert driver.prepare_threshold is None
    listening = Listening(team.office.engine, lambda: True, heard.append, int, int)
    late = time.monotonic() + 10
    record_collection(cashier, "C1", 500)
    while time.monotonic() < late and (not heard or heard[0] == heard[-1]):
        record_collection(cashier, "C1", 500)
        time.sleep(0.2)
    listening.stop()
    assert heard[-1] > heard[0]
    team.office.engine.dispose()


def test_an_office_on_a_server_that_is_too_old_is_not_opened(
    team: Team, there: Callable[[], Team], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_fit, "OLDEST_SERVER", 990_000)
    with pytest.raises(DatabaseTrouble, match=r"太旧.*13"):
        there()


def test_a_copy_of_a_server_says_that_nothing_can_be_saved_before_anybody_types(
    set_up: SetUp, url: URL
) -> None:
    set_up("default_transaction_read_only = on")
    (found,) = [one for one in try_connection(url) if one.tone == "wrong"]
    assert "只让读" in found.told
