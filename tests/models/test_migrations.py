"""A database that migrations made is the one that is made today, and any office can be upgraded."""

import hashlib
import re
import shutil
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from desktop import offices
from desktop.basics.errors import DatabaseTrouble
from desktop.cli import main
from desktop.models import Base, Case, Entry, Neighbour, Product, Settlement, Survey
from desktop.models.ledger import ACCOUNTS, ENTRY_KINDS, AccountFacts, EntryKindFacts, ledger_rows
from desktop.models.migrations import run
from desktop.models.protections import APPLICATION_ID
from desktop.queries.chains import TRAIL, first_break
from desktop.queries.check import first_wrong
from desktop.queries.checks.sums import neighbours_stand
from desktop.queries.ledger import first_problem
from desktop.replay.replay import replay
from desktop.replay.scenario import read_scenario
from desktop.services import database, standing
from desktop.services.backup import check_backup
from desktop.services.database import TrialOffice, make_database, open_database
from desktop.services.engine import connect, read_url
from desktop.services.ledger import Booking, Leg, post
from desktop.services.office import Office
from desktop.services.versions import HEAD

RELEASED = "1534c09a686be5709fff20ee3b5c2dbc95f39fbace95e8f388e3b23abad84982"

# What each database says of its own schema, by kind.
POSTGRESQL = {
    "column": """
        SELECT table_name || '.' || column_name,
               concat_ws(' ', data_type, is_nullable, column_default)
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraint": """
        SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "index": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "sequence": "SELECT sequencename, data_type FROM pg_sequences WHERE schemaname = 'public'",
    "trigger": """
        SELECT tgname, pg_get_triggerdef(t.oid) || pg_get_functiondef(tgfoid)
        FROM pg_trigger t WHERE NOT tgisinternal""",
}
_OWN_KEY = re.compile(r"(\w+) (\w+) CONSTRAINT (\w+) REFERENCES (.+)")
SQLITE = {
    kind: f"SELECT name, coalesce(sql, '') FROM sqlite_master WHERE type = '{kind}'"
    for kind in ("table", "index", "trigger", "view")
}


def definitions(engine: Engine) -> dict[tuple[str, str], object]:
    """Every table, column, constraint, index and trigger as the database itself says it."""
    kinds = SQLITE if engine.dialect.name == "sqlite" else POSTGRESQL
    with engine.connect() as connection:
        return {
            (kind, name): clauses(said) if kind == "table" else said
            for kind, query in kinds.items()
            for name, said in connection.exec_driver_sql(query).all()
        }


def clauses(table: str) -> list[str]:
    """What stands in a CREATE TABLE, sorted: Alembic writes constraints in another order."""
    body = " ".join(table.partition("(")[2].split()).removesuffix(")")
    said = []
    for clause in re.split(r",(?![^(]*\))", body):
        # A column that was added later can only carry its foreign key itself.
        added = _OWN_KEY.fullmatch(clause.strip())
        said += _as_made(added) if added else [clause.strip()]
    return sorted(said)


def _as_made(added: re.Match[str]) -> list[str]:
    column, kind, key, target = added.groups()
    return [f"{column} {kind}", f"CONSTRAINT {key} FOREIGN KEY({column}) REFERENCES {target}"]


def small_tables(engine: Engine) -> list[list[tuple[object, ...]]]:
    """The ledger's accounts and kinds of entries."""
    with engine.connect() as connection:
        tables = [record.__table__ for record in ledger_rows()]
        return [sorted(map(tuple, connection.execute(select(one)))) for one in tables]


def test_the_newest_revision_is_the_one_that_new_databases_are_stamped_with() -> None:
    config = Config()
    config.set_main_option("script_location", str(run.PLACE))
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_upgrading_from_empty_gives_todays_tables(database_url: str) -> None:
    engine = connect(read_url(database_url))
    run.upgrade(engine)
    with engine.connect() as connection:
        # Defaults are compared as the database says them, in the test below.
        # What the index of search words is of is no record's (it is, too).
        opts = {"compare_type": True, "include_name": lambda name, *_of: "_search" not in str(name)}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_upgrading_from_empty_gives_what_is_made_new(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if kind == "sqlite":
        urls = [str(tmp_path / "upgraded.db"), str(tmp_path / "fresh.db")]
        upgraded, fresh = connect(read_url(urls[0])), make_database(read_url(urls[1]))
        run.upgrade(upgraded)
        assert definitions(upgraded) == definitions(fresh)
        assert small_tables(upgraded) == small_tables(fresh)
        return
    server = request.getfixturevalue("postgres_server")
    with server.database() as one, server.database() as other:
        upgraded, fresh = connect(read_url(one)), make_database(read_url(other))
        run.upgrade(upgraded)
        assert definitions(upgraded) == definitions(fresh)
        assert small_tables(upgraded) == small_tables(fresh)
        upgraded.dispose()
        fresh.dispose()


STORY = Path(__file__).parents[1] / "scenarios" / "every-account-moves.json"
# The recipe for an account and a kind of entry: a row in models/ledger.py, and this.
GROWN = """
    op.bulk_insert(
        sa.table("account", sa.column("name"), sa.column("chinese"), sa.column("owner")),
        [
            {"name": "test-cash", "chinese": "试用现金", "owner": "office"},
            {"name": "test-deposit", "chinese": "试用押金", "owner": "client"},
        ],
    )
    op.bulk_insert(
        sa.table("entry_kind", sa.column("name"), sa.column("counts_as")),
        [{"name": "test-cash-taken", "counts_as": ""}],
    )
"""
UNFIT = """
    op.bulk_insert(
        sa.table("account", sa.column("name"), sa.column("chinese"), sa.column("owner")),
        [{"name": "test-deposit", "chinese": "试用押金", "owner": "client"}],
    )
    op.execute("ALTER TABLE no_such_table ADD COLUMN note VARCHAR")
"""
NextProgram = Callable[[str], None]


@pytest.fixture
def next_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> NextProgram:
    """Makes this program one that has a second revision, which does what it is given."""

    def make(upgrade: str) -> None:
        place = tmp_path / "migrations"
        shutil.copytree(run.PLACE, place, ignore=shutil.ignore_patterns("__pycache__"))
        revision = f"""import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "next", "{HEAD}", None, None


def upgrade() -> None:{upgrade}"""
        (place / "versions" / "next.py").write_text(revision, encoding="utf-8")
        monkeypatch.setattr(run, "PLACE", place)
        for room in (database, standing):
            monkeypatch.setattr(room, "HEAD", "next")
        monkeypatch.setattr(database, "is_known", {HEAD, "next"}.__contains__)

    return make


def filled(url: str) -> Office:
    """An office in which every account moved."""
    office = Office(make_database(read_url(url)))
    assert replay(office, read_scenario(STORY)).unexpected == []
    return office


def ledger_as_it_lies(connection: Connection) -> list[tuple[object, ...]]:
    """Where the database keeps the ledger: a table that was rebuilt lies elsewhere."""
    where = "SELECT name, rootpage, sql FROM sqlite_master WHERE tbl_name IN ('entry', 'posting')"
    if connection.dialect.name == "postgresql":
        where = "SELECT relname, oid, relfilenode FROM pg_class WHERE relname ~ 'entry|posting'"
    return [tuple(row) for row in connection.exec_driver_sql(f"{where} ORDER BY 1")]


def test_the_ledger_grows_by_a_row_and_is_not_rebuilt(
    database_url: str, next_program: NextProgram, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = filled(database_url)
    before = definitions(office.engine)
    with office.engine.connect() as connection:
        lay = ledger_as_it_lies(connection)
    office.engine.dispose()

    next_program(GROWN)
    monkeypatch.setitem(ACCOUNTS, "test-cash", AccountFacts("试用现金", "1012", "Test cash"))
    monkeypatch.setitem(
        ACCOUNTS, "test-deposit", AccountFacts("试用押金", "2203", "Test deposit", "client")
    )
    monkeypatch.setitem(ENTRY_KINDS, "test-cash-taken", EntryKindFacts("test cash taken"))
    engine = open_database(read_url(database_url))
    assert definitions(engine) == before
    with engine.connect() as connection:
        assert ledger_as_it_lies(connection) == lay
    day = read_scenario(STORY).events[-1].on
    cashier = Office(engine, Office(engine).find_person("k1"), day)
    with cashier.reading() as session:
        assert first_wrong(session) is None
    missing = Leg("test-cash", 500)
    with cashier.transaction("collection.record") as session:
        legs = [missing, Leg("test-deposit", -300, client_id=1), Leg("cash", -200)]
        assert post(session, Booking("test-cash-taken", "run", "1", "run:1", legs))
    with (
        pytest.raises(DatabaseError, match="whose its account is"),
        cashier.transaction("collection.record") as session,
    ):
        post(
            session,
            Booking("test-cash-taken", "run", "2", "run:2", [missing, Leg("test-deposit", -500)]),
        )
    with cashier.reading() as session:
        assert first_problem(session) is None
    engine.dispose()


def test_what_the_program_does_not_declare_is_not_posted_to(database_url: str) -> None:
    office = filled(database_url)
    cash, sales = Leg("cash", 500), Leg("sales", -500)
    day = read_scenario(STORY).events[-1].on
    cashier = office.on(day, office.find_person("k1"))
    for kind, legs in (("refund", [cash, Leg("test-deposit", -500)]), ("gift", [cash, sales])):
        with pytest.raises(DatabaseError), cashier.transaction("collection.record") as session:
            post(session, Booking(kind, "test", "1", "test:1", legs))
    with cashier.reading() as session:
        assert first_wrong(session) is None
    office.engine.dispose()


def test_an_upgrade_that_does_not_fit_says_so_and_changes_nothing(
    database_url: str, next_program: NextProgram
) -> None:
    office = filled(database_url)
    before, rows = definitions(office.engine), small_tables(office.engine)
    office.engine.dispose()
    next_program(UNFIT)
    with pytest.raises(DatabaseTrouble, match=HEAD):
        open_database(read_url(database_url))
    engine = connect(read_url(database_url))
    assert (definitions(engine), small_tables(engine)) == (before, rows)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT * FROM alembic_version").scalar() == HEAD
    engine.dispose()


def test_the_first_revision_stays_as_it_was_released() -> None:
    # Offices were made by it. What is wanted otherwise goes into a revision of its own.
    engine = create_engine("sqlite://")
    run.upgrade(engine, "0001")
    made = [*sorted(definitions(engine).items()), *small_tables(engine)]
    assert hashlib.sha256(repr(made).encode()).hexdigest() == RELEASED


STAFF = (
    "INSERT INTO staff (id, code, name, phone, active, version)"
    " VALUES (1, 'r1', '业务员', '', true, 1)"
)


def first_release(url: str, rows: Sequence[str]) -> Engine:
    """An office of the first release in which these statements were run."""
    engine = connect(read_url(url))
    run.upgrade(engine, "0001")
    with engine.execution_options(change=True).begin() as connection:
        for statement in rows:
            connection.exec_driver_sql(statement)
    return engine


CLIENT = (
    "INSERT INTO client (id, code, name, segment, state, contact, phone, address, area, lat, lon,"
    " opens, closes, density_reason, added_on, closing_reason, version) VALUES ({id}, 'C{id}',"
    " '小店', '学校店', 'active', '', '', '', '', {place}, '', '', '', '2026-01-05', '', 1)"
)


def test_an_upgrade_finds_the_neighbours_of_the_clients_that_are_there(database_url: str) -> None:
    places = ("30, 104", "30.002697, 104", "30.002698, 104", "NULL, 104")
    clients = [CLIENT.format(id=key, place=place) for key, place in enumerate(places, 1)]
    engine = first_release(database_url, clients)
    run.upgrade(engine)
    with engine.connect() as connection:
        pairs = connection.execute(select(Neighbour.__table__).order_by("client_id")).all()
    assert [tuple(pair) for pair in pairs] == [(1, 2, 299_893), (2, 3, 111)]
    with Office(engine).reading() as session:
        assert neighbours_stand(session) is None
    engine.dispose()


SURVEY = (
    "INSERT INTO survey (id, client_id, surveyed_on, surveyed_by_id, shop_type, area_m2,"
    " households, spending, rivals, shelf_cm, levels, brands, notes)"
    " VALUES ({id}, 1, '2026-01-05', 1, '便利店', 40, 500, 'middle', 1, {shelf}, '', '')"
)


def test_an_upgrade_gives_each_level_of_a_surveyed_shelf_its_own_width(database_url: str) -> None:
    rows = [
        STAFF,
        CLIENT.format(id=1, place="NULL, NULL"),
        *(SURVEY.format(id=key, shelf=shelf) for key, shelf in ((1, "120, 3"), (2, "0, 2"))),
    ]
    engine = first_release(database_url, rows)
    run.upgrade(engine)
    with Office(engine).reading() as session:
        found = session.get_one(Survey, 1).levels
        assert [(one.position, one.width_cm, one.height_cm) for one in found] == [
            (1, 120, None),
            (2, 120, None),
            (3, 120, None),
        ]
        assert session.get_one(Survey, 2).levels == []
        assert first_break(session, TRAIL) is None
    engine.dispose()


PRODUCT = (
    "INSERT INTO product (id, code, name, line, category, spec, barcode, retail_fen, width_mm,"
    " height_mm, trade_margin, version)"
    " VALUES (1, 'P1', '洗面奶', '清泉', '洁面', '', '', 4800, 55, 165, 2200, 1)"
)


def test_an_upgrade_leaves_every_product_on_sale_with_its_own_margin(database_url: str) -> None:
    engine = first_release(database_url, [STAFF, PRODUCT])
    run.upgrade(engine)
    with Office(engine).reading() as session:
        product = session.get_one(Product, 1)
        assert (product.width_mm, product.depth_mm, product.pieces_deep) == (55, None, None)
        assert (product.trade_margin, product.ended_on) == (Decimal("0.22"), None)
        assert first_break(session, TRAIL) is None
    engine.dispose()


def trial_office(url: str) -> Engine:
    """An office as a program before the first release left it."""
    engine = connect(read_url(url))
    with engine.execution_options(change=True).begin() as connection:
        for statement in (
            "CREATE TABLE office_profile (id INTEGER PRIMARY KEY, name VARCHAR)",
            "CREATE TABLE staff (id INTEGER PRIMARY KEY, name VARCHAR)",
            "INSERT INTO staff VALUES (1, '甲')",
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
            "INSERT INTO alembic_version VALUES ('0001')",
        ):
            connection.exec_driver_sql(statement)
    engine.dispose()
    return engine


def test_an_office_from_before_the_first_release_is_refused_in_a_sentence(
    database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = trial_office(database_url)
    before = definitions(engine)
    with pytest.raises(TrialOffice, match="正式发布之前"):
        open_database(read_url(database_url))
    assert main(["check", "--database", database_url]) != 0
    assert "正式发布之前" in capsys.readouterr().err
    assert definitions(engine) == before
    engine.dispose()


def test_a_backup_from_before_the_first_release_is_none(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    engine = trial_office(str(path))
    with engine.execution_options(change=True).begin() as connection:
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    engine.dispose()
    with pytest.raises(DatabaseTrouble, match="正式发布之前"):
        check_backup(path)


def test_a_training_office_from_before_the_first_release_is_built_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial_office(str(tmp_path / "training.db"))
    story = read_scenario(STORY)
    monkeypatch.setattr("desktop.replay.scenario.read_scenario", lambda _path: story)
    monkeypatch.setattr(offices, "_picture", lambda _office: None)
    office, day = offices.open_training(tmp_path)
    with office.reading() as session:
        assert first_wrong(session) is None
        assert session.scalar(select(func.count()).select_from(Entry))
    assert day == story.events[-1].on
    office.engine.dispose()


# An office of the first release with a case and a settlement.
SETTLED = """
INSERT INTO staff (id, code, name, phone, active, version) VALUES (1, 'm1', '陈国强', '', true, 1);
INSERT INTO product (id, code, name, line, category, spec, barcode, version)
VALUES (1, 'P1', '洗衣液', '净洁', '家清', '', '', 1);
INSERT INTO agreement (id, number, client_id, state, starts_on, ends_on, basic_rate, fund_rate,
 drafted_on, drafted_by_id, approved_on, signed_on, return_word, clause_kind, clause_text, version)
VALUES (1, 'XY-2026-0001', 1, 'active', '2026-01-01', '2026-12-31', 0, 1000,
 '2026-01-05', 1, '2026-01-05', '2026-01-05', '', 'protected_prices', '', 1);
INSERT INTO violation (id, number, client_id, product_id, agreement_id, state, price_fen,
 protected_fen, seen_on, place, evidence, reported_on, reported_by_id, fund_fen, payout_fen,
 pool_fen, version)
VALUES (1, 'AJ-2026-0001', 1, 1, 1, 'accepted', 900, 1000, '2026-03-30', '', '', '2026-03-31', 1,
 0, 0, 0, 1);
INSERT INTO reporter (case_id, position, kind, claim_salt, claim_hash, reward_fen, reward_state)
VALUES (1, 1, 'unnamed', '', '', 0, 'none');
INSERT INTO settlement (id, quarter, state, prepared_on, prepared_by_id, version)
VALUES (1, '2026Q1', 'posted', '2026-04-01', 1, 1);
INSERT INTO settlement_line VALUES (1, 1, 'held', 0)
"""


def test_an_upgrade_leaves_cases_and_settlements_as_they_were(database_url: str) -> None:
    engine = first_release(
        database_url, [CLIENT.format(id=1, place="NULL, 104"), *SETTLED.split(";")]
    )
    run.upgrade(engine)
    with Session(engine) as session:
        case, settlement = session.get_one(Case, 1), session.get_one(Settlement, 1)
        assert (case.kind, case.lot, case.share, case.price_fen) == ("price", "", None, 900)
        assert [reporter.kind for reporter in case.reporters] == ["unnamed"]
        assert (settlement.quarter, settlement.client_id) == ("2026Q1", None)
        assert [line.standing for line in settlement.lines] == ["held"]
    engine.dispose()
