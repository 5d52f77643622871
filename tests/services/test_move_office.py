"""An office is moved between a file and a server: whole and checked, or not at all."""

import sqlite3
from contextlib import closing
from pathlib import Path
from traceback import format_exception
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from desktop.basics.errors import DatabaseTrouble, Refused
from desktop.basics.this_pc import this_pc
from desktop.basics.watch import Cancelled, Nobody
from desktop.cli import main
from desktop.services import move_office as moving
from desktop.services.attachments import attach
from desktop.services.checking import check_office
from desktop.services.clients import ClientDraft, add_client
from desktop.services.database import open_database
from desktop.services.engine import connect, read_url
from desktop.services.move_office import move_back, move_office
from desktop.services.office import Office
from desktop.services.payments import record_collection
from desktop.services.standing import OfficeMoved
from tests.office import Team, new_team, office_of_story
from tests.postgres import Server
from tests.services.stands import held, is_empty

STORY = "quarter-settled"
_SHAPE_OF_FILE = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
_SHAPE_OF_SERVER = (
    """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    """SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid)
       FROM pg_trigger WHERE NOT tgisinternal""",
    """SELECT table_name, column_name, column_default FROM information_schema.columns
       WHERE table_schema = 'public' AND is_nullable = 'NO'""",
)
_SAVED_BY_NOBODY = """
INSERT INTO change_key (key, content, action, confirmed, record_kind, record_id, saved_at,
                        saved_by_id, pc)
VALUES ('lost', '', '', '', '', '', '', 99, '')"""


def of_kind(kind: str, request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("postgres_url" if kind == "postgresql" else "sqlite_url")
    return url


@pytest.fixture(params=["sqlite-postgresql", "postgresql-sqlite"])
def places(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Where an office is moved from and to, once each way."""
    source, target = request.param.split("-")
    return of_kind(source, request), of_kind(target, request)


def test_all_of_it_stands_there_and_work_goes_on_there(places: tuple[str, str]) -> None:
    source, target = places
    office = office_of_story(STORY, source)
    office.engine.dispose()
    before = held(source)
    moved = move_office(read_url(source), read_url(target))
    assert moved.rows == sum(one.rows for one in before.values())
    assert held(target) == before
    after = held(source)
    grown = {name for name in before if after[name] != before[name]}
    assert grown == {"moved_office", "change_key", "audit"}, "only the mark and its trail"

    there = Office(open_database(read_url(target)))
    assert check_office(there) is None
    with there.reading() as session:
        assert session.execute(text("SELECT count(*) FROM entry")).scalar_one()
    there.engine.dispose()


def shape(url: str) -> list[Any]:
    """What a database holds each row to: keys, indexes, references, guards, as it tells them."""
    engine = create_engine(read_url(url))
    asked = (_SHAPE_OF_FILE,) if engine.dialect.name == "sqlite" else _SHAPE_OF_SERVER
    with engine.connect() as connection:
        found = [tuple(row) for ask in asked for row in connection.exec_driver_sql(ask)]
    engine.dispose()
    return sorted(found, key=str)


def test_each_row_is_held_to_there_what_it_is_held_to_in_a_new_office(
    places: tuple[str, str], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    source, target = places
    new_team(source).office.engine.dispose()
    move_office(read_url(source), read_url(target))
    moved = shape(target)
    if target.startswith("sqlite"):
        back = f"sqlite:///{tmp_path / 'begun.db'}"
        new_team(back).office.engine.dispose()
        assert moved == shape(back)
        return
    server: Server = request.getfixturevalue("postgres_server")
    with server.database() as begun:
        new_team(begun).office.engine.dispose()
        assert moved == shape(begun)


def test_what_no_change_wrote_is_noticed(tmp_path: Path) -> None:
    source, target = tmp_path / "office.db", tmp_path / "new.db"
    new_team(str(source)).office.engine.dispose()
    with closing(sqlite3.connect(source, isolation_level=None)) as connection:
        connection.execute(_SAVED_BY_NOBODY)
    with pytest.raises(DatabaseTrouble, match="change_key lost"):
        move_office(read_url(str(source)), read_url(str(target)))
    assert not target.exists()


def test_what_is_written_there_goes_on_where_it_was_left(places: tuple[str, str]) -> None:
    source, target = places
    team = new_team(source)
    record_collection(team.k1, "C1", 500)
    attach(team.r1, "client", 1, "门头.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    team.office.engine.dispose()
    move_office(read_url(source), read_url(target))
    there = Team(Office(open_database(read_url(target))))
    add_client(there.r1, ClientDraft("C3", "新店", "学校店"))
    record_collection(there.k1, "C3", 700)
    assert check_office(there.office) is None
    with (
        there.office.engine.connect() as connection,
        pytest.raises(DBAPIError, match="append-only"),
    ):
        connection.execute(text("DELETE FROM posting"))
    there.office.engine.dispose()


def test_the_office_that_was_left_says_where_it_went_until_that_is_undone(
    places: tuple[str, str],
) -> None:
    source, target = places
    team = new_team(source)
    team.office.engine.dispose()
    move_office(read_url(source), read_url(target))
    with pytest.raises(OfficeMoved, match="--undo") as told:
        open_database(read_url(source))
    # A file lies on one PC, and others read this too.
    assert (f"电脑 {this_pc()}" in str(told.value)) == target.startswith("sqlite")
    with pytest.raises(OfficeMoved):
        move_office(read_url(source), read_url(target))
    assert main(["move", source, "--undo"]) == 0
    again = Team(Office(open_database(read_url(source))))
    record_collection(again.k1, "C1", 500)
    assert check_office(again.office) is None
    again.office.engine.dispose()
    with pytest.raises(DatabaseTrouble):
        move_back(read_url(source))


class Impatient(Nobody):
    """Gives up as soon as so many hundredths are done."""

    def __init__(self, far: int) -> None:
        self._far, self.heard, self.cancelled = far, 0, False

    def report(self, done: int, total: int, words: str = "") -> None:
        self.heard = 100 * done // total
        self.cancelled = self.heard >= self._far


def broken_copy(*_given: object) -> Any:
    raise OSError("the disk went away")


def test_a_failure_leaves_the_target_empty_and_the_source_as_it_was(
    places: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = places
    new_team(source).office.engine.dispose()
    before = held(source)

    def gives_up(_held: object, _other: object) -> None:
        raise DatabaseTrouble("not alike")

    for far in (0, 45, 60, 80):  # while it copies, puts indexes on, compares, checks
        impatient = Impatient(far)
        with pytest.raises(Cancelled):
            move_office(read_url(source), read_url(target), watch=impatient)
        assert is_empty(target)
        assert far <= impatient.heard < far + 10
    for name, failing in (
        ("first_wrong", lambda _s, **_watch: "账不平"),
        ("protect_tables", broken_copy),
    ):
        monkeypatch.setattr(moving, name, failing)
        with pytest.raises((DatabaseTrouble, OSError)):
            move_office(read_url(source), read_url(target))
        monkeypatch.undo()
    monkeypatch.setattr(moving, "_need_alike", gives_up)
    with pytest.raises(DatabaseTrouble, match="not alike"):
        move_office(read_url(source), read_url(target))
    assert is_empty(target)
    assert held(source) == before
    open_database(read_url(source)).dispose()


def tampered(place: str, statement: str) -> None:
    """Have something changed that the database's guards would refuse."""
    engine = connect(read_url(place))
    with engine.begin() as connection:
        guards: list[str] = []
        if engine.dialect.name == "sqlite":
            told = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            for name, made in connection.exec_driver_sql(told).all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
                guards.append(made)
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        assert connection.exec_driver_sql(statement).rowcount
        for made in guards:
            connection.exec_driver_sql(made)
    engine.dispose()


def test_what_is_wrong_in_the_office_itself_is_not_blamed_on_the_copy(
    places: tuple[str, str],
) -> None:
    source, target = places
    team = new_team(source)
    record_collection(team.k1, "C1", 500)
    team.office.engine.dispose()
    tampered(source, "UPDATE posting SET amount_fen = 2 * amount_fen")
    with pytest.raises(DatabaseTrouble, match=r"办事处本身.*没有抄过去"):
        move_office(read_url(source), read_url(target))
    assert is_empty(target)
    open_database(read_url(source)).dispose()


NOT_OF_ITS_KIND = {
    "a day": "UPDATE client SET added_on = '13800001111 张三'",
    "a place": "UPDATE client SET lat = '13800001111'",
    "no place": "UPDATE client SET lat = ''",
    "an amount": "UPDATE product SET retail_fen = '13800001111 张三'",
    "a number": "UPDATE client SET households = '13800001111 张三'",
}


@pytest.mark.parametrize("statement", NOT_OF_ITS_KIND.values(), ids=NOT_OF_ITS_KIND)
def test_what_is_not_of_its_kind_is_refused_without_being_told(
    sqlite_url: str, postgres_url: str, statement: str
) -> None:
    """A file takes whatever is written into it past the program; it may name people (V2)."""
    new_team(sqlite_url).office.engine.dispose()
    tampered(sqlite_url, statement)
    with pytest.raises(DatabaseTrouble, match="什么也没搬") as refused:
        move_office(read_url(sqlite_url), read_url(postgres_url))
    told = "".join(format_exception(refused.value))
    assert "13800001111" not in told
    assert is_empty(postgres_url)


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_words_that_can_t_be_read_are_blamed_on_the_file_that_holds_them(
    tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    source = str(tmp_path / "left.db")
    target = of_kind(kind, request)
    new_team(source).office.engine.dispose()
    tampered(source, "UPDATE client SET name = CAST(x'3133383030303031313131ff' AS TEXT)")
    with pytest.raises(DatabaseTrouble, match=r"left\.db.*读不出来的字.*恢复") as refused:
        move_office(read_url(source), read_url(target))
    assert "13800001111" not in "".join(format_exception(refused.value))
    assert is_empty(target)
    office = Office(open_database(read_url(source)))
    with pytest.raises(DatabaseTrouble, match="读不出来的字") as told, office.reading() as session:
        session.execute(text("SELECT name FROM client")).all()
    assert "13800001111" not in "".join(format_exception(told.value))
    office.engine.dispose()


def test_a_move_that_broke_off_before_its_mark_is_finished(
    places: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = places
    team = new_team(source)
    record_collection(team.k1, "C1", 500)
    team.office.engine.dispose()

    def killed() -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(moving, "now_text", killed)
    with pytest.raises(KeyboardInterrupt):
        move_office(read_url(source), read_url(target))
    monkeypatch.undo()
    assert held(target) == held(source)
    open_database(read_url(source)).dispose()
    moved = move_office(read_url(source), read_url(target))
    assert moved.rows == sum(one.rows for one in held(target).values())
    with pytest.raises(OfficeMoved):
        open_database(read_url(source))
    there = Team(Office(open_database(read_url(target))))
    record_collection(there.k1, "C1", 700)
    there.office.engine.dispose()
    move_back(read_url(source))
    with pytest.raises(DatabaseTrouble, match="空"):
        move_office(read_url(source), read_url(target))


def test_what_got_lost_or_changed_on_the_way_is_noticed(
    places: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, target = places
    team = new_team(source)
    record_collection(team.k1, "C1", 500)
    team.office.engine.dispose()
    copy = moving.copy_rows

    def careless(taken: Any, put: Any, watch: Any) -> Any:
        found = copy(taken, put, watch)
        put.execute(text("UPDATE client SET name = '别的' WHERE code = 'C2'"))
        return found

    monkeypatch.setattr(moving, "copy_rows", careless)
    with pytest.raises(DatabaseTrouble, match="客户"):
        move_office(read_url(source), read_url(target))
    assert is_empty(target)


def test_an_office_isn_t_moved_over_another_nor_while_others_work_in_it(
    places: tuple[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    source, target = places
    team = new_team(source)
    monkeypatch.setattr("desktop.services.move_office.WAIT_S", 0.05)
    with team.office.engine.connect(), pytest.raises(DatabaseTrouble):
        move_office(read_url(source), read_url(target))
    assert is_empty(target)
    team.office.engine.dispose()
    open_database(read_url(source)).dispose()
    engine = create_engine(read_url(target))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE notes (words TEXT)"))
    engine.dispose()
    with pytest.raises(DatabaseTrouble, match="空"):
        move_office(read_url(source), read_url(target))


def test_only_whoever_looks_after_the_office_moves_it(tmp_path: Path) -> None:
    source = tmp_path / "office.db"
    team = new_team(str(source))
    rep = team.r1.person
    team.office.engine.dispose()
    with pytest.raises(Refused) as refused:
        move_office(read_url(str(source)), read_url(str(tmp_path / "new.db")), rep)
    assert refused.value.code == "not_allowed"
    assert not (tmp_path / "new.db").exists()


def test_the_command_moves_and_says_what_it_moved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "office.db", tmp_path / "new.db"
    new_team(str(source)).office.engine.dispose()
    assert main(["move", str(source)]) == 2
    assert main(["move", str(source), str(target)]) == 0
    assert str(target) in capsys.readouterr().out
    assert main(["check", "--database", str(target)]) == 0
    assert main(["check", "--database", str(source)]) == 2
    assert sqlite3.connect(target).execute("PRAGMA journal_mode").fetchone() == ("wal",)
